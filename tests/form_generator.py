"""Tables in forms put together from parts: notation, place, headings, ditto marks, sums, page cuts, two-row headers.

`generate_form(seed)` gives one document with its true rows. Each part is one that communes' plans come in; which parts
meet in a document is chance, so that no reader can be written for one of them.
"""

from __future__ import annotations

import random
import textwrap
from dataclasses import dataclass, field, replace

from tests.plan_material import INDICATORS, Material, Row, material

TITLES = {
    "number": ["TT", "STT", "Số TT"],
    "task": [
        "Nội dung công việc",
        "Nhiệm vụ trọng tâm",
        "Hoạt động",
        "Tên đề án, nhiệm vụ",
        "Lĩnh vực/ Nhiệm vụ",
        "Việc",
    ],
    "lead": ["Đơn vị chủ trì", "Cơ quan chịu trách nhiệm", "Đầu mối thực hiện", "Bộ phận phụ trách", "Phân công"],
    "coordinating": ["ĐV phối hợp", "Phối hợp", "Cơ quan, đơn vị liên quan", "Đơn vị phối hợp"],
    "deadline": ["Thời gian", "Tiến độ", "Mốc hoàn thành", "Hoàn thành trước ngày", "Thời hạn"],
    "product": ["Sản phẩm", "Kết quả đầu ra", "Hình thức văn bản"],
    "indicator": ["Chỉ tiêu", "Tên chỉ tiêu", "Các chỉ tiêu chủ yếu"],
    "unit": ["ĐVT", "Đơn vị tính"],
    "past": ["Thực hiện 2025", "Hiện trạng năm 2025", "Ước TH 2025"],
    "money": ["Kinh phí (triệu đồng)", "Dự kiến kinh phí"],
    "start": ["Bắt đầu"],
    "note": ["Ghi chú"],
}
YEARS = (2026, 2028, 2030)
YEAR_TITLES = ["Năm {}", "{}", "Kế hoạch {}", "Đến năm {}"]
PARENTS = {"who": ["Phân công thực hiện", "Phân công", "Cơ quan thực hiện"], "when": ["Thời gian", "Tiến độ"]}
PARENTS |= {"years": ["Lộ trình thực hiện", "Mục tiêu", "Chỉ tiêu theo từng năm", "Giai đoạn 2026 - 2030"]}
DITTO = ["nt", "-nt-", "như trên", "″", '"', "Nt", "N.t"]
OPENERS = ["Lĩnh vực {}", "Mục tiêu {number}: {}", "Nhóm {number}: {}", "Trụ cột {}"]
MARKS = ["{}", "{}.", "{}/"]
PAGES = ["- {} -", "Trang {}", "{}"]
HEADINGS = ["PHỤ LỤC", "PHỤ LỤC 1A", "Biểu số 02", "Phụ biểu 1", "Phụ lục II", "PHỤ LỤC SỐ 03"]
NOTATIONS = ("tabs", "bars", "bars inside", "plus", "box", "spaces", "spaces, gaps", "lines")


@dataclass(frozen=True)
class Column:
    """A printed column: its role (and year), its title and the title that it shares with its neighbours."""

    role: str
    title: str
    above: str = ""
    year: int | None = None


@dataclass(frozen=True)
class FormDocument:
    """A generated plan: its text, what it is put together from, and the true records as field → value."""

    seed: int
    parts: tuple[str, ...]
    text: str
    expected: tuple[dict[str, str | int | None], ...]


@dataclass
class _Table:
    columns: list[Column]
    rows: list[Row]
    parts: list[str] = field(default_factory=list)
    total: bool = False

    def titles(self) -> list[str]:
        return [column.title for column in self.columns]

    def two_rows(self) -> bool:
        return any(column.above for column in self.columns)


def generate_form(seed: int) -> FormDocument:
    """One document; the same seed gives the same document."""
    rng = random.Random(f"form {seed}")
    notation = NOTATIONS[seed % len(NOTATIONS)]
    made = material(rng, groups=rng.random() < 0.6, blanks=notation != "lines", targets=False)
    figures = rng.random() < 0.3 and notation != "lines"
    table = _targets(rng, made) if figures else _tasks(rng, made, notation)
    table.parts.insert(0, notation)
    printed = _PRINTERS[notation](rng, table)
    in_body = notation != "lines" and rng.random() < 0.35
    text = _framed(rng, made, table, printed, in_body)
    return FormDocument(seed, tuple(table.parts), text, tuple(_expected(table)))


