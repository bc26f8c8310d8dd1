"""May a release be published? Only if every check passes and no hidden count can be found.

Every other release of the same name in the store is taken as one that readers can still reach:
it is listed, it may be made current again, and whoever downloaded it has it. What an
illustrative release prints is nobody's number, and tells nothing of a release that is not.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from dashboard.data.importing import FileRelease
from dashboard.data.release import Catalogue, Cell
from dashboard.data.store import Store
from dashboard.data.validation import import_checked
from dashboard.exceptions import DisclosureError, NoStoreYet

Earlier = tuple[Catalogue, Mapping[str, Iterator[Cell]]]


def open_release(path: Path | str, store: Store | None = None) -> FileRelease:
    """Open a release that passes the gate, together with the releases of a store.

    Raises InvalidRelease with every finding of the checks, or DisclosureError with every way in
    which a hidden count could be found: by labels and by printed figures, never by its value.
    """
    release = import_checked(path)
    audit(release, store)
    return release


def audit(release: FileRelease, store: Store | None = None) -> str:
    """Audit a release and return the verdict as readers see it; raise DisclosureError if it fails.

    The web process never comes here, and the solver is loaded only when somebody does.
    """
    from dashboard.data.disclosure.audit import audit_release  # noqa: PLC0415  # see above

    catalogue = release.catalogue
    earlier = [] if store is None else list(_reachable(release, store))
    verdict = audit_release(catalogue, _Streams(catalogue, release.cells), earlier)
    if not verdict.passed:
        raise DisclosureError("\n".join(str(leak) for leak in verdict.leaks))
    claimed = catalogue.disclosure.verdict_hash
    if claimed and claimed != verdict.digest:
        raise DisclosureError(
            "datapackage.json: disclosure.verdictHash: expected the hash of the audit of these "
            "figures; the release was changed after it was audited."
        )
    return verdict.text


@contextlib.contextmanager
def store_if_any(url: str) -> Iterator[Store | None]:
    """Open a store for reading; give nothing where nothing was ever published."""
    try:
        store = Store.open(url)
    except NoStoreYet:
        yield None
        return
    try:
        yield store
    finally:
        store.close()


def _reachable(release: FileRelease, store: Store) -> Iterator[Earlier]:
    """Yield the other releases of a store that count the same children."""
    own = release.catalogue
    for record in store.releases():
        same = record.name == own.name and record.illustrative == own.illustrative
        if same and record.identifier != release.identifier:
            catalogue = store.catalogue(record.identifier)
            named = replace(catalogue, version=f"{catalogue.version} ({record.identifier})")
            yield named, _Streams(catalogue, _cells_of(store, record.identifier))


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
