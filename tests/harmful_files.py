"""PDF, Word and text files made to harm: bombs, claims of a gigabyte, endless nesting, loops, locks, scripts.

`MADE` names them; each is made from a random generator, so that a seed gives the same file again.
"""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable
from functools import cache

from pypdf import PdfReader, PdfWriter

from tests.sound_files import LETTERHEAD, sound

GIGABYTE = 2**30

Made = tuple[str, bytes]


def objects(*bodies: str | bytes) -> bytes:
    """A PDF of these numbered objects, with a right table of offsets."""
    out, offsets = b"%PDF-1.7\n", []
    for number, body in enumerate(bodies, 1):
        offsets.append(len(out))
        written = body.encode("latin-1") if isinstance(body, str) else body
        out += b"%d 0 obj\n%s\nendobj\n" % (number, written)
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    size = len(bodies) + 1
    end = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer << /Size {size} /Root 1 0 R >>"
    return out + f"{end}\nstartxref\n{len(out)}\n%%EOF".encode()


def stream(data: bytes, entries: str = "", length: int | None = None) -> bytes:
    size = len(data) if length is None else length
    return f"<< /Length {size} {entries} >>\nstream\n".encode() + data + b"\nendstream"


def one_page(content: bytes, resources: str = "", page: str = "", *more: str | bytes) -> bytes:
    """A PDF of one page with this content stream as its object 4; `more` are objects from 6 on."""
    return objects(
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        f"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F 5 0 R >> {resources} >> {page} "
        "/MediaBox [0 0 600 800] >>",
        content,
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        *more,
    )


