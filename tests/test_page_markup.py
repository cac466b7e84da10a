"""What the page makes of an answer's text: runs of citations in short, formulas as signs, and nothing else changed."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from assistant.page.compare import Compare
from assistant.page.deadlines import Deadlines
from assistant.page.formulas import readable
from assistant.page.lookup import Lookup, Wanted
from assistant.page.markup import turn
from assistant.page.setting import Setting
from assistant.page.strings import strings
from assistant.page.turns import Turn
from ingest.records import Task
from tests.fakes import FakeAssistant, answer, citation, task
from tests.page_office import bundled, office

SETTING = Setting(strings("vi"))


def shown(text: str, citations: int = 0, **fields: object) -> str:
    cited = [citation(number) for number in range(1, citations + 1)]
    return turn(1, Turn("Hỏi?", answer("Hỏi?", answer=text, citations=cited, records=[], **fields)), SETTING)


def said(markup: str) -> str:
    """The answer's words, as a reader sees them."""
    found = re.search(r'<div class="text">(.*?)</div>', markup)
    return re.sub(r"<[^>]+>", "", found.group(1)) if found else ""


def marks(numbers: range) -> str:
    return "".join(f"[{number}]" for number in numbers)


@pytest.mark.parametrize(("last", "expected"), [(3, "Có việc 123"), (4, "Có việc 1–4"), (19, "Có việc 1–19")])
def test_a_run_of_four_citations_or_more_is_shown_by_its_ends(last: int, expected: str) -> None:
    assert said(shown(f"Có việc {marks(range(1, last + 1))}", last)) == expected


def test_each_citation_of_a_run_still_has_its_way_back() -> None:
    markup = shown(f"Có việc {marks(range(1, 20))}", 19)
    for number in range(1, 20):
        assert markup.count(f'id="at-1-{number}"') == 1
        assert f'href="#at-1-{number}"' in markup


def test_a_run_with_a_gap_or_without_evidence_is_left_as_it_is() -> None:
    assert said(shown("Có việc [1][2][4][5]", 5)) == "Có việc 1245"
    assert said(shown("Có việc [1][2][3][4]", 3)) == "Có việc 123[4]"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$\\geq 1,5$", "≥ 1,5"),
        ("năm $> 75,5$ Theo số liệu", "năm > 75,5 Theo số liệu"),
        ("$\\leq 10\\%$ và $5 \\pm 1$", "≤ 10% và 5 ± 1"),
        ("giá 5$ hay 6$", "giá 5$ hay 6$"),
        ("$x$ $\\alpha$ $\\href{a}{1}$ $$1$", "$x$ $\\alpha$ $\\href{a}{1}$ $1"),
        ("không có", "không có"),
    ],
)
def test_formulas_of_figures_are_signs_and_all_else_stays(text: str, expected: str) -> None:
    assert readable(text) == expected


def test_formulas_are_readable_in_cells_and_quotes_too() -> None:
    target = {"plan": "a", "kind": "target", "appendix": None, "number": None, "indicator": "Chiều cao"}
    row = {**target, "value": "$\\geq 1,5$", "unit": "cm", "year": 2030, "note": None}
    fields = answer("Hỏi?", citations=[citation(1, quote="cao $\\geq 1,5$ cm")], records=[row] * 3)
    markup = turn(1, Turn("Hỏi?", fields), SETTING)
    assert "geq" not in markup
    assert markup.count("≥ 1,5") == 5  # three cells, the quote, and the quote to copy


def test_the_answer_itself_is_not_touched() -> None:
    fields = answer("Hỏi?", answer="$\\geq 1$ [1][2][3][4]", citations=[citation(n) for n in range(1, 5)])
    before = repr(fields)
    turn(1, Turn("Hỏi?", fields), SETTING)
    assert repr(fields) == before


def listing(lines: str, records: list[dict[str, object]]) -> str:
    cited = [citation(number) for number in range(1, len(records) + 1)]
    return turn(1, Turn("Hỏi?", answer("Hỏi?", answer=lines, citations=cited, records=records)), SETTING)


