"""Reading a page of each kind of file, against encoding its passages: `--files FOLDER` with plans of any kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from evals.bench_ingest import PAGE
from evals.bench_timing import Timing, table
from ingest.chunk import passages
from ingest.load import SUFFIXES, load
from ingest.read import read
from vectorstore.encoder import Encoder


@dataclass(slots=True)
class Kind:
    """Files of one kind: what loading, parsing and encoding took, and how many pages they have.

    `pages` are those of PDFs, and of 2,500 characters elsewhere.
    """

    loading: Timing = field(default_factory=Timing)
    parsing: Timing = field(default_factory=Timing)
    encoding: Timing = field(default_factory=Timing)
    pages: float = 0.0


def measure(folder: Path, encoder: Encoder) -> dict[str, Kind]:
    """Each file below the folder that can be read, by its kind. Raises `UnreadableFile` for another."""
    kinds: dict[str, Kind] = defaultdict(Kind)
    encoder.encode_passages(["warm"])
    for path in _files(folder):
        loading, parsing, encoding = Timing(), Timing(), Timing()
        with loading.one():
            source = load(path)
        with parsing.one():
            plan = read(source)
            texts = list(dict.fromkeys(passage.text for passage in passages(plan)))
        with encoding.one():
            encoder.encode_passages(texts)
        kind = kinds[_kind(source.encoding, any(page.scanned for page in source.pages))]
        for mine, one in ((kind.loading, loading), (kind.parsing, parsing), (kind.encoding, encoding)):
            mine.spent.extend(one.spent)
        kind.pages += len(source.pages) or len(source.text) / PAGE
    return dict(sorted(kinds.items()))


def files_table(kinds: dict[str, Kind]) -> str:
    rows = [
        (
            name,
            len(kind.loading.spent),
            kind.pages,
            kind.loading.total / kind.pages,
            kind.parsing.total / kind.pages,
            kind.encoding.total / kind.pages,
            (kind.loading.total + kind.parsing.total) / kind.encoding.total,
        )
        for name, kind in kinds.items()
    ]
    heads = ("kind", "files", "pages", "loading", "parsing", "encoding", "beyond encoding, ratio to it")
    return table("Reading a page of each kind of file, ms", heads, rows)


def _kind(encoding: str, scanned: bool) -> str:
    if encoding == "pdf":
        return "PDF, scanned" if scanned else "PDF"
    return encoding.upper() if encoding in ("docx", "doc", "odt", "rtf") else "text"


def _files(folder: Path) -> Iterable[Path]:
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES and path.is_file())
