"""The headers that every response carries: what it promises to the browser.

Nothing from anywhere but this site, nothing inline but our own style sheets, no frame but the
embed route's, no sniffing, no leaking of addresses, no cookies, no versions. Pictures and files hold
what everybody may have, so that other sites may show and read them.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, partial

from flask import Flask, Response, request

from dashboard.web.addresses import CARD_PREFIX
from dashboard.web.response_cache import Headers

Policies = Mapping[tuple[bool, bool], str]  # of a document or not, framed or not

EMBED_PREFIX = "/embed/"
OPEN_PREFIXES = (
    "/figures/",
    CARD_PREFIX,
    "/data/",
    "/api",
)  # pictures and files: any site may use them
NOT_MODIFIED = 304
SECURE_SECONDS = 2 * 365 * 24 * 60 * 60

# The hashes are of the styles that the script of the live charts adds to the page when it starts
# (plotly.js 4.1.1: one style sheet that is empty when it comes, one for the toolbar it may show); a
# browser test holds that there are no others.
STYLE_HASHES = (
    "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
    "Do5Z9ZqsPvCQTUBQS9BnDm/2+on7omuzuLYk5sbA+2s=",
)

_DOCUMENT_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
}
# What is embedded runs nothing and sends nothing.
_EMBED_POLICY = {
    "default-src": "'none'",
    "style-src": "'self'",
    "font-src": "'self'",
    "img-src": "data:",
    "base-uri": "'none'",
    "form-action": "'none'",
}
_FILE_POLICY = {"default-src": "'none'", "base-uri": "'none'", "form-action": "'none'"}
# Scripts of other sites may read what is shared, ask again by ETag, and see these headers of it.
_SHARED = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "If-None-Match",
    "Access-Control-Expose-Headers": "ETag, Link, Content-Disposition",
}
_STANDING = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": ", ".join(
        f"{feature}=()"
        for feature in (
            "accelerometer",
            "browsing-topics",
            "camera",
            "geolocation",
            "gyroscope",
            "microphone",
            "payment",
            "usb",
        )
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
}


def register_headers(server: Flask, page_styles: str, framed_styles: str) -> None:
    """Put the headers on all that the application answers, with the hashes of the pages' styles."""
    policies = {
        (document, framed): content_security_policy(
            framed_styles if framed else page_styles, document=document, framed=framed
        )
        for document in (True, False)
        for framed in (True, False)
    }
    server.after_request(partial(_add_headers, policies))


def content_security_policy(styles: str, *, document: bool, framed: bool) -> str:
    """Write the policy of a document, or of what is none and needs nothing at all.

    Only what is made to be embedded may be framed.
    """
    directives = dict(_FILE_POLICY)
    if document:
        directives = dict(_EMBED_POLICY if framed else _DOCUMENT_POLICY)
        digests = [styles, *(() if framed else STYLE_HASHES)]
        directives["style-src"] = " ".join(["'self'", *(f"'sha256-{d}'" for d in digests)])
    directives["frame-ancestors"] = "*" if framed else "'none'"
    return "; ".join(f"{name} {value}" for name, value in directives.items())


def _add_headers(policies: Policies, response: Response) -> Response:
    framed = request.path.startswith(EMBED_PREFIX)
    if response.status_code != NOT_MODIFIED:  # then the policy of what the reader holds stands
        policy = policies[response.mimetype == "text/html", framed]
        response.headers["Content-Security-Policy"] = policy
    shared = framed or request.path.startswith(OPEN_PREFIXES)
    secure = request.headers.get("X-Forwarded-Proto", request.scheme) == "https"
    response.headers.extend(_promises(shared=shared, framed=framed, secure=secure))
    return response


@cache
def _promises(*, shared: bool, framed: bool, secure: bool) -> Headers:
    """List the headers that depend on nothing else. No route sets any of them."""
    promises = dict(_STANDING)
    promises["Cross-Origin-Resource-Policy"] = "cross-origin" if shared else "same-origin"
    if shared and not framed:
        promises |= _SHARED
    if secure:
        promises["Strict-Transport-Security"] = f"max-age={SECURE_SECONDS}"
    return tuple(promises.items())
