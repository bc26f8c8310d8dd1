"""How is an answer that was given before given again without asking Flask?

Most readers ask for what somebody has just asked for. Reading such a request, finding its page
and writing its headers anew takes Flask as long as a bare "hello"; here the same answer goes out
again for the spelling of the address in which it was asked, while its release is served and its
day lasts.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from weakref import ReferenceType, ref

from dashboard.data import clock
from dashboard.exceptions import DashboardError
from dashboard.web.answers import BODY_KEY, Answered, Body, best_encoding, ends_today, is_held
from dashboard.web.current import CurrentRelease

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

MOST_KEPT = 2_000
LONGEST_ADDRESS = 1_000  # characters; nobody asks for a longer one twice

Key = tuple[str, str, bool]
HeaderList = list[tuple[str, str]]

_OF_ONE_ENCODING = frozenset({"content-length", "content-encoding"})
_OF_A_BODY = frozenset({"content-disposition", "content-security-policy", "content-type"})


@dataclass(frozen=True, slots=True)
class Given:
    """An answer that was given, and the headers with which it goes out in any encoding.

    The body is that of `answers`, for as long as it is kept there.
    """

    release: str
    day: dt.date
    key: str
    body: ReferenceType[Body]
    headers: HeaderList


class Shortcuts:
    """An application that first looks for what another one has answered before."""

    def __init__(self, application: WSGIApplication, current: CurrentRelease) -> None:
        self._application = application
        self._current = current
        self._given: OrderedDict[Key, Given] = OrderedDict()
        self._lock = threading.Lock()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request again, or have it answered."""
        key = _read_key(environ)
        if key is None:
            return self._application(environ, start_response)
        given = self._given.get(key)
        body = given.body() if given is not None else None
        if given is None or body is None or not self._is_current(given):
            return self._ask(key, environ, start_response)
        return _give(given, body, environ, start_response)

    def _is_current(self, given: Given) -> bool:
        """Return True if an answer is of today's, with headers that hold until the day is over."""
        return given.release == self._release() and given.day == clock.today() and not ends_today()

    def _release(self) -> str:
        try:
            return self._current.store().latest()
        except DashboardError:
            return ""  # Flask says what is wrong

    def _ask(
        self, key: Key, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        told: HeaderList = []

        def start(status: str, headers: HeaderList, failure: Any = None, /) -> Any:
            told[:] = headers
            return start_response(status, headers, failure)

        answer = self._application(environ, start)
        answered = environ.get(BODY_KEY)
        if isinstance(answered, Answered):
            self._keep(key, answered, told)
        return answer

    def _keep(self, key: Key, answered: Answered, told: HeaderList) -> None:
        headers = [(name, value) for name, value in told if name.lower() not in _OF_ONE_ENCODING]
        given = Given(answered.release, answered.day, answered.key, ref(answered.body), headers)
        with self._lock:
            self._given[key] = given
            self._given.move_to_end(key)
            while len(self._given) > MOST_KEPT:
                self._given.popitem(last=False)


def _read_key(environ: WSGIEnvironment) -> Key | None:
    """Name what a request asks for, as it is spelt; None for what only Flask can answer."""
    path, query = environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", "")
    if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or len(path) + len(query) > LONGEST_ADDRESS:
        return None
    scheme = environ.get("HTTP_X_FORWARDED_PROTO", environ.get("wsgi.url_scheme"))
    return path, query, scheme == "https"


def _give(
    given: Given, body: Body, environ: WSGIEnvironment, start_response: StartResponse
) -> Iterable[bytes]:
    if is_held(given.key, environ.get("HTTP_IF_NONE_MATCH", "")):
        start_response(
            "304 NOT MODIFIED",
            [pair for pair in given.headers if pair[0].lower() not in _OF_A_BODY],
        )
        return []
    encoding = best_encoding(environ.get("HTTP_ACCEPT_ENCODING", ""), body)
    content = body.encoded(encoding)
    headers = [*given.headers, ("Content-Length", str(len(content)))]
    if encoding != "identity":
        headers.append(("Content-Encoding", encoding))
    start_response("200 OK", headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [content]
