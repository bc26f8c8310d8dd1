"""Measures what a request costs, and a worker takes, in this checkout and in another.

    python -m benchmarks.commits CHECKOUT

CHECKOUT is a folder that holds another commit, such as `git worktree add` makes, with an environment
in `.venv` where it needs other packages than this one. Each publishes for itself, and is served by
one worker over the illustrative release, and by one over an invented release of 150 areas, and asked
in turn. Given are milliseconds on the processor, of the worker, a request: they hardly move when
others use the machine. They count the thread that packs small what is asked for again, which no
reader waits for. What is cached is also given as a share of the rate at which a bare Flask answers.
Memory is that of the worker after all of it.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from benchmarks.asking import Asked, measure
from benchmarks.serving import PROJECT, python_of, served_dashboard, served_hello
from benchmarks.throughput import CALLBACK, callback_body, searches

ROUNDS = 7
REQUESTS = 300
MANY = 150
COLD = ("/", "/referrals", "/ages", "/completion", "/outcomes", "/compare", "/areas")
PUBLISH = """
import sys
from contextlib import closing
from pathlib import Path
from benchmarks.queries import ILLUSTRATIVE, WideRelease
from benchmarks.serving import Store, import_release, publish_illustrative
publish_illustrative(Path(sys.argv[1]))
with closing(Store.open(f"sqlite:///{sys.argv[1]}/many.sqlite", read_only=False)) as writer:
    writer.publish(WideRelease(import_release(ILLUSTRATIVE), int(sys.argv[2])))
"""
CACHED = ("/", "/completion", "/figures/trend.csv")


def main() -> None:
    """Print one table with a column for each checkout."""
    checkouts = [Path(sys.argv[1]).resolve(), PROJECT]
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        bare = stack.enter_context(served_hello(folder, 1))
        started, small, large = [], [], []
        for number, checkout in enumerate(checkouts):
            own = folder / str(number)
            own.mkdir()
            few, many = _publish(checkout, own)
            serve = partial(served_dashboard, folder=own, workers=1, project=checkout)
            before = time.perf_counter()
            small.append(stack.enter_context(serve(few)))
            started.append(time.perf_counter() - before)
            large.append(stack.enter_context(serve(many)))
        _print("seconds until the first page", [f"{seconds:.1f}" for seconds in started])
        _print_cold(small, "4 areas")
        _print_cold(large, f"{MANY} areas")
        found = list(searches(few))  # of this checkout, which is the last
        _print_filters(small, found)
        _print_cached(small, bare, found[0])
        for urls, areas in ((small, "4 areas"), (large, f"{MANY} areas")):
            _print(f"worker memory, MB, {areas}", [f"{_memory(url):.0f}" for url in urls])


def _publish(checkout: Path, folder: Path) -> tuple[str, str]:
    """Have a checkout publish both releases as its own program does; return their addresses."""
    python = str(python_of(checkout))
    subprocess.run([python, "-c", PUBLISH, str(folder), str(MANY)], cwd=checkout, check=True)
    return f"sqlite:///{folder}/store.sqlite", f"sqlite:///{folder}/many.sqlite"


def _print(label: str, cells: list[str]) -> None:
    print(f"{label:<48}" + "".join(f"{cell:>16}" for cell in cells), flush=True)


def _print_cold(urls: list[str], areas: str) -> None:
    """Ask for pages that nobody asked for before: a value that no filter has names another."""
    for path in COLD:
        asked = [Asked(path, [f"{path}?measure=none-{n}"], again=False) for n in range(ROUNDS)]
        _print_costs(f"{path} cold, ms, {areas}", urls, asked)


def _print_filters(urls: list[str], found: list[str]) -> None:
    bodies = [callback_body(search) for search in found[:ROUNDS]]
    asked = [Asked("filter", [CALLBACK], again=False, bodies=[body]) for body in bodies]
    _print_costs("a filter of /compare, first time, ms", urls, asked)
    _print_costs("a filter of /compare, again, ms", urls, asked)


def _print_costs(label: str, urls: list[str], asked: list[Asked]) -> None:
    costs: list[list[float]] = [[] for _ in urls]
    for one in asked:
        for url, found in zip(urls, costs, strict=True):
            found.append(_cost(url, one))
    _print(label, [f"{statistics.median(found):.1f}" for found in costs])


def _print_cached(urls: list[str], bare: str, search: str) -> None:
    """Print how fast a worker could answer what it holds, as a share of a bare Flask's rate."""
    kinds = [Asked(path, [path] * REQUESTS, again=False) for path in CACHED]
    bodies = [callback_body(search)] * REQUESTS
    kinds.append(Asked("a filter of /compare", [CALLBACK], again=False, bodies=bodies))
    hello = Asked("hello", ["/"] * REQUESTS, again=False)
    for kind in kinds:
        shares: list[list[float]] = [[] for _ in urls]
        for _ in range(ROUNDS):
            for url, found in zip(urls, shares, strict=True):
                found.append(_cost(bare, hello) / _cost(url, kind))
        _print(
            f"{kind.name} cached, of bare Flask",
            [f"{statistics.median(found):.0%}" for found in shares],
        )


def _cost(url: str, asked: Asked) -> float:
    """Ask, and return the milliseconds on the processor that the worker took for each request."""
    worker = _worker(url)
    before = _processor_ms(worker)
    measure(url, asked, 60.0)
    return (_processor_ms(worker) - before) / max(len(asked.addresses), len(asked.bodies))


def _processor_ms(process: Path) -> float:
    """Return what all threads of a process have taken, those that have ended too."""
    clock = ~int(process.name) << 3 | 2  # as clock_getcpuclockid(3) makes it on Linux
    return time.clock_gettime_ns(clock) / 1_000_000


def _worker(url: str) -> Path:
    """Find the one worker of a gunicorn by its port."""
    address = url.removeprefix("http://").encode()
    found = {
        path.parent.name: path.parent
        for path in Path("/proc").glob("[0-9]*/cmdline")
        if address in path.read_bytes()
    }
    return next(process for process in found.values() if _status(process, "PPid") in found)


def _memory(url: str) -> float:
    return int(_status(_worker(url), "VmRSS").split()[0]) / 1000


def _status(process: Path, name: str) -> str:
    lines = (process / "status").read_text().splitlines()
    return dict(line.split(":", 1) for line in lines)[name].strip()


if __name__ == "__main__":
    main()
