"""Which promises does every response make to the browser?

Nothing from anywhere but this site, nothing inline, no frame but the embed route's, no sniffing,
no leaking of addresses, no cookies, no versions.
"""

from __future__ import annotations

from flask import Flask, Response, request

EMBED_PREFIX = "/embed/"
SECURE_SECONDS = 2 * 365 * 24 * 60 * 60

# The hashes are of the styles that Dash's and Plotly's scripts add to the page when they start
# (dash 4.4.1, plotly.js 4.1.1); a browser test holds that there are no others.
STYLE_HASHES = (
    "+QoPrsxO0auPnxSulD3bAr9CoDGgzv7YRfYE0vfxeQI=",
    "0IJGrxhCP5NUIafylLkj5118xkZH1kp5FmNio7NOckI=",
    "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
    "Aq43X0SlmB69maWGob4rp/UuSHhwePalkRRExtsxOJ8=",
    "Do5Z9ZqsPvCQTUBQS9BnDm/2+on7omuzuLYk5sbA+2s=",
    "ITR5T9OwskhdqdsliUJRmgp9ltOFAHgXe1F7eRvGnmQ=",
    "MJs2ke1SA6Cy3tTCZu2QH0rj0r//iNqU0idy9bM4leg=",
    "SkhFDxgIcEjMhRh19uSHWrkdnAlZ9rlskgr9yLsipa8=",
    "VUA+tqvhK3niMn7AdszqidMFPRh9FLqxB2iINUrsiTw=",
    "X2TqJwnIiE/ceDVeAdr7v7BOWBU6CEzE6qxlNzBzvBk=",
    "Z8VokGxeiKThZOEmkdUgfW+jxbvItBwAXC8M1c4wqAM=",
    "uDiOZWps1U7E8/0BTaQrclYMhVhRVE4dT0vb5X6nXOw=",
)

_DOCUMENT_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": " ".join(["'self'", *(f"'sha256-{digest}'" for digest in STYLE_HASHES)]),
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
}
_FILE_POLICY = {"default-src": "'none'", "base-uri": "'none'", "form-action": "'none'"}
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


def register_headers(server: Flask) -> None:
    """Put the headers on everything that the application answers."""
    server.after_request(_add_headers)


def content_security_policy(*, document: bool, framed: bool) -> str:
    """Write the policy of a document, or of what is none and needs nothing at all.

    Only what is made to be embedded may be framed.
    """
    allowed = _DOCUMENT_POLICY if document else _FILE_POLICY
    directives = {**allowed, "frame-ancestors": "*" if framed else "'none'"}
    return "; ".join(f"{name} {value}" for name, value in directives.items())


def _add_headers(response: Response) -> Response:
    framed = request.path.startswith(EMBED_PREFIX)
    response.headers["Content-Security-Policy"] = content_security_policy(
        document=response.mimetype == "text/html", framed=framed
    )
    response.headers.update(_STANDING)
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin" if framed else "same-origin"
    if request.headers.get("X-Forwarded-Proto", request.scheme) == "https":
        response.headers["Strict-Transport-Security"] = f"max-age={SECURE_SECONDS}"
    return response
