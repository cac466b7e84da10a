"""Old Word, OpenDocument and RTF files through LibreOffice, where it is: made DOCX, then read as that.

LibreOffice runs without a window, in a profile of its own that runs no macro and follows no link, on a copy with a
plain name; it is given so many seconds, and ends with this process whatever that ends of.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

from ingest.errors import EncryptedFile, UnreadableFile
from ingest.load_docx import load_docx
from ingest.records import Source

SECONDS = 40.0
INSTALL = "apt-get install libreoffice-writer"

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_RTF = b"{\\rtf"
_ODT = b"application/vnd.oasis.opendocument.text"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # a DOCX with a password lies in an OLE file
_NAMES = ("soffice", "libreoffice")

# Kills the whole group, LibreOffice's own children with it, when the process at the other end of stdin is gone.
_GUARD = 'exec 3<&0; { read -r _ <&3; kill -9 0; } & "$@" </dev/null'
_SETTINGS = {
    "/org.openoffice.Office.Common/Security/Scripting": {
        "MacroSecurityLevel": "3",
        "DisableMacrosExecution": "true",
        "BlockUntrustedRefererLinks": "true",
    },
    "/org.openoffice.Office.Writer/Content/Update": {"Link": "0"},
    "/org.openoffice.Inet/Settings": {"ooInetProxyType": "2", "ooInetHTTPProxyName": "127.0.0.1"},
}


def office_kind(data: bytes) -> str | None:
    """ "doc", "odt" or "rtf" for a file that LibreOffice is to read; None for any other."""
    if data.startswith(OLE):
        return "doc"
    if data.startswith(_RTF):
        return "rtf"
    return "odt" if data[30:38] == b"mimetype" and data[38:].startswith(_ODT) else None


def load_office(data: bytes, name: str, kind: str) -> Source:
    """The source of an old Word, OpenDocument or RTF file. Raises `UnreadableFile`, `EncryptedFile`."""
    if kind == "doc" and _ENCRYPTED in data:
        raise EncryptedFile(f"{name}: needs a password; save a copy without one")
    program = next(filter(None, map(shutil.which, _NAMES)), None)
    if program is None:
        raise UnreadableFile(
            f"{name}: is a {kind.upper()} file, which LibreOffice reads, and it is not installed here; "
            f"{INSTALL}, or save the file as DOCX"
        )
    source = load_docx(_as_docx(data, name, kind, program), name)
    return replace(source, sha256=hashlib.sha256(data).hexdigest(), encoding=kind)


def _as_docx(data: bytes, name: str, kind: str, program: str) -> bytes:
    with tempfile.TemporaryDirectory(prefix="plan-", ignore_cleanup_errors=True) as made:
        folder = Path(made)
        profile = folder / "profile"
        _settle(profile)
        (folder / f"plan.{kind}").write_bytes(data)
        command = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nologo"]
        command += ["--convert-to", "docx", "--outdir", str(folder), str(folder / f"plan.{kind}")]
        if not _run(command):
            raise UnreadableFile(f"{name}: LibreOffice did not read it in {SECONDS:.0f} s; save it as DOCX")
        result = folder / "plan.docx"
        if not result.is_file():
            raise UnreadableFile(f"{name}: LibreOffice cannot read it (damaged, or with a password); save it as DOCX")
        return result.read_bytes()


def _settle(profile: Path) -> None:
    """The settings of a new profile."""
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, values in _SETTINGS.items()
        for name, value in values.items()
    )
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
        f"{items}</oor:items>",
        encoding="utf-8",
    )


def _run(command: list[str]) -> bool:
    """Whether the command ended in time. What it has started ends with it."""
    guarded = ["sh", "-c", _GUARD, "sh", *command] if shutil.which("sh") else command
    process = subprocess.Popen(
        guarded,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired:
        return False
    finally:
        assert process.stdin is not None
        process.stdin.close()  # the guard kills the group
        if guarded is command:
            process.kill()
        process.wait()
    return True
