"""Plans that nobody has seen, from a seed: the same rows printed in many forms, with what a reader should find.

Written from the official standard and from plans as people get them, without knowledge of the parser; do not bend it to
what the parser can do. `generate(seed)` gives one document; `FORMS` names the forms.
"""

from __future__ import annotations

import random
import re
import textwrap
from collections.abc import Callable
from dataclasses import dataclass, replace
from html import escape

from tests.plan_material import Material, Row, material

TITLES = {
    "number": ["STT", "TT", "Số TT"],
    "task": ["Nội dung nhiệm vụ", "Tên nhiệm vụ cụ thể", "Nhiệm vụ", "Nhiệm vụ, giải pháp", "Nội dung công việc"],
    "lead": ["Cơ quan chủ trì", "Đơn vị chủ trì", "Chủ trì thực hiện", "Cơ quan, đơn vị chủ trì"],
    "coordinating": ["Cơ quan phối hợp", "Đơn vị phối hợp", "Phối hợp thực hiện", "Cơ quan, đơn vị phối hợp"],
    "deadline": ["Thời gian hoàn thành", "Thời hạn hoàn thành", "Tiến độ", "Thời gian thực hiện", "Thời hạn"],
    "product": ["Sản phẩm", "Kết quả, sản phẩm", "Sản phẩm dự kiến"],
    "indicator": ["Chỉ tiêu", "Tên chỉ tiêu", "Chỉ tiêu phát triển"],
    "unit": ["Đơn vị tính", "ĐVT"],
    "value": ["Đến năm 2030", "Năm 2030", "Mục tiêu đến năm 2030"],
    "note": ["Ghi chú"],
}
SLIPS = [("chủ trì", "chủ tri"), ("Thời", "Thòi"), ("phối hợp", "phôi hợp"), ("nhiệm", "nhiêm"), ("hoàn", "hoàn ")]
BODY_SLIPS = [("Phấn đấu", "Phân đấu"), ("Chỉ thị", "Chi thị"), ("hóa", "hoá"), ("tổ chức", "tô chức")]


@dataclass(frozen=True)
class Document:
    """A generated plan: its form, the text, the label of its appendix, and the true rows."""

    seed: int
    form: str
    text: str
    roles: tuple[str, ...]
    rows: tuple[Row, ...]
    unseen: bool


@dataclass(frozen=True)
class Table:
    """What a form prints: rows, and the columns (role and title) in their order."""

    rows: list[Row]
    columns: list[tuple[str, str]]

    def titles(self) -> list[str]:
        return [title for _, title in self.columns]

    def line(self, row: Row) -> list[str]:
        return [row.number if role == "number" else row.cells[role] for role, _ in self.columns]

    def column(self, role: str) -> int:
        return [name for name, _ in self.columns].index(role)

    def grouped(self) -> list[tuple[Row | None, Row]]:
        """Each row, with itself first where its group heading is to be printed before it."""
        last, out = "", []
        for row in self.rows:
            out.append((row if row.group and row.group != last else None, row))
            last = row.group
        return out


Printer = Callable[[random.Random, Table], list[str]]


def generate(seed: int) -> Document:
    """One document; the same seed gives the same document."""
    rng = random.Random(seed)
    form, (printer, options) = list(_FORMS.items())[seed % len(_FORMS)]
    made = material(
        rng,
        groups=bool(options.get("groups")) and rng.random() < 0.7,
        blanks=bool(options.get("blanks")) and rng.random() < 0.6,
        targets=bool(options.get("targets")) and rng.random() < 0.5,
    )
    made = replace(made, rows=[_styled(rng, row) if options.get("styles") else row for row in made.rows])
    if options.get("slips"):
        made = replace(made, rows=[_slipped(rng, row) for row in made.rows])
    if options.get("cut_years"):
        made = replace(made, rows=[_year_cut(row) for row in made.rows])
    columns = _columns(rng, made, bool(options.get("shuffle")), bool(options.get("slips")))
    body = printer(rng, Table(made.rows, columns))
    text = "\n".join([*_opening(rng, made), *_closing(made), *_heading(rng, made), *body, ""])
    return Document(seed, form, text, made.roles, tuple(made.rows), bool(options.get("unseen")))


