"""Help on the platform and in each commune: a guide for each reader, the words of the site."""

from flask import Response, abort, render_template, request

from participe.kernel.authorization import for_everyone
from participe.web import guide
from participe.web.views.blueprint import bp, platform_bp

A_DAY = 24 * 60 * 60


@platform_bp.get("/aide", endpoint="help_index")
@bp.get("/aide")
@for_everyone
def help_index() -> str:
    return render_template("web/help/index.html", guides=guide.titles())


@platform_bp.get("/aide/<name>", endpoint="help_page")
@bp.get("/aide/<name>")
@for_everyone
def help_page(name: str) -> str:
    page = guide.find(name) or abort(404)
    return render_template("web/help/page.html", page=page)


@platform_bp.get("/aide/images/<picture>", endpoint="help_picture")
@bp.get("/aide/images/<picture>")
@for_everyone
def help_picture(picture: str) -> Response:
    found = guide.find_picture(picture) or abort(404)
    answer = Response(found.path.read_bytes(), mimetype=found.media_type)
    answer.cache_control.public = True
    answer.cache_control.max_age = A_DAY
    answer.add_etag()
    answer.make_conditional(request)
    return answer


@platform_bp.get("/aide/mots", endpoint="words")
@bp.get("/aide/mots")
@for_everyone
def words() -> str:
    return render_template("web/help/words.html", entries=guide.glossary())
