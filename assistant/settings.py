"""Settings, with one precedence: arguments, then the environment (PLAN_ASSISTANT_*), then the defaults below.

`load_settings(port=8000)` is the only way in. A wrong value is a `SettingsError` that names its key and the value.
"""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Literal

from platformdirs import user_cache_path, user_data_path
from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from ingest.errors import SettingsError

PREFIX = "PLAN_ASSISTANT_"
_FOLDER = "plan-assistant"


def _home_expanded(value: object) -> object:
    return str(Path(value).expanduser()) if isinstance(value, str) and value.startswith("~") else value


def _data() -> Path:
    return user_data_path(_FOLDER, appauthor=False)


def _folder_or_url(value: str) -> str:
    if "://" in value and not re.match(r"https?://[^\s/]+", value):
        raise ValueError("neither a folder nor an address that begins with http:// or https://")
    return value


def _provider_and_model(value: str) -> str:
    if not re.fullmatch(r"[a-z_]+:\S+", value):
        raise ValueError("not provider:model, for example openai:gpt-4o-mini or ollama:qwen3:8b")
    return value


def _two_prices(value: str) -> str:
    if not re.fullmatch(r"\d+(\.\d+)?/\d+(\.\d+)?", value):
        raise ValueError("not two prices in US dollars with a slash between, for example 0.15/0.60")
    return value


Text = Annotated[str, BeforeValidator(_home_expanded), Field(min_length=1)]
Location = Annotated[Text, AfterValidator(_folder_or_url)]
Folder = Annotated[Path, BeforeValidator(_home_expanded)]


class Settings(BaseSettings):
    """Every setting of the product. The environment's name of a key is PLAN_ASSISTANT_ and the key in capitals."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_ignore_empty=True, extra="forbid", frozen=True)

    store: Location = Field(
        default_factory=lambda: str(_data() / "store"),
        description="where plans are kept: a folder, or the URL of a Chroma server, http://host:port",
    )
    data: Folder = Field(default_factory=_data, description="folder of originals and page images, also beside a URL")
    cache: Folder = Field(
        default_factory=lambda: user_cache_path(_FOLDER, appauthor=False),
        description="folder of what can be made again: the converted encoder",
    )
    encoder: Text = Field(
        default="bundled",
        description='"bundled", a folder, or the id of a sentence-transformers model on the Hugging Face hub',
    )
    host: Text = Field(default="127.0.0.1", description="address at which `serve` listens")
    port: int = Field(default=7860, ge=0, le=65535, description="port at which `serve` listens; 0 picks a free one")
    language: Literal["vi", "en"] = Field(default="vi", description="language of the page at first")
    llm: Annotated[str, AfterValidator(_provider_and_model)] | None = Field(
        default=None, description="language model that rewords answers, as provider:model"
    )
    llm_url: Annotated[str, Field(pattern=r"^https?://[^\s/]+")] | None = Field(
        default=None, description="address of the model's server, http://host:port/v1"
    )
    llm_key: SecretStr | None = Field(default=None, description="key of the model's server")
    llm_timeout: float = Field(default=20, ge=1, le=600, description="seconds that a model may take for one answer")
    llm_context: int = Field(default=8192, ge=1, description="tokens that the model can take in and give out at once")
    llm_price: Annotated[str, AfterValidator(_two_prices)] | None = Field(
        default=None, description="US dollars for a million tokens in/out, for example 0.15/0.60"
    )
    pdf_password: SecretStr | None = Field(
        default=None, description="password of PDFs that need one; the loader reads it from the environment alone"
    )


def load_settings(**arguments: object) -> Settings:
    """Settings from arguments (None counts as not given), the environment and the defaults."""
    given = {key: value for key, value in arguments.items() if value is not None}
    try:
        return Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        raise SettingsError(_explained(error, given)) from error


def unknown_keys(environment: Iterable[str] = os.environ) -> tuple[str, ...]:
    """One line for each PLAN_ASSISTANT_* key of the environment that no setting has: most are slips of the hand."""
    known = [PREFIX + name.upper() for name in Settings.model_fields]
    lines = []
    for key in sorted(environment):
        if key.startswith(PREFIX) and key not in known:
            near = difflib.get_close_matches(key, known, n=1)
            lines.append(f"{key} is not a setting" + (f"; did you mean {near[0]}?" if near else ""))
    return tuple(lines)


def _explained(error: ValidationError, given: dict[str, object]) -> str:
    """The first problem as one line: its key as the user wrote it, what was wrong, and the value."""
    problem = error.errors(include_url=False)[0]
    name = str(problem["loc"][0]) if problem["loc"] else "settings"
    name = name.removeprefix(PREFIX.lower())
    key = f"--{name}" if name in given else PREFIX + name.upper()
    field = Settings.model_fields.get(name)
    meaning = f" ({field.description})" if field and field.description else ""
    said = str(problem["msg"]).removeprefix("Value error, ")
    return f"{key}={str(problem['input'])[:80]!r}: {said}{meaning}"
