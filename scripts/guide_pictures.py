#!/usr/bin/env python3
"""Take the pictures of the guides anew: docs/guide/pictures, from the demo, with chromium.

    .venv/bin/python scripts/guide_pictures.py

It fills a demo in a folder of its own, serves it, plays a session as Sylvie and the people of the
room would, and writes every picture over. The same command makes the same set; only the day, the
digits and the codes change. Look at each of them before committing: the tests know its weight and
that it is used, not whether it shows the right moment.
"""

import io
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from PIL import Image, ImageOps
from playwright.sync_api import Browser, Locator, Page, sync_playwright

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))  # run as a file, only this folder would be known

from participe.serving import web_command  # noqa: E402
from tests import chromium  # noqa: E402

PICTURES = ROOT / "docs" / "guide" / "pictures"
WIDTH, SHARPNESS = 760, 1.25  # a column of text, in CSS pixels; 950 pixels of picture
MARGIN = 12
COLOURS = 48
FRAME = "#6b7784"  # or a picture of a page would pass for a part of the page
READY_WITHIN = 60
# Pages name the address of this machine, which nobody should type, and say that they are a demo.
PREPARE = """() => {
  const demo = document.querySelector(".demo-band a");
  if (demo) demo.closest(".demo-band").remove();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode;
    text.data = text.data.replace(/http:(?=\\/\\/localhost)/g, "https:")
      .replace(/localhost:\\d+/g, "participer.example");
  }
}"""
NAMES = ("Mésange", "Paula", "Ahmed")
IDEA = "Des sièges tournés vers le soleil"
WHY = "Les bancs d’aujourd’hui regardent les voitures. Le matin, on y a froid."


def main() -> None:
    """Make the folder anew, picture by picture."""
    path = chromium.find() or sys.exit(chromium.HOW_TO_GET_IT)
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        with _demo(folder) as port:
            browser = playwright.chromium.launch(executable_path=path, args=list(chromium.FLAGS))
            _Hour(browser, folder, f"http://localhost:{port}/valbruyere").play()
            browser.close()
        shutil.rmtree(PICTURES, ignore_errors=True)  # not before there are others
        PICTURES.mkdir()
        for picture in folder.glob("*.webp"):
            shutil.copy(picture, PICTURES)


