"""Spans of a citation lead to the lines and table cells of its page."""

from __future__ import annotations

from ingest.boxes import boxes_of
from ingest.load import load
from ingest.printed import Printed, PrintedLine, PrintedPage, PrintedTable
from ingest.printed_source import source_of_pages
from ingest.records import Box
from tests.test_ingest_load_files import grid, pdf, text


def cell(words: str, column: int, row: int, rows: int = 1) -> Printed:
    return Printed(words, 100.0 * column, 20.0 * row, 100.0 * column + 100, 20.0 * (row + rows))


def words_of(text: str, boxes: tuple[Box, ...]) -> list[str]:
    return [text[box.start : box.end] for box in boxes]


def test_spans_lead_to_lines_and_cells(tmp_path):
    path = tmp_path / "plan.pdf"
    table = grid(600, [["TT", "Task", "Lead"], ["1", "one", "A"]])
    path.write_bytes(pdf(text(50, 750, "first line") + text(50, 700, "second") + table, text(50, 750, "third")))
    source = load(path)
    assert [(page.width, page.height) for page in source.pages] == [(600, 800), (600, 800)]

    def found(words: str) -> tuple[Box, ...]:
        start = source.text.index(words)
        return boxes_of(source, ((start, start + len(words)),))

    (line,) = found("line")
    assert words_of(source.text, (line,)) == ["first line"]
    assert (line.page, round(line.x0)) == (1, 50) and 30 < line.top < line.bottom < 55
    assert words_of(source.text, found("first line\nsecond")) == ["first line", "second"]
    (one,) = found("one")
    assert (one.x0, one.top, one.x1, one.bottom) == (100, 220, 300, 240)  # the cell as its rules draw it
    assert words_of(source.text, found("1 | one | A")) == ["1", "one", "A"]
    assert [box.page for box in found("third")] == [2]
    assert found(" | ") == ()
    assert boxes_of(source, ()) == ()


def test_a_cell_over_two_rows_is_one_place():
    both = cell("Trạm Y tế", 1, 0, rows=2)
    table = PrintedTable(((cell("1", 0, 0), both), (cell("2", 0, 1), both)))
    source = source_of_pages([PrintedPage((table,), 595, 842)], "a.pdf", "0" * 64)
    assert len(boxes_of(source, ((0, len(source.text)),))) == 3


def test_doubtful_words_stay_doubtful_where_a_bar_is_escaped():
    doubted = Printed("a | bc", 0, 0, 10, 10, doubtful=((4, 6),))
    line = PrintedLine((Printed("x", 0, 0, 1, 1), Printed("sure nct", 5, 0, 9, 1, doubtful=((5, 8),))))
    page = PrintedPage((line, PrintedTable(((doubted, cell("", 1, 0)),))), 595, 842, scanned=True)
    source = source_of_pages([page], "a.pdf", "0" * 64)
    assert source.text == "x\tsure nct\n| a \\| bc |  |\n|---|---|\n"
    assert [source.text[start:end] for start, end in source.doubtful] == ["nct", "bc"]
    assert source.pages[0].scanned


def test_a_page_without_text_keeps_its_number():
    filled = PrintedPage((PrintedLine((Printed("x", 0, 0, 1, 1),)),), 595, 842)
    source = source_of_pages([filled, PrintedPage((), 595, 842), filled], "a.pdf", "0" * 64)
    assert [(page.number, source.text[page.start : page.end]) for page in source.pages] == [
        (1, "x\n"),
        (2, ""),
        (3, "x\n"),
    ]
