"""A run as JUnit XML, so that any CI shows each failing case by name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree import ElementTree

from evals.outcomes import Outcome

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit_xml(outcomes: Sequence[Outcome]) -> str:
    """One suite a kind, one case a case; a crash is an error, anything else that is wrong a failure."""
    root = ElementTree.Element("testsuites", name="plan-assistant evaluate")
    for kind in dict.fromkeys(outcome.case.kind for outcome in outcomes):
        of_kind = [outcome for outcome in outcomes if outcome.case.kind == kind]
        failures = [outcome for outcome in of_kind if not outcome.passed]
        errors = sum(_crashed(outcome) for outcome in failures)
        suite = ElementTree.SubElement(root, "testsuite", name=kind, tests=str(len(of_kind)))
        suite.attrib |= {"failures": str(len(failures) - errors), "errors": str(errors)}
        suite.set("time", f"{sum(outcome.seconds for outcome in of_kind):.3f}")
        for outcome in of_kind:
            _case(suite, outcome)
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _case(suite: ElementTree.Element, outcome: Outcome) -> None:
    case = outcome.case
    found = ElementTree.SubElement(suite, "testcase", name=case.id, classname=f"evals.{case.kind}")
    found.set("time", f"{outcome.seconds:.4f}")
    if outcome.passed:
        return
    failure = ElementTree.SubElement(found, "error" if _crashed(outcome) else "failure")
    failure.set("message", _clean("; ".join(f"{check.name}: {check.why}" for check in outcome.failures)))
    said = "" if outcome.answer is None else str(outcome.answer.get("answer", ""))
    failure.text = _clean(f"{case.source}\n{case.question}\n{outcome.error or said}")


def _crashed(outcome: Outcome) -> bool:
    return not outcome.passed and outcome.answer is None


def _clean(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