# --- What a table is made of ----------------------------------------------------------------------------------------


def _tasks(rng: random.Random, made: Material, notation: str) -> _Table:
    roles = [role for role in made.roles if role != "number"]
    rows = made.rows
    parts: list[str] = []
    if rng.random() < 0.3:
        rng.shuffle(roles)
        parts.append("columns in another order")
    roles.insert(0, "number")
    columns = [Column(role, rng.choice(TITLES[role])) for role in roles]
    plain = notation == "lines"
    if not plain and rng.random() < 0.35:
        columns = _shared(rng, columns, notation)
        parts += ["header of two rows"] if any(column.above for column in columns) else []
    if not plain and rng.random() < 0.35:
        columns.append(Column("money", rng.choice(TITLES["money"])))
        rows = [replace(row, cells=row.cells | {"money": str(rng.randint(2, 90) * 5)}) for row in rows]
    if not plain and rng.random() < 0.25:
        columns.append(Column("note", "Ghi chú"))
        rows = [replace(row, cells=row.cells | {"note": rng.choice(["", "", "x", "Mẫu 03"])}) for row in rows]
    if any(column.role == "start" for column in columns):
        rows = [replace(row, cells=row.cells | {"start": "Tháng 01"}) for row in rows]
    if rng.random() < 0.4:
        rows = _dittoed(rng, rows)
        parts.append("ditto marks")
    total = any(column.role == "money" for column in columns) and rng.random() < 0.6
    return _Table(columns, rows, parts, total)


def _shared(rng: random.Random, columns: list[Column], notation: str) -> list[Column]:
    """Chair and coordinator, or beginning and end, under one title."""
    found: list[Column] = []
    roles = [column.role for column in columns]
    who = "lead" in roles and roles[roles.index("lead") + 1 : roles.index("lead") + 2] == ["coordinating"]
    above_who, above_when = rng.choice(PARENTS["who"]), rng.choice(PARENTS["when"])
    for column in columns:
        if who and column.role in ("lead", "coordinating"):
            title = {"lead": "Chủ trì", "coordinating": "Phối hợp"}[column.role]
            found.append(Column(column.role, title, above_who))
        elif column.role == "deadline" and (not who or rng.random() < 0.4) and notation in ("tabs", "box", "plus"):
            found += [Column("start", "Bắt đầu", above_when), Column("deadline", "Hoàn thành", above_when)]
        else:
            found.append(column)
    return found


def _targets(rng: random.Random, made: Material) -> _Table:
    chosen = rng.sample(INDICATORS, k=rng.randint(5, 8))
    rows = []
    for index, (name, unit, _) in enumerate(chosen, 1):
        values = {f"value {year}": str(rng.randint(2, 99)) for year in YEARS}
        rows.append(Row(str(index), {"indicator": name, "unit": unit, "past": str(rng.randint(1, 60)), **values}))
    names = sorted({(row.group, row.group_number) for row in made.rows if row.group})
    if len(names) >= 2:
        half = len(rows) // 2
        pairs = [names[0] if index < half else names[1] for index in range(len(rows))]
        marks = {names[0]: "A", names[1]: "B"}
        rows = [replace(row, group=pair[0], group_number=marks[pair]) for row, pair in zip(rows, pairs, strict=True)]
    columns = [Column("number", "TT"), *(Column(role, rng.choice(TITLES[role])) for role in ("indicator", "unit"))]
    if rng.random() < 0.6:
        columns.append(Column("past", rng.choice(TITLES["past"])))
    above = rng.choice(PARENTS["years"]) if rng.random() < 0.5 else ""
    titles = ["Năm {}", "{}"] if above else YEAR_TITLES
    title = rng.choice(titles)
    columns += [Column("value", title.format(year), above, year) for year in YEARS]
    return _Table(columns, rows, ["targets", *(["header of two rows"] if above else [])])


