"""The one error tree. Each message is one line that says what happened, where, and what to do.

Everything that the product raises on purpose is a `PlanAssistantError`; the command line prints its message and
nothing else. A caller that goes on with the next file catches `UnreadableFile`; one that can rebuild the store
catches `WrongModel`. Anything else that is raised is a fault of the program and is not caught.
"""

from __future__ import annotations


class PlanAssistantError(Exception):
    """What a user can understand and act on. `str(error)` is one line that can be printed, whatever went into it."""

    def __init__(self, message: str) -> None:
        shown = (character if character.isprintable() or character.isspace() else "\ufffd" for character in message)
        super().__init__(" ".join("".join(shown).split()))


class BadInput(PlanAssistantError):
    """A wrong argument, option, question file or case file: exit code 2."""


class SettingsError(BadInput):
    """A setting with a value that makes no sense; the message names its key."""


class NoSuchPlan(BadInput):
    """A plan id that is not in the store; the message lists what is."""


class UnreadableFile(PlanAssistantError):
    """A file that cannot be read as a plan: missing, empty, binary, too large, in an unknown encoding, …"""


class EncryptedFile(UnreadableFile):
    """A file that opens with a password only."""


class StoreError(PlanAssistantError):
    """The store cannot be opened, read or written."""


class StoreNotWritable(StoreError):
    """The store's folder or server refuses to be written to."""


class StoreBusy(StoreError):
    """Another process is writing to the store; trying again later is enough."""


class WrongModel(StoreError):
    """The store was built with another encoder; its vectors and ours cannot be compared."""


class EncoderError(PlanAssistantError):
    """The encoder's weights are missing, broken or cannot be built."""


class ModelError(PlanAssistantError):
    """A configured language model is unknown, unreachable or refuses; the assistant answers without it."""
