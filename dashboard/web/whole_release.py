"""The whole release as one zip: its files as they were published, to check and to import again.

With them go two texts that are made here and are none of the release's own: a data dictionary, and
a CITATION.cff, which reference managers and GitHub read.
"""

from __future__ import annotations

import json
import re
from functools import partial

from flask import Flask, abort

from dashboard.data.release import clock
from dashboard.data.release.archive import with_files, with_quotes
from dashboard.data.release.model import Catalogue
from dashboard.data.release.quotes import quotes_on
from dashboard.data.store.releases import Store
from dashboard.web.addresses import Query
from dashboard.web.data_dictionary import data_dictionary
from dashboard.web.downloads import add_download
from dashboard.web.filenames import attachment, release_filename
from dashboard.web.provenance import ILLUSTRATIVE
from dashboard.web.response_cache import ZIP, CachedResponse
from dashboard.web.site import Site
from dashboard.wording import status_words

DICTIONARY = "data-dictionary.md"
CITATION = "CITATION.cff"
_SPDX = re.compile(r"[A-Za-z0-9.+-]+")


def register_whole_release(server: Flask, site: Site) -> None:
    """Add /data/release.zip."""
    add_download(server, site, "/data/release.zip", partial(_zip, site))


def _zip(site: Site, store: Store, _query: Query) -> CachedResponse:
    identifier, catalogue = store.latest(), store.catalogue()
    archive = store.archive(identifier)
    if not archive:
        abort(404)
    quotes = {quote.key for quote in quotes_on(catalogue, clock.today())}
    texts = {
        DICTIONARY: data_dictionary(identifier, catalogue),
        CITATION: citation(identifier, catalogue, site.root),
    }
    content = with_files(with_quotes(archive, quotes), texts)
    return CachedResponse.make(
        content, ZIP, headers=(attachment(f"{release_filename(catalogue)}.zip"),)
    )


def citation(identifier: str, catalogue: Catalogue, root: str) -> str:
    """Write how a release is cited, in the Citation File Format 1.2.

    `root` is the site's own address, blank where it is not known.
    """
    marked = f"{ILLUSTRATIVE} " if catalogue.illustrative else ""
    licence = "license" if _SPDX.fullmatch(catalogue.licence) else ""
    address = f"{root}/releases/{identifier}/" if root else ""
    fields = {
        "cff-version": "1.2.0",
        "message": "Please cite these figures as below.",
        "type": "dataset",
        "title": f"{'ILLUSTRATIVE: ' if marked else ''}{catalogue.title}",
        "abstract": f"{marked}{status_words(catalogue.status)}. {catalogue.description}",
        "version": f"{catalogue.version} ({identifier})",
        "date-released": catalogue.published.isoformat(),
        licence: catalogue.licence,
        "license-url": catalogue.licence_url,
        "url": address,
    }
    # A text in JSON is one in YAML.
    lines = [f"{k}: {json.dumps(v, ensure_ascii=False)}" for k, v in fields.items() if k and v]
    producer = json.dumps(catalogue.producer, ensure_ascii=False)
    return "\n".join([*lines, "authors:", f"  - name: {producer}", ""])
