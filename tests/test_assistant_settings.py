"""Settings: one precedence, and a wrong value names its key."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from assistant.settings import Settings, load_settings, unknown_keys
from ingest.errors import SettingsError


def test_arguments_win_over_the_environment_and_that_over_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_settings().port == 7860
    monkeypatch.setenv("PLAN_ASSISTANT_PORT", "8001")
    assert load_settings().port == 8001
    assert load_settings(port=8002).port == 8002
    assert load_settings(port=None).port == 8001


@pytest.mark.parametrize(
    ("key", "value"),
    [("PORT", "abc"), ("PORT", "70000"), ("STORE", "ftp://host"), ("STORE", "http://"), ("LANGUAGE", "fr")],
)
def test_a_wrong_value_names_its_key_and_itself(key: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"PLAN_ASSISTANT_{key}", value)
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert f"PLAN_ASSISTANT_{key}" in str(caught.value)
    assert value in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_wrong_argument_is_named_as_it_was_typed() -> None:
    with pytest.raises(SettingsError, match=r"^--port='-1'"):
        load_settings(port=-1)


def test_an_empty_value_counts_as_not_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLAN_ASSISTANT_PORT", "")
    assert load_settings().port == 7860


def test_a_key_that_is_no_setting_is_named_with_the_nearest() -> None:
    assert unknown_keys({"PLAN_ASSISTANT_STROE": "x", "PATH": "y", "PLAN_ASSISTANT_PORT": "1"}) == (
        "PLAN_ASSISTANT_STROE is not a setting; did you mean PLAN_ASSISTANT_STORE?",
    )


def test_the_store_may_be_a_folder_or_a_server() -> None:
    assert load_settings(store="http://localhost:8000").store == "http://localhost:8000"
    assert load_settings(store="~/plans").store == str(Path("~/plans").expanduser())


def test_every_setting_is_described() -> None:
    assert all(field.description for field in Settings.model_fields.values())


def test_outside_libraries_are_offline_before_they_are_imported() -> None:
    code = (
        "import assistant, os, sys\n"
        "assert os.environ['HF_HUB_OFFLINE'] == '1' and os.environ['GRADIO_ANALYTICS_ENABLED'] == 'False'\n"
        "assert not {'torch', 'chromadb', 'gradio', 'transformers'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parent.parent)
