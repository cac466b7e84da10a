"""Cold starts and memory, each in a process of its own: `ask` and `serve` against loading the encoder alone."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter

from evals.bench_timing import table

RUNS = 3
QUESTION = "Ai chủ trì khám sàng lọc miễn phí?"
_ENCODER = "from assistant.settings import load_settings; from vectorstore.encoder import SentenceEncoder; \
s = load_settings(); SentenceEncoder(s.encoder, cache=s.cache).warm()"
_COMMAND = (sys.executable, "-m", "assistant.cli")
_MEGABYTE = 1 << 20 if sys.platform == "darwin" else 1 << 10  # of the unit of ru_maxrss


@dataclass(frozen=True, slots=True)
class Start:
    """Median seconds until it answers, and the most memory that it held, in MB."""

    seconds: float
    memory: float


def measure(store: str) -> dict[str, Start]:
    """Each a few times in turn, on a store that holds plans."""
    commands: dict[str, Sequence[str]] = {
        "import torch, load the encoder, encode once": (sys.executable, "-c", _ENCODER),
        "`ask`": (*_COMMAND, "ask", QUESTION, "--json", "--store", store),
        "`serve`, until the page comes": (*_COMMAND, "serve", "--port", "0", "--store", store),
        "`plans`": (*_COMMAND, "plans", "--json", "--store", store),
    }
    runs: dict[str, list[Start]] = {name: [] for name in commands}
    for _ in range(RUNS):
        for name, command in commands.items():
            runs[name].append(_run(command))
    return {
        name: Start(statistics.median(run.seconds for run in found), max(run.memory for run in found))
        for name, found in runs.items()
    }


def starts_table(starts: dict[str, Start]) -> str:
    alone = next(iter(starts.values()))
    rows = [(name, one.seconds, one.seconds / alone.seconds, one.memory) for name, one in starts.items()]
    return table("Cold start and memory", ("", "seconds", "ratio", "MB"), rows)


def _run(command: Sequence[str]) -> Start:
    begun = perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        if "serve" in command:
            address = process.stdout.readline().split()[-1]
            with urllib.request.urlopen(address, timeout=60) as page:
                page.read()
        else:
            process.stdout.read()
        seconds = perf_counter() - begun
    finally:  # a server would outlive a run that failed
        if "serve" in command:
            process.terminate()
    process.stdout.close()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode > 0:
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}")
    return Start(seconds, usage.ru_maxrss / _MEGABYTE)
