"""What an organisation is and where: the fields of its form beside its name, and what they come to."""

from __future__ import annotations

from handlers.access.organisation_fields import MOST, organisation_named
from handlers.chat.cards import Field
from handlers.chat.errors import UserError
from handlers.chat.events import Submission
from handlers.chat.record_ids import parse_id
from handlers.chat.turn import Turn
from storage.directory.organisations import Organisation

#: more people than any park has
LARGEST = 1_000_000


async def fields(turn: Turn, found: Organisation | None) -> tuple[Field, ...]:
    say = turn.say
    employees = "" if found is None or found.employees is None else str(found.employees)
    return (
        Field("place", say("Place"), value=found.place if found else "", most=200, required=False),
        Field("region", say("Region"), value=found.region if found else "", most=64, required=False),
        Field("industry", say("Industry"), value=found.industry if found else "", most=64, required=False),
        Field("employees", say("Employees"), value=employees, most=9, required=False),
        await _parent(turn, found),
        await _topics(turn, found),
    )


async def describe(turn: Turn, event: Submission, organisation: Organisation) -> None:
    """Errors at the fields, and then nothing is kept."""
    say, store = turn.say, turn.store
    employees = "".join(event.text("employees").split())
    if employees and not (employees.isdecimal() and int(employees) <= LARGEST):
        raise UserError("", {"employees": say("Write a whole number, or nothing.")})
    organisation.employees = int(employees) if employees else None
    organisation.place, organisation.region = event.text("place")[:200], event.text("region")[:64]
    organisation.industry = event.text("industry")[:64]
    parent = await _parent_chosen(turn, event)
    if parent is not None and await lies_within(turn, parent, organisation):
        raise UserError("", {"parent": say("It cannot lie within itself.")})
    organisation.parent_id = parent.id if parent else None
    topics = [await store.topics.by_slug(slug) for slug in event.chosen("topics")]
    await store.organisations.know(organisation.id, [topic.id for topic in topics if topic is not None])


async def lies_within(turn: Turn, inner: Organisation, outer: Organisation) -> bool:
    """Whether the first is the second, or somewhere in it."""
    seen: set[int] = set()
    found: Organisation | None = inner
    while found is not None and found.id not in seen:
        if found.id == outer.id:
            return True
        seen.add(found.id)
        found = await turn.store.organisations.find(found.parent_id)
    return False


async def _parent(turn: Turn, found: Organisation | None) -> Field:
    label, chosen = turn.say("Lies within"), found.parent_id if found else None
    rows = [row for row in await turn.store.organisations.all() if found is None or row.id != found.id]
    if len(rows) <= MOST:
        options = tuple((str(row.id), row.name) for row in rows)
        return Field("parent", label, "choice", str(chosen or ""), required=False, options=options)
    name = next((row.name for row in rows if row.id == chosen), "")
    return Field("parent", label, value=name, hint=turn.say("Write its name."), required=False)


async def _parent_chosen(turn: Turn, event: Submission) -> Organisation | None:
    given = event.text("parent")
    if not given:
        return None
    found = await turn.store.organisations.find(parse_id(given))
    found = found or await organisation_named(turn, given)
    if found is None:
        raise UserError("", {"parent": turn.say("I know no organisation called {name}.", name=given)})
    return found


async def _topics(turn: Turn, found: Organisation | None) -> Field:
    known = await turn.store.organisations.topics(found.id) if found else set()
    topics = await turn.store.topics.all()
    options = tuple((topic.slug, topic.name(turn.say.language)) for topic in topics[:100])
    chosen = tuple(topic.slug for topic in topics if topic.id in known)
    return Field("topics", turn.say("Topics they know"), "choices", chosen, required=False, options=options)
