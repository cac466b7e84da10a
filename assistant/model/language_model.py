"""A configured language model, ready to be asked: its steps, its calls, and the check that it is there."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assistant.model.breaker import Breaker
from assistant.model.calls import Calls, Failed, Session
from assistant.model.connect import ANSWER_TOKENS, chat_model
from assistant.model.faults import Fault, Kind
from assistant.model.steps import METHODS, Alive, Steps, steps_of
from assistant.model.usage import Prices
from assistant.settings import PREFIX, Settings
from ingest.errors import ModelError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel


@dataclass
class LanguageModel:
    """The model of the settings. `steps` may be replaced one by one; `chat` is the plain model, for other steps."""

    name: str
    chat: BaseChatModel
    steps: Steps
    context: int
    seconds: float
    count: Callable[[str], int]
    prices: Prices | None = None
    method: str = METHODS[0]
    calls: Calls = field(init=False)

    def __post_init__(self) -> None:
        self.calls = Calls(self.name, self.seconds, self.count, Breaker(self.ask_alive), self.prices)

    @property
    def room(self) -> int:
        """Tokens that a prompt may have."""
        return self.context - ANSWER_TOKENS

    def begin(self, since: float | None = None) -> Session:
        """The calls of one answer, whose time runs from `since`, by default from now."""
        return self.calls.begin(since)

    def check(self) -> None:
        """Ask for the shortest structure there is. Raises ModelError, one line, where the model cannot be used."""
        for method in METHODS:
            self.method, self.steps = method, steps_of(self.chat, method)
            try:
                self.ask_alive()
            except Failed as error:
                if error.fault.kind is not Kind.STRUCTURED or method == METHODS[-1]:
                    self.calls.breaker.failed()
                    raise ModelError(f"{PREFIX}LLM={self.name}: {error}") from error
            else:
                return

    def ask_alive(self) -> None:
        """One probe. Raises Failed."""
        session = self.calls.begin(level=logging.DEBUG)  # whoever asks is told by the error
        got = session.invoke(self.steps.alive, {})
        parsed = got.get("parsed") if isinstance(got, dict) else None
        if session.fault or not isinstance(parsed, Alive):
            raise Failed(session.fault or Fault.of(Kind.STRUCTURED))


def language_model(settings: Settings, count: Callable[[str], int]) -> LanguageModel:
    """The model of the settings, not yet asked anything. Raises ModelError: one line that names the setting."""
    assert settings.llm
    chat = chat_model(settings)
    prices = Prices.of(settings.llm_price)
    return LanguageModel(settings.llm, chat, steps_of(chat), settings.llm_context, settings.llm_timeout, count, prices)
