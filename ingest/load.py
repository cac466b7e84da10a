"""A file becomes a `Source`: decoded, with \\n line ends, and otherwise untouched. What cannot be read is said."""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

from ingest.encodings import decode
from ingest.errors import UnreadableFile
from ingest.load_docx import load_docx
from ingest.office import load_office, office_kind
from ingest.records import Source
from ingest.signed import carries_signature

TEXT_LIMIT = 20 * 2**20  # bytes; a plan of 100 pages has 0.4 MB
FILE_LIMIT = 200 * 2**20
_IMAGES = (".png", ".jpg", ".jpeg", ".tif", ".tiff")
_IMAGE_STARTS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")  # JPEG, TIFF
SUFFIXES = (".txt", ".md", ".pdf", ".docx", ".doc", ".odt", ".rtf", *_IMAGES)


def bundled_plans() -> tuple[Path, ...]:
    """The plans that come with the product, in the order of their names."""
    folder = Path(str(files("ingest").joinpath("plans")))
    return tuple(sorted(folder.glob("*.txt")))


def load(path: Path) -> Source:
    """Read a text, PDF, Word or image file. The kind is told by its content, not by its name.

    Raises `UnreadableFile` with one line for a file that is missing, a folder, empty, too large, binary, not readable,
    or in an encoding that is not certain; `EncryptedFile` for one with a password.
    """
    data = file_bytes(path)
    source = _source(data, path)
    return replace(source, signed=True) if carries_signature(data) else source


def _source(data: bytes, path: Path) -> Source:
    if data.startswith(b"%PDF-"):
        from ingest.load_pdf import load_pdf  # noqa: PLC0415 (pdfplumber costs 0.3 s, text files do not need it)

        return load_pdf(data, path.name)
    if kind := office_kind(data):
        return load_office(data, path.name, kind)
    if data.startswith(b"PK\x03\x04"):
        return load_docx(data, path.name)
    if data.startswith(_IMAGE_STARTS):
        from ingest.load_scan import load_image  # noqa: PLC0415

        return load_image(data, path.name)
    if len(data) > TEXT_LIMIT:
        raise _too_large(path, len(data), TEXT_LIMIT)
    return source_of(data, path.name)


def source_of(data: bytes, name: str) -> Source:
    """The source of a text file's bytes. Raises `UnreadableFile`."""
    decoded = decode(data, name)
    text = decoded.text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise UnreadableFile(f"{name}: is empty; there is nothing to read")
    return Source(name, text, hashlib.sha256(data).hexdigest(), decoded.encoding, warnings=decoded.warnings)


def file_bytes(path: Path) -> bytes:
    """All of a regular file's bytes; the size is checked before anything is read. Raises `UnreadableFile`."""
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode) and not os.access(path, os.R_OK | os.X_OK):
            raise UnreadableFile(f"{path}: is a folder that may not be opened; ask for permission or copy it")
        if stat.S_ISDIR(status.st_mode):
            raise UnreadableFile(f"{path}: is a folder; give a file")
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableFile(f"{path}: is not a regular file; give a text, PDF or Word file")
        if status.st_size > FILE_LIMIT:
            raise _too_large(path, status.st_size, FILE_LIMIT)
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise UnreadableFile(f"{path}: there is no such file; check the name") from error
    except PermissionError as error:
        raise UnreadableFile(f"{path}: may not be read; ask for permission or copy it") from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        reason = getattr(error, "strerror", None) or "bad file name"
        raise UnreadableFile(f"{str(path)!r}: cannot be read ({reason}); check the name and the disk") from error
    if not data:
        raise UnreadableFile(f"{path}: is empty; there is nothing to read")
    return data


def _too_large(path: Path, size: int, limit: int) -> UnreadableFile:
    return UnreadableFile(f"{path}: has {size / 2**20:.0f} MB, the limit is {limit / 2**20:.0f} MB; split it")
