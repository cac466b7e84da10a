"""The steps of a language model as LangChain runnables: prompt, model, parser. Each can be replaced or traced."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from langchain_core.language_models import BaseChatModel
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.runnables import Runnable
from pydantic import BaseModel, ConfigDict, Field

from prompts.templates import template

METHODS: tuple[Literal["json_schema", "function_calling"], ...] = ("json_schema", "function_calling")
"""Ways to get a structure out of a model, the surer one first."""


class Restated(BaseModel):
    """A question in plainer words, and what it asks; "outside" where the model is not sure."""

    model_config = ConfigDict(extra="forbid")

    ask: str = Field(description="loại câu hỏi, một trong các loại đã nêu, hoặc outside")
    question: str = Field(description="câu hỏi viết lại")


class Alive(BaseModel):
    """The shortest structure there is, to see whether a model gives one."""

    model_config = ConfigDict(extra="forbid")

    ok: bool


@dataclass
class Steps:
    """One runnable a use. `reword` streams messages; the others give {"raw", "parsed", "parsing_error"}."""

    reword: Runnable[Any, Any]
    understand: Runnable[Any, Any]
    follow_up: Runnable[Any, Any]
    alive: Runnable[Any, Any]


def prompt_of(name: str) -> ChatPromptTemplate:
    """A prompt of `prompts/` as LangChain takes it."""
    found = template(name)
    return ChatPromptTemplate.from_messages([("system", found.system), ("user", found.user)])


def structured(model: BaseChatModel, name: str, schema: type[BaseModel], method: str) -> Runnable[Any, Any]:
    """Prompt, model, and the structure read out of its answer."""
    reading = model.with_structured_output(schema, method=method, include_raw=True)
    return (prompt_of(name) | reading).with_config(run_name=name)


def steps_of(model: BaseChatModel, method: str = METHODS[0]) -> Steps:
    """The steps of a model that gives structures by `method`."""
    alive = model.with_structured_output(Alive, method=method, include_raw=True)
    asked = ChatPromptTemplate.from_messages([("user", 'Trả lời đúng JSON này: {{"ok": true}}')])
    return Steps(
        reword=(prompt_of("reword") | model).with_config(run_name="reword"),
        understand=structured(model, "understand", Restated, method),
        follow_up=structured(model, "follow_up", Restated, method),
        alive=(asked | alive).with_config(run_name="alive"),
    )
