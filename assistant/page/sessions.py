"""Who is logged in: a signed token in a cookie, good for a working day, worthless after a log-out or a new password."""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from pathlib import Path

from itsdangerous import BadData, URLSafeTimedSerializer

from assistant.page.accounts import Account, Accounts
from assistant.page.private_file import write_private

SECONDS = 12 * 3600


class Sessions:
    """Tokens for accounts. The key and the log-outs lie in a folder, so that a restart logs nobody out, or back in."""

    def __init__(self, folder: Path, accounts: Accounts) -> None:
        self._accounts = accounts
        self._ended_file = folder / "sessions-ended"
        self._writing = threading.Lock()
        self._signer = URLSafeTimedSerializer(_key(folder / "session-key"), salt="session")
        self._ended = self._read_ended()

    def begin(self, account: Account) -> str:
        """A token for the cookie."""
        token = {"name": account.name, "stamp": _stamp(account), "id": secrets.token_urlsafe(12)}
        return str(self._signer.dumps(token))

    def account(self, token: str) -> Account | None:
        """Whose token this is; None for one that is forged, old, ended, or of an account that has changed since."""
        try:
            fields = self._signer.loads(token, max_age=SECONDS)
        except BadData:
            return None
        account = self._accounts.all().get(fields["name"])
        current = account is not None and secrets.compare_digest(fields["stamp"], _stamp(account))
        return account if current and fields["id"] not in self._ended else None

    def end(self, token: str) -> None:
        """Make a token worthless."""
        try:
            fields = self._signer.loads(token, max_age=SECONDS)
        except BadData:
            return
        with self._writing:
            self._ended[fields["id"]] = time.time() + SECONDS
            self._ended = {id_: until for id_, until in self._ended.items() if until > time.time()}
            write_private(self._ended_file, "".join(f"{id_} {until:.0f}\n" for id_, until in self._ended.items()))

    def _read_ended(self) -> dict[str, float]:
        try:
            lines = self._ended_file.read_text().split("\n")
        except OSError:
            return {}
        pairs = [line.split(" ") for line in lines if line.count(" ") == 1]
        return {id_: float(until) for id_, until in pairs if until.isdecimal()}


def _stamp(account: Account) -> str:
    """Changes with the account's password and role."""
    return hashlib.sha256(f"{account.role} {account.hash}".encode()).hexdigest()[:24]


def _key(path: Path) -> str:
    """The signing key, made once; only its owner can read it."""
    if not path.exists():
        write_private(path, secrets.token_hex(32))
    return path.read_text(encoding="ascii")
