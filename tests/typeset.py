"""Sets a plan in type as an OpenDocument text (flat XML), which LibreOffice makes a PDF or a Word file of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from tests.typeset_content import Appendix, Content, Grid, Line

_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{urn}:1.0"'
    for name, urn in {
        "office": "office",
        "style": "style",
        "text": "text",
        "table": "table",
        "fo": "xsl-fo-compatible",
        "svg": "svg-compatible",
    }.items()
)
_MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
_FIRST_ROWS = 6
_PARTY = ("ĐẢNG CỘNG SẢN VIỆT NAM",)


@dataclass(frozen=True, slots=True)
class Layout:
    """How an office prints: font, paper, what stands on every page, and how its tables are ruled and cut."""

    name: str
    font: str
    size: float = 13  # points
    margin: float = 2.0  # cm
    letterhead: bool = True  # issuer and motto side by side above the number and the date
    closing_beside: bool = True  # recipients and signature side by side
    landscape: bool = False  # the appendices
    number_above: bool = True  # the page's number, centred above the text as Nghị định 30/2020 wants it; else below
    running_head: str | None = None
    running_foot: str | None = None
    rows_cut: bool = False  # a page may end within a row
    header_again: bool = True  # a table's header on each of its pages
    merged: bool = False  # equal cells of neighbouring rows as one


def flat_odt(content: Content, layout: Layout) -> str:
    """The document as a flat OpenDocument file."""
    body = [*_head(content, layout), *(_paragraph(line) for line in content.body), *_closing(content, layout)]
    for appendix in content.appendices:
        body += _appendix(appendix, layout)
    body += [_paragraph(line) for line in content.digital]
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {_SPACES} office:version="1.3"'
        ' office:mimetype="application/vnd.oasis.opendocument.text">'
        f"{_styles(layout)}<office:body><office:text>{''.join(body)}</office:text></office:body></office:document>"
    )


def _head(content: Content, layout: Layout) -> Iterable[str]:
    top = [line for line in (content.number, content.dated) if line]
    if layout.letterhead and content.headed:
        motto = _MOTTO if content.state else _PARTY
        left, right = [*_two_lines(content.issuer.upper()), "-------"], [*motto, "---------------"]
        if top:
            left, right = [*left, content.number or ""], [*right, content.dated or ""]
        yield _side_by_side([Line(words, "narrow") for words in left], [Line(words, "narrow") for words in right])
    else:
        yield from (_paragraph(Line(words, "centred")) for words in top)
    yield from map(_paragraph, content.head)


def _two_lines(issuer: str) -> list[str]:
    """An issuer's name, its place on a line of its own: "ỦY BAN NHÂN DÂN" above "XÃ MƯỜNG LA"."""
    for place in (" XÃ ", " PHƯỜNG ", " ĐẶC KHU "):
        if place in issuer:
            before, after = issuer.split(place, 1)
            return [before, place.strip() + " " + after]
    return [issuer]


def _closing(content: Content, layout: Layout) -> Iterable[str]:
    if layout.closing_beside:
        left = [Line(line.text, "cell") for line in content.recipients]
        yield _side_by_side(left, [Line(line.text, "centred") for line in content.signature])
    else:
        yield from map(_paragraph, content.recipients)
        yield from (_paragraph(Line(line.text, "centred")) for line in content.signature)


def _appendix(appendix: Appendix, layout: Layout) -> Iterable[str]:
    first, *rest = appendix.heading
    yield _paragraph(Line(first.text, "appendix"))
    yield from map(_paragraph, rest)
    for grid in appendix.grids:
        yield _table(grid, layout)


def _paragraph(line: Line) -> str:
    return f'<text:p text:style-name="{line.style}">{_words(line.text)}</text:p>'


def _words(text: str) -> str:
    return escape(text).replace("  ", ' <text:s text:c="1"/>')


def _side_by_side(left: Iterable[Line], right: Iterable[Line]) -> str:
    """Two cells without rules, as letterheads and closings are made."""
    cells = "".join(
        f'<table:table-cell table:style-name="bare">{"".join(map(_paragraph, lines))}</table:table-cell>'
        for lines in (left, right)
    )
    columns = '<table:table-column table:style-name="wide70"/><table:table-column table:style-name="wide100"/>'
    return f'<table:table>{columns}<table:table-row table:style-name="row">{cells}</table:table-row></table:table>'


