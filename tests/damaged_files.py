"""Files that arrive broken or were made to harm, from a seed: `damaged(number)` is one of any number of them.

Half are sound files (text, PDF, Word) that were cut, flipped, overwritten or renamed; half are made for the purpose:
bombs, claims of a gigabyte, endless nesting, loops, passwords, scripts. What each should lead to is one of two things,
a plan or a line that says why not; `damaged` promises neither, since a flipped bit may hit nothing.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from tests.harmful_files import MADE
from tests.sound_files import sound


@dataclass(frozen=True, slots=True)
class Damaged:
    """A file: what was done to it, the name under which it arrives, its bytes."""

    what: str
    name: str
    data: bytes


def damaged(number: int) -> Damaged:
    """The file of this number; the same number gives the same file."""
    rng = random.Random(number)
    kinds = list(MADE)
    if number % 2 == 0:
        kind = kinds[number // 2 % len(kinds)]
        suffix, data = MADE[kind](rng)
        return Damaged(kind, f"{number:03d} {kind}.{suffix}", data)
    suffix, data = list(sound().items())[number // 2 % len(sound())]
    kind = rng.choice(list(_HARMED))
    harmed = _HARMED[kind](rng, data)
    if kind == "wrong ending":
        suffix = rng.choice([other for other in ("txt", "pdf", "docx", "md") if other != suffix])
    return Damaged(kind, f"{number:03d} {kind}.{suffix}", harmed)


# --- Sound files, harmed -----------------------------------------------------------------------------------------


def _cut(rng: random.Random, data: bytes) -> bytes:
    return data[: rng.randrange(1, len(data))]


def _beheaded(rng: random.Random, data: bytes) -> bytes:
    return data[rng.randrange(1, len(data)) :]


def _flipped(rng: random.Random, data: bytes) -> bytes:
    out = bytearray(data)
    for _ in range(rng.choice([1, 10, 200])):
        out[rng.randrange(len(out))] ^= 1 << rng.randrange(8)
    return bytes(out)


def _zeroed(rng: random.Random, data: bytes) -> bytes:
    start = rng.randrange(len(data))
    length = rng.randrange(1, len(data) // 2)
    return data[:start] + b"\0" * length + data[start + length :]


def _noise(rng: random.Random, data: bytes) -> bytes:
    start = rng.randrange(8, len(data))
    return data[:start] + rng.randbytes(rng.randrange(1, 4000)) + data[start:]


def _shuffled(rng: random.Random, data: bytes) -> bytes:
    size = max(1, len(data) // 16)
    blocks = [data[at : at + size] for at in range(0, len(data), size)]
    rest = blocks[1:]
    rng.shuffle(rest)
    return b"".join([blocks[0], *rest])


def _twice(_: random.Random, data: bytes) -> bytes:
    return data + data


def _same(_: random.Random, data: bytes) -> bytes:
    return data


_HARMED: dict[str, Callable[[random.Random, bytes], bytes]] = {
    "cut": _cut,
    "beheaded": _beheaded,
    "bits flipped": _flipped,
    "zeroed": _zeroed,
    "noise inside": _noise,
    "blocks shuffled": _shuffled,
    "twice over": _twice,
    "wrong ending": _same,
}
