"""Draw and parse the fields of an organisation's form beside its name."""

from __future__ import annotations

from msgspec.structs import replace

from handlers.access.option_fields import draw_option_field
from handlers.access.organisation_fields import ORGANISATION_SEARCH, find_organisation_by_name
from handlers.chat.cards import MOST_CHOICES, Field, OptionSource
from handlers.chat.errors import UserError
from handlers.chat.events import Submission
from handlers.chat.record_ids import parse_id
from handlers.chat.turn import Turn
from storage.directory.organisations import Organisation

#: upper bound: no organisation has more people
MOST_PEOPLE = 1_000_000


async def draw_organisation_form_fields(turn: Turn, found: Organisation | None) -> tuple[Field, ...]:
    say = turn.say
    employees = "" if found is None or found.employees is None else str(found.employees)
    return (
        Field("place", say("Place"), value=found.place if found else "", most=200, required=False),
        Field("region", say("Region"), value=found.region if found else "", most=64, required=False, folded=True),
        Field("industry", say("Industry"), value=found.industry if found else "", most=64, required=False, folded=True),
        Field("employees", say("Employees"), "number", employees, most=9, required=False, folded=True),
        await _draw_parent_field(turn, found),
        await _draw_known_topics_field(turn, found),
    )


async def update_organisation(turn: Turn, event: Submission, organisation: Organisation) -> None:
    """Update the organisation from the form. Raises UserError at the fields, and then nothing is stored."""
    say, store = turn.say, turn.store
    employees = "".join(event.get_text("employees").split())
    if employees and not (employees.isdecimal() and int(employees) <= MOST_PEOPLE):
        raise UserError("", {"employees": say("Enter a whole number, or leave it empty.")})
    organisation.employees = int(employees) if employees else None
    organisation.place, organisation.region = event.get_text("place")[:200], event.get_text("region")[:64]
    organisation.industry = event.get_text("industry")[:64]
    parent = await _parse_parent(turn, event)
    if parent is not None and await is_organisation_within(turn, parent, organisation):
        raise UserError("", {"parent": say("An organisation cannot be part of itself.")})
    organisation.parent_id = parent.id if parent else None
    topics = [await store.topics.find_topic_by_slug(slug) for slug in event.get_choices("topics")]
    await store.organisations.set_known_topics(organisation.id, [topic.id for topic in topics if topic is not None])


async def is_organisation_within(turn: Turn, inner: Organisation, outer: Organisation) -> bool:
    """Return True if `inner` is `outer`, or lies somewhere within it."""
    seen: set[int] = set()
    found: Organisation | None = inner
    while found is not None and found.id not in seen:
        if found.id == outer.id:
            return True
        seen.add(found.id)
        found = await turn.store.organisations.find(found.parent_id)
    return False


async def _draw_parent_field(turn: Turn, found: Organisation | None) -> Field:
    label, chosen = turn.say("Part of"), found.parent_id if found else None
    rows = [
        row for row in await turn.store.organisations.list_all_organisations() if found is None or row.id != found.id
    ]
    options = [(str(row.id), row.name) for row in rows]
    parent = draw_option_field("parent", label, options, OptionSource(ORGANISATION_SEARCH), chosen=(str(chosen),))
    return replace(parent, folded=True)


async def _parse_parent(turn: Turn, event: Submission) -> Organisation | None:
    given = event.get_text("parent")
    if not given:
        return None
    found = await turn.store.organisations.find(parse_id(given))
    found = found or await find_organisation_by_name(turn, given)
    if found is None:
        raise UserError("", {"parent": turn.say("I do not know an organisation called {name}.", name=given)})
    return found


async def _draw_known_topics_field(turn: Turn, found: Organisation | None) -> Field:
    known = await turn.store.organisations.list_known_topic_ids(found.id) if found else set()
    topics = await turn.store.topics.list_all_topics()
    options = tuple((topic.slug, topic.get_name(turn.say.language)) for topic in topics[:MOST_CHOICES])
    chosen = tuple(topic.slug for topic in topics if topic.id in known)
    return Field(
        "topics", turn.say("Topics they know"), "choices", chosen, required=False, options=options, folded=True
    )