# --- The frame of a document (Phụ lục I and III of Nghị định 30/2020/NĐ-CP) -----------------------------------------


def _opening(rng: random.Random, made: Material) -> list[str]:
    type_, name, province = made.place
    number = rng.randint(1, 180)
    return [
        f"ỦY BAN NHÂN DÂN {type_.upper()} {name.upper()}\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "\tĐộc lập - Tự do - Hạnh phúc",
        f"Số: {number:02d}/KH-UBND\t{name}, ngày {rng.randint(10, 28)} tháng 01 năm 2026",
        "",
        "KẾ HOẠCH",
        "Phát triển kinh tế - xã hội và thực hiện các nhiệm vụ trọng tâm năm 2026",
        "",
        f"Thực hiện Nghị quyết số 21-NQ/TU ngày 12/12/2025 của Ban Chấp hành Đảng bộ tỉnh {province}, "
        f"Ủy ban nhân dân {type_} {name} ban hành Kế hoạch như sau:",
        "",
        "I. MỤC ĐÍCH, YÊU CẦU",
        "- Cụ thể hóa các nhiệm vụ, phân công rõ trách nhiệm của từng cơ quan, đơn vị.",
        "- Phấn đấu hoàn thành 100% chỉ tiêu được giao.",
        "II. NHIỆM VỤ",
        "1. Thực hiện các nhiệm vụ tại Phụ lục kèm theo.",
        "III. TỔ CHỨC THỰC HIỆN",
        "1. Văn phòng HĐND và UBND",
        "Theo dõi, đôn đốc, tổng hợp báo cáo trước ngày 15/12 hằng năm.",
        "",
    ]


def _closing(made: Material) -> list[str]:
    return [
        "Nơi nhận:",
        "- Thường trực Đảng ủy (để b/c);",
        "- Các cơ quan, đơn vị;",
        "- Lưu: VT.",
        "",
        f"TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nHoàng Văn {made.place[1].split()[0]}",
        "",
    ]


def _heading(rng: random.Random, made: Material) -> list[str]:
    label = rng.choice(["Phụ lục", "PHỤ LỤC", "Phụ lục I", "Phụ lục 01"])
    what = "CHỈ TIÊU CHỦ YẾU" if "indicator" in made.roles else "PHÂN CÔNG NHIỆM VỤ"
    type_, name, _ = made.place
    note = f"(Kèm theo Kế hoạch số /KH-UBND ngày /01/2026 của UBND {type_} {name})"
    return [label, what, note, ""]


def _columns(rng: random.Random, made: Material, shuffle: bool, slips: bool) -> list[tuple[str, str]]:
    roles = list(made.roles)
    if shuffle and "task" in roles:
        rest = roles[2:]
        rng.shuffle(rest)
        roles = roles[:2] + rest
    titles = [rng.choice(TITLES[role]) for role in roles]
    if slips:
        titles = [_slip(rng, title, SLIPS, 0.5) for title in titles]
    return list(zip(roles, titles, strict=True))


def _slip(rng: random.Random, text: str, slips: list[tuple[str, str]], chance: float) -> str:
    for right, wrong in slips:
        if right in text and rng.random() < chance:
            text = text.replace(right, wrong)
    return " ".join(text.split())


def _slipped(rng: random.Random, row: Row) -> Row:
    return replace(row, cells={role: _slip(rng, text, BODY_SLIPS, 0.6) for role, text in row.cells.items()})


def _year_cut(row: Row) -> Row:
    """A year as it stands where a narrow cell breaks it: "31/12/202" and "6"."""
    return replace(row, cells=row.cells | {"deadline": re.sub(r"(/\d\d/202)(\d)$", r"\1 \2", row.cells["deadline"])})


