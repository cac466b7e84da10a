"""A chat model by settings, through LangChain's `init_chat_model`. Its client is imported here and only when asked for.

A provider's client names its options in its own way; those that we set stand in one table. Any other provider that
LangChain knows works with the general names, where its package is installed.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assistant.settings import PREFIX, Settings
from ingest.errors import ModelError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

CONNECT_SECONDS = 1.0
"""A server that is down costs no more than this."""
ANSWER_TOKENS = 1024
"""The most that a model may say in one answer."""
LEAST_CONTEXT = 2048
"""Tokens for our longest prompt, one fact and an answer."""


@dataclass(frozen=True, slots=True)
class Provider:
    """How a provider's client is told what we tell all of them."""

    key_variable: str | None
    extra: str | None
    options: Callable[[Settings], dict[str, Any]]
    needs_key: bool = True


def _seconds(settings: Settings) -> tuple[float, ...]:
    """Connect, read, write, and wait for a connection of the pool."""
    return (CONNECT_SECONDS, settings.llm_timeout, settings.llm_timeout, CONNECT_SECONDS)


def _openai(settings: Settings) -> dict[str, Any]:
    return {
        "max_tokens": ANSWER_TOKENS,
        "max_retries": 0,
        "stream_usage": True,
        "timeout": _seconds(settings),
        "use_responses_api": False,
    }


def _ollama(settings: Settings) -> dict[str, Any]:
    return {
        "num_predict": ANSWER_TOKENS,
        "num_ctx": settings.llm_context,
        "reasoning": False,
        "client_kwargs": {"timeout": _seconds(settings), **_bearer(settings)},
    }


def _bearer(settings: Settings) -> dict[str, Any]:
    """A key for a server behind a gate; Ollama itself takes none."""
    return {"headers": {"Authorization": f"Bearer {settings.llm_key.get_secret_value()}"}} if settings.llm_key else {}


def _general(settings: Settings) -> dict[str, Any]:
    return {"max_tokens": ANSWER_TOKENS, "max_retries": 0, "timeout": settings.llm_timeout}


PROVIDERS = {
    "openai": Provider("OPENAI_API_KEY", None, _openai),
    "ollama": Provider(None, "ollama", _ollama, needs_key=False),
    "google_genai": Provider("GOOGLE_API_KEY", "google", _general),
}
_OTHER = Provider(None, None, _general, needs_key=False)  # whether it needs a key its own client says


def chat_model(settings: Settings) -> BaseChatModel:
    """The model of the settings, not yet asked anything. Raises ModelError: one line that names the setting."""
    assert settings.llm
    provider_name, _, model = settings.llm.partition(":")
    provider = PROVIDERS.get(provider_name, _OTHER)
    if settings.llm_context < LEAST_CONTEXT:
        raise ModelError(
            f"{PREFIX}LLM_CONTEXT={settings.llm_context}: too small, answers need {LEAST_CONTEXT} tokens of context;"
            " choose another model or let its server give it more"
        )
    options: dict[str, Any] = {"temperature": 0, **provider.options(settings)}
    if settings.llm_url:
        options["base_url"] = settings.llm_url
    key = _key(settings, provider)
    if key and provider is not PROVIDERS["ollama"]:
        options["api_key"] = key
    from langchain.chat_models import init_chat_model  # noqa: PLC0415  (nothing of it is loaded without a model)

    try:
        made: BaseChatModel = init_chat_model(model, model_provider=provider_name, **options)
    except ImportError as error:
        raise ModelError(f"{_named(settings)}: {_missing(provider_name, provider, error)}") from error
    except ValueError as error:
        if "nsupported" in str(error) or "Unable to infer" in str(error):
            known = ", ".join(PROVIDERS)
            raise ModelError(f"{_named(settings)}: no provider {provider_name!r}; there are {known}") from error
        raise ModelError(f"{_named(settings)}: {str(error).splitlines()[0]}") from error
    except Exception as error:  # a client's own refusal: a key that is missing, an option that it does not know
        raise ModelError(f"{_named(settings)}: {str(error).splitlines()[0]}") from error
    return made


def _key(settings: Settings, provider: Provider) -> str | None:
    """The key of the settings or of the provider's own variable; a word where a server of one's own wants none."""
    if settings.llm_key:
        return settings.llm_key.get_secret_value()
    if not provider.needs_key or (provider.key_variable and os.environ.get(provider.key_variable)):
        return None
    if settings.llm_url:
        return "none"
    raise ModelError(
        f"{_named(settings)}: no key; set {PREFIX}LLM_KEY or {provider.key_variable},"
        f" or {PREFIX}LLM_URL for a server of your own"
    )


def _named(settings: Settings) -> str:
    return f"{PREFIX}LLM={settings.llm}"


def _missing(name: str, provider: Provider, error: ImportError) -> str:
    if provider.extra:
        return f"its client is not installed; pip install 'plan-assistant[{provider.extra}]'"
    return f"the client of {name} is not installed ({str(error).splitlines()[0]})"
