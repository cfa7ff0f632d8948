"""Choose the organisations that a round asks, in the form and resolved to names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from handlers.access.visibility import audience_fields
from handlers.chat.cards import MOST_CHOICES, Field
from handlers.chat.errors import UserError
from handlers.chat.events import Submission
from handlers.chat.turn import Turn
from handlers.directory.contacts.organisation_card import label_organisation_kinds
from storage.access.audiences import CHOSEN, EXCEPT, build_region_key
from storage.directory.organisations import KINDS, Organisation

ALL = audience_fields.ALL
#: JSON of the column: {"who": "all", "organisations": [3], "kinds": ["park"], "topics": ["nett"]}
Audience = dict[str, Any]


async def draw_recipient_fields(turn: Turn, now: Audience | None = None) -> tuple[Field, ...]:
    say, now, every = turn.say, now or {}, await turn.store.organisations.list_all_organisations()
    who = (
        (ALL, say("All members")),
        *((key, say("Members in {region}", region=name)) for key, name in audience_fields.list_regions(turn, every)),
        (CHOSEN, say("The organisations I choose")),
        (EXCEPT, say("All except those I choose")),
    )
    value = now.get("who", ALL)
    named = [one for one in every if one.id in now.get("organisations", ())]
    asked = Field("who", say("Who is asked?"), "choice", value if value in dict(who) else ALL, options=who)
    organisations = audience_fields.draw_organisations_field(turn, every, named)
    return (
        *audience_fields.fold_organisations(say, asked, organisations),
        *await _draw_narrowing_fields(turn, tuple(now.get("kinds", ())), tuple(now.get("topics", ()))),
    )


async def _draw_narrowing_fields(turn: Turn, kinds: tuple[str, ...], topics: tuple[str, ...]) -> tuple[Field, Field]:
    """Draw what leaves organisations out of the round, each behind More until something is chosen in it."""
    say = turn.say
    every_kind = tuple(label_organisation_kinds(say).items())
    every_topic = tuple(
        (one.slug, one.get_name(say.language)) for one in (await turn.store.topics.list_all_topics())[:MOST_CHOICES]
    )
    only_kinds, only_topics = say("Only these types"), say("Only those who know something about")
    return (
        Field("kinds", only_kinds, "choices", kinds, required=False, options=every_kind, folded=not kinds),
        Field("topics", only_topics, "choices", topics, required=False, options=every_topic, folded=not topics),
    )


async def parse_recipient_fields(turn: Turn, event: Submission) -> tuple[Audience, list[Organisation]]:
    """Return the choice, and the organisations that it resolves to.

    Raise UserError with the errors of each field.
    """
    who = event.get_text("who") or ALL
    named = (
        {one.id for one in await audience_fields.parse_organisations_field(turn, event)}
        if who in (CHOSEN, EXCEPT)
        else set()
    )
    if who in (CHOSEN, EXCEPT) and not named:
        raise UserError("", {"organisations": turn.say("Choose at least one organisation.")})
    kinds = [kind for kind in event.get_choices("kinds") if kind in KINDS]
    topics = [
        topic.slug for topic in await turn.store.topics.list_all_topics() if topic.slug in event.get_choices("topics")
    ]
    audience = {"who": who, "organisations": sorted(named), "kinds": kinds, "topics": topics}
    found = await resolve_recipients(turn, audience)
    if found is None:
        raise UserError("", {"who": turn.say("Choose who is asked.")})
    if not found:
        raise UserError("", {"who": turn.say("No organisation fits that. Ask more of them.")})
    return audience, found


async def resolve_recipients(turn: Turn, audience: Audience) -> list[Organisation] | None:
    """Return the organisations of the choice. Return None for an invalid choice."""
    every, who = await turn.store.organisations.list_all_organisations(), audience["who"]
    found = _filter_by_choice(turn, every, who, set(audience["organisations"]))
    if found is None:
        return None
    found = [one for one in found if one.id != turn.person.stands_for]  # the asking organisation is no recipient
    if audience["kinds"]:
        found = [one for one in found if one.kind in audience["kinds"]]
    if audience["topics"]:
        topics = [await turn.store.topics.find_topic_by_slug(slug) for slug in audience["topics"]]
        knowledgeable = await turn.store.organisations.list_organisations_knowing(
            [topic.id for topic in topics if topic is not None]
        )
        found = [one for one in found if one.id in knowledgeable]
    return found


def _filter_by_choice(
    turn: Turn, every: Sequence[Organisation], who: str, named: set[int]
) -> list[Organisation] | None:
    if who == ALL:
        return list(every)
    if who in (CHOSEN, EXCEPT):
        return [one for one in every if (one.id in named) == (who == CHOSEN)]
    if who in dict(audience_fields.list_regions(turn, every)):
        return [one for one in every if build_region_key(one.region) == who]
    return None
