"""What the documents promise is so: commands, settings, links, and two READMEs that say the same."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest

from assistant.cli import parser
from assistant.settings import PREFIX, Settings
from evals.cases import load_cases
from evals.markdown_report import with_baselines

ROOT = Path(__file__).parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
EXTENSIONS = ("evaluate", "evaluate-retrieval")
_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def blocks(path: Path, language: str = "") -> list[str]:
    return [body for kind, body in _BLOCK.findall(path.read_text(encoding="utf-8")) if kind == language]


def test_the_readme_begins_with_the_two_commands_then_the_picture_then_python() -> None:
    for name in ("README.md", "README.vi.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert blocks(ROOT / name)[0].split("\n")[:2] == ["make serve", "make test"]
        order = [text.index(each) for each in ("make test", "docs/img/chat.png", "```python", "```\nplan-assistant")]
        assert order == sorted(order)


def test_the_two_readmes_have_the_same_structure_code_and_links() -> None:
    english, vietnamese = ((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.vi.md"))

    def shape(text: str) -> list[str]:
        lines = _BLOCK.sub("CODE", text).split("\n")
        return [re.sub(r"[^#|]+", "x", line) if line.startswith(("#", "|")) else str(bool(line)) for line in lines]

    assert shape(english) == shape(vietnamese)
    assert _BLOCK.findall(english) == _BLOCK.findall(vietnamese)
    links = re.compile(r"\]\(((?:docs|http)[^)]*)\)")
    assert links.findall(english) == links.findall(vietnamese)


def test_the_python_of_the_readme_is_ten_lines() -> None:
    (code,) = blocks(ROOT / "README.md", "python")
    assert 8 <= len([line for line in code.split("\n") if line.strip()]) <= 10
    compile(code, "README.md", "exec")


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_leads_to_a_file(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", path.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (path.parent / target).exists(), f"{path.name}: {target}"


def test_every_command_that_a_document_shows_can_be_parsed() -> None:
    shown = 0
    for path in DOCUMENTS:
        for line in "\n".join(blocks(path)).split("\n"):
            words = shlex.split(line.split("#")[0].split(">")[0]) if line.startswith("plan-assistant ") else []
            if words and not set(line) & set("[|…"):
                if words[1] not in EXTENSIONS:
                    parser(EXTENSIONS).parse_args(words[1:])
                shown += 1
    assert shown > 8


def test_every_make_target_that_a_document_shows_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for path in DOCUMENTS:
        text = path.read_text(encoding="utf-8")
        assert set(re.findall(r"^(?:[A-Z_]+=\S+ )*make ([a-z]+)", text, re.MULTILINE)) <= targets
        assert set(re.findall(r"`make ([a-z]+)", text)) <= targets


def test_the_documented_settings_are_the_settings() -> None:
    documented = re.findall(rf"^\| `({PREFIX}\w+)` \|", (ROOT / "docs/settings.md").read_text(), re.MULTILINE)
    assert documented == [PREFIX + name.upper() for name in Settings.model_fields]


def test_every_command_and_option_is_documented() -> None:
    text = (ROOT / "docs/command-line.md").read_text(encoding="utf-8")
    actions = [action for action in parser()._actions if action.choices]
    for name, command in actions[0].choices.items():  # type: ignore[union-attr]
        lines = [line for line in text.split("\n") if re.match(rf"plan-assistant {name}\b(?!-)", line)]
        assert lines, name
        options = {option for action in command._actions for option in action.option_strings if option.startswith("--")}
        assert options - {"--help"} <= set(re.findall(r"--[a-z-]+", "\n".join(lines))), name


def test_constraints_pin_everything_and_name_no_host() -> None:
    lines = [line for line in (ROOT / "constraints.txt").read_text().split("\n") if line and not line.startswith("#")]
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.]+", line) for line in lines)
    assert "torch==2.13.0" in lines
    assert not [line for line in lines if line.lower().startswith(("unidecode", "nvidia"))]


def test_decisions_are_one_page_each_and_say_what_they_cost() -> None:
    for path in sorted((ROOT / "docs/decisions").glob("*.md")):
        text = path.read_text(encoding="utf-8")
        assert len(text.split()) < 400, path.name
        assert all(f"**{part}.**" in text for part in ("Question", "Decision", "Why", "Cost")), path.name


def test_the_table_of_baselines_in_both_readmes_is_of_the_kept_figures_and_of_these_cases() -> None:
    kept = json.loads((ROOT / "docs" / "baselines.json").read_text(encoding="utf-8"))
    for name in ("README.md", "README.vi.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert with_baselines(text, kept["baselines"]) == text, f"{name}: run `make table`"
    assert kept["cases"] >= 0.8 * len(load_cases()), "many cases are younger than the table: run `make table`"
