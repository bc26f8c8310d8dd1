"""Measures how large each page is, and how long it takes to make, for 4, 40, 150 and 400 areas.

    python -m benchmarks.areas

Makes an invented release of each size, publishes it into a SQLite file, and asks for every page, for
the briefing of one area, and for the heaviest comparisons, in one process. Kilobytes are of the HTML
before compression. Milliseconds of processor are the median of making a page, which the response
cache does once a release: each repeat adds a key to the address, so that the cache cannot answer.
The longest heading has its characters below.
"""

from __future__ import annotations

import re
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from flask.testing import FlaskClient

from benchmarks.queries import ILLUSTRATIVE, WideRelease
from dashboard.data.release.reading import import_release
from dashboard.data.store.releases import Store
from dashboard.settings import Settings
from dashboard.web.application import create_app
from dashboard.web.current import open_store
from dashboard.web.page_routes import page_paths

SIZES = (4, 40, 150, 400)
REPEATS = 3
# A made answer is kept by its address; these keys are known to some question and change no page.
IDLE_KEYS = ("by", "beside", "every")
MORE = ("/compare?measure=length_of_stay", "/compare?measure=referrals", "/outcomes?area=area-3")
HEADING = re.compile(r"<h[1-6][^>]*>(.*?)</h[1-6]>", re.DOTALL)


def main() -> None:
    """Print one table: a line a page, a column a size."""
    source = import_release(ILLUSTRATIVE)
    columns = []
    with tempfile.TemporaryDirectory() as folder:
        for areas in SIZES:
            url = f"sqlite:///{Path(folder) / f'{areas}.sqlite'}"
            with closing(Store.open(url, read_only=False)) as writer:
                writer.publish(WideRelease(source, areas))
            with closing(open_store(url)) as store:
                client = create_app(store, Settings(database_url=url)).server.test_client()
                columns.append(dict(_measured(client, page_paths(store))))
    print(f"{'kB, ms':<34}" + "".join(f"{f'{n} areas':>16}" for n in SIZES))
    for label in columns[0]:
        print(f"{label:<34}" + "".join(f"{column[label]:>16}" for column in columns))


def _measured(client: FlaskClient, paths: list[str]) -> Iterator[tuple[str, str]]:
    pages = [path for path in paths if not path.startswith("/areas/")]
    longest = 0
    for path in (*pages, "/areas/area-1", *MORE):
        text, taken = "", []
        for number in range(REPEATS):
            key = IDLE_KEYS[number]
            address = f"{path}{'&' if '?' in path else '?'}{key}=x"
            started = time.process_time()
            text = client.get(address).text
            taken.append(1000 * (time.process_time() - started))
        headings = (re.sub(r"<[^>]+>", "", found) for found in HEADING.findall(text))
        longest = max(longest, *map(len, headings))
        yield path, f"{len(text.encode()) / 1000:.0f}, {statistics.median(taken):.0f}"
    yield "longest heading, characters", str(longest)


if __name__ == "__main__":
    main()
