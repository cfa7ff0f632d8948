"""Draw form fields for organisations and people, and read what was chosen, or written by name."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from handlers.access.option_fields import draw_option_field
from handlers.access.rights.visibility_rights import is_confirmed_member
from handlers.chat.cards import Field, OptionSource
from handlers.chat.errors import UserError
from handlers.chat.events import Submission
from handlers.chat.record_ids import parse_id
from handlers.chat.turn import Turn
from storage.directory.organisations import Organisation
from storage.directory.people import Person

#: searches for options of these fields, and which people the second one searches among
ORGANISATION_SEARCH, PEOPLE_SEARCH, CONFIRMED = "organisations.find", "people.find", "confirmed"


def normalise_name(name: str) -> str:
    """Return a name as names are compared: without case and without double spaces."""
    return " ".join(name.split()).casefold()


async def draw_organisation_field(
    turn: Turn, *, label: str = "", chosen: int | None = None, required: bool = False, hint: str = ""
) -> Field:
    rows = await turn.store.organisations.list_all_organisations()
    return draw_option_field(
        "organisation", label or turn.say("Organisation"), [(str(row.id), row.name) for row in rows],
        OptionSource(ORGANISATION_SEARCH), chosen=(str(chosen),), required=required, hint=hint,
    )  # fmt: skip


async def parse_organisation_field(turn: Turn, event: Submission) -> Organisation | None:
    """Return the organisation, or None when nothing is given.

    Raises UserError at the field when there is no such organisation.
    """
    given = event.get_text("organisation")
    if not given:
        return None
    if id := parse_id(given):
        found = await turn.store.organisations.find(id)
    else:
        found = await find_organisation_by_name(turn, given)
    if found is None or found.left_at is not None:
        text = turn.say("I do not know an organisation called {name}.", name=given)
        raise UserError(text, {"organisation": text})
    return found


async def find_organisation_by_name(turn: Turn, name: str) -> Organisation | None:
    """Find an organisation by its whole name, or by its code."""
    wanted = normalise_name(name)
    rows = await turn.store.organisations.list_all_organisations()
    return next((row for row in rows if wanted in (normalise_name(row.name), normalise_name(row.code))), None)


async def draw_people_field(
    turn: Turn, name: str, label: str, chosen: Collection[int] = (),
    *, several: bool = True, required: bool = False, among: str = "", former: OptionSource | None = None,
) -> Field:  # fmt: skip
    """Draw the field; with `former`, the search that finds them, people who have left the network are offered too.

    `among` says who is offered: CONFIRMED is the members whom an organisation has confirmed; the id of an organisation
    adds those who say that they belong to it. Who is chosen already stays in the field.
    """
    options = await list_people_options(turn, left=former is not None, among=among, chosen=chosen)
    source = former or OptionSource(PEOPLE_SEARCH, among)
    picked = [str(id) for id in chosen]
    return draw_option_field(name, label, options, source, chosen=picked, several=several, required=required)


async def list_people_options(
    turn: Turn, *, left: bool = False, among: str = "", chosen: Collection[int] = ()
) -> list[tuple[str, str]]:
    """Return the people of a field as (id, name and organisation)."""
    people = await _list_people_offered(turn, left=left)
    return await describe_people_options(
        turn, [one for one in people if one.id in chosen or _may_be_chosen(one, among)]
    )


def _may_be_chosen(person: Person, among: str) -> bool:
    if not among or is_confirmed_member(person):
        return True
    return among != CONFIRMED and not person.guest and person.organisation_id in (None, parse_id(among))


async def describe_people_options(turn: Turn, people: Iterable[Person]) -> list[tuple[str, str]]:
    """Return these people as (id, name and organisation)."""
    names = await turn.store.organisations.map_organisation_names()
    return [(str(person.id), _describe_person_with_organisation(person, names)) for person in people]


async def parse_people_field(turn: Turn, event: Submission, name: str, *, left: bool = False) -> list[Person]:
    """Return the people in the order given.

    Raises UserError at the field when a name is unknown or belongs to several people. `left`: as the field was
    drawn with it.
    """
    people = await _list_people_offered(turn, left=left)
    organisation_names = await turn.store.organisations.map_organisation_names()
    found: dict[int, Person] = {}
    for entry in (line.strip() for value in event.get_choices(name) for line in value.splitlines()):
        if entry:
            person = _match_person(turn, entry, people, organisation_names, name)
            found[person.id] = person
    return list(found.values())


async def _list_people_offered(turn: Turn, *, left: bool) -> list[Person]:
    return [person for person in await turn.store.people.list_all_people() if left or person.left_at is None]


def _match_person(
    turn: Turn, entry: str, people: Sequence[Person], organisation_names: dict[int, str], field: str
) -> Person:
    if entry.isdecimal():
        matches = [person for person in people if str(person.id) == entry]
    else:
        wanted = normalise_name(entry)
        matches = [
            person
            for person in people
            if wanted
            in (
                normalise_name(person.name),
                normalise_name(_describe_person_with_organisation(person, organisation_names)),
            )
        ]
    if len(matches) == 1:
        return matches[0]
    if matches:
        names = "; ".join(_describe_person_with_organisation(person, organisation_names) for person in matches)
        text = turn.say("Several people have that name. Write one of: {names}", names=names)
    else:
        text = turn.say("I do not know anyone called {name}. I get to know people when they write to me.", name=entry)
    raise UserError(text, {field: text})


def _describe_person_with_organisation(person: Person, organisation_names: dict[int, str]) -> str:
    organisation_name = organisation_names.get(person.organisation_id or 0)
    return f"{person.name}, {organisation_name}" if organisation_name else person.name


async def parse_responsible_field(turn: Turn, event: Submission, name: str) -> Person | None:
    """Return the one person chosen to be responsible, who must be a confirmed member; None when nobody is.

    Raises UserError at the field for anyone else.
    """
    found = await parse_responsible_people(turn, event, name)
    return found[0] if found else None


async def parse_responsible_people(
    turn: Turn, event: Submission, name: str, *, among: str = CONFIRMED, chosen: Collection[int] = ()
) -> list[Person]:
    """Return those chosen to be responsible, in the order given. `among` and `chosen`: as the field was drawn.

    Raises UserError at the field for whoever is not offered there.
    """
    people = await parse_people_field(turn, event, name)
    wrong = next((one for one in people if one.id not in chosen and not _may_be_chosen(one, among)), None)
    if wrong is None:
        return people
    if wrong.guest:
        raise UserError("", {name: turn.say("{name} is a guest.", name=wrong.name)})
    text = turn.say("No organisation has confirmed {name} yet. Choose somebody else.", name=wrong.name)
    raise UserError("", {name: text})