def packed(size: int, of: bytes = b" ") -> bytes:
    """`size` times one byte, deflated; a gigabyte in a megabyte."""
    machine = zlib.compressobj(9)
    block = of * 2**20
    return b"".join([machine.compress(block) for _ in range(size // 2**20)] + [machine.flush()])


@cache
def _packed_gigabyte() -> bytes:
    return packed(GIGABYTE)


def _pdf_bomb(_: random.Random) -> Made:
    return "pdf", one_page(stream(_packed_gigabyte(), "/Filter /FlateDecode"))


def _pdf_bomb_in_bomb(_: random.Random) -> Made:
    return "pdf", one_page(stream(zlib.compress(packed(2**28), 9), "/Filter [/FlateDecode /FlateDecode]"))


def _pdf_letters_bomb(rng: random.Random) -> Made:
    words = b"BT /F 8 Tf 50 700 Td (xin chao) Tj ET\n" * rng.randrange(50_000, 100_000)
    return "pdf", one_page(stream(zlib.compress(words), "/Filter /FlateDecode"))


def _pdf_rules_bomb(rng: random.Random) -> Made:
    lines = "".join(f"{rng.randrange(600)} {y % 800} m {rng.randrange(600)} {y % 799} l S\n" for y in range(20_000))
    return "pdf", one_page(stream(zlib.compress(lines.encode()), "/Filter /FlateDecode"))


def _pdf_grid_bomb(_: random.Random) -> Made:
    lines = "".join(f"{n} 0 m {n} 600 l S 0 {n} m 600 {n} l S\n" for n in range(600))
    return "pdf", one_page(stream(lines.encode()))


def _pdf_long_claim(_: random.Random) -> Made:
    return "pdf", one_page(stream(b"BT ET", length=GIGABYTE))


def _pdf_image_claim(_: random.Random) -> Made:
    image = stream(
        b"x" * 100,
        "/Type /XObject /Subtype /Image /Width 32768 /Height 32768 /BitsPerComponent 8 /ColorSpace /DeviceRGB",
    )
    return "pdf", one_page(stream(b"q 600 0 0 800 0 0 cm /I Do Q"), "/XObject << /I 6 0 R >>", "", image)


def _pdf_image_bomb(_: random.Random) -> Made:
    image = stream(
        _packed_gigabyte(),
        "/Type /XObject /Subtype /Image /Width 32768 /Height 32768 /BitsPerComponent 8 "
        "/ColorSpace /DeviceGray /Filter /FlateDecode",
    )
    return "pdf", one_page(stream(b"q 600 0 0 800 0 0 cm /I Do Q"), "/XObject << /I 6 0 R >>", "", image)


def _pdf_pages_of_nothing(rng: random.Random) -> Made:
    count = rng.choice([10_000, 1000, 999])
    kids = " ".join(f"{3 + n} 0 R" for n in range(count))
    pages = ["<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] >>"] * count
    tree = f"<< /Type /Pages /Count {count} /Kids [{kids}] >>"
    return "pdf", objects("<< /Type /Catalog /Pages 2 0 R >>", tree, *pages)


def _pdf_page_many_times(rng: random.Random) -> Made:
    kids = " ".join(["3 0 R"] * rng.choice([10_000, 100_000]))
    return "pdf", objects(
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count 1 /Kids [{kids}] >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] >>",
    )


def _pdf_pages_loop(_: random.Random) -> Made:
    return "pdf", objects(
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Count 2 /Kids [3 0 R 3 0 R] /Parent 3 0 R >>",
        "<< /Type /Pages /Count 2 /Kids [2 0 R 2 0 R] /Parent 2 0 R >>",
    )


def _pdf_pages_tree(_: random.Random) -> Made:
    """Twenty levels of two references to one node each: a million pages in a kilobyte."""
    nodes = [f"<< /Type /Pages /Count {2 ** (20 - n)} /Kids [{n + 3} 0 R {n + 3} 0 R] >>" for n in range(20)]
    return "pdf", objects("<< /Type /Catalog /Pages 2 0 R >>", *nodes, "<< /Type /Page /MediaBox [0 0 600 800] >>")


def _pdf_form_loop(_: random.Random) -> Made:
    own = "/Resources << /XObject << /X 6 0 R >> >>"
    form = stream(b"/X Do /X Do", f"/Type /XObject /Subtype /Form /BBox [0 0 9 9] {own}")
    return "pdf", one_page(stream(b"/X Do"), "/XObject << /X 6 0 R >>", "", form)


def _pdf_form_tree(_: random.Random) -> Made:
    """Forms that draw the next form twice, thirty levels deep: a billion drawings."""
    forms = []
    for level in range(30):
        inner = f"/Resources << /XObject << /X {7 + level} 0 R >> >>" if level < 29 else ""
        words = b"/X Do /X Do" if level < 29 else b"0 0 m 9 9 l S"
        forms.append(stream(words, f"/Type /XObject /Subtype /Form /BBox [0 0 9 9] {inner}"))
    return "pdf", one_page(stream(b"/X Do"), "/XObject << /X 6 0 R >>", "", *forms)


def _pdf_reference_loop(_: random.Random) -> Made:
    return "pdf", objects("2 0 R", "3 0 R", "1 0 R")


def _pdf_table_loop(_: random.Random) -> Made:
    """A table of offsets whose predecessor is itself."""
    sound = objects("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Count 0 /Kids [] >>")
    at = sound.find(b"xref")
    return "pdf", sound.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev %d" % at)


def _pdf_deep_arrays(rng: random.Random) -> Made:
    depth = rng.choice([1000, 100_000])
    return "pdf", one_page(stream(b"BT ET"), "", f"/Deep {'[' * depth}{']' * depth}")


def _pdf_deep_content(rng: random.Random) -> Made:
    depth = rng.choice([1000, 200_000])
    return "pdf", one_page(stream(b"q " * depth + b"[" * depth + b"(" * depth))


def _pdf_huge_font(rng: random.Random) -> Made:
    widths = " ".join(["500"] * 200_000)
    font = f"<< /Type /Font /Subtype /TrueType /BaseFont /X /FirstChar 0 /LastChar {2**31 - 1} /Widths [{widths}] >>"
    words = f"BT /G {rng.choice(['1e30', '999999999', '-5', '0', '0.0000001'])} Tf 50 700 Td (xin chao) Tj ET"
    return "pdf", one_page(stream(words.encode()), "/Font << /F 5 0 R /G 6 0 R >>", "", font)


def _pdf_map_bomb(rng: random.Random) -> Made:
    """A font whose map to Unicode names ranges of millions of letters."""
    ranges = "".join(f"<{n:08x}> <{n + 2 ** rng.choice([16, 24, 30]):08x}> <0041>\n" for n in range(50))
    table = (
        f"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <ffffffff> endcodespacerange "
        f"50 beginbfrange\n{ranges}endbfrange endcmap"
    )
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 7 0 R >>"
    return "pdf", one_page(
        stream(b"BT /G 9 Tf 50 700 Td (xin) Tj ET"), "/Font << /G 6 0 R >>", "", font, stream(table.encode())
    )


def _pdf_odd_numbers(rng: random.Random) -> Made:
    size = rng.choice(["0 0 0 0", "0 0 1e308 1e308", "nan inf 0 0", "0 0 -5 -5", "600", "(a) (b) (c) (d)"])
    return "pdf", one_page(stream(b"BT /F 12 Tf 50 700 Td (xin chao) Tj ET"), "", f"/CropBox [{size}] /Rotate 45")


def _pdf_locked(rng: random.Random) -> Made:
    writer = PdfWriter()
    writer.append(PdfReader(io.BytesIO(sound()["pdf"])))
    writer.encrypt("secret", algorithm=rng.choice(["RC4-40", "RC4-128", "AES-128", "AES-256"]))
    out = io.BytesIO()
    writer.write(out)
    return "pdf", out.getvalue()


def _pdf_odd_lock(_: random.Random) -> Made:
    lock = b"/Encrypt << /Filter /Nobody /V 99 /R 99 /O () /U () >>"
    return "pdf", sound()["pdf"].replace(b"/Root 1 0 R", b"/Root 1 0 R " + lock)


def _pdf_scripted(_: random.Random) -> Made:
    script = "<< /S /JavaScript /JS (app.launchURL\\('http://example.com'\\); while\\(true\\){}) >>"
    launch = "<< /S /Launch /F (/bin/sh) /Win << /F (cmd.exe) >> >>"
    return "pdf", objects(
        "<< /Type /Catalog /Pages 2 0 R /OpenAction 6 0 R /AA << /WC 7 0 R >> /AcroForm << /XFA 8 0 R >> >>",
        "<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        "<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> /MediaBox [0 0 600 800] >>",
        stream(b"BT /F 12 Tf 50 700 Td (xin chao) Tj ET"),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        script,
        launch,
        stream(b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'),
    )


def _pdf_attached(_: random.Random) -> Made:
    words = stream(b"BT /F 12 Tf 50 700 Td (xem tep dinh kem) Tj ET")
    return "pdf", one_page(words, "", "", stream(b"MZ" + b"\0" * 5000))


def _pdf_head_only(rng: random.Random) -> Made:
    return "pdf", b"%PDF-1.7\n" + rng.randbytes(rng.randrange(5000))


def _pdf_nul(_: random.Random) -> Made:
    return "pdf", b"%PDF-1.7\n" + b"\0" * 2**20


def _docx_of(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


_W = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def _document(body: bytes, before: bytes = b"") -> bytes:
    return before + b"<w:document " + _W + b"><w:body>" + body + b"</w:body></w:document>"


def _docx_bomb(rng: random.Random) -> Made:
    size = rng.choice([50, 99, 400]) * 2**20
    return "docx", _docx_of({"word/document.xml": _document(b"<w:p><w:r><w:t>" + b"a" * size + b"</w:t></w:r></w:p>")})


def _docx_paragraphs(rng: random.Random) -> Made:
    return "docx", _docx_of({"word/document.xml": _document(b"<w:p><w:r><w:t>xin</w:t></w:r></w:p>" * 1_000_000)})


def _docx_claim(_: random.Random) -> Made:
    """The directory claims a gigabyte for a part of some bytes."""
    data = bytearray(sound()["docx"])
    at = data.find(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", GIGABYTE)
    return "docx", bytes(data)


def _docx_small_claim(_: random.Random) -> Made:
    """The directory claims ten bytes for a part of hundreds of megabytes."""
    data = bytearray(_docx_of({"word/document.xml": _document(b" " * (300 * 2**20))}))
    at = data.find(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 10)
    return "docx", bytes(data)


def _docx_laughs(_: random.Random) -> Made:
    entities = b"".join(b'<!ENTITY l%d "%s">' % (n, (b"&l%d;" % (n - 1)) * 10 if n else b"haha") for n in range(10))
    doctype = b'<?xml version="1.0"?><!DOCTYPE w [' + entities + b"]>"
    return "docx", _docx_of({"word/document.xml": _document(b"<w:p><w:r><w:t>&l9;</w:t></w:r></w:p>", doctype)})


def _docx_outside(_: random.Random) -> Made:
    doctype = b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    return "docx", _docx_of({"word/document.xml": _document(b"<w:p><w:r><w:t>&a;</w:t></w:r></w:p>", doctype)})


def _docx_deep(rng: random.Random) -> Made:
    depth = rng.choice([500, 5000, 200_000])
    tag = rng.choice([b"w:tbl><w:tr><w:tc", b"w:sdt", b"w:ins"])
    inner = b"<" + tag + b">"
    end = b"".join(b"</" + name + b">" for name in reversed(tag.split(b"><")))
    return "docx", _docx_of({"word/document.xml": _document(inner * depth + end * depth)})


def _docx_wide_cell(_: random.Random) -> Made:
    cell_ = b'<w:tc><w:tcPr><w:gridSpan w:val="2000000000"/></w:tcPr><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc>'
    ruled = b'<w:tblPr><w:tblStyle w:val="TableGrid"/></w:tblPr>'
    table = b"<w:tbl>" + ruled + b"<w:tr>" + cell_ * 2 + b"</w:tr></w:tbl>"
    return "docx", _docx_of({"word/document.xml": _document(table)})


def _docx_odd_values(_: random.Random) -> Made:
    cell_ = b'<w:tc><w:tcPr><w:gridSpan w:val="-3"/></w:tcPr><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc>'
    odd = b'<w:tc><w:tcPr><w:gridSpan w:val="many"/></w:tcPr><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc>'
    ruled = b'<w:tblPr><w:tblStyle w:val="TableGrid"/></w:tblPr>'
    table = b"<w:tbl>" + ruled + b"<w:tr>" + cell_ + odd + b"</w:tr></w:tbl>"
    number = b'<w:p><w:pPr><w:numPr><w:ilvl w:val="-9"/><w:numId w:val="x"/></w:numPr></w:pPr></w:p>'
    return "docx", _docx_of({"word/document.xml": _document(number + table)})


def _docx_macros(_: random.Random) -> Made:
    body = b"".join(b"<w:p><w:r><w:t>" + line.encode() + b"</w:t></w:r></w:p>" for line in LETTERHEAD)
    parts = {
        "word/document.xml": _document(body),
        "word/vbaProject.bin": bytes.fromhex("d0cf11e0a1b11ae1") + b'Sub AutoOpen()\nShell "calc"\nEnd Sub' * 20,
        "word/_rels/document.xml.rels": b'<Relationships><Relationship Target="http://example.com/x.dotm"/></Relationships>',
    }
    return "docm", _docx_of(parts)


def _docx_paths(_: random.Random) -> Made:
    return "docx", _docx_of({"../../../tmp/evil": b"x", "/etc/evil": b"x", "word/document.xml": _document(b"")})


def _docx_many_parts(_: random.Random) -> Made:
    return "docx", _docx_of({f"word/{n}.xml": b"<a/>" for n in range(20_000)})


def _zip_in_zip(_: random.Random) -> Made:
    data = b"\0" * 2**24
    for level in range(5):
        data = _docx_of({f"{level}.zip": data})
    return "zip.docx", data


def _zip_locked(_: random.Random) -> Made:
    data = bytearray(sound()["docx"])
    data[6] |= 1
    at = data.find(b"PK\x01\x02")
    data[at + 8] |= 1
    return "docx", bytes(data)


def _doc_container(rng: random.Random) -> Made:
    """The container of DOC and of a Word file with a password, with nothing in it."""
    return rng.choice(["doc", "docx"]), bytes.fromhex("d0cf11e0a1b11ae1") + rng.randbytes(5000)


def _text_nul(_: random.Random) -> Made:
    return "txt", b"\0" * 2**20


def _text_random(rng: random.Random) -> Made:
    return "txt", rng.randbytes(200_000)


def _text_one_line(rng: random.Random) -> Made:
    return "txt", ("y tế " * 800_000).encode()


def _text_pattern(rng: random.Random) -> Made:
    """Where a reader's pattern may look back and forth for ever."""
    units = ["a\t" * 100 + "\n", "|", "<table><tr><td>", "+---", "(", "1. a\n", "PHỤ LỤC 1\n", " ", "\n", "- "]
    unit = rng.choice(units)
    return "txt", (unit * (rng.choice([20_000, 400_000]) // len(unit))).encode()


def _text_wide(rng: random.Random) -> Made:
    return "txt", "\n".join(LETTERHEAD).encode(rng.choice(["utf-16-le", "utf-16", "utf-32"]))[rng.randrange(3) :]


def _text_controls(_: random.Random) -> Made:
    return "txt", "\n".join(LETTERHEAD).replace(" ", "\x07\x1b[31m").encode()


def _text_directions(_: random.Random) -> Made:
    return "txt", "\n".join("\u202e" + line + "\u0301" * 5000 for line in LETTERHEAD).encode()


def _text_too_long(_: random.Random) -> Made:
    return "txt", b"plan " * (5 * 2**20)


def _text_empty(rng: random.Random) -> Made:
    return "txt", rng.choice([b"", b" \n\t" * 1000, b"\xef\xbb\xbf", b"\xff\xfe"])


def _program(rng: random.Random) -> Made:
    return rng.choice(["pdf", "docx", "txt"]), b"\x7fELF\x02\x01\x01" + rng.randbytes(20_000)


def _picture(rng: random.Random) -> Made:
    header = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + b"IHDR" + header + struct.pack(">I", zlib.crc32(b"IHDR" + header))
    return rng.choice(["png", "pdf"]), b"\x89PNG\r\n\x1a\n" + chunk + b"\0" * 500


def _web_page(_: random.Random) -> Made:
    return "pdf", b"<!DOCTYPE html><html><script>while(1){}</script><body>403 Forbidden</body></html>"


MADE: dict[str, Callable[[random.Random], Made]] = {
    name.removeprefix("_").replace("_", " "): made
    for name, made in list(globals().items())
    if name.startswith(("_pdf_", "_docx_", "_zip_", "_doc_", "_text_", "_program", "_picture", "_web_"))
    and name not in ("_docx_of",)
}
