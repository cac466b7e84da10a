"""What a person reads on the terminal: an answer with its evidence, the plans, what became of files, progress."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
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
from ingest.summary import HEADER
from vectorstore.intake import Step

Fields = Mapping[str, Any]
PIPED_WIDTH = 160
_COUNTED = {"task": "tasks", "target": "targets", "duty": "duties"}


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


def print_intake(files: Sequence[Fields], console: Console) -> None:
    """What became of each file, and how its plan was read."""
    folder = os.path.commonpath([Path(file["file"]).absolute().parent for file in files]) if files else "."
    rows = [
        {
            "file": os.path.relpath(Path(file["file"]).absolute(), folder),
            "status": file["status"],
            "plan": file["plan"],
            **_read(file),
            "seconds": f"{file['seconds']:.1f}",
        }
        for file in files
    ]
    print_rows("Files", rows, console)
    counts = Counter(file["status"] for file in files)
    console.print(", ".join(f"{count} {status}" for status, count in counts.items()))


def print_plans(plans: Sequence[Fields], console: Console) -> None:
    """What is in the store, and how it was read; under it the plans that have more files than one."""
    names = ("plan", "locality", "province", "document")
    rows = [{**{name: plan[name] for name in names}, **_counted(plan), "added": plan["added"]} for plan in plans]
    print_rows("Plans", rows, console)
    files = [
        {"plan": plan["plan"], **_file(file)} for plan in plans if len(plan["files"]) > 1 for file in plan["files"]
    ]
    if files:
        print_rows("Plans of several files", files, console)


def _file(file: Fields) -> dict[str, object]:
    """The columns of one of several files of a plan."""
    return {name: file[name] for name in ("name", "role", "signed", "number", "issued", "added")}


def _read(file: Fields) -> dict[str, object]:
    """The columns of a reading: its pages and how many were scanned, the share of good words, what was found."""
    scanned = f" ({file['scanned_pages']} scanned)" if file["scanned_pages"] else ""
    counted = _counted(file)
    return {
        "passages": counted.pop("passages"),
        "pages": f"{file['pages']}{scanned}" if file["pages"] else None,
        "text": None if file["text_quality"] is None else f"{file['text_quality']:g}%",
        "head": None if file["header"] is None else f"{len(file['header'])}/{len(HEADER)}",
        "sections": file["sections"],
        "rows": file["rows"],
        **counted,
    }


def _counted(summary: Fields) -> dict[str, object]:
    """Passages, the kinds of records that officials ask for, coverage, how many warnings."""
    found = summary["found"] or dict.fromkeys(_COUNTED)
    covered = None if summary["coverage"] is None else f"{summary['coverage']:g}%"
    counts = {plural: found[kind] for kind, plural in _COUNTED.items()}
    return {"passages": summary["passages"], **counts, "coverage": covered, "warnings": len(summary["warnings"])}


def print_report(report: Fields, console: Console) -> None:
    """How a plan was read: what was found, what is noise, what was not understood, and both sides of contradictions."""
    console.print(Text(f"{report['plan']} · {report['locality'] or '?'} · {report['document']}", style="bold"))
    covered, characters = report["covered"], report["characters"]
    console.print(
        Text(
            f"{report['file']} ({report['encoding']}), reader {report['reader']}: "
            f"{covered} of {characters} characters accounted for ({report['coverage']:g}%), white space aside"
        )
    )
    console.print(Text(_figures(report)))
    if len(report["files"]) > 1:
        print_rows("Files", [_file(file) for file in report["files"]], console)
    print_rows("Found", [{"kind": kind, "count": count} for kind, count in report["found"].items()], console)
    noise = [{name: item[name] for name in ("what", "stretches", "characters")} for item in report["noise"]]
    print_rows("Noise", noise, console)
    console.print(Text(f"Not understood: {len(report['not_understood'])}. Warnings: {len(report['warnings'])}."))
    for warning in report["warnings"]:
        console.print(Text(f"! {warning}", style="yellow"))
    console.print(Text(f"Disagreements: {len(report['disagreements'])}"))
    for found in report["disagreements"]:
        console.print()
        console.print(Text(f"{found['indicator']} · {found['differs']} · {found['scope']}", style="cyan"))
        for side in (found["first"], found["second"]):
            console.print(Text(f"    {side['plan']}, {side['place']}: “{side['quote']}”"))


def _figures(report: Fields) -> str:
    """A line on the file: pages, text, head, sections, rows, seconds."""
    parts = [f"{report['pages']} pages, {report['scanned_pages']} of them scanned"] if report["pages"] else []
    if report["text_quality"] is not None:
        parts.append(f"{report['text_quality']:g}% of its accented words are spelt right")
    if report["doubtful_words"]:
        parts.append(f"{report['doubtful_words']} words in doubt")
    missing = ", ".join(report["header_missing"])
    parts.append("head: " + (f"without {missing}" if missing else "complete"))
    parts.append(f"{report['sections']} sections, {report['rows']} rows")
    parts += [f"{report['seconds']:.1f} s"] if report["seconds"] is not None else []
    return "; ".join(parts) + "."


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
            done, total = (at.encoded, at.passages) if at.passages else (at.page, at.pages)
            bar.update(shown, description=at.path.name, file=file, completed=done, total=total or None)

        yield step
