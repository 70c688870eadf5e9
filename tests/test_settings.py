"""Tests of participe.settings: what may not start, and what an operator is told."""

from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from participe import settings
from participe.app import create_app
from participe.settings import UnsafeSettings, examine, problems

SAFE: dict[str, Any] = {
    "ORIGIN": "https://participer.exemple.be",
    "SECRET_KEY": "s" * settings.SHORTEST_SECRET,
    "PROXIES": 1,
    "MAIL_SERVER": "smtp.exemple.be",
}


def config(**values: Any) -> dict[str, Any]:
    return settings.DEFAULTS | SAFE | values


class TestProduction:
    """T-123."""

    def test_what_is_safe_starts(self) -> None:
        assert problems(config()) == []

    @pytest.mark.parametrize(
        ("unsafe", "named"),
        [
            ({"SECRET_KEY": None}, "SECRET_KEY"),
            ({"SECRET_KEY": "short"}, "SECRET_KEY"),
            ({"DEMO": True}, "DEMO"),
            ({"DEBUG": True}, "DEBUG"),
            ({"ORIGIN": "http://participer.exemple.be"}, "ORIGIN"),
        ],
    )
    def test_what_is_not_is_refused_in_one_sentence(
        self, unsafe: dict[str, Any], named: str
    ) -> None:
        with pytest.raises(UnsafeSettings, match=named) as refused:
            create_app(**SAFE | unsafe)

        assert "\n" not in str(refused.value)

    def test_its_cookie_is_for_this_host_over_https_only(self, tmp_path: Path) -> None:
        app = create_app(**SAFE, SQLALCHEMY_DATABASE_URI=f"sqlite:///{tmp_path / 'test.sqlite3'}")

        assert app.config["SESSION_COOKIE_NAME"].startswith("__Host-")
        assert app.config["SESSION_COOKIE_SECURE"]
        assert app.config["TRUSTED_HOSTS"] == ["participer.exemple.be"]

    @pytest.mark.parametrize(
        "origin", ["http://127.0.0.1:5000", "http://localhost:5000", "http://[::1]:5000"]
    )
    def test_this_machine_alone_is_none(self, origin: str) -> None:
        assert problems(config(ORIGIN=origin, SECRET_KEY=None, DEMO=True)) == []


class TestDoctor:
    def levels(self, **values: Any) -> set[str]:
        app = Flask(__name__)
        app.config.update(config(SQLALCHEMY_DATABASE_URI="", **values))
        return {finding.level for finding in examine(app)}

    def test_all_is_well(self) -> None:
        assert self.levels() == {"ok"}

    def test_without_a_mail_server_something_is_missing(self) -> None:
        assert self.levels(MAIL_SERVER="") == {"ok", "missing"}

    def test_a_demo_for_everyone_is_unsafe(self) -> None:
        assert "unsafe" in self.levels(DEMO=True)