def _styled(rng: random.Random, row: Row) -> Row:
    number = row.number
    return replace(row, number=f"{int(number):02d}" if number.isdigit() and len(number) == 1 else number)


# --- Forms as they are known ----------------------------------------------------------------------------------------


def _markdown(rng: random.Random, table: Table) -> list[str]:
    lines = [f"| {' | '.join(table.titles())} |", "|" + "---|" * len(table.columns)]
    bold = rng.choice(["", "**"])
    for heading, row in table.grouped():
        if heading:
            blank = [""] * (len(table.columns) - 2)
            lines.append("| " + " | ".join([heading.group_number, bold + heading.group + bold, *blank]) + " |")
        lines.append("| " + " | ".join(table.line(row)) + " |")
    return lines


def _markdown_breaks(rng: random.Random, table: Table) -> list[str]:
    """Markdown with <br> where the cell had a line break, alignment marks and no space around the bars."""
    lines = ["|" + "|".join(table.titles()) + "|", "|" + "|".join(":---:" for _ in table.columns) + "|"]
    for row in table.rows:
        number, text, *rest = table.line(row)
        cells = [number, text, *(cell.replace("; ", ";<br>").replace(", ", ",<br>", 1) for cell in rest)]
        lines.append("|" + "|".join(cells) + "|")
    return lines


def _tab(rng: random.Random, table: Table) -> list[str]:
    lines = ["\t".join(table.titles())]
    for heading, row in table.grouped():
        if heading:
            lines.append(f"{heading.group_number}\t{heading.group}" + "\t" * (len(table.columns) - 2))
        lines.append("\t".join(table.line(row)))
    return lines


def _tab_pages(rng: random.Random, table: Table) -> list[str]:
    """A tab grid over pages: the header again, and a row that goes on after it, each cell cut between two words."""
    lines, page = ["\t".join(table.titles())], 2
    for index, row in enumerate(table.rows):
        cells = table.line(row)
        if index and index % 4 == 0:
            first, second = zip(*[_cut(rng, cell) if i else (cell, "") for i, cell in enumerate(cells)], strict=True)
            lines += ["\t".join(first), "", rng.choice(["", str(page)]), "\t".join(table.titles()), "\t".join(second)]
            page += 1
        else:
            lines.append("\t".join(cells))
    return [line for i, line in enumerate(lines) if line or lines[i - 1]]


