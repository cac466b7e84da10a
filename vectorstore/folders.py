"""Where things lie on the user's machine when no setting says otherwise. The one home of platformdirs."""

from __future__ import annotations

from pathlib import Path

from platformdirs import user_cache_path, user_data_path

_APPLICATION = "plan-assistant"


def cache_folder() -> Path:
    """What can be built again: the converted encoder, keyword indexes of stores on another host."""
    return user_cache_path(_APPLICATION, appauthor=False)


def data_folder() -> Path:
    """What cannot: the store, the originals of ingested files."""
    return user_data_path(_APPLICATION, appauthor=False)
