"""May a release be published? Only if every check passes and no hidden count can be found.

Every other release in the store is one that readers can still reach: it is listed, it may be made
current again, and anyone who downloaded it has it. Those of the same name count the same children.
So does one of another name, or an illustrative one next to one that is not, if its figures coincide.
An illustrative release that was made again is no other: its version is the same.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard.data.release.checks import (
    Result,
    examine_release,
    failures,
    is_publishable,
    may_be_audited,
)
from dashboard.data.release.findings import one_screen, told
from dashboard.data.release.model import Catalogue, Cell
from dashboard.data.release.reading import FileRelease, Reading, read_release
from dashboard.data.store.history import ReleaseRecord
from dashboard.data.store.releases import Store
from dashboard.exceptions import DisclosureError, InvalidRelease, NoStoreYet
from dashboard.publishing.progress import progress

if TYPE_CHECKING:
    from dashboard.data.linking.verdict import Verdict

IN_SPITE = "The audit, made in spite of this:"
NOTHING_MORE = "The audit, made in spite of this, finds nothing more."
Earlier = tuple[Catalogue, Mapping[str, Iterator[Cell]]]


def open_release(path: Path | str, store: Store | None = None) -> FileRelease:
    """Open a release that passes the gate, together with the releases of a store.

    Raises InvalidRelease or DisclosureError, as `judge` does.
    """
    reading = read(path)
    require_sealed(reading, path)
    judge(reading, examine(reading), store)
    return reading.release()


def read(path: Path | str) -> Reading:
    """Read a release, and show at a terminal that it goes on."""
    with progress("Reading"):
        return read_release(path)


def examine(reading: Reading) -> list[Result]:
    """Run every check, and show at a terminal that it goes on."""
    with progress("Checking"):
        return list(examine_release(reading))


def judge(reading: Reading, results: Sequence[Result], store: Store | None) -> str:
    """Return the audit's verdict, as readers see it, of a release that passes every check.

    Raises InvalidRelease with every finding of the checks. Where those leave the release readable
    (it prints small counts, say), the audit is made in spite of them. If a hidden count could be
    found, DisclosureError has both: the findings, and the ways to that count by labels and by
    printed figures, never by its value.
    """
    require_readable(reading, results)
    findings = told(failures(results)).splitlines()
    release = reading.release()
    verdict = audit(release, store)
    leaks = [leak for leak in verdict.leaks if not (findings and leak.is_printed)]
    if leaks:
        ways = [str(leak) for leak in leaks]
        lines = one_screen([leak.kind for leak in leaks], ways)
        raise DisclosureError(
            "\n".join([*findings, *([IN_SPITE] if findings else []), *lines]), ways
        )
    if findings:
        raise InvalidRelease("\n".join([*findings, NOTHING_MORE]))
    claimed = release.catalogue.disclosure.verdict_hash
    if claimed and claimed != verdict.digest:
        raise DisclosureError(
            "datapackage.json: disclosure.verdictHash: expected the hash of the audit of these "
            "figures; the release was changed after it was audited."
        )
    return verdict.text


def require_sealed(reading: Reading, path: Path | str) -> None:
    """Raise InvalidRelease for a folder that was never sealed."""
    if not any(resource.raw.get("hash") for resource in reading.descriptor.resources):
        raise InvalidRelease(
            f"{Path(path).name} is not sealed, so it is not known what it holds: seal it first "
            "(`seal`)."
        )


def require_readable(reading: Reading, results: Sequence[Result]) -> None:
    """Raise InvalidRelease with every finding where those leave nothing to audit."""
    if is_publishable(results) or (may_be_audited(results) and not reading.findings):
        return
    raise InvalidRelease(told(failures(results)))


def audit(release: FileRelease, store: Store | None) -> Verdict:
    """Audit a release. The web process never comes here: the solver is loaded only here."""
    from dashboard.data.linking.audit import audit_release  # noqa: PLC0415  # see above

    catalogue = release.catalogue
    cells = _Streams(catalogue, release.cells)
    earlier = [] if store is None else list(reachable(catalogue, cells, store, release.identifier))
    with progress("Auditing") as advance:
        return audit_release(catalogue, cells, earlier, advance)


@contextlib.contextmanager
def store_if_any(url: str) -> Iterator[Store | None]:
    """Open a store for reading; give nothing where nothing was ever published."""
    try:
        store = Store.open(url)
    except NoStoreYet:
        yield None
        return
    with contextlib.closing(store):
        yield store


def reachable(
    catalogue: Catalogue, cells: Mapping[str, Iterable[Cell]], store: Store, identifier: str = ""
) -> Iterator[Earlier]:
    """Yield the other releases of a store that count the same children, the last loaded first."""
    from dashboard.data.linking.recognition import Alike  # noqa: PLC0415  # see above

    alike = Alike(catalogue, cells)
    for record in store.releases():
        if record.identifier != identifier and not _invented_again(record, catalogue):
            other = store.catalogue(record.identifier)
            named = replace(other, version=f"{other.version} ({record.identifier})")
            streams = _Streams(other, _cells_of(store, record.identifier))
            if alike.counts_the_same(named, streams):
                yield named, streams


def _invented_again(record: ReleaseRecord, catalogue: Catalogue) -> bool:
    """Return True for the same version of an illustrative release, made otherwise: nobody's numbers."""
    named = (record.name, record.version, record.illustrative)
    return catalogue.illustrative and named == (catalogue.name, catalogue.version, True)


def _cells_of(store: Store, identifier: str) -> Callable[[str], Iterator[Cell]]:
    return lambda table: store.cells(identifier, table)


class _Streams(Mapping[str, Iterator[Cell]]):
    """The tables of a release, each read as a stream whenever it is asked for."""

    def __init__(self, catalogue: Catalogue, read: Callable[[str], Iterator[Cell]]) -> None:
        self._names = tuple(table.name for table in catalogue.tables)
        self._read = read

    def __getitem__(self, name: str) -> Iterator[Cell]:
        return self._read(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)
