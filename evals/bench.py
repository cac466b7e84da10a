"""`make bench`: what the product costs, as ratios to encoding alone and to the naive pipeline, in one run.

Absolute times are of the machine; the ratios are what is promised (docs/benchmarks.md).
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from assistant.build import assistant_of
from assistant.library import Library
from assistant.settings import load_settings
from evals import bench_files, bench_growth, bench_ingest, bench_start, bench_warm
from evals.bench_chart import line_chart
from evals.bench_growth import Size
from evals.material import bundled_material
from evals.naive import NaivePipeline
from ingest.load import bundled_plans
from vectorstore.encoder import SentenceEncoder

PARTS = ("ingest", "files", "warm", "start", "growth")
BOUNDS = {"warm": 2.5, "ingest": 1.3}


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints Markdown as it goes; 1 where a promised ratio is not kept."""
    options = _parser().parse_args(arguments)
    parts: list[str] = options.only or list(PARTS)
    broken: list[str] = []
    with tempfile.TemporaryDirectory(prefix="plan-assistant-bench-") as temporary:
        folder = Path(temporary)
        library = Library(load_settings(store=str(folder / "store"), data=folder / "data"))
        alone = SentenceEncoder(library.settings.encoder, cache=library.settings.cache, remembered=0)
        if "ingest" in parts:
            intakes = bench_ingest.measure(library, bundled_plans())
            print(intakes.table(), flush=True)
            broken += _over("ingest", intakes.ratio)
            broken += [] if intakes.encoded_again == 0 else [f"{intakes.encoded_again} passages were encoded again"]
        if "files" in parts:
            plans = options.files or bundled_plans()[0].parent
            print(bench_files.files_table(bench_files.measure(plans, alone)), flush=True)
        if {"warm", "start"} & set(parts):
            library.fill()
        if "warm" in parts:
            naive = NaivePipeline(bundled_material().texts, alone)
            warm = bench_warm.measure(assistant_of(library), alone, bench_warm.evaluation_questions(), naive)
            print(warm.table(), flush=True)
            broken += _over("warm", warm.ratio)
        library.close()
        if "start" in parts:
            print(bench_start.starts_table(bench_start.measure(str(folder / "store"))), flush=True)
        if "growth" in parts:
            sizes = bench_growth.measure(folder / "growth", alone, _tell, tuple(options.sizes))
            print(bench_growth.growth_table(sizes), flush=True)
            if options.chart:
                options.chart.parent.mkdir(parents=True, exist_ok=True)
                options.chart.write_text(_chart(sizes), encoding="utf-8")
    for line in broken:
        print(f"broken: {line}", file=sys.stderr)
    return 1 if broken else 0


def _over(part: str, ratio: float) -> list[str]:
    return [] if ratio <= BOUNDS[part] else [f"{part} costs {ratio:.2f} × encoding, promised {BOUNDS[part]}"]


def _chart(sizes: Sequence[Size]) -> str:
    lines = {
        "ask, p95": [size.warm.ask.p95 for size in sizes],
        "ask, p50": [size.warm.ask.p50 for size in sizes],
        "one query encoding": [size.warm.encoding.p50 for size in sizes],
        "ingest a plan, w/o encoding": [size.beyond.p50 for size in sizes],
        "first answer after a change": [size.change.total for size in sizes],
    }
    return line_chart("Cost against the number of plans", [size.plans for size in sizes], lines, "ms")


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--only", action="append", choices=PARTS, help="this part; may be repeated (default: all)")
    parser.add_argument("--sizes", type=int, nargs="+", default=bench_growth.SIZES, help="numbers of plans, rising")
    parser.add_argument("--files", type=Path, metavar="FOLDER", help="plans of any kind to read (default: the bundled)")
    parser.add_argument("--chart", type=Path, metavar="F.svg", help="write the chart of the number of plans")
    return parser


if __name__ == "__main__":
    sys.exit(main())