def _table(grid: Grid, layout: Layout) -> str:
    widths = _widths(grid, (29.7 if layout.landscape else 21.0) - 2 * layout.margin)
    columns = "".join(f'<table:table-column table:style-name="wide{width}"/>' for width in widths)
    header = _row(tuple(grid.titles), (1,) * len(grid.titles), "centred")
    if layout.header_again:
        header = f"<table:table-header-rows>{header}</table:table-header-rows>"
    spans = _row_spans(grid) if layout.merged else [(1,) * len(grid.titles)] * len(grid.rows)
    rows = "".join(_row(row, span) for row, span in zip(grid.rows, spans, strict=True))
    return f'<table:table table:style-name="ruled">{columns}{header}{rows}</table:table>'


def _row(cells: Sequence[str], spans: Sequence[int], style: str = "cell") -> str:
    """A row; a cell spans as many rows as its number says, none where it is covered by the one above."""
    out = []
    if len(cells) == 1:
        width = len(spans)
        out.append(_cell(cells[0], style, f' table:number-columns-spanned="{width}"'))
        out.append("<table:covered-table-cell/>" * (width - 1))
    else:
        for words, rows in zip(cells, spans, strict=True):
            attribute = f' table:number-rows-spanned="{rows}"' if rows > 1 else ""
            out.append(_cell(words, style, attribute) if rows else "<table:covered-table-cell/>")
    return f'<table:table-row table:style-name="row">{"".join(out)}</table:table-row>'


def _cell(words: str, style: str, attributes: str) -> str:
    return f'<table:table-cell table:style-name="ruled"{attributes}>{_paragraph(Line(words, style))}</table:table-cell>'


def _row_spans(grid: Grid) -> list[tuple[int, ...]]:
    """Two equal cells, one above the other, become one, in the first rows; farther down a page might cut them."""
    spans = [[1] * len(grid.titles) for _ in grid.rows]
    for column in grid.mergeable:
        index = 0
        while index + 1 < min(_FIRST_ROWS, len(grid.rows)):
            above, below = grid.rows[index], grid.rows[index + 1]
            if len(above) > 1 and len(below) > 1 and above[column] and above[column] == below[column]:
                spans[index][column], spans[index + 1][column] = 2, 0
                index += 1
            index += 1
    return [tuple(row) for row in spans]


def _widths(grid: Grid, whole: float) -> list[int]:
    """Widths in millimetres, of `whole` centimetres: by the root of what a column holds, the number's narrow."""
    rows = [row for row in grid.rows if len(row) == len(grid.titles)]
    sizes = [max(2.5, (sum(len(row[column]) for row in rows) / len(rows)) ** 0.5) for column in range(len(grid.titles))]
    if grid.number is not None:
        sizes[grid.number] = 1.5
    return [round(10 * whole * size / sum(sizes)) for size in sizes]


