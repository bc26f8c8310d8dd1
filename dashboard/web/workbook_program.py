"""Writes one workbook, in a process that ends with it: from JSON on its input to bytes on its output.

    python -m dashboard.web.workbook_program xlsx
    python -m dashboard.web.workbook_program ods

pandas and gptables take 60 MB and a third of a second to load, which no worker is to carry.
"""

from __future__ import annotations

import json
import sys

from dashboard.web.making import bound_memory


def main() -> None:
    """Read, write and end."""
    bound_memory()
    contents = json.load(sys.stdin)
    if sys.argv[1] == "ods":
        from dashboard.web.workbook_ods import write_ods as write  # noqa: PLC0415  # one of two
    else:
        from dashboard.web.workbook_xlsx import write_xlsx as write  # noqa: PLC0415  # see above
    sys.stdout.buffer.write(write(contents))


if __name__ == "__main__":
    main()
