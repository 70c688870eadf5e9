"""Roles are offered by letter to one address of one commune, recorded, and withdrawn at once."""

from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from participe.accounts import queries
from participe.accounts.errors import AlreadyHolds, InvitationOver, LastStaffMember, WrongAddress
from participe.accounts.events import InvitationMade, RoleGranted, RoleWithdrawn
from participe.accounts.models import Account, Invitation, Role, RoleGrant, SignIn
from participe.accounts.services import roles
from participe.extensions import db
from participe.kernel import clock, events
from participe.kernel.codes import hash_token
from tests.accounts.signing import codes_sent, sign_in
from tests.browser import Browser, text
from tests.databases import on_both
from tests.factories import a_commune, a_platform_admin, a_resident, a_staff_member, an_official
from tests.together import together


def tokens_sent(app: Flask) -> list[str]:
    """Return a list to which the token of every invitation that leaves from now on is added."""
    tokens: list[str] = []
    events.subscribe(app, InvitationMade, lambda made: tokens.append(made.token))
    return tokens


def an_offer(email: str, role: Role = Role.STAFF) -> roles.Offer:
    return roles.Offer(email, role, "échevine" if role is Role.OFFICIAL else "")


class TestAnInvitation:
    def test_is_made_by_staff_and_accepted_by_whoever_reads_that_address(
        self, app: Flask, browser: Browser, noon: datetime
    ) -> None:
        staff, tokens, sent = a_staff_member(), tokens_sent(app), codes_sent(app)
        slug = staff.commune.slug  # type: ignore[union-attr]
        fields = {
            "email": "Anne@Valbruyere.example",
            "role": "official",
            "mandate": "échevine de l’environnement",
            "starts_on": ["2", "12", "2024"],
            "ends_on": ["1", "12", "2030"],
        }
        browser.sign_in(staff).submit(f"/{slug}/gestion/personnes/inviter", fields)
        anne = Browser(app)
        page = anne.get(f"/{slug}/invitation/{tokens[0]}")
        assert "échevine de l’environnement" in text(page.main)

        anne.submit(f"/{slug}/invitation/{tokens[0]}")
        sign_in(anne, staff.commune, sent, "anne@valbruyere.example")
        page = anne.submit(f"/{slug}/connexion/nom", {"display_name": "Anne Dubois"})

        assert "Votre rôle est actif" in text(page.main)
        grant = db.session.scalars(select(RoleGrant).where(RoleGrant.role == "official")).one()
        assert grant.granted_by_id == staff.id
        assert grant.granted_at == noon
        assert grant.is_mandate_on(date(2030, 12, 1))
        living = queries.living_sign_ins(grant.person, noon, app.config)
        assert [sign_in.expires_at for sign_in in living] == [noon + timedelta(minutes=45)]

    @pytest.mark.parametrize(
        "fields",
        [
            {"role": "official", "mandate": ""},
            {"role": "platform_admin"},
            {"role": ""},
            {"role": "official", "mandate": "échevine", "starts_on": ["2", "", "2024"]},
            {
                "role": "official",
                "mandate": "échevine",
                "starts_on": ["2", "1", "2024"],
                "ends_on": ["1", "1", "2024"],
            },
        ],
    )
    def test_that_lacks_something_is_refused_with_all_that_was_typed(
        self, browser: Browser, fields: dict[str, object]
    ) -> None:
        staff = a_staff_member()
        slug = staff.commune.slug  # type: ignore[union-attr]
        browser.sign_in(staff)

        page = browser.post(
            f"/{slug}/gestion/personnes/inviter", {"email": "a@exemple.be"} | fields, status=422
        )

        assert page.select_one("#email")["value"] == "a@exemple.be"  # type: ignore[index]

    def test_a_day_that_no_month_has_is_said_in_our_words(self, browser: Browser) -> None:
        staff = a_staff_member()
        fields = {"email": "a@exemple.be", "role": "official", "mandate": "échevine"}
        browser.sign_in(staff)

        page = browser.post(
            f"/{staff.commune.slug}/gestion/personnes/inviter",  # type: ignore[union-attr]
            fields | {"starts_on": ["31", "2", "2030"]},
            status=422,
        )

        assert "Cette date n’existe pas." in text(page.select_one(".field--error"))

    @on_both
    def test_is_for_one_address_one_commune_one_use_and_fourteen_days(
        self, app: Flask, noon: datetime
    ) -> None:
        """T-53."""
        commune = a_commune()
        token = roles.invite(commune, an_offer("anne@exemple.be"), by=None, at=noon)
        db.session.commit()
        anne = a_resident(commune=commune, email="anne@exemple.be")
        found = queries.find_invitation(a_commune(), hash_token(token))
        invitation = db.session.scalars(select(Invitation)).one()

        assert found is None
        with pytest.raises(WrongAddress):
            roles.accept(invitation, a_resident(commune=commune), at=noon)
        with pytest.raises(WrongAddress):
            roles.accept(invitation, a_resident(email="anne@exemple.be"), at=noon)
        with pytest.raises(InvitationOver):
            roles.accept(invitation, anne, at=noon + roles.INVITATION_LIFE)
        roles.accept(invitation, anne, at=noon)
        with pytest.raises(InvitationOver):
            roles.accept(invitation, anne, at=noon)
        assert token not in invitation.token_hash

    @on_both
    def test_gives_one_role_when_it_is_accepted_by_five_requests_at_once(
        self, app: Flask, noon: datetime
    ) -> None:
        commune = a_commune()
        roles.invite(commune, an_offer("anne@exemple.be"), by=None, at=noon)
        anne_id = a_resident(commune=commune, email="anne@exemple.be").id

        def accept() -> None:
            invitation = db.session.scalars(select(Invitation)).one()
            roles.accept(invitation, db.session.get_one(Account, anne_id), at=noon)

        results = together(app, 5, accept)

        assert sum(result is None for result in results) == 1
        assert all(isinstance(r, InvitationOver | None) for r in results)
        assert len(db.session.scalars(select(RoleGrant)).all()) == 1

    def test_replaces_the_one_before(self, app: Flask, browser: Browser, noon: datetime) -> None:
        commune = a_commune()
        first = roles.invite(commune, an_offer("anne@exemple.be"), by=None, at=noon)
        second = roles.invite(commune, an_offer("anne@exemple.be"), by=None, at=noon)
        db.session.commit()

        browser.get(f"/{commune.slug}/invitation/{first}", status=410)
        browser.get(f"/{commune.slug}/invitation/{second}")

    @pytest.mark.parametrize("method", ["GET", "HEAD"])
    def test_is_read_as_often_as_a_mail_scanner_likes(
        self, app: Flask, browser: Browser, noon: datetime, method: str
    ) -> None:
        """T-60."""
        commune = a_commune()
        token = roles.invite(commune, an_offer("anne@exemple.be"), by=None, at=noon)
        db.session.commit()

        for _time in range(4):
            response = browser.open(method, f"/{commune.slug}/invitation/{token}")
            assert response.status_code == 200

        assert db.session.scalars(select(Invitation.accepted_at)).one() is None

    def test_to_another_address_tells_whoever_is_signed_in(
        self, app: Flask, browser: Browser, noon: datetime
    ) -> None:
        someone = a_resident()
        token = roles.invite(someone.commune, an_offer("anne@exemple.be"), by=None, at=noon)  # type: ignore[arg-type]
        db.session.commit()
        slug = someone.commune.slug  # type: ignore[union-attr]

        page = browser.sign_in(someone).submit(f"/{slug}/invitation/{token}")

        assert "pour une autre adresse" in text(page.main)
        assert db.session.scalars(select(RoleGrant)).all() == []

    def test_for_a_role_that_is_held_is_refused(self, app: Flask, noon: datetime) -> None:
        staff = a_staff_member()

        with pytest.raises(AlreadyHolds):
            roles.invite(staff.commune, an_offer(str(staff.email)), by=staff, at=noon)  # type: ignore[arg-type]

    def test_can_be_taken_back(self, app: Flask, browser: Browser, noon: datetime) -> None:
        staff = a_staff_member()
        slug = staff.commune.slug  # type: ignore[union-attr]
        token = roles.invite(staff.commune, an_offer("a@exemple.be"), by=staff, at=noon)  # type: ignore[arg-type]
        db.session.commit()
        number = db.session.scalars(select(Invitation.id)).one()

        browser.sign_in(staff).submit(f"/{slug}/gestion/personnes/invitations/{number}/annuler")

        Browser(app).get(f"/{slug}/invitation/{token}", status=410)


