"""What a person reads on the terminal: an answer with its evidence, the plans, what became of files, progress."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table
from rich.text import Text

from assistant.record_output import print_tables
from vectorstore.intake import Step

Fields = Mapping[str, Any]
PIPED_WIDTH = 160


def output() -> Console:
    """The console of stdout: no colour codes and a fixed width where it is a file or a pipe."""
    return Console(width=None if sys.stdout.isatty() else PIPED_WIDTH, highlight=False, markup=False, emoji=False)


def print_answer(answer: Fields, console: Console) -> None:
    """The answer first, then its records where there are more than two, then the evidence."""
    if answer["resolved_question"] not in (None, "", answer["question"]):
        console.print(Text(f"→ {answer['resolved_question']}", style="dim"))
    console.print(Text(str(answer["answer"]), style="bold" if len(str(answer["answer"])) < 400 else ""))
    if len(answer["records"]) > 2:
        print_tables(answer["records"], console)
    for warning in answer["warnings"]:
        console.print(Text(f"! {warning}", style="yellow"))
    for source in answer["citations"]:
        _print_source(f"[{source['number']}]", source, console)
    for source in answer["see_also"]:
        _print_source("  ↗", source, console)


def _print_source(mark: str, source: Fields, console: Console) -> None:
    page = f", tr. {source['page']}" if source.get("page") else ""
    console.print()
    console.print(Text(f"{mark} {source['locality']} · {source['document']} · {source['place']}{page}", style="cyan"))
    console.print(Text(f"    “{source['quote']}”"))


def print_hits(hits: Sequence[Fields], console: Console) -> None:
    """Passages with their rank and score."""
    for hit in hits:
        _print_source(f"{hit['rank']}. {hit['score']:.3f}", hit, console)


def print_rows(title: str, rows: Sequence[Fields], console: Console) -> None:
    """Rows of the same fields as a table, verbatim."""
    table = Table(title=title, title_justify="left")
    for name in rows[0] if rows else ():
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*(Text("" if value is None else str(value)) for value in row.values()))
    console.print(table if rows else f"{title}: 0")


@contextmanager
def progress() -> Iterator[Callable[[Step], None]]:
    """A bar on stderr for an intake; where stderr is no terminal nothing is drawn."""
    console = Console(stderr=True)
    bar = Progress(
        TextColumn("{task.fields[file]}"),
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TaskProgressColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        disable=not console.is_terminal,
        transient=True,
    )
    with bar:
        shown: TaskID | None = None

        def step(at: Step) -> None:
            nonlocal shown  # the bar appears with the first step, since most runs have none
            shown = bar.add_task("", total=None, file="") if shown is None else shown
            file = f"{at.file}/{at.files}"
            bar.update(shown, description=at.path.name, file=file, completed=at.encoded, total=at.passages or None)

        yield step
