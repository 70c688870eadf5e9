"""The application factory: the one place that knows every package."""

from typing import Any

from flask import Flask, Response, current_app, request
from flask import session as flask_session
from werkzeug.middleware.proxy_fix import ProxyFix

from participe import settings
from participe.accounts import cli as accounts_cli
from participe.accounts import session
from participe.accounts import views as accounts
from participe.answers import subscriptions as answers_subscriptions
from participe.answers import views as answers
from participe.assistance import cli as assistance_cli
from participe.assistance import subscriptions as assistance_subscriptions
from participe.assistance import views as assistance
from participe.commitments import subscriptions as commitments_subscriptions
from participe.commitments import views as commitments
from participe.communes import cli as communes_cli
from participe.communes import tenancy
from participe.communes import views as communes
from participe.consultations import subscriptions as consultations_subscriptions
from participe.consultations import views as consultations
from participe.demo import cli as demo_cli
from participe.demo import views as demo
from participe.discussions import subscriptions as discussions_subscriptions
from participe.discussions import views as discussions
from participe.exchange import cli as exchange_cli
from participe.extensions import babel, csrf, db, login_manager, migrate
from participe.kernel.authorization import deny_unmarked
from participe.moderation import subscriptions as moderation_subscriptions
from participe.moderation import views as moderation
from participe.notifications import cli as notifications_cli
from participe.notifications import subscriptions
from participe.notifications import views as notifications
from participe.opendata import subscriptions as opendata_subscriptions
from participe.opendata import views as opendata
from participe.proposals import subscriptions as proposals_subscriptions
from participe.proposals import views as proposals
from participe.reports import subscriptions as reports_subscriptions
from participe.reports import views as reports
from participe.texts import subscriptions as texts_subscriptions
from participe.texts import views as texts
from participe.web import addresses, chores, context, errors, filters, intake, submissions
from participe.web import views as web

PACKAGES = (
    *(web, communes, accounts, consultations, discussions, proposals, texts),
    *(answers, commitments, reports, assistance, moderation, opendata, notifications),
)
COMMANDS = (communes_cli, accounts_cli, exchange_cli, assistance_cli, notifications_cli, demo_cli)
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    # CSRFProtect wants the Referer of our own pages over https, so not `no-referrer`.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}
A_YEAR = 31_536_000  # seconds


def create_app(**overrides: Any) -> Flask:
    """Build an application; `overrides` are settings that win over every other."""
    app = Flask(__name__, instance_relative_config=True)
    settings.load(app, overrides)
    if app.config["PROXIES"]:
        hops = app.config["PROXIES"]
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops)  # type: ignore[method-assign]

    db.init_app(app)
    migrate.init_app(app, db)
    csrf.init_app(app)
    babel.init_app(app)
    login_manager.init_app(app)
    session.register(app)
    intake.register(app)
    addresses.register(app)
    tenancy.register(app)
    deny_unmarked(app)
    submissions.register(app)
    filters.register(app)
    context.register(app)
    errors.register(app)
    chores.register(app)
    app.after_request(_protect)

    for package in PACKAGES:
        for blueprint in package.BLUEPRINTS:
            app.register_blueprint(blueprint)
    if app.config["DEMO"]:
        app.register_blueprint(demo.bp)
    for module in COMMANDS:
        app.cli.add_command(module.group)
    app.cli.add_command(notifications_cli.worker)
    consultations_subscriptions.register(app)
    proposals_subscriptions.register(app)
    discussions_subscriptions.register(app)
    texts_subscriptions.register(app)
    answers_subscriptions.register(app)
    commitments_subscriptions.register(app)
    reports_subscriptions.register(app)
    assistance_subscriptions.register(app)
    moderation_subscriptions.register(app)
    opendata_subscriptions.register(app)
    subscriptions.register(app)
    return app


def _protect(response: Response) -> Response:
    """Set the headers that hold for every answer; a view may have set a stricter policy."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint == "static":
        response.cache_control.no_cache = None
        response.cache_control.public = True
        response.cache_control.max_age = A_YEAR
        response.cache_control.immutable = True
        return response
    if "Cache-Control" not in response.headers:
        # A page of somebody who signed in is kept nowhere; a visitor's may be checked again.
        cookie = current_app.config["SESSION_COOKIE_NAME"]
        known = flask_session.modified or cookie in request.cookies
        response.headers["Cache-Control"] = "no-store" if known else "private, no-cache"
    response.vary.add("Cookie")
    return response
