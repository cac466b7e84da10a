"""Programs that some tests need; where one is missing they are left out, which in CI is a failure."""

from __future__ import annotations

import os
import shutil
from typing import NoReturn

import pytest


def program(*names: str, tests: str, install: str) -> str:
    """The path of the first of these programs that is there.

    `tests` says which tests need it, `install` the Debian packages that have it.
    """
    found = next(filter(None, map(shutil.which, names)), None)
    return found or left_out(f"no {names[0]} here: {tests} were left out (apt-get install {install})")


def left_out(reason: str) -> NoReturn:
    """Skips the test, or fails it in CI."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def soffice() -> str:
    return program("soffice", tests="the tests of typeset plans", install="libreoffice-writer")
