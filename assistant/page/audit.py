"""The log of what was asked, answered and changed: JSON lines, rotated by size, read back oldest first."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

FILE_BYTES, FILES = 5_000_000, 20
NAME = "audit.jsonl"


class Audit:
    """A folder with the log's files; made at the first entry. Others of the machine cannot read them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._handler: RotatingFileHandler | None = None
        self._writing = threading.Lock()

    def note(self, what: str, user: str | None, **details: Any) -> None:
        """One entry: the time (UTC), what happened ("question", "answer", "upload", "login", …), who, and the rest."""
        entry = {"time": datetime.now(UTC).isoformat(timespec="milliseconds"), "what": what, "user": user, **details}
        line = json.dumps(entry, ensure_ascii=False)
        with self._writing:
            if self._handler is None:
                self._handler = self._opened()
            self._handler.emit(logging.LogRecord("audit", logging.INFO, "", 0, line, None, None))

    def lines(self) -> Iterator[str]:
        """Every entry as it was written, oldest first."""
        files = sorted(self._folder.glob(f"{NAME}*"), key=_age, reverse=True) if self._folder.is_dir() else []
        for file in files:
            with file.open(encoding="utf-8") as opened:
                yield from opened

    def _opened(self) -> RotatingFileHandler:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return RotatingFileHandler(self._folder / NAME, maxBytes=FILE_BYTES, backupCount=FILES, encoding="utf-8")


def _age(file: Path) -> int:
    """0 for the file that is written to, then 1, 2, … as the handler numbers them."""
    return int(file.suffix[1:]) if file.suffix[1:].isdecimal() else 0
