"""Permanent addresses: /releases/<identifier>/ and everything below it, as the release then was.

A permanent address is the site's own address after a prefix, which WSGI calls SCRIPT_NAME: every
route works below it, with the store pinned to the release that it names. So does the preview of a
release that is scheduled, /preview/<token>/, which nobody else's cache may keep.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import quote

from flask import Flask, Response, abort, request

from dashboard.data.store import preview_links
from dashboard.data.store.history import ReleaseRecord, State
from dashboard.pages.frame import LATEST
from dashboard.web.document import plain_document
from dashboard.web.response_cache import HTML, CachedResponse, send
from dashboard.web.site import NAMED_RELEASE, PREVIEW, Site, is_preview, named_release
from dashboard.wording import format_date

Application = Callable[..., Iterable[bytes]]

_PERMANENT = re.compile(r"(/releases/([0-9a-f]{12}))(/.*)?\Z", re.DOTALL)
_PREVIEW = re.compile(r"(/preview/([\w.-]+))(/.*)?\Z", re.DOTALL | re.ASCII)
_OF_THE_SITE = ("/_live/", "/releases/", "/robots.txt", "/sitemap.xml", "/favicon.ico")
_OF_THE_PROCESS = ("/healthz", "/readyz")
PREVIEW_ENDED = "Its link was for a time that is over. Ask for another where it came from."
_TAG = re.compile(r"<[a-z][^<>]*>")
_LINK = re.compile(r'( (?:href|src|action)=")(?=/(?!/|releases/|static/))')


def register_permalinks(server: Flask, site: Site, secret: str = "") -> None:
    """Answer below every public release's permanent address what the site answers of it.

    Links signed with the secret lead to releases that are scheduled; without one there are none.
    """
    server.wsgi_app = _mount(server.wsgi_app, secret)  # type: ignore[method-assign]  # Flask's own way to wrap it
    server.before_request(lambda: _refuse(site))
    server.after_request(_keep_from_indexes)


def rebase(page: str, prefix: str) -> str:
    """Lead the links of finished HTML below a prefix, where they lead within the release.

    The writer of pages escapes what could look like a tag, so what looks like one is one.
    """

    def lead(tag: re.Match[str]) -> str:
        if f'rel="{LATEST}"' in tag.group():
            return tag.group()
        return _LINK.sub(lambda link: link.group() + prefix, tag.group())

    return _TAG.sub(lead, page) if prefix else page


def _mount(application: Application, secret: str) -> Application:
    def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        match = _PERMANENT.match(environ.get("PATH_INFO", ""))
        if match:
            prefix, identifier, rest = match.groups()
            environ["SCRIPT_NAME"] = environ.get("SCRIPT_NAME", "") + prefix
            environ["PATH_INFO"] = rest or "/"
            environ[NAMED_RELEASE] = identifier
        elif secret and (match := _PREVIEW.match(environ.get("PATH_INFO", ""))):
            prefix, token, rest = match.groups()
            environ["SCRIPT_NAME"] = environ.get("SCRIPT_NAME", "") + prefix
            environ["PATH_INFO"] = rest or "/"
            environ[NAMED_RELEASE], environ[PREVIEW] = preview_links.read(secret, token)
        return application(environ, start_response)

    return answer


def _refuse(site: Site) -> Response | None:
    """Answer in place of a route what is not to be read below a permanent address."""
    identifier = named_release()
    if not (identifier or is_preview()):
        return None
    record = site.current.standing().record(identifier)
    if is_preview():
        return _refuse_preview(record, site)
    if record is None or not record.is_public:
        abort(404)
    if record.state is State.WITHDRAWN:
        return _withdrawn(record, site)
    _refuse_others()
    return None


def _refuse_preview(record: ReleaseRecord | None, site: Site) -> Response | None:
    """Lead on to a release that is published by now; only one that is scheduled has a preview."""
    if record is None or record.state is State.WITHDRAWN:
        abort(404)
    if record.is_public:
        where = f"/releases/{record.identifier}{quote(request.path)}"
        return Response(status=302, headers={"Location": where})
    if request.environ[PREVIEW]:
        page = plain_document("This preview has ended", [PREVIEW_ENDED], site.files)
        return send(CachedResponse.make(page.encode("utf-8", "replace"), HTML, status=410))
    if record.state is not State.SCHEDULED:
        abort(404)
    _refuse_others()
    return None


def _refuse_others() -> None:
    if request.path.startswith(_OF_THE_SITE) or request.path in _OF_THE_PROCESS:
        abort(404)


def _withdrawn(record: ReleaseRecord, site: Site) -> Response:
    what = f"{record.title}, version {record.version}, published {format_date(record.published)}"
    gone = f"{what}, was withdrawn, and its figures are no longer shown."
    lines = [gone, f"Reason: {record.reason}"]
    page = plain_document("This release was withdrawn", lines, site.files)
    return send(CachedResponse.make(page.encode("utf-8", "replace"), HTML, status=410))


def _keep_from_indexes(response: Response) -> Response:
    if named_release():
        response.headers["X-Robots-Tag"] = "noindex"
    if is_preview():
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["X-Robots-Tag"] = "noindex"
        response.headers.pop("ETag", None)
    return response
