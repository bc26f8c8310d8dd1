"""What is logged of a request: that it came and how it was answered, and nothing of who asked for what.

One line of JSON each: no address of a reader, no header of theirs, no query, and of a path that leads
nowhere only that it did. Of an error that is not ours, the kind and the place, as its words could quote
what was read.
"""

from __future__ import annotations

import json
import logging
import re
import time
import traceback
import uuid

from flask import Flask, Response, g, request

from dashboard.data.release import clock
from dashboard.web.site import is_preview

REQUEST_ID = "X-Request-Id"
FIRST_FAILURE = 500
MOST_FRAMES = 12
_REFUSED = "Invalid request from"  # as gunicorn's own messages begin, here and below
_BROKEN_OFF = ("Error handling request", "Socket error processing request")
_GIVEN = re.compile(r"[A-Za-z0-9._-]{8,64}")
_log = logging.getLogger(__name__)


class JsonLines(logging.Formatter):
    """Writes a record as one line of JSON, with the request in hand if there is one."""

    def format(self, record: logging.LogRecord) -> str:
        fields = {
            "time": clock.now().isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "message": record.getMessage(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info and record.exc_info[1]:
            fields["error"] = place_of(record.exc_info[1])
        return json.dumps(fields, ensure_ascii=False)


def register_logs(server: Flask, *, every_request: bool) -> None:
    """Add an identifier to each request; log each, if wanted."""
    server.before_request(_begin)
    server.after_request(_name_failure)
    if every_request:
        server.after_request(_log_response)


def place_of(error: BaseException) -> str:
    """Return an error's kind and where it was raised, the innermost place first, without its words."""
    frames = reversed(traceback.extract_tb(error.__traceback__)[-MOST_FRAMES:])
    where = " < ".join(f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames)
    return f"{type(error).__name__} at {where}"


def forget_request(record: logging.LogRecord) -> bool:
    """Take out of what gunicorn logs of a request the reader, the address and the words of an error."""
    if str(record.msg).startswith(_REFUSED):
        record.msg, record.args = "What came was not a request, and was refused.", ()
    elif record.exc_info and record.exc_info[1] and str(record.msg).startswith(_BROKEN_OFF):
        record.msg, record.args = "A response broke off: %s", (place_of(record.exc_info[1]),)
        record.exc_info = record.exc_text = None
    return True


def request_id() -> str:
    """Return the identifier of the request in hand: that of the proxy in front, or a new one."""
    if "request_id" not in g:
        identifier = request.headers.get(REQUEST_ID, "")
        g.request_id = identifier if _GIVEN.fullmatch(identifier) else uuid.uuid4().hex
    return str(g.request_id)


def route() -> str:
    """Return the rule that answers the request in hand; blank where none does."""
    return request.url_rule.rule if request.url_rule else ""


def seconds() -> float:
    """Return for how long the request in hand has been answered."""
    return time.monotonic() - float(g.get("began", time.monotonic()))


def _begin() -> None:
    g.began = time.monotonic()


def _name_failure(response: Response) -> Response:
    if response.status_code >= FIRST_FAILURE:
        response.headers[REQUEST_ID] = request_id()
    return response


def _log_response(response: Response) -> Response:
    succeeded = response.status_code < 400
    fields = {
        "request": request_id(),
        "method": request.method if request.method.isalpha() else "",
        "path": request.path if succeeded else route(),
        "preview": is_preview(),
        "status": response.status_code,
        "milliseconds": round(1000 * seconds(), 1),
    }
    _log.info("answered", extra={"fields": fields})
    return response
