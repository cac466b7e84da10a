"""What the rules cannot make out, a model may say in plainer words. The rules then read those, and remain the judge.

The model is asked only where the rules found nothing. Its question must be one that the rules are sure of, ask what the
model says it asks, and name no place, agency, number or code that was not in the question or, of a follow-up, in the
questions before it.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.evidence import Evidence, Reason
from assistant.model.calls import Session
from assistant.model.fence import escaped
from assistant.model.language_model import LanguageModel
from assistant.model.steps import Restated
from assistant.model.tokens import is_value, tokens
from assistant.turns import Ask, Query
from assistant.understand import Understanding
from assistant.world import World
from ingest.errors import BadInput
from ingest.records import Task
from prompts import phrases

UNSURE = (Reason.NEGATION, Reason.NO_MATCH, Reason.NO_TOPIC)
_NEVER = (Ask.GREETING, Ask.THANKS, Ask.HELP, Ask.OUTSIDE)
_MOST_AGENCIES = 40


def unsure(query: Query, evidence: Evidence) -> bool:
    """Whether the rules leave a question open: a denial that none takes up, a topic that no plan has."""
    return query.ask not in _NEVER and evidence.reason in UNSURE


def restated(
    query: Query,
    history: Sequence[str],
    plans: Sequence[str],
    world: World,
    model: LanguageModel,
    session: Session,
) -> Query | None:
    """The question as a model puts it and the rules then read it; None where that says more than was asked."""
    step = model.steps.follow_up if history else model.steps.understand
    values = {"question": escaped(query.question), **_known(world)}
    if history:
        values["history"] = "\n".join(f"- {escaped(earlier)}" for earlier in history)
    got = session.invoke(step, values)
    said = got.get("parsed") if isinstance(got, dict) else None
    if not isinstance(said, Restated) or said.ask not in set(Ask) - set(_NEVER):
        return None
    understanding = Understanding(world.known, world.places, world.index.accents.restore)
    try:
        found = understanding.query(said.question, query.today, tuple(plans))
        before = [understanding.query(earlier, query.today, tuple(plans)) for earlier in history]
    except BadInput:
        return None
    if found.ask != said.ask or not (found.explicit or found.ask is Ask.TEXT) or found.unclear or found.followed:
        return None
    if _adds(found, (query, *before), (query.question, *history)) or found.language != query.language:
        return None
    return found


def _adds(found: Query, asked: Sequence[Query], texts: Sequence[str]) -> bool:
    """Whether a restated question names a place, an agency, a number or a code that nobody said; or loses a denial."""
    scope = found.scope
    places = {plan for query in asked for plan in query.scope.plans}
    elsewhere = {place for query in asked for place in query.scope.elsewhere}
    if (scope.named and not set(scope.plans) <= places) or not set(scope.elsewhere) <= elsewhere:
        return True
    latest = asked[0].scope
    if latest.named and (set(latest.plans), set(latest.elsewhere)) != (set(scope.plans), set(scope.elsewhere)):
        return True
    agencies = {agency.key for query in asked for agency in query.agencies}
    if not {agency.key for agency in found.agencies} <= agencies:
        return True
    said = {token for text in texts for token in tokens(text) if is_value(token)}
    if not {token for token in tokens(found.question) if is_value(token)} <= said:
        return True
    return (asked[0].negated or asked[0].unclear) and not (found.negated or found.blank or _excludes(found))


def _excludes(query: Query) -> bool:
    return any(agency.excluded for agency in query.agencies) or bool(query.scope.excluded)


def _known(world: World) -> dict[str, str]:
    """What a question may be about: places, agencies, and the kinds of question."""
    names = dict.fromkeys(
        agency.name for task in world.records(Task, world.plans) for agency in task.leads if not agency.generic
    )
    kinds = phrases("asks")
    return {
        "places": escaped("; ".join(world.locality(plan) for plan in world.plans)),
        "agencies": escaped("; ".join(list(names)[:_MOST_AGENCIES])),
        "kinds": "\n".join(f"- {kind}: {forms['vi']}" for kind, forms in kinds.items()),
    }