class TestARole:
    def test_that_is_withdrawn_ends_every_session_and_stays_recorded(
        self, app: Flask, browser: Browser
    ) -> None:
        """T-43."""
        staff = a_staff_member(display_name="Thomas")
        colleague = a_staff_member(commune=staff.commune, display_name="Julie")
        slug = staff.commune.slug  # type: ignore[union-attr]
        theirs = Browser(app).sign_in(colleague)
        number = colleague.grants[0].id
        withdrawn: list[RoleWithdrawn] = []
        events.subscribe(app, RoleWithdrawn, withdrawn.append)

        page = browser.sign_in(staff).submit(f"/{slug}/gestion/personnes/{number}/retirer")

        assert "Julie, Équipe communale" in text(page.main)
        assert "retiré le 4 mai 2030 par Thomas" in text(page.main)
        assert len(withdrawn) == 1
        assert theirs.open("GET", f"/{slug}/gestion/personnes").status_code == 303

    def test_of_another_commune_does_not_exist(self, browser: Browser) -> None:
        """T-20."""
        staff, other = a_staff_member(), a_staff_member()
        slug = staff.commune.slug  # type: ignore[union-attr]
        browser.sign_in(staff)

        for path in (f"gestion/personnes/{other.grants[0].id}/retirer",):
            browser.get(f"/{slug}/{path}", status=404)
            browser.post(f"/{slug}/{path}", status=404)

        assert other.is_staff

    def test_of_the_last_of_the_team_stays(self, browser: Browser) -> None:
        staff = a_staff_member()
        slug = staff.commune.slug  # type: ignore[union-attr]
        number = staff.grants[0].id

        page = browser.sign_in(staff).submit(f"/{slug}/gestion/personnes/{number}/retirer")

        assert "dernière personne de l’équipe" in text(page.main)

    @on_both
    def test_of_the_team_stays_with_one_when_two_withdraw_each_other(
        self, app: Flask, noon: datetime
    ) -> None:
        staff = a_staff_member()
        a_staff_member(commune=staff.commune)
        numbers = db.session.scalars(select(RoleGrant.id)).all()
        waiting = list(numbers)

        def withdraw() -> None:
            grant = db.session.get_one(RoleGrant, waiting.pop())
            roles.withdraw(grant, by=grant.person, at=noon)

        results = together(app, 2, withdraw)

        assert sorted(type(result) for result in results if result) == [LastStaffMember]
        assert len(queries.staff_grants(staff.commune_id)) == 1  # type: ignore[arg-type]

    @pytest.mark.parametrize("who", [a_resident, an_official])
    def test_is_staffs_to_give(self, browser: Browser, who: type[Account]) -> None:
        account = who()
        slug = account.commune.slug  # type: ignore[union-attr]
        browser.sign_in(account)

        for path in ("gestion/personnes", "gestion/personnes/inviter"):
            browser.get(f"/{slug}/{path}", status=403)
        browser.post(f"/{slug}/gestion/personnes/inviter", {"email": "a@b.be"}, status=403)

    def test_shows_no_address_of_its_holder(self, browser: Browser) -> None:
        staff = a_staff_member(email="thomas.secret@valbruyere.example")
        slug = staff.commune.slug  # type: ignore[union-attr]

        page = browser.sign_in(staff).get(f"/{slug}/gestion/personnes")

        assert "thomas.secret" not in str(page)


