"""May a release be published? Only if every check passes and no hidden count can be found."""

from __future__ import annotations

from pathlib import Path

from dashboard.data.importing import FileRelease
from dashboard.data.validation import import_checked
from dashboard.exceptions import DisclosureError


def open_release(path: Path | str) -> FileRelease:
    """Open a release that passes the gate.

    Raises InvalidRelease with every finding of the checks, or DisclosureError with every way in
    which a hidden count could be found: by labels and by printed figures, never by its value.
    """
    release = import_checked(path)
    audit(release)
    return release


def audit(release: FileRelease) -> str:
    """Audit a release and return the verdict as readers see it; raise DisclosureError if it fails.

    The web process never comes here, and the solver is loaded only when somebody does.
    """
    from dashboard.data.disclosure.audit import audit_release  # noqa: PLC0415  # see above

    catalogue = release.catalogue
    cells = {table.name: tuple(release.cells(table.name)) for table in catalogue.tables}
    verdict = audit_release(catalogue, cells)
    if not verdict.passed:
        raise DisclosureError("\n".join(str(leak) for leak in verdict.leaks))
    claimed = catalogue.disclosure.verdict_hash
    if claimed and claimed != verdict.digest:
        raise DisclosureError(
            "datapackage.json: disclosure.verdictHash: expected the hash of the audit of these "
            "figures; the release was changed after it was audited."
        )
    return verdict.text