def _cut(rng: random.Random, cell: str) -> tuple[str, str]:
    words = cell.split()
    at = max(1, (2 * len(words)) // 3)
    return (" ".join(words[:at]), " ".join(words[at:])) if words else ("", "")


WIDTHS = {"number": 4, "task": 32, "lead": 12, "coordinating": 12, "deadline": 11, "product": 10}
WIDTHS |= {"indicator": 30, "unit": 8, "value": 10, "note": 16}


def _wrapped(table: Table, cells: list[str]) -> list[list[str]]:
    return [_wrap(cell, WIDTHS[role]) for (role, _), cell in zip(table.columns, cells, strict=True)]


def _wrap(cell: str, width: int) -> list[str]:
    cut_year = cell.replace("202 ", "202" + " " * 9)  # a year cut in two is so because its line ended there
    return [line.rstrip() for line in textwrap.wrap(cut_year, width, break_long_words=False, break_on_hyphens=False)]


def _collapsed(rng: random.Random, table: Table) -> list[str]:
    """Each wrapped line of a cell on a line of its own, with blank lines between, cell after cell, row after row."""
    return _flow(table, "")


def _collapsed_pages(rng: random.Random, table: Table) -> list[str]:
    """Collapsed, with page numbers and form feeds anywhere, inside rows too, and a year cut in two ("202⏎6")."""
    lines = _flow(table, "")
    for page in range(len(lines) // 60):
        at = 40 + page * 60 + rng.randint(0, 15)
        lines[at:at] = ["", str(page + 2), "\x0c"]
    return lines


def _collapsed_dense(rng: random.Random, table: Table) -> list[str]:
    """Collapsed without blank lines between."""
    return [line for line in _flow(table, "") if line]


def _baselines(rng: random.Random, table: Table) -> list[str]:
    """Collapsed as the text layer of a PDF gives a table: cells in the middle of their row's height, what stands on
    one baseline on one line, half a line further down on the next, further than that behind a blank line."""
    lines = _on_baselines(_wrapped(table, table.titles()))
    for heading, row in table.grouped():
        if heading:
            lines += [f"{heading.group_number}. {heading.group}", ""]
        lines += _on_baselines(_wrapped(table, table.line(row)))
    return lines


def _on_baselines(cells: list[list[str]]) -> list[str]:
    lines: list[str] = []
    before: float | None = None
    for cell in cells:
        for place, words in enumerate(cell):
            at = place - (len(cell) - 1) / 2
            if before is not None and abs(at - before) < 0.1:
                lines[-1] += f" {words}"
            else:
                lines += [words] if before is None or abs(at - before) < 0.6 else ["", words]
            before = at
    return [*lines, ""]


def _flow(table: Table, between: str) -> list[str]:
    lines: list[str] = []
    for cell in _wrapped(table, table.titles()):
        lines += [part for line in cell for part in (line, between)]
    for heading, row in table.grouped():
        if heading:
            mark = f"{heading.group_number}. " if heading.group_number.isalpha() else f"{heading.group_number} "
            lines += [mark + heading.group, between]
        for cell in _wrapped(table, table.line(row)):
            lines += [part for line in cell for part in (line, between)]
    return lines


# --- Forms that nobody had in mind ----------------------------------------------------------------------------------


def _box(rng: random.Random, table: Table) -> list[str]:
    """A grid of box-drawing characters, cells wrapped."""
    return _grid(table, "│", "─", ("┌┬┐", "├┼┤", "└┴┘"))


def _plus(rng: random.Random, table: Table) -> list[str]:
    """A grid of plus and minus signs, as reStructuredText and Emacs print it."""
    return _grid(table, "|", "-", ("+++", "+++", "+++"))


def _grid(table: Table, bar: str, dash: str, corners: tuple[str, str, str]) -> list[str]:
    widths = [WIDTHS[role] + 6 for role, _ in table.columns]

    def rule(corner: str) -> str:
        return corner[0] + corner[1].join(dash * (width + 2) for width in widths) + corner[2]

    lines = [rule(corners[0])]
    for cells in [table.titles(), *map(table.line, table.rows)]:
        for parts in _side_by_side([_wrap(cell, width) for cell, width in zip(cells, widths, strict=True)]):
            padded = [part.ljust(width) for part, width in zip(parts, widths, strict=True)]
            lines.append(f"{bar} " + f" {bar} ".join(padded) + f" {bar}")
        lines.append(rule(corners[1]))
    lines[-1] = rule(corners[2])
    return lines


def _side_by_side(cells: list[list[str]]) -> list[list[str]]:
    height = max(1, *map(len, cells))
    return [[cell[i] if i < len(cell) else "" for cell in cells] for i in range(height)]


def _semicolons(rng: random.Random, table: Table) -> list[str]:
    """Lines of values with semicolons between, quoted where a value has one, as a spreadsheet exports it."""

    def value(cell: str) -> str:
        return '"' + cell.replace('"', '""') + '"' if ";" in cell or '"' in cell else cell

    return [";".join(map(value, cells)) for cells in [table.titles(), *map(table.line, table.rows)]]


def _cards(rng: random.Random, table: Table) -> list[str]:
    """One card a row: the title of each column, a colon, and its cell."""
    lines = []
    for row in table.rows:
        for title, cell in zip(table.titles(), table.line(row), strict=True):
            lines.append(f"{title}: {cell}".rstrip())
        lines.append("")
    return lines


def _layout_lines(table: Table, middle: bool) -> list[str]:
    widths = [WIDTHS[role] + 3 for role, _ in table.columns]
    lines = []
    for cells in [table.titles(), *map(table.line, table.rows)]:
        wrapped = _wrapped(table, cells)
        height = max(map(len, wrapped))
        if middle:
            wrapped = [[""] * ((height - len(cell)) // 2) + cell for cell in wrapped]
        for parts in _side_by_side(wrapped):
            lines.append("".join(part.ljust(width) for part, width in zip(parts, widths, strict=True)).rstrip())
        if middle:
            lines.append("")
    return lines


def _fixed_width(rng: random.Random, table: Table) -> list[str]:
    """Columns of fixed width, wrapped cells side by side, as `pdftotext -layout` prints them; rows without a gap."""
    return _layout_lines(table, middle=False)


def _fixed_width_middle(rng: random.Random, table: Table) -> list[str]:
    """The same with cells centred vertically and a blank line after each row."""
    return _layout_lines(table, middle=True)


def _html(rng: random.Random, table: Table) -> list[str]:
    """An HTML table, a cell a line."""
    lines = ["<table>"]
    for tag, rows in (("th", [table.titles()]), ("td", [table.line(row) for row in table.rows])):
        for cells in rows:
            lines += ["<tr>", *(f"  <{tag}>{escape(cell, quote=False)}</{tag}>" for cell in cells), "</tr>"]
    return [*lines, "</table>"]


_FORMS: dict[str, tuple[Printer, dict[str, bool]]] = {
    "markdown": (_markdown, {"blanks": True, "targets": True}),
    "markdown, columns in another order": (_markdown, {"shuffle": True, "blanks": True}),
    "markdown, group rows": (_markdown, {"groups": True, "blanks": True}),
    "markdown, line breaks in cells": (_markdown_breaks, {"blanks": True, "targets": True}),
    "tab": (_tab, {"blanks": True, "targets": True}),
    "tab, group rows, shuffled": (_tab, {"groups": True, "shuffle": True, "blanks": True}),
    "tab, slips": (_tab, {"slips": True, "blanks": True}),
    "tab, pages": (_tab_pages, {"blanks": True}),
    "tab, numbers 01": (_tab, {"styles": True, "shuffle": True}),
    "collapsed": (_collapsed, {}),
    "collapsed, group rows": (_collapsed, {"groups": True}),
    "collapsed, shuffled": (_collapsed, {"shuffle": True}),
    "collapsed, blank cells": (_collapsed, {"blanks": True}),
    "collapsed, pages": (_collapsed_pages, {"groups": True, "cut_years": True}),
    "collapsed, dense": (_collapsed_dense, {}),
    "collapsed, baselines": (_baselines, {"groups": True, "blanks": True, "targets": True}),
    "box": (_box, {"unseen": True, "blanks": True, "targets": True}),
    "plus": (_plus, {"unseen": True, "blanks": True}),
    "semicolons": (_semicolons, {"unseen": True, "blanks": True, "targets": True}),
    "cards": (_cards, {"unseen": True, "blanks": True}),
    "fixed width": (_fixed_width, {"unseen": True, "blanks": True, "targets": True}),
    "fixed width, middle": (_fixed_width_middle, {"unseen": True}),
    "html": (_html, {"unseen": True, "blanks": True, "targets": True}),
}
FORMS = tuple(_FORMS)


def folded(text: str | None) -> str:
    """A cell as it is compared: white space folded, without the marks of a form (bold, <br>)."""
    text = re.sub(r"<br\s*/?>", " ", text or "").replace("**", "").replace("&amp;", "&")
    text = re.sub(r"([,;])(?=\S)", r"\1 ", text)
    return " ".join(text.split())