class TestThePlatform:
    def test_invites_the_first_of_a_team(self, app: Flask, browser: Browser) -> None:
        commune, tokens = a_commune(), tokens_sent(app)
        browser.sign_in(a_platform_admin())
        page = browser.get("/plateforme")
        assert "personne encore" in text(page.main)

        browser.submit(f"/plateforme/{commune.slug}/inviter", {"email": "thomas@exemple.be"})

        invitation = queries.find_invitation(commune, hash_token(tokens[0]))
        assert invitation is not None
        assert invitation.role is Role.STAFF

    def test_is_closed_to_the_staff_of_a_commune(self, browser: Browser) -> None:
        browser.sign_in(a_staff_member())

        assert browser.open("GET", "/plateforme").location == "/connexion"


class TestTheCommands:
    def test_make_the_first_administrator_once(self, app: Flask) -> None:
        run = app.test_cli_runner().invoke

        first = run(args=["person", "admin", "Chef@Exemple.be"])
        second = run(args=["person", "admin", "chef@exemple.be"])

        assert "/connexion" in first.output
        assert second.exit_code == 1
        assert db.session.scalars(select(Account)).one().is_platform_admin

    def test_invite_into_a_commune_and_print_the_link(self, app: Flask, browser: Browser) -> None:
        commune = a_commune()

        result = app.test_cli_runner().invoke(
            args=[
                *("person", "invite", commune.slug, "anne@exemple.be", "--role", "official"),
                *("--mandate", "échevine", "--from", "2024-12-02", "--to", "2030-12-01"),
            ]
        )

        link = result.output.split()[-1]
        assert link.startswith(app.config["ORIGIN"])
        page = browser.get(link.removeprefix(app.config["ORIGIN"]))
        assert "Élue ou élu" in text(page.h1)

    def test_say_in_a_sentence_what_is_wrong(self, app: Flask) -> None:
        commune, run = a_commune(), app.test_cli_runner().invoke

        for args in (
            ["nulle-part", "a@exemple.be", "--role", "staff"],
            [commune.slug, "a@", "--role", "staff"],
            [commune.slug, "a@exemple.be", "--role", "official"],
        ):
            assert run(args=["person", "invite", *args]).exit_code > 0
        assert db.session.scalars(select(Invitation)).all() == []


def test_whoever_is_given_a_role_is_told_of_inside(app: Flask, noon: datetime) -> None:
    """What the packages above subscribe to."""
    granted: list[RoleGranted] = []
    events.subscribe(app, RoleGranted, granted.append)
    account = a_resident()
    roles.invite(account.commune, an_offer(str(account.email)), by=None, at=noon)  # type: ignore[arg-type]
    invitation = db.session.scalars(select(Invitation)).one()

    roles.accept(invitation, account, at=clock.now())

    assert granted[0].grant.person_id == account.id
    assert account.is_staff
    assert db.session.scalars(select(SignIn)).all() == []
