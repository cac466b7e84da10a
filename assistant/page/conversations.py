"""Conversations on the server, each under a random name that only its browser knows, and its user's where there is one.

A page says which conversation it shows and how many turns of it. Where another page has gone on from there in the
meantime, this one's next turn begins a conversation of its own: what a page shows is what its next question follows.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from assistant.page.turns import Turn, turn_from_json, turn_to_json

KEPT_SECONDS = 30 * 24 * 3600
LONGEST = 200  # turns; more than anybody reads back


@dataclass(frozen=True, slots=True)
class Thread:
    """What a page knows of its conversation: the name, and how many turns it shows. Written "name 3"."""

    name: str = ""
    shown: int = 0

    @classmethod
    def of(cls, written: object) -> Thread:
        """Whatever a browser sends; a conversation not yet begun where it is nothing of the kind."""
        name, _, shown = str(written or "").partition(" ")
        known = name.replace("-", "").replace("_", "").isalnum() and name.isascii() and len(name) <= 64
        return cls(name, int(shown)) if known and shown.isdecimal() and len(shown) < 6 else cls()

    def __str__(self) -> str:
        return f"{self.name} {self.shown}" if self.name else ""


class Conversations:
    """A folder, a file a conversation. Files are named by a hash, so that the folder's listing opens nothing."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._writing = threading.Lock()

    def turns(self, thread: Thread, user: str | None = None) -> tuple[Turn, ...]:
        """The turns that the page shows; none where the conversation is gone or another user's."""
        return self.all_turns(thread.name, user)[: thread.shown]

    def all_turns(self, name: str, user: str | None = None) -> tuple[Turn, ...]:
        """Every turn of a conversation, for a page that opens."""
        return tuple(turn_from_json(each) for each in self._read(name, user))

    def add(self, thread: Thread, turn: Turn, user: str | None = None) -> Thread:
        """The page's conversation with one more turn, under the same name or, where it parts from another's, a new."""
        with self._writing:
            stored = self._read(thread.name, user)
            parted = not thread.name or len(stored) != thread.shown
            name = secrets.token_urlsafe(24) if parted else thread.name
            turns = [*stored[: thread.shown], turn_to_json(turn)][-LONGEST:]
            self._write(name, user, turns)
        return Thread(name, len(turns))

    def follow(self, thread: Thread, following: tuple[str, ...], user: str | None = None) -> None:
        """Questions to go on with, found after the answer was given; nothing where the conversation has gone on."""
        with self._writing:
            stored = self._read(thread.name, user)
            if stored and len(stored) == thread.shown:
                last = replace(turn_from_json(stored[-1]), following=following)
                self._write(thread.name, user, [*stored[:-1], turn_to_json(last)])

    def vote(self, name: str, number: int, vote: str, user: str | None = None) -> tuple[Turn | None, bool]:
        """The turn with that number, from 1, as it is now, and whether the vote changed it; None where there is none.

        Kept with the turn, so that an answer that is drawn anew still shows its vote and is not voted on twice."""
        with self._writing:
            stored = self._read(name, user)
            if not 1 <= number <= len(stored):
                return None, False
            turn = turn_from_json(stored[number - 1])
            if turn.vote == vote:
                return turn, False
            voted = replace(turn, vote=vote)
            self._write(name, user, [*stored[: number - 1], turn_to_json(voted), *stored[number:]])
        return voted, True

    def forget_old(self) -> None:
        """Delete what nobody has gone on with for thirty days."""
        limit = time.time() - KEPT_SECONDS
        for file in self._folder.glob("*.json"):
            if file.stat().st_mtime < limit:
                file.unlink(missing_ok=True)

    def _read(self, name: str, user: str | None) -> list[dict[str, Any]]:
        try:
            read = json.loads(self._file(name).read_text(encoding="utf-8")) if name else {}
            if read.get("user") != user:
                return []
            for each in read["turns"]:
                turn_from_json(each)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return []  # gone, cut short by a full disk, or of another version
        turns: list[dict[str, Any]] = read["turns"]
        return turns

    def _write(self, name: str, user: str | None, turns: Sequence[dict[str, Any]]) -> None:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        target = self._file(name)
        new = target.with_suffix(f".{os.getpid()}-{threading.get_ident()}")
        new.write_text(json.dumps({"user": user, "turns": list(turns)}, ensure_ascii=False), encoding="utf-8")
        new.replace(target)

    def _file(self, name: str) -> Path:
        return self._folder / f"{hashlib.sha256(name.encode()).hexdigest()[:40]}.json"
