"""A file of questions, a line each: {"id", "question", "history": [...]}; a bad line becomes its own error."""

from __future__ import annotations

import json
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import BadInput, PlanAssistantError


@dataclass(frozen=True, slots=True)
class Question:
    """One good line."""

    id: object
    question: str
    history: tuple[str, ...] = ()


def lines(path: str) -> list[bytes]:
    """The lines of a file ("-" is stdin), without blank ones at its end; `BadInput` where it cannot be read."""
    if path == "-":
        content = sys.stdin.buffer.read()
    else:
        try:
            content = Path(path).read_bytes()
        except OSError as error:
            raise BadInput(f"{path}: {error.strerror}; name a file of JSON lines") from error
    found = content.removeprefix(b"\xef\xbb\xbf").splitlines()
    while found and not found[-1].strip():
        found.pop()
    return found


def question(line: bytes) -> Question:
    """One line, checked; `BadLine` says what is wrong with it."""
    try:
        given = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise BadLine(None, "this line is not UTF-8") from error
    except (json.JSONDecodeError, RecursionError) as error:
        raise BadLine(None, f"this line is not JSON: {getattr(error, 'msg', 'too deep')}") from error
    if not isinstance(given, dict):
        raise BadLine(None, 'this line is not an object {"id", "question", "history"}')
    asked, history = given.get("question"), given.get("history") or []
    if not isinstance(asked, str):
        raise BadLine(given.get("id"), '"question" is not a text')
    if not isinstance(history, list) or not all(isinstance(earlier, str) for earlier in history):
        raise BadLine(given.get("id"), '"history" is not a list of texts')
    if not all(map(whole, (asked, *history))):
        raise BadLine(given.get("id"), "a text holds half of a character (a lone surrogate)")
    return Question(given.get("id"), asked, tuple(history))


def whole(text: str) -> bool:
    """Whether a text can be written down at all: JSON and a terminal can hand over halves of characters."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


class BadLine(BadInput):
    """A line that is no question, with its id where it has one."""

    def __init__(self, id_: object, message: str) -> None:
        super().__init__(message)
        self.id = id_


def answers(found: Iterable[bytes], ask: Callable[[Question], dict[str, object]]) -> Iterator[dict[str, object]]:
    """An answer for each line, in order; a line that fails has `error`, and the next one goes on."""
    for number, line in enumerate(found, 1):
        try:
            asked = question(line)
        except BadLine as error:
            yield {"id": error.id, "error": f"line {number}: {error}"}
            continue
        try:
            yield {"id": asked.id, **ask(asked)}
        except PlanAssistantError as error:
            yield {"id": asked.id, "question": asked.question, "error": str(error)}
        except Exception as fault:  # a fault of the program costs its own line only; nothing of it is hidden
            traceback.print_exc()
            said = " ".join(f"a fault of the program: {type(fault).__name__}: {fault}".split())
            yield {"id": asked.id, "question": asked.question, "error": said}
