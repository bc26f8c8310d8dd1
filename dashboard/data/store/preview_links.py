"""Links by which a few people read a release before it is published: signed, and for a time."""

from __future__ import annotations

from itsdangerous import BadSignature, URLSafeSerializer

from dashboard.data.release import clock

SALT = "preview of a release"
SECONDS_A_DAY = 24 * 60 * 60


def sign(secret: str, identifier: str, days: float) -> str:
    """Return a token that names a release until so many days from now."""
    until = int(clock.now().timestamp() + days * SECONDS_A_DAY)
    return str(URLSafeSerializer(secret, salt=SALT).dumps([identifier, until]))


def read(secret: str, token: str) -> tuple[str, bool]:
    """Return which release a token names, and whether its time is over; blank for a false one."""
    try:
        identifier, until = URLSafeSerializer(secret, salt=SALT).loads(token)
    except (BadSignature, UnicodeError):
        return "", False
    return identifier, clock.now().timestamp() > until
