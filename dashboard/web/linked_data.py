"""What search engines for data are told of a release, in the words of schema.org."""

from __future__ import annotations

import json

from dashboard.components.page import areas_with_pages
from dashboard.data.release.model import Catalogue
from dashboard.data.store.releases import Store


def linked_data(store: Store, root: str) -> str:
    """Describe the release as a schema.org Dataset in JSON-LD; `root` is the site's own address."""
    catalogue = store.catalogue()
    dataset = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": catalogue.title,
        "description": _description(catalogue),
        "url": f"{root}/data",
        "identifier": store.latest(),
        "version": catalogue.version,
        "datePublished": catalogue.published.isoformat(),
        "dateModified": catalogue.last_updated.isoformat(),
        "license": catalogue.licence_url or catalogue.licence,
        "isAccessibleForFree": True,
        "inLanguage": "en-GB",
        "creator": {"@type": "Organization", "name": catalogue.producer},
        "temporalCoverage": _coverage(catalogue),
        "spatialCoverage": [area.name for area in areas_with_pages(catalogue)],
        "variableMeasured": [measure.title for measure in catalogue.measures],
        "distribution": [
            {
                "@type": "DataDownload",
                "name": table.title,
                "encodingFormat": "text/csv",
                "contentUrl": f"{root}/data/{table.name}.csv",
            }
            for table in catalogue.tables
        ],
    }
    filled = {key: value for key, value in dataset.items() if value}
    return json.dumps(filled, ensure_ascii=False, separators=(",", ":"))


def _description(catalogue: Catalogue) -> str:
    """Write first whether the figures are real: this is read far from the site."""
    flag = (
        "Illustrative data, made up: none describes a real child. "
        if catalogue.illustrative
        else ""
    )
    return f"{flag}{catalogue.programme.summary}"


def _coverage(catalogue: Catalogue) -> str:
    """Write from when to when there are figures; a return may be due for a period that has none."""
    return "/".join(day.isoformat() for day in catalogue.covered() or ())
