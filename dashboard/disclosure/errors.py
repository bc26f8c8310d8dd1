"""What the library raises."""

from __future__ import annotations


class CannotProtect(Exception):
    """No suppression pattern passes the audit, or the problem is too large to be settled.

    `unknown` is a count of `problem` that no pattern protects, where it is known.
    """

    def __init__(self, message: str, unknown: int | None = None, problem: object = None) -> None:
        super().__init__(message)
        self.unknown = unknown
        self.problem = problem
