"""Nothing reaches for the network: outside libraries are told so before they are imported.

`assistant/__init__.py` calls this first, because these libraries read the environment while they are imported. A
value that the user has set already stands: `HF_HUB_OFFLINE=0` lets another model of the hub be fetched once.
"""

from __future__ import annotations

import os

QUIET = {
    "ANONYMIZED_TELEMETRY": "False",  # Chroma
    "DO_NOT_TRACK": "1",
    "GRADIO_ANALYTICS_ENABLED": "False",  # also stops the look-up of newer versions
    "HF_DATASETS_OFFLINE": "1",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_OFFLINE": "1",
    "LANGCHAIN_TRACING_V2": "false",
    "LANGSMITH_TRACING": "false",
    "OTEL_SDK_DISABLED": "true",
    "TOKENIZERS_PARALLELISM": "false",  # a fork after the first encoding would warn on stderr
    "TRANSFORMERS_OFFLINE": "1",
    "TRANSFORMERS_VERBOSITY": "error",
}


def stay_offline() -> None:
    """Set the environment of the libraries, where the user has not."""
    for key, value in QUIET.items():
        os.environ.setdefault(key, value)
