"""A language model's server, its faults and its settings: one clear line each, bounded time, and answers without it."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from assistant.model.aide import ModelAide
from assistant.model.breaker import FIRST_PAUSE, Breaker
from assistant.model.calls import LONGEST_ANSWER
from assistant.model.faults import Kind
from assistant.model.language_model import LanguageModel, language_model
from assistant.model.usage import Prices, Usage
from assistant.pipeline import Assistant
from assistant.settings import load_settings
from ingest.errors import ModelError, SettingsError
from prompts import PhraseError
from prompts.templates import NAMES, parsed, templates
from tests.model_scripts import good
from tests.model_servers import KEY, Asked, Reply, Server, ollama_server, openai_server
from tests.worlds import TODAY, bundled

SERVERS = pytest.mark.parametrize(("serving", "spec"), [(openai_server, "openai:m"), (ollama_server, "ollama:m")])
QUESTION = "Ai chủ trì nhiệm vụ khám sàng lọc miễn phí ở Kiên Hải?"
NOBODY = "http://127.0.0.1:9/v1"
"""Nothing listens there."""


def model_at(server: Server, spec: str = "openai:m", **settings: Any) -> LanguageModel:
    return language_model(load_settings(llm=spec, llm_url=server.url, **settings), lambda text: len(text) // 3)


def asked(model: LanguageModel, question: str = QUESTION) -> Any:
    return Assistant(bundled, ModelAide(model)).ask(question, today=TODAY)


def plainly(question: str = QUESTION) -> Any:
    return Assistant(bundled).ask(question, today=TODAY)


# --- settings and the start -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"llm": "nobody:m"}, "no provider 'nobody'; there are openai, ollama, google_genai"),
        ({"llm": "openai:m"}, "no key; set PLAN_ASSISTANT_LLM_KEY or OPENAI_API_KEY"),
        ({"llm": "anthropic:m"}, "the client of anthropic is not installed"),
        ({"llm": "openai:m", "llm_url": NOBODY, "llm_context": 1024}, "LLM_CONTEXT=1024: too small"),
        ({"llm": "openai:m", "llm_url": NOBODY}, "cannot be reached; check PLAN_ASSISTANT_LLM_URL"),
        ({"llm": "ollama:m", "llm_url": NOBODY}, "cannot be reached; check PLAN_ASSISTANT_LLM_URL"),
    ],
)
def test_a_model_that_cannot_be_used_is_one_clear_line(
    settings: dict[str, Any], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(ModelError) as caught:
        language_model(load_settings(**settings), len).check()
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


@SERVERS
def test_the_check_tells_a_wrong_key_an_unknown_model_and_one_without_structure(
    serving: Callable[..., Any], spec: str
) -> None:
    with serving(good) as server:
        model_at(server, spec).check()
        server.key = KEY
        with pytest.raises(ModelError, match="refuses the key"):
            model_at(server, spec).check()
        model_at(server, spec, llm_key=KEY).check()
        server.key = None
        server.script = lambda asked: Reply(status=404, error="model not found")
        with pytest.raises(ModelError, match="no such model"):
            model_at(server, spec).check()
        server.script = lambda asked: Reply(status=400, error="this model's maximum context length is 512 tokens")
        with pytest.raises(ModelError, match="context is too small"):
            model_at(server, spec).check()
        server.script, server.schemas, server.tools = good, False, False
        with pytest.raises(ModelError, match="neither tool calls nor structured output"):
            model_at(server, spec).check()
        server.script = lambda asked: Reply("I am a language model")
        server.schemas = server.tools = True
        with pytest.raises(ModelError, match="neither tool calls nor structured output"):
            model_at(server, spec).check()


@SERVERS
def test_a_server_without_schemas_is_asked_by_tool_calls(serving: Callable[..., Any], spec: str) -> None:
    with serving(good) as server:
        server.schemas = False
        model = model_at(server, spec)
        model.check()
        assert model.method == "function_calling"


@pytest.mark.parametrize(
    ("key", "value"), [("LLM", "gpt"), ("LLM_URL", "localhost"), ("LLM_PRICE", "cheap"), ("LLM_TIMEOUT", "0")]
)
def test_a_malformed_setting_names_its_key(key: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"PLAN_ASSISTANT_{key}", value)
    with pytest.raises(SettingsError, match=f"PLAN_ASSISTANT_{key}"):
        load_settings()


def run(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    import os  # noqa: PLC0415

    env = {key: value for key, value in os.environ.items() if not key.startswith(("PLAN_ASSISTANT_LLM", "OPENAI"))}
    return subprocess.run(
        [sys.executable, "-c", code], env=env | environment, capture_output=True, text=True, check=False, timeout=120
    )


ASKING = """
import sys
from assistant.library import Library
from assistant.settings import load_settings
from assistant.build import assistant_of
import evals.commands
assistant = assistant_of(Library(load_settings()), check=True)
print(type(assistant.aide).__name__, [name for name in sys.modules if name.split(".")[0] in (
    "openai", "langchain_openai", "ollama", "langchain_ollama", "google", "langchain", "tiktoken")][:5])
