"""The catalogue that other catalogues harvest: DCAT-AP, as JSON-LD."""

import json
from collections.abc import Mapping
from datetime import datetime

from flask import Response, url_for

from participe.communes.models import Commune
from participe.communes.tenancy import current_commune
from participe.kernel import clock
from participe.kernel.authorization import for_everyone
from participe.opendata import wording
from participe.opendata.queries.standing import Standing, standings
from participe.opendata.reference import Dataset, FileFormat
from participe.opendata.views.blueprint import address, bp

EUROPE = "http://publications.europa.eu/resource/authority"
IANA = "https://www.iana.org/assignments/media-types"
MEDIA_TYPES = {FileFormat.CSV: "text/csv", FileFormat.JSON: "application/json"}
CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
Node = dict[str, object]


@bp.get("/donnees-ouvertes/catalogue.jsonld")
@for_everyone
def catalogue() -> Response:
    """Describe the files for machines."""
    commune = current_commune()
    body = json.dumps(_catalogue(commune, standings(commune)), ensure_ascii=False, default=str)
    return Response(body, content_type="application/ld+json")


def _catalogue(commune: Commune, found: Mapping[Dataset, Standing]) -> Node:
    changed = [one.changed_at for one in found.values() if one.changed_at]
    return {
        "@context": CONTEXT,
        "@id": url_for("opendata.catalogue", _external=True),
        "@type": "dcat:Catalog",
        "dct:title": _french(wording.catalogue_title(commune.name)),
        "dct:description": _french(str(wording.CATALOGUE_SAID)),
        "dct:publisher": _publisher(commune),
        "dct:language": _in_europe("language/FRA"),
        "dct:license": _in_europe("licence/CC_BY_4_0"),
        "foaf:homepage": {"@id": url_for("opendata.index", _external=True)},
        "dct:issued": _day(commune.opened_at),
        "dct:modified": _day(max(changed, default=commune.opened_at)),
        "dcat:dataset": [_dataset(commune, table, standing) for table, standing in found.items()],
    }


def _dataset(commune: Commune, table: Dataset, standing: Standing) -> Node:
    issued = standing.since or commune.opened_at
    dates: Node = {
        "dct:issued": _day(issued),
        "dct:modified": _day(standing.changed_at or issued),
    }
    page = url_for("opendata.index", _external=True)
    return {
        "@id": f"{page}#{table}",
        "@type": "dcat:Dataset",
        "dct:identifier": f"{commune.slug}-{table}",
        "dct:title": _french(wording.title_in(table, commune.name)),
        "dct:description": _french(str(wording.SAID[table])),
        "dct:publisher": _publisher(commune),
        "dcat:contactPoint": {
            "@type": "vcard:Organization",
            "vcard:fn": wording.publisher(commune.name),
            "vcard:hasURL": {"@id": url_for("web.contact", _external=True)},
        },
        "dcat:theme": _in_europe("data-theme/GOVE"),
        "dcat:keyword": _french(str(wording.KEYWORD)),
        "dct:accessRights": _in_europe("access-right/PUBLIC"),
        "dct:accrualPeriodicity": _in_europe("frequency/UPDATE_CONT"),
        "dct:language": _in_europe("language/FRA"),
        "dcat:landingPage": {"@id": page},
        **dates,
        "dcat:distribution": [_distribution(table, form, dates) for form in FileFormat],
    }


def _distribution(table: Dataset, form: FileFormat, dates: Node) -> Node:
    url = address(table, form, is_full=True)
    return {
        "@id": url,
        "@type": "dcat:Distribution",
        "dct:title": _french(f"{wording.TITLES[table]} ({form.upper()})"),
        "dcat:accessURL": {"@id": url},
        "dcat:downloadURL": {"@id": url},
        "dct:format": _in_europe(f"file-type/{form.upper()}"),
        "dcat:mediaType": {"@id": f"{IANA}/{MEDIA_TYPES[form]}"},
        "dct:license": _in_europe("licence/CC_BY_4_0"),
        **dates,
    }


def _publisher(commune: Commune) -> Node:
    return {
        "@id": url_for("web.commune_home", _external=True),
        "@type": "foaf:Organization",
        "foaf:name": _french(wording.publisher(commune.name)),
    }


def _in_europe(name: str) -> Node:
    return {"@id": f"{EUROPE}/{name}"}


def _french(words: str) -> Node:
    return {"@value": words, "@language": "fr"}


def _day(moment: datetime) -> Node:
    return {"@value": clock.day_of(moment).isoformat(), "@type": "xsd:date"}
