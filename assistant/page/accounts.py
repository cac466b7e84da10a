"""Accounts in a file: names, roles and argon2 hashes of passwords. The file is read again when it changes."""

from __future__ import annotations

import contextlib
import json
import os
import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from assistant.page.private_file import write_private
from ingest.errors import BadInput, SettingsError

ROLES = ("reader", "editor")
SHORTEST_PASSWORD, LONGEST_PASSWORD = 10, 200
_NAME = re.compile(r"[\w.@-]{1,60}")


@dataclass(frozen=True, slots=True)
class Account:
    """Who may come in: a reader asks, an editor changes the store too."""

    name: str
    role: str
    hash: str


class Accounts:
    """The accounts of a file; none where there is no file, and then the page has no log-in."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._read: tuple[tuple[int, int] | None, Mapping[str, Account]] | None = None
        self._writing = threading.Lock()

    def all(self) -> Mapping[str, Account]:
        """By name. Raises SettingsError where the file is there and cannot be read: a damaged one lets nobody in."""
        stamp = self._stamp()
        if self._read is None or self._read[0] != stamp:
            self._read = (stamp, self._loaded() if stamp else {})
        return self._read[1]

    def checked(self, name: str, password: str) -> Account | None:
        """The account of a name and its password; as slow for a name that does not exist."""
        account = self.all().get(name)
        try:
            _hasher().verify(account.hash if account else _nobody(), password[:LONGEST_PASSWORD])
        except (Argon2Error, InvalidHashError):
            return None
        return account

    def add(self, name: str, role: str, password: str) -> None:
        """A new account, or a new password and role for one that is there. Raises BadInput."""
        if not _NAME.fullmatch(name):
            raise BadInput(f"{name!r} is no account name: letters, digits and . _ @ - , at most 60")
        if role not in ROLES:
            raise BadInput(f"{role!r} is no role; choose one of {', '.join(ROLES)}")
        if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
            raise BadInput(f"a password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters, got {len(password)}")
        self._write({**self.all(), name: Account(name, role, _hasher().hash(password))})

    def remove(self, name: str) -> None:
        """Raises BadInput where there is no such account. Whoever is logged in by it is out at the next request."""
        kept = dict(self.all())
        if kept.pop(name, None) is None:
            raise BadInput(f"there is no account {name!r}; there are: {', '.join(self.all()) or 'none'}")
        self._write(kept)

    def _write(self, accounts: Mapping[str, Account]) -> None:
        fields = [{"name": each.name, "role": each.role, "hash": each.hash} for each in accounts.values()]
        text = json.dumps({"accounts": fields}, ensure_ascii=False, indent=2)
        with self._writing:
            write_private(self._path, text)
            self._read = None

    def _stamp(self) -> tuple[int, int] | None:
        with contextlib.suppress(FileNotFoundError):
            found = self._path.stat()
            return found.st_mtime_ns, found.st_size
        return None

    def _loaded(self) -> dict[str, Account]:
        try:
            fields = json.loads(self._path.read_text(encoding="utf-8"))["accounts"]
            accounts = [Account(str(each["name"]), str(each["role"]), str(each["hash"])) for each in fields]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise SettingsError(f"{self._path}: not a file of accounts ({error}); mend it or delete it") from error
        unknown = [each.role for each in accounts if each.role not in ROLES]
        if unknown:
            raise SettingsError(f"{self._path}: {unknown[0]!r} is no role; choose one of {', '.join(ROLES)}")
        return {each.name: each for each in accounts}


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@cache
def _nobody() -> str:
    """The hash of a password that nobody has."""
    return _hasher().hash(os.urandom(16).hex())
