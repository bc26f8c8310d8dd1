"""The command that says whether a release is fit to publish, and what to fix if not."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterable
from dataclasses import astuple, fields
from pathlib import Path

from dashboard.data.release.checks import Outcome, Result, failures
from dashboard.data.release.findings import Finding
from dashboard.data.release.writing.files import write_csv
from dashboard.exceptions import DisclosureError
from dashboard.publishing.commands import Command, Told, add_path
from dashboard.publishing.gate import (
    examine,
    judge,
    read,
    require_readable,
    require_sealed,
    store_if_any,
)
from dashboard.publishing.visible import account, headline_points
from dashboard.settings import Settings

AUDIT = "audit"  # what finds it, in a file of findings


def _add_arguments(parser: ArgumentParser) -> None:
    add_path(parser)
    parser.add_argument(
        "--findings", type=Path, metavar="FILE.csv", help="write every finding into this file"
    )
    parser.add_argument("--rules", action="store_true", help="show every rule and how it ended")


def _run(arguments: Namespace, settings: Settings) -> Told:
    reading = read(arguments.path)
    require_sealed(reading, arguments.path)
    results = examine(reading)
    if arguments.rules:
        for result in results:
            print(_account(result))
    for remark in reading.findings.remarks:
        print(remark)
    if arguments.findings:
        _write(arguments.findings, failures(results))
    require_readable(reading, results)
    for line in account(headline_points(reading.release())):
        print(line)
    try:
        with store_if_any(settings.database_url) as store:
            verdict = judge(reading, results, store)
    except DisclosureError as error:
        if arguments.findings:
            ways = [Finding(AUDIT, "", None, "", way) for way in error.ways]
            _write(arguments.findings, [*failures(results), *ways])
        raise
    print(
        f"Nothing stands in the way of publishing: {len(results)} checks, and an audit that {verdict}."
    )
    return {"checks": len(results), "audit": verdict}


def _write(path: Path, findings: Iterable[Finding]) -> None:
    """Write findings as a table: places and what is expected there, never what was found."""
    write_csv(path, [field.name for field in fields(Finding)], map(astuple, findings))


def _account(result: Result) -> str:
    reason = f": {result.reason}" if result.outcome is Outcome.NOT_APPLICABLE else ""
    rule = "\n".join(f"    {line}" for line in result.check.rule.splitlines())
    return f"{result.check.name} - {result.outcome.value}{reason}\n{rule}\n"


COMMAND = Command(
    "check",
    "check a release and list everything to fix",
    _add_arguments,
    _run,
    example="check release/",
)
