"""`plan-assistant account` and `audit`: who may come in, and what was asked and changed."""

from __future__ import annotations

import getpass
import sys
from argparse import Namespace
from pathlib import Path

from assistant.page.accounts import Accounts
from assistant.page.audit import Audit
from assistant.settings import Settings, load_settings
from ingest.errors import BadInput


def accounts_of(settings: Settings) -> Accounts:
    """The accounts of a data folder."""
    return Accounts(settings.data / "accounts.json")


def page_folder(settings: Settings) -> Path:
    """Where the page keeps what is its own: conversations, the audit log, sessions, page images."""
    return settings.data / "page"


def account(options: Namespace) -> int:
    """Add, remove or list accounts."""
    accounts = accounts_of(load_settings())
    if options.action == "list":
        for each in accounts.all().values():
            print(f"{each.name}\t{each.role}")
        return 0
    if not options.name:
        raise BadInput(f"name the account: plan-assistant account {options.action} NAME")
    if options.action == "remove":
        accounts.remove(options.name)
        print(f"{options.name}: removed")
        return 0
    first = not accounts.all()
    accounts.add(options.name, options.role, _password())
    print(f"{options.name}: {options.role}" + ("; restart serve, which asks for a log-in from now on" if first else ""))
    return 0


def _password() -> str:
    """Typed twice and never shown; a line of stdin where that is no terminal."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass.getpass("Password: ")
    if getpass.getpass("Again: ") != password:
        raise BadInput("the two passwords differ; nothing was changed")
    return password


def audit(options: Namespace) -> int:
    """The audit log as JSON lines, oldest first."""
    for line in Audit(page_folder(load_settings()) / "audit").lines():
        print(line, end="")
    return 0