def _dittoed(rng: random.Random, rows: list[Row]) -> list[Row]:
    """Some rows that have their chair, coordinator or deadline from the row above; `ditto` names the mark."""
    mark = rng.choice(DITTO)
    found = [rows[0]]
    for row in rows[1:]:
        role = rng.choice(["lead", "coordinating", "deadline"])
        above = found[-1].cells[role]
        same = {role: above, f"ditto {role}": mark} if rng.random() < 0.5 and above else {}
        found.append(replace(row, cells=row.cells | same))
    return found


def _expected(table: _Table) -> list[dict[str, str | int | None]]:
    found: list[dict[str, str | int | None]] = []
    for row in table.rows:
        base: dict[str, str | int | None] = {"number": row.number, "group": row.group or None}
        if any(column.role == "indicator" for column in table.columns):
            base |= {"indicator": row.cells["indicator"], "unit": row.cells["unit"]}
            for column in table.columns:
                if column.role == "value":
                    found.append(base | {"value": row.cells[f"value {column.year}"], "year": column.year})
        else:
            roles = [c.role for c in table.columns if c.role in ("task", "lead", "coordinating", "deadline", "product")]
            found.append(base | {role: row.cells[role] or None for role in roles})
    return found


# --- How a table is printed -----------------------------------------------------------------------------------------


def _cells(table: _Table, row: Row) -> list[str]:
    cells = []
    for column in table.columns:
        key = f"value {column.year}" if column.role == "value" else column.role
        cells.append(row.number if key == "number" else row.cells.get(f"ditto {key}", row.cells.get(key, "")))
    return cells


def _group_cells(rng: random.Random, table: _Table, style: int, row: Row) -> list[str]:
    """A heading over rows: its mark and words in their columns, both in the first, or words without a mark."""
    main = next(i for i, column in enumerate(table.columns) if column.role in ("task", "indicator"))
    cells = [""] * len(table.columns)
    if style == 0 and main == 1:
        cells[0], cells[1] = MARKS[len(row.group) % 3].format(_mark(row)), row.group
    elif style == 2:
        cells[0] = _opened(row)
    else:
        cells[0] = f"{_mark(row)}. {row.group}"
    return cells


def _mark(row: Row) -> str:
    return (
        row.group_number if not row.group_number.isdigit() else ["I", "II", "III", "IV", "V"][int(row.group_number) - 1]
    )


def _opened(row: Row) -> str:
    number = {"I": "1", "II": "2", "III": "3", "IV": "4", "V": "5", "A": "1", "B": "2"}.get(row.group_number, "1")
    return OPENERS[len(row.group) % len(OPENERS)].format(row.group, number=number)


def _lines(rng: random.Random, table: _Table) -> list[tuple[str, list[str]]]:
    """What stands in the table, in order: ("group", cells), ("row", cells), ("total", cells), ("page", [number])."""
    style = rng.choice([0, 1, 2])
    cut = rng.randrange(2, len(table.rows)) if rng.random() < 0.35 else None
    again = rng.random() < 0.5
    if cut:
        table.parts.append("page cut, header again" if again else "page cut")
    if any(row.group for row in table.rows):
        table.parts.append(f"headings {style}")
    found: list[tuple[str, list[str]]] = []
    last = ""
    for index, row in enumerate(table.rows):
        if cut == index:
            found.append(("page", [rng.choice(PAGES).format(2)]))
            found += [("header", [])] if again else []
        if row.group and row.group != last:
            found.append(("group", _group_cells(rng, table, style, row)))
            last = row.group
        found.append(("row", _cells(table, row)))
    if table.total:
        table.parts.append("total")
        cells = ["Tổng cộng" if index == 1 else "" for index in range(len(table.columns))]
        cells[[column.role for column in table.columns].index("money")] = "1.250"
        found.append(("total", cells))
    return found


