"""Draw and read the two form fields in which somebody says who may see something."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from handlers.access.option_fields import draw_option_field
from handlers.access.organisation_fields import ORGANISATION_SEARCH, find_organisation_by_name
from handlers.chat.cards import Field, OptionSource
from handlers.chat.errors import UserError
from handlers.chat.events import Submission
from handlers.chat.record_ids import parse_id
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from storage.access.audiences import CHOSEN, EXCEPT, OWN, REGION, SECRETARIAT, Audience, build_region_key
from storage.directory.organisations import Organisation

#: option for all members: the record has no audience row
ALL = "all"
#: organisations to search among: all but one's own
OTHERS = "others"
#: maximum number of regions to choose from
REGIONS = 80


async def draw_audience_fields(turn: Turn, now: Audience | None = None) -> tuple[Field, Field]:
    """Draw who may see it, and which organisations, where those are chosen; filled in as it is now."""
    say, every = turn.say, await turn.store.organisations.list_all_organisations()
    names = dict(list_regions(turn, every))
    options = [(ALL, say("All members"))]
    if turn.person.stands_for is not None:
        options.append((OWN, say("My organisation")))
    options += [(key, say("Members in {region}", region=name)) for key, name in names.items()]
    options += [
        (CHOSEN, say("The organisations I choose")),
        (EXCEPT, say("All except those I choose")),
        (SECRETARIAT, say("Only the secretariat")),
    ]
    named = await turn.store.audiences.list_named_organisations(now.id) if now is not None else ()
    value = ALL if now is None else now.key if now.kind == REGION else now.kind
    if value == OWN and [one.id for one in named] != [turn.person.stands_for]:
        value = CHOSEN  # another organisation than the person's own
    chosen = named if value in (CHOSEN, EXCEPT) else ()
    who = Field(
        "reach", say("Who may see it?"), "choice", value if value in dict(options) else ALL, options=tuple(options)
    )
    return who, draw_organisations_field(turn, every, [one for one in chosen if one.id != turn.person.stands_for])


async def draw_short_audience_fields(turn: Turn, now: Audience | None = None) -> tuple[Field, Field]:
    """Draw the same for a form with much else: the organisations stand behind More until somebody chooses them."""
    return fold_organisations(turn.say, *await draw_audience_fields(turn, now))


def fold_organisations(say: Say, who: Field, organisations: Field) -> tuple[Field, Field]:
    """Put the organisations behind More, and say so beside the choice, unless they are what is chosen."""
    if who.value in (CHOSEN, EXCEPT):
        return who, organisations
    hint = f"{who.hint} {say('You choose organisations under More.')}".strip()
    return replace(who, hint=hint), replace(organisations, folded=True)


async def parse_audience_fields(turn: Turn, event: Submission, now: Audience | None = None) -> Audience | None:
    """Return the chosen audience; None for all members. Raises UserError with what is wrong at each field.

    `now`: the audience the fields were filled with, which is kept where nobody changed them.
    """
    say, kind, own = turn.say, event.get_text("reach") or ALL, turn.person.stands_for
    if now is not None and await _is_audience_unchanged(turn, event, now):
        return now
    if kind == ALL:
        return None
    if kind == SECRETARIAT:
        return await turn.store.audiences.ensure_audience(kind)
    if kind == OWN and own is not None:
        return await turn.store.audiences.ensure_audience(kind, [own])
    region = dict(list_regions(turn, await turn.store.organisations.list_all_organisations())).get(kind)
    if region is not None:
        return await turn.store.audiences.ensure_audience(REGION, region=region)
    if kind not in (CHOSEN, EXCEPT):
        raise UserError("", {"reach": say("Choose who may see it.")})
    organisations = {one.id for one in await parse_organisations_field(turn, event)}.difference([own])
    if not organisations:
        raise UserError("", {"organisations": say("Choose at least one organisation besides your own.")})
    if kind == CHOSEN and own is not None:
        organisations.add(own)
    return await turn.store.audiences.ensure_audience(kind, organisations)


async def _is_audience_unchanged(turn: Turn, event: Submission, now: Audience) -> bool:
    who, organisations = await draw_audience_fields(turn, now)
    if event.get_text("reach") != who.value:
        return False
    written = organisations.value.splitlines() if isinstance(organisations.value, str) else organisations.value
    lines = [line.strip() for value in event.get_choices("organisations") for line in value.splitlines()]
    return who.value not in (CHOSEN, EXCEPT) or set(filter(None, lines)) == set(written)


def list_regions(turn: Turn, every: Iterable[Organisation]) -> Sequence[tuple[str, str]]:
    """List the regions there are by their keys, one's own first."""
    found: dict[str, str] = {}
    for one in sorted(every, key=lambda one: (one.id != turn.person.stands_for, one.region.casefold())):
        if one.region:
            found.setdefault(build_region_key(one.region), one.region)
    return list(found.items())[:REGIONS]


def draw_organisations_field(turn: Turn, every: Sequence[Organisation], now: Sequence[Organisation]) -> Field:
    say, others = turn.say, [one for one in every if one.id != turn.person.stands_for]
    return draw_option_field(
        "organisations", say("Which organisations?"), [(str(one.id), one.name) for one in others],
        OptionSource(ORGANISATION_SEARCH, OTHERS), chosen=[str(one.id) for one in now], several=True,
        hint=say("Only if you choose them yourself."),
    )  # fmt: skip


async def parse_organisations_field(turn: Turn, event: Submission) -> list[Organisation]:
    """Return the organisations that were chosen.

    Raises UserError at the field for a name that no organisation has.
    """
    found = []
    for entry in (line.strip() for value in event.get_choices("organisations") for line in value.splitlines()):
        if id := parse_id(entry):
            there = await turn.store.organisations.find(id)
            one = there if there is not None and there.left_at is None else None
        else:
            one = await find_organisation_by_name(turn, entry) if entry else None
        if one is None and entry:
            text = turn.say("I do not know an organisation called {name}.", name=entry)
            raise UserError("", {"organisations": text})
        found += [one] if one is not None else []
    return found