def _styles(layout: Layout) -> str:
    text = f'style:font-name="F" fo:font-size="{layout.size}pt" fo:language="vi" fo:country="VN"'
    paragraphs = {
        "text": 'fo:text-align="justify" fo:text-indent="1cm" fo:margin-bottom="0.15cm"',
        "heading": 'fo:text-align="justify" fo:text-indent="1cm" fo:keep-with-next="always"',
        "centred": 'fo:text-align="center"',
        "cell": "",
        "narrow": 'fo:text-align="center"',
        "small": "",
    }
    sizes = {
        "narrow": f'fo:font-size="{_small(layout)}pt"',
        "heading": 'fo:font-weight="bold"',
        "small": 'fo:font-size="6pt"',
        "cell": f'fo:font-size="{_small(layout)}pt"',
    }
    styles = "".join(
        f'<style:style style:name="{name}" style:family="paragraph"><style:paragraph-properties {properties}/>'
        f"<style:text-properties {sizes.get(name, '')}/></style:style>"
        for name, properties in paragraphs.items()
    )
    master = "Across" if layout.landscape else "Standard"
    styles += (
        f'<style:style style:name="appendix" style:family="paragraph" style:master-page-name="{master}">'
        '<style:paragraph-properties fo:text-align="center" fo:break-before="page"/></style:style>'
    )
    rows = "true" if layout.rows_cut else "false"
    keep = "auto" if layout.rows_cut else "always"
    styles += (
        '<style:style style:name="ruled" style:family="table"><style:table-properties style:rel-width="100%"'
        ' table:border-model="collapsing" table:align="margins"/></style:style>'
        '<style:style style:name="row" style:family="table-row"><style:table-row-properties'
        f' fo:keep-together="{keep}" style:may-break-between-rows="{rows}"/></style:style>'
        '<style:style style:name="ruled" style:family="table-cell"><style:table-cell-properties'
        ' fo:border="0.5pt solid #000000" fo:padding="0.1cm"/></style:style>'
        '<style:style style:name="bare" style:family="table-cell"><style:table-cell-properties'
        ' fo:border="none" fo:padding="0.05cm"/></style:style>'
    )
    styles += "".join(
        f'<style:style style:name="wide{width}" style:family="table-column"><style:table-column-properties'
        f' style:column-width="{width}mm"/></style:style>'
        for width in range(1, 298)
    )
    return (
        "<office:font-face-decls>"
        f'<style:font-face style:name="F" svg:font-family="\'{layout.font}\'"/></office:font-face-decls>'
        f'<office:styles><style:default-style style:family="paragraph"><style:text-properties {text}/>'
        '</style:default-style><style:style style:name="Standard" style:family="paragraph"/></office:styles>'
        f"<office:automatic-styles>{styles}"
        f"{_paper('upright', 21.0, 29.7, layout)}{_paper('across', 29.7, 21.0, layout)}"
        f"</office:automatic-styles><office:master-styles>{_master('Standard', 'upright', layout)}"
        f"{_master('Across', 'across', layout)}</office:master-styles>"
    )


def _small(layout: Layout) -> float:
    return layout.size - 2


def _paper(name: str, width: float, height: float, layout: Layout) -> str:
    orientation = "portrait" if width < height else "landscape"
    return (
        f'<style:page-layout style:name="{name}"><style:page-layout-properties fo:page-width="{width}cm"'
        f' fo:page-height="{height}cm" style:print-orientation="{orientation}" fo:margin="{layout.margin}cm"/>'
        "<style:header-style/><style:footer-style/></style:page-layout>"
    )


def _master(name: str, paper: str, layout: Layout) -> str:
    number = '<text:p text:style-name="centred"><text:page-number text:select-page="current"/></text:p>'
    above = number if layout.number_above else ""
    below = "" if layout.number_above else number
    if layout.running_head:
        above = f'<text:p text:style-name="centred">{escape(layout.running_head)}</text:p>{above}'
    if layout.running_foot:
        below += f'<text:p text:style-name="centred">{escape(layout.running_foot)}</text:p>'
    header = f"<style:header>{above}</style:header>" if above else ""
    footer = f"<style:footer>{below}</style:footer>" if below else ""
    return (
        f'<style:master-page style:name="{name}" style:page-layout-name="{paper}">{header}{footer}</style:master-page>'
    )


SERIF = Layout("serif", "Liberation Serif", landscape=True)
"""The form of Nghị định 30/2020: letterhead, number above, appendices across. The font has no "ệ": it falls back."""

SANS = Layout(
    "sans",
    "DejaVu Sans",
    size=11,
    margin=1.5,
    letterhead=False,
    closing_beside=False,
    number_above=False,
    running_foot="Cổng thông tin điện tử",
    rows_cut=True,
    merged=True,
)
"""As a portal prints it: closing one below the other, a footer, rows cut by pages, equal cells merged."""

NARROW = Layout(
    "narrow",
    "Liberation Sans Narrow",
    size=12,
    running_head="Thực hiện Nghị quyết số 72-NQ/TW",
    number_above=False,
    header_again=False,
    rows_cut=True,
)
"""A narrow font without most Vietnamese letters, a running head, a table's header only once, rows cut by pages."""

LAYOUTS = (SERIF, SANS, NARROW)