class _Hour:
    """A session from its opening to its report, and the moments to keep of it."""

    def __init__(self, browser: Browser, folder: Path, home: str) -> None:
        self.browser, self.folder, self.home = browser, folder, home
        self.sylvie, *self.computers = [_window(browser) for _one in range(4)]

    def play(self) -> None:
        self._open()
        self._seat()
        self._take_part()
        self._dictate()
        self._go_without_network()
        self._end()

    def _open(self) -> None:
        self.sylvie.goto(f"{self.home}/demo")
        _press(self.sylvie.locator('form[action$="/entrer/sylvie"] button'))
        self.sylvie.goto(f"{self.home}/seances/nouvelle")
        self._keep(self.sylvie, "nouvelle-seance", "h1", "main form details")
        _press(_button(self.sylvie, "Ouvrir maintenant"))
        self.console = self.sylvie.url.split("#")[0]

    def _seat(self) -> None:
        digits = self.sylvie.locator("strong.reference").all_inner_texts()
        for computer, number in zip(self.computers, digits, strict=False):
            computer.goto(f"{self.home}/poste")
            computer.locator("#digits").fill(number)
            _press(_button(computer, "Rejoindre la séance"))
        _press(_button(self.sylvie, "J’ai lu la notice"))
        for name in NAMES:
            self.sylvie.locator("#name").fill(name)
            if name == "Paula":
                self.sylvie.get_by_label("En disant ce qu’il faut écrire").check()
            _press(_button(self.sylvie, "et confier le poste"))

    def _take_part(self) -> None:
        mesange = self.computers[0]
        mesange.goto(f"{self.home}/poste")
        _press(_button(mesange, "Commencer"))
        self._keep(mesange, "poste", ".demo-band:has([data-finish])", "main .cards")
        mesange.goto(f"{self.home}/propositions/35")
        _press(_button(mesange, "Soutenir cette proposition"))

    def _dictate(self) -> None:
        paula = self.computers[1]
        paula.goto(f"{self.home}/poste")
        _press(_button(paula, "Commencer"))
        _press(paula.get_by_role("link", name="Proposer une idée").first)
        paula.locator("#title").fill(IDEA)
        paula.locator("#body").fill(WHY)
        _press(_button(paula, "Continuer"))
        if paula.locator("h1", has_text="ressemblent").count():
            _press(_button(paula, "Continuer"))
        self._keep(paula, "relecture", "main h1", "main form button")
        for box in paula.get_by_role("checkbox").all():
            box.check()
        _press(_button(paula, "Oui, c’est ce que j’ai dit"))
        self.sylvie.goto(self.console)
        self._keep(
            self.sylvie, "console", "main .table-scroll", "section[aria-labelledby=postes] > p"
        )

    def _go_without_network(self) -> None:
        self.sylvie.goto(f"{self.console}/saisie")
        self._keep(self.sylvie, "saisie", "h1", "main fieldset")
        self.sylvie.goto(f"{self.console}/hors-ligne")
        with self.sylvie.expect_download() as download:
            self.sylvie.get_by_role("link", name="Télécharger la page hors ligne").click()
        page = self.folder / "hors-ligne.html"
        download.value.save_as(page)
        offline = _window(self.browser)
        offline.goto(page.as_uri())
        self._keep(offline, "hors-ligne", "h2:has-text('Ajouter')", "button")

    def _end(self) -> None:
        self.sylvie.goto(self.console)
        _press(_button(self.sylvie, "Imprimer les reçus"))
        self._keep(self.sylvie, "recus", "h1", ".receipt:nth-child(2)")
        self.sylvie.goto(f"{self.console}/fermer")
        self.sylvie.get_by_role("radio").first.check()  # who counted with her
        self.sylvie.locator("#questions").fill("Quand commencent les travaux ?")
        _press(_button(self.sylvie, "Fermer la séance"))
        self._keep(
            self.sylvie,
            "rapport",
            "section[aria-labelledby=chiffres]",
            "section[aria-labelledby=questions]",
        )

    def _keep(self, page: Page, name: str, first: str, last: str) -> None:
        """Write what stands between the top of one part and the end of another, in few colours."""
        page.evaluate("document.activeElement.blur()")
        page.evaluate(PREPARE)
        begin, end = (page.locator(part).first.bounding_box() for part in (first, last))
        if begin is None or end is None:
            sys.exit(f"{name}: {first} or {last} is not to be seen.")
        top = max(0, begin["y"] - MARGIN)
        height = end["y"] + end["height"] + MARGIN - top
        clip = {"x": 0, "y": top, "width": WIDTH, "height": height}
        shot = page.screenshot(full_page=True, clip=clip)  # type: ignore[arg-type]
        few = (
            Image.open(io.BytesIO(shot)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        )
        framed = ImageOps.expand(few.convert("RGB"), border=2, fill=FRAME)
        framed.save(self.folder / f"{name}.webp", lossless=True, quality=100, method=6)


def _window(browser: Browser) -> Page:
    context = browser.new_context(
        locale="fr-BE",
        timezone_id="Europe/Brussels",
        viewport={"width": WIDTH, "height": 900},
        device_scale_factor=SHARPNESS,
        color_scheme="light",
    )
    context.set_default_timeout(20_000)
    return context.new_page()


def _button(page: Page, words: str) -> Locator:
    return page.get_by_role("button", name=words).first


def _press(wanted: Locator) -> None:
    with wanted.page.expect_navigation():
        wanted.click()


@contextmanager
def _demo(folder: Path) -> Iterator[int]:
    """Serve a demo that nobody used, and give its port."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port = int(listening.getsockname()[1])
    settings = os.environ | {
        "PARTICIPE_DEMO": "true",
        "PARTICIPE_ORIGIN": f"http://localhost:{port}",
        "PARTICIPE_SECRET_KEY": secrets.token_hex(),
        "PARTICIPE_SQLALCHEMY_DATABASE_URI": f"sqlite:///{folder}/demo.sqlite3",
    }
    command = [sys.executable, "-m", "participe", "demo", "fill"]
    subprocess.run(command, env=settings, cwd=ROOT, check=True)  # noqa: S603 -- ours
    serving = web_command(f"127.0.0.1:{port}")
    with subprocess.Popen(serving, env=settings, cwd=ROOT) as server:  # noqa: S603 -- ours
        try:
            _wait_for(f"http://localhost:{port}/healthz")
            yield port
        finally:
            server.terminate()


def _wait_for(address: str) -> None:
    last = time.monotonic() + READY_WITHIN
    while time.monotonic() < last:
        try:
            urlopen(address, timeout=5).close()  # noqa: S310 -- an address of ours
        except (URLError, OSError):
            time.sleep(0.2)
        else:
            return
    sys.exit("The server of the demo did not start.")


if __name__ == "__main__":
    main()
