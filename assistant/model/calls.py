"""Calls of a model that end: within a time, after a few tries, and not at all while the breaker is open.

A call runs in a thread of its own and hands over what comes, so that a server that hangs, drips or never stops costs
its time and no more, whatever its client makes of timeouts.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from time import monotonic, perf_counter, sleep
from typing import Any

from langchain_core.messages import BaseMessage
from langchain_core.runnables import Runnable

from assistant.model.breaker import Breaker
from assistant.model.faults import Fault, Kind, fault_of
from assistant.model.usage import Prices, Usage
from ingest.errors import ModelError

log = logging.getLogger("plan_assistant.model")

WAITS = (0.1, 0.3, 0.5)
"""Seconds before each further try; together under one, which is what a model that is down may cost."""
LONGEST_ANSWER = 20_000
"""Characters; a stream that goes on beyond is cut off."""
_THIS_QUESTION = frozenset({Kind.CONTEXT, Kind.REQUEST, Kind.STRUCTURED})
"""Faults that say nothing about the next question."""
_END = object()

Values = Mapping[str, Any]


class Failed(ModelError):
    """A call that came to nothing; `fault` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.line)
        self.fault = fault


@dataclass
class Calls:
    """The calls of one model. `count` gives the tokens of a text, for servers that do not report them."""

    name: str
    seconds: float
    count: Callable[[str], int]
    breaker: Breaker
    prices: Prices | None = None

    def begin(self, since: float | None = None, *, level: int = logging.WARNING) -> Session:
        """The calls of one answer, which share its time from `since` on; faults are logged at `level`."""
        return Session(self, (monotonic() if since is None else since) + self.seconds, level)


@dataclass
class Session:
    """The calls of one answer: what they cost, and the fault that ended them, if one did."""

    calls: Calls
    until: float
    level: int = logging.WARNING
    usage: Usage = field(default_factory=Usage)
    fault: Fault | None = None

    @property
    def open(self) -> bool:
        """Whether the model may be asked: nothing failed in this answer, and it is not left alone."""
        return self.fault is None and self.calls.breaker.closed

    def stream(self, step: Runnable[Any, Any], values: Values) -> Iterator[str]:
        """The text as it comes. Ends early, with `fault` set, where the model fails; never raises for that."""
        made: list[str] = []
        for message in self._messages(lambda: step.stream(dict(values)), values):
            text = str(message.text) if isinstance(message, BaseMessage) else str(message)
            made.append(text)
            if text:
                yield text
            if sum(map(len, made)) > LONGEST_ANSWER:
                log.warning("%s: the answer does not end; cut off after %d characters", self.calls.name, LONGEST_ANSWER)
                return

    def invoke(self, step: Runnable[Any, Any], values: Values) -> Any | None:
        """The step's last message or value; None, with `fault` set, where the model fails."""
        got = list(self._messages(lambda: iter([step.invoke(dict(values))]), values))
        return got[-1] if got else None

    def _messages(self, begin: Callable[[], Iterable[Any]], values: Values) -> Iterator[Any]:
        """What a call gives, tried again while nothing has come and another try may help."""
        started, got = perf_counter(), 0
        reported, made = Usage(), 0
        try:
            for wait in (*WAITS, None):
                try:
                    for item in self._in_time(begin):
                        got += 1
                        reported += _reported(item)
                        made += len(str(getattr(item, "text", "")))
                        yield item
                    break
                except Exception as error:  # clients raise what they like; `fault_of` knows them
                    fault = error.fault if isinstance(error, Failed) else fault_of(error)
                    if wait is None or got or not fault.again or monotonic() + wait > self.until:
                        self._fail(fault)
                        return
                    sleep(wait)
            self.calls.breaker.succeeded()
        finally:
            self._account(reported, values, made, (perf_counter() - started) * 1000)

    def _in_time(self, begin: Callable[[], Iterable[Any]]) -> Iterator[Any]:
        """The items of a call made in another thread; Failed where the time is up. Leaving stops that thread."""
        items: queue.SimpleQueue[tuple[Any, BaseException | None]] = queue.SimpleQueue()
        left = threading.Event()

        def work() -> None:
            try:
                for item in begin():
                    if left.is_set():
                        return
                    items.put((item, None))
                items.put((_END, None))
            except BaseException as error:  # handed over to the thread that waits
                items.put((_END, error))

        threading.Thread(target=work, name="model-call", daemon=True).start()
        try:
            while True:
                try:
                    item, error = items.get(timeout=max(0.0, self.until - monotonic()))
                except queue.Empty:
                    raise Failed(fault_of(TimeoutError())) from None
                if error is not None:
                    raise error
                if item is _END:
                    return
                yield item
        finally:
            left.set()

    def _fail(self, fault: Fault) -> None:
        self.fault = fault
        log.log(self.level, "%s: %s", self.calls.name, fault.line)
        if fault.kind not in _THIS_QUESTION:
            self.calls.breaker.failed()

    def _account(self, reported: Usage, values: Values, made: int, ms: float) -> None:
        given = reported.given or self.calls.count(" ".join(map(str, values.values())))
        made = reported.made or made // 3
        spent = Usage(given, made, ms, 1).priced(self.calls.prices)
        self.usage += spent
        cost = "" if spent.dollars is None else f", {spent.dollars:.6f} USD"
        log.info("%s: %d tokens in, %d out, %.0f ms%s", self.calls.name, given, made, ms, cost)


def _reported(item: Any) -> Usage:
    """The tokens that a server reports with a message, or with the message that a value was parsed from."""
    message = item.get("raw") if isinstance(item, dict) else item
    usage = getattr(message, "usage_metadata", None) or {}
    return Usage(usage.get("input_tokens", 0), usage.get("output_tokens", 0))