def test_the_lines_of_recipients_give_way_to_their_table() -> None:
    records: list[dict[str, object]] = [
        {"plan": "a", "kind": "recipient", "name": f"Nơi {n}", "purpose": None} for n in (1, 2, 3)
    ]
    markup = listing("Gửi:\n- Nơi 1 [1]\n- Nơi 2 [2]\n- Nơi 3 [3]", records)
    assert said(markup) == "Gửi:"
    assert markup.count("<td") == 6  # a name and its evidence


def test_a_line_without_the_gap_of_a_printed_line_gives_way_too() -> None:
    records = [{**task(n), "task": f"Thực hiện Quyết định số {n}/QĐ- TTg; {'và việc khác ' * 9}"} for n in (1, 2, 3)]
    lines = "\n".join(
        f"- mục {n}: Thực hiện Quyết định số {n}/QĐ-TTg; và việc khác {'và việc khác ' * 6} [{n}]" for n in (1, 2, 3)
    )
    assert said(listing(f"Có 3 việc.\n{lines}", records)) == "Có 3 việc."
    other = [{**records[0], "task": "Việc khác hẳn"}, *records[1:]]
    assert "QĐ-TTg" in said(listing(f"Có 3 việc.\n{lines}", other))


def test_deadlines_sort_by_day_then_by_their_words() -> None:
    years = {"kind": "year", "from": "2026-01-01", "to": "2026-12-31"}
    always = {"kind": "recurring", "from": None, "to": None}
    whens: list[tuple[str | None, object]] = [
        ("Thường xuyên", always),
        ("2026", years),
        ("Hàng năm", always),
        (None, None),
    ]
    markup = listing("Có.", [{**task(n), "deadline": when, "due": due} for n, (when, due) in enumerate(whens, 1)])
    keys = re.findall(r'class="field-deadline" data-key="([^"]+)"', markup)
    assert sorted(keys) == ["2026-12-31 2026", "9999 Hàng năm", "9999 Thường xuyên"]


def test_a_figure_that_a_plan_says_twice_is_one_bar(tmp_path: Path) -> None:
    compare = Compare(office(FakeAssistant(), tmp_path), strings("vi"))
    found = compare.matrix(())
    key, twice = next(
        (key, row["muong-la"])
        for key, row in found.cells.items()
        if len(row.get("muong-la", ())) == 2 and len({(each.value, each.unit) for each in row["muong-la"]}) == 1
    )
    assert len(twice) == 2
    shown = compare.chart((), f"{key[0]} {key[1]}")
    assert shown.split("<dt>xã Mường La</dt>")[1].split("<dt>")[0].count("bar-line") == 1


def test_a_table_that_shows_only_the_first_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lookup = Lookup(office(FakeAssistant(), tmp_path), strings("vi"))
    monkeypatch.setattr("assistant.page.lookup.SHOWN", 10)
    assert "Hiện 10 mục đầu" in lookup.table(Wanted())
    assert "mục đầu" not in lookup.table(Wanted(text="kham sang loc"))


def test_a_deadline_that_names_a_year_alone_is_in_no_quarter(tmp_path: Path) -> None:
    stands_on = office(FakeAssistant(), tmp_path, {"kien-hai": bundled()["kien-hai"]})
    shown = Deadlines(Lookup(stands_on, strings("vi")), strings("vi")).view("", "", date(2026, 8, 15))
    columns = dict(map(reversed, re.findall(r'class="count">(\d+)<.*?class="quarter">([^<]+)<', shown)))
    tasks = [record for record in bundled()["kien-hai"].records if isinstance(record, Task)]
    assert columns["Quý IV/2026"] == str(sum((task.deadline or "").startswith("Quý IV/2026") for task in tasks)) == "2"
    assert columns["Cả năm 2026"] == str(sum(task.deadline == "2026" for task in tasks))
