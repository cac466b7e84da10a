"""What went wrong with a model, from whatever its client raised: one line for a person, and whether to try again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    KEY = "key"
    URL = "url"
    MODEL = "model"
    CONTEXT = "context"
    STRUCTURED = "structured"
    BUSY = "busy"
    SERVER = "server"
    SLOW = "slow"
    BROKEN = "broken"
    REQUEST = "request"


_SAID = {
    Kind.KEY: "the server refuses the key; check PLAN_ASSISTANT_LLM_KEY",
    Kind.URL: "the server cannot be reached; check PLAN_ASSISTANT_LLM_URL and that it runs",
    Kind.MODEL: "the server has no such model; check the name in PLAN_ASSISTANT_LLM",
    Kind.CONTEXT: "the model's context is too small for a question; give it more, or choose another model",
    Kind.STRUCTURED: "the model gives neither tool calls nor structured output; choose another model",
    Kind.BUSY: "the server is busy or the quota is used up (429)",
    Kind.SERVER: "the server has a fault of its own",
    Kind.SLOW: "no answer in time; give it more with PLAN_ASSISTANT_LLM_TIMEOUT, or choose a smaller model",
    Kind.BROKEN: "its answer cannot be read",
    Kind.REQUEST: "the server refuses the request",
}
_AGAIN = frozenset({Kind.BUSY, Kind.SERVER, Kind.BROKEN})
_BY_CLASS = (
    (Kind.STRUCTURED, {"ValidationError", "OutputParserException"}),
    (Kind.URL, {"ConnectError", "ConnectTimeout", "ConnectionRefusedError", "UnsupportedProtocol", "InvalidURL"}),
    (Kind.SLOW, {"TimeoutError", "TimeoutException", "APITimeoutError", "Timeout"}),
    (Kind.BROKEN, {"RemoteProtocolError", "ReadError"}),
    (Kind.URL, {"APIConnectionError", "ConnectionError"}),
)
"""The first that fits: a client's timeout is often a kind of its connection error."""
_STATUS = {401: Kind.KEY, 403: Kind.KEY, 404: Kind.MODEL, 408: Kind.SLOW, 429: Kind.BUSY}
_CONTEXT = re.compile(r"context[ _](?:length|size|window)|n_ctx|too many tokens|exceeds? .*context", re.IGNORECASE)
_STRUCTURED = re.compile(
    r"response_format|json_schema|structured output|tool_choice|function call|not support tools|tools? (?:is|are) not",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Fault:
    """A failure of a model. `line` says what and what to do; `again` whether another try may help."""

    kind: Kind
    line: str

    @classmethod
    def of(cls, kind: Kind, detail: str = "") -> Fault:
        return cls(kind, _SAID[kind] + detail)

    @property
    def again(self) -> bool:
        return self.kind in _AGAIN


def fault_of(error: BaseException) -> Fault:
    """The kind of a client's error, by its HTTP status, its class and its words: clients share no base class."""
    chain = tuple(_chain(error))
    status = next((code for each in chain if (code := _status(each)) is not None), None)
    words = " ".join(str(each) for each in chain)
    kind = _kind(status, {parent.__name__ for each in chain for parent in type(each).__mro__}, words)
    detail = f" ({status})" if status and kind in (Kind.SERVER, Kind.REQUEST) else ""
    return Fault.of(kind, detail)


def _kind(status: int | None, names: set[str], words: str) -> Kind:
    if status is not None:
        if status in (400, 413, 422) and _CONTEXT.search(words):
            return Kind.CONTEXT
        if 400 <= status < 500 and status not in _STATUS and _STRUCTURED.search(words):
            return Kind.STRUCTURED
        return _STATUS.get(status, Kind.SERVER if status >= 500 else Kind.REQUEST)
    return next((kind for kind, classes in _BY_CLASS if names & classes), Kind.BROKEN)


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    at: BaseException | None = error
    while at is not None and id(at) not in seen:
        seen.add(id(at))
        yield at
        at = at.__cause__ or at.__context__


def _status(error: BaseException) -> int | None:
    for name in ("status_code", "code"):
        value = getattr(error, name, None)
        if isinstance(value, int) and 400 <= value < 600:
            return value
    return None