def _heads(rng: random.Random, table: _Table, merged_once: bool) -> list[list[str]]:
    """The header's rows: with shared titles two, the upper one with a merged title written once or with blanks."""
    if not table.two_rows():
        return [table.titles()]
    upper, lower, shared = [], [], ""
    for column in table.columns:
        if column.above and column.above == shared:
            upper += [] if merged_once else [""]
        else:
            upper.append(column.above or column.title)
        lower.append(column.title if column.above else "")
        shared = column.above
    return [upper, lower]


def _print_tabs(rng: random.Random, table: _Table) -> list[str]:
    lost = rng.random() < 0.4
    heads = ["\t".join(cells) for cells in _heads(rng, table, rng.random() < 0.5)]
    lines = list(heads)
    for what, cells in _lines(rng, table):
        if what == "page":
            lines += ["", cells[0], ""]
        elif what == "header":
            lines += heads
        elif what == "group" and not any(cells[1:]):
            lines.append(cells[0] if lost else "\t".join(cells))
        else:
            lines.append("\t".join(cells).rstrip("\t") if lost else "\t".join(cells))
    return lines


def _print_bars(rng: random.Random, table: _Table, outer: bool = True) -> list[str]:
    def line(cells: list[str]) -> str:
        return f"| {' | '.join(cells)} |" if outer else " | ".join(cells)

    heads = [line(cells) for cells in _heads(rng, table, False)]
    rule = line(["---"] * len(table.columns))
    heads.insert(
        rng.choice([1, len(heads)]), rule
    )  # Markdown's rule stands below the first row of a header of two, too
    lines = list(heads)
    for what, cells in _lines(rng, table):
        if what == "page":
            lines += ["", cells[0], ""]
        elif what == "header":
            lines += heads
        else:
            lines.append(line(cells))
    return lines


def _print_bars_inside(rng: random.Random, table: _Table) -> list[str]:
    return _print_bars(rng, table, outer=False)


WIDTHS = {"number": 5, "task": 30, "lead": 20, "coordinating": 20, "deadline": 14, "product": 14, "indicator": 30}
WIDTHS |= {"unit": 12, "past": 12, "value": 12, "money": 12, "start": 10, "note": 10}


def _wrap(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False) or [""]


def _beside(cells: list[list[str]]) -> list[list[str]]:
    return [[cell[i] if i < len(cell) else "" for cell in cells] for i in range(max(map(len, cells)))]


def _drawn(rng: random.Random, table: _Table, bar: str, dash: str, corner: str) -> list[str]:
    widths = [max(WIDTHS[c.role], *(len(word) for word in c.title.split())) + 2 for c in table.columns]

    def body(cells: list[str], wide: list[int]) -> list[str]:
        wrapped = [_wrap(cell, width) for cell, width in zip(cells, wide, strict=True)]
        rows = ([part.ljust(width) for part, width in zip(parts, wide, strict=True)] for parts in _beside(wrapped))
        return [f"{bar} " + f" {bar} ".join(row) + f" {bar}" for row in rows]

    rule = corner + corner.join(dash * (width + 2) for width in widths) + corner
    head = [rule, *_drawn_head(table, widths, bar, dash, corner, body), rule]
    lines = list(head)
    for what, cells in _lines(rng, table):
        if what == "page":
            lines += ["", cells[0], "", rule]
        elif what == "header":
            lines += head[1:]
        elif what == "group" and not any(cells[1:]):
            lines += [*body(cells[:1], [sum(widths) + 3 * (len(widths) - 1)]), rule]
        else:
            lines += [*body(cells, widths), rule]
    return lines


def _drawn_head(table, widths, bar, dash, corner, body) -> list[str]:  # type: ignore[no-untyped-def]
    """The header's lines: a shared title is drawn over its columns, with a rule below it."""
    if not table.two_rows():
        return body(table.titles(), widths)
    upper: list[str] = []
    wide: list[int] = []
    middle, shared = bar, ""
    for column, width in zip(table.columns, widths, strict=True):
        if column.above and column.above == shared:
            wide[-1] += width + 3
        else:
            upper.append(column.above or column.title)
            wide.append(width)
        shared = column.above
        middle += (dash if column.above else " ") * (width + 2) + (corner if column.above else bar)
    lower = [column.title if column.above else "" for column in table.columns]
    return [*body(upper, wide), middle, *body(lower, widths)]