"""


def test_without_a_model_nothing_of_a_client_is_imported() -> None:
    done = run(ASKING)
    assert done.stdout.strip() == "Alone []", done.stderr


def test_an_unusable_model_is_told_at_the_start_and_the_assistant_does_without() -> None:
    done = run(ASKING, PLAN_ASSISTANT_LLM="openai:m", PLAN_ASSISTANT_LLM_URL=NOBODY)
    assert done.stdout.startswith("Alone"), done.stderr
    (line,) = [line for line in done.stderr.splitlines() if line.startswith("plan-assistant:")]
    assert "cannot be reached" in line and "answers are composed without it" in line
    assert "Traceback" not in done.stderr


# --- faults of a server -----------------------------------------------------------------------------------------------

FAILING = {
    "500": (Reply(status=500), Kind.SERVER),
    "429": (Reply(status=429, error="rate limit"), Kind.BUSY),
    "401": (Reply(status=401, error="bad key"), Kind.KEY),
    "400": (Reply(status=400, error="no"), Kind.REQUEST),
    "context": (Reply(status=400, error="maximum context length exceeded"), Kind.CONTEXT),
    "broken": (Reply("Ở đặc khu", broken=True), Kind.BROKEN),
    "cut": (Reply("Ở đặc khu", cut=True), Kind.BROKEN),
    "hangs": (Reply(hang=True), Kind.SLOW),
    "drips": (Reply("Ở đặc khu Kiên Hải, Trạm Y tế chủ trì", drip=0.3), Kind.SLOW),
}


@SERVERS
@pytest.mark.parametrize("name", FAILING)
def test_whatever_fails_the_composed_answer_comes_with_a_notice(
    name: str, serving: Callable[..., Any], spec: str
) -> None:
    reply, kind = FAILING[name]
    with serving(lambda asked: reply) as server:
        model = model_at(server, spec)
        model.calls.seconds = 0.5
        answer = asked(model)
        assert 1 <= len(server.asked) <= 4
    assert answer.answer == plainly().answer
    assert answer.composer == "extractive"
    assert answer.warnings[-1].startswith("Mô hình ngôn ngữ không trả lời")
    session = model.begin()
    assert session.open is (kind in (Kind.REQUEST, Kind.CONTEXT)), "a server that is down is left alone"


@SERVERS
def test_an_endless_stream_ends(serving: Callable[..., Any], spec: str) -> None:
    with serving(lambda asked: Reply("Trạm Y tế chủ trì. ", endless=True)) as server:
        model = model_at(server, spec)
        model.calls.seconds = 3
        session = model.begin()
        values = {"language": "vi", "question": "q", "facts": "f"}
        text = "".join(session.stream(model.steps.reword, values))
        assert LONGEST_ANSWER <= len(text) + 100 < LONGEST_ANSWER * 2 or session.fault is not None
        assert asked(model).composer == "extractive"


def test_a_server_that_is_busy_is_asked_again() -> None:
    replies = [Reply(status=429), Reply(status=503)]

    def script(asked: Asked) -> Reply:
        return replies.pop() if replies else good(asked)

    with openai_server(script) as server:
        answer = asked(model_at(server))
        assert len(server.asked) == 3
    assert answer.composer == "openai:m"
    assert not answer.warnings


def test_a_model_that_is_down_costs_its_time_once() -> None:
    with openai_server(lambda asked: Reply(hang=True)) as server:
        model = model_at(server)
        model.calls.seconds = 0.4
        first = asked(model)
        second = asked(model)
        assert len(server.asked) == 1
    assert first.timings_ms["model"] >= 300
    assert "model" not in second.timings_ms
    assert second.answer == first.answer
    assert any("Mô hình" in warning for warning in second.warnings)


def test_a_breaker_lets_one_probe_through_when_its_pause_is_over() -> None:
    clock, probes = [0.0], []

    def probe() -> None:
        probes.append(clock[0])
        if len(probes) == 1:
            raise RuntimeError

    breaker = Breaker(probe, lambda: clock[0])
    assert breaker.closed
    breaker.failed()
    assert not breaker.closed
    assert not probes
    clock[0] = FIRST_PAUSE + 1
    assert not breaker.closed, "whoever asks does not wait for the probe"
    until(lambda: len(probes) == 1)
    clock[0] += FIRST_PAUSE + 1
    assert not breaker.closed
    assert len(probes) == 1, "the pause has doubled"
    clock[0] += FIRST_PAUSE
    until(lambda: breaker.closed)
    assert len(probes) == 2


def until(condition: Callable[[], bool]) -> None:
    for _ in range(500):
        if condition():
            return
        time.sleep(0.01)
    raise AssertionError("it did not come about")


# --- what it costs ----------------------------------------------------------------------------------------------------


@SERVERS
def test_tokens_time_and_cost_stand_in_the_answer_and_in_the_log(
    serving: Callable[..., Any], spec: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", logger="plan_assistant.model")
    with serving(good) as server:
        answer = asked(model_at(server, spec, llm_price="1/2"))
    spent = answer.timings_ms
    given, made = (100, 20) if spec.startswith("openai") else (90, 18)
    assert (spent["model_tokens_in"], spent["model_tokens_out"]) == (given, made)
    assert spent["model_usd"] == pytest.approx((given + 2 * made) / 1e6)
    assert spent["total"] >= spent["model"] > 0
    assert f"{given} tokens in, {made} out" in caplog.text
    assert "USD" in caplog.text


def test_costs_add_up_and_without_a_price_there_is_none() -> None:
    call = Usage(1000, 500, 20.0, 1).priced(Prices.of("0.15/0.60"))
    assert call.dollars == pytest.approx(0.00045)
    assert (call + call).dollars == pytest.approx(0.0009)
    assert "model_usd" not in Usage(1, 1, 1, 1).timings()
    assert Usage().timings() == {}


# --- prompts ----------------------------------------------------------------------------------------------------------

TEMPLATE = "---\nversion: 1\npurpose: p\nvariables: [a]\n---\n## system\nx\n\n## user\n{a}\n"


def test_every_prompt_has_a_version_and_the_variables_that_it_says() -> None:
    assert [each.name for each in templates()] == list(NAMES)
    assert all(each.version >= 1 and each.purpose and each.variables for each in templates())
    assert parsed("t", TEMPLATE).variables == ("a",)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (TEMPLATE.replace("{a}", "{b}"), "declared ['a'], used ['b']"),
        (TEMPLATE.replace("version: 1\n", ""), "needs version"),
        (TEMPLATE.replace("## user", "## assistant"), "## user"),
        ("hello", "begins with a head"),
    ],
)
def test_a_prompt_whose_head_and_text_differ_is_refused(text: str, said: str) -> None:
    with pytest.raises(PhraseError) as caught:
        parsed("t", text)
    assert said in str(caught.value)


def test_the_command_shows_the_prompts(capsys: pytest.CaptureFixture[str]) -> None:
    from assistant.cli import main  # noqa: PLC0415

    assert main(["prompts"]) == 0
    assert "# reword, version 1" in capsys.readouterr().out
    assert main(["prompts", "judge", "--json"]) == 0
    assert [each["name"] for each in json.loads(capsys.readouterr().out)] == ["judge"]
    assert main(["prompts", "nonsense"]) == 2


def test_a_step_can_be_replaced() -> None:
    from langchain_core.runnables import RunnableLambda  # noqa: PLC0415

    with openai_server(good) as server:
        model = model_at(server)
        model.steps = replace(model.steps, reword=RunnableLambda(lambda values: "Kế hoạch nêu rõ."))
        answer = asked(model)
    assert answer.answer == plainly().answer
    assert not server.asked