def _print_plus(rng: random.Random, table: _Table) -> list[str]:
    return _drawn(rng, table, "|", "-", "+")


def _print_box(rng: random.Random, table: _Table) -> list[str]:
    return _drawn(rng, table, "│", "─", "┼")


def _spaced(rng: random.Random, table: _Table, gap: bool) -> list[str]:
    widths = [max(WIDTHS[c.role], *(len(word) for word in c.title.split())) + 3 for c in table.columns]

    def body(cells: list[str]) -> list[str]:
        wrapped = [_wrap(cell, width - 3) for cell, width in zip(cells, widths, strict=True)]
        rows = ("".join(part.ljust(width) for part, width in zip(p, widths, strict=True)) for p in _beside(wrapped))
        return [row.rstrip() for row in rows] + ([""] if gap else [])

    titles = [f"{column.above} {column.title}".strip() for column in table.columns]
    lines = body(titles)
    for what, cells in _lines(rng, table):
        if what == "page":
            lines += ["", " " * 60 + cells[0], ""]
        elif what == "header":
            lines += body(titles)
        elif what == "group" and not any(cells[1:]):
            lines += [cells[0], *([""] if gap else [])]
        else:
            lines += body(cells)
    return lines


def _print_spaces(rng: random.Random, table: _Table) -> list[str]:
    return _spaced(rng, table, gap=False)


def _print_spaces_gaps(rng: random.Random, table: _Table) -> list[str]:
    return _spaced(rng, table, gap=True)


def _print_lines(rng: random.Random, table: _Table) -> list[str]:
    """One cell a line, none wrapped."""
    lines = table.titles()
    for what, cells in _lines(rng, table):
        if what == "header":
            lines += table.titles()
        else:
            lines += [cell for cell in cells if cell]
    return lines


_PRINTERS = {
    "tabs": _print_tabs,
    "bars": _print_bars,
    "bars inside": _print_bars_inside,
    "plus": _print_plus,
    "box": _print_box,
    "spaces": _print_spaces,
    "spaces, gaps": _print_spaces_gaps,
    "lines": _print_lines,
}


# --- The document around it -----------------------------------------------------------------------------------------


def _framed(rng: random.Random, made: Material, table: _Table, printed: list[str], in_body: bool) -> str:
    type_, name, province = made.place
    opening = [
        "ỦY BAN NHÂN DÂN",
        f"{type_.upper()} {name.upper()}",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        f"Số: {rng.randint(10, 180)}/KH-UBND",
        f"{name}, ngày 15 tháng 01 năm 2026",
        "",
        "KẾ HOẠCH",
        "Thực hiện các nhiệm vụ trọng tâm năm 2026",
        "",
        f"Thực hiện Nghị quyết số 21-NQ/TU ngày 12/12/2025 của Ban Chấp hành Đảng bộ tỉnh {province}, "
        f"Ủy ban nhân dân {type_} {name} ban hành Kế hoạch như sau:",
        "",
        "I. MỤC ĐÍCH, YÊU CẦU",
        "Phân công rõ trách nhiệm của từng cơ quan, đơn vị.",
        "II. NỘI DUNG",
    ]
    closing = [
        "III. TỔ CHỨC THỰC HIỆN",
        "1. Văn phòng HĐND và UBND theo dõi, đôn đốc việc thực hiện Kế hoạch.",
        "",
        "Nơi nhận:",
        "- Thường trực Đảng ủy (để b/c);",
        "- Lưu: VT.",
        "",
        "TM. ỦY BAN NHÂN DÂN",
        "CHỦ TỊCH",
        "",
        "Hoàng Văn Thái",
        "",
    ]
    if in_body:
        table.parts.append("in the body")
        return "\n".join([*opening, "Nội dung cụ thể như sau:", "", *printed, "", *closing])
    heading = rng.choice(HEADINGS)
    table.parts.append(heading)
    note = f"(Kèm theo Kế hoạch số /KH-UBND ngày 15/01/2026 của UBND {type_} {name})"
    return "\n".join([*opening, "Chi tiết tại biểu kèm theo.", *closing, heading, "DANH MỤC", note, "", *printed, ""])
