"""Narrow a search by form: topic, organisation, language, mode, level, and only verified records."""

from __future__ import annotations

from handlers.access import rights
from handlers.access.organisation_fields import draw_organisation_field, parse_organisation_field
from handlers.chat import arena_modes
from handlers.chat.cards import Field, Form, Reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.library.solutions.search_filters import (
    LANGUAGES,
    SearchFilters,
    SearchRequest,
    describe_language,
    parse_search_request,
)
from handlers.library.solutions.solution_card import describe_level
from handlers.library.solutions.solution_search import draw_hits_card

router = Router()
#: maximum number of characters of a query in the form
WORDS = 200


@router.on(Click, "find.narrow", opens=True)
async def on_find_narrow_open(event: Click, turn: Turn) -> Reply:
    """Open the form with the filters that the search has already."""
    return Reply(form=await _draw_filter_form(turn, await parse_search_request(turn, event.value)))


@router.on(Submission, "find.narrow")
async def on_find_narrow_submit(event: Submission, turn: Turn) -> Reply:
    words = event.get_text("text")
    if not words:
        raise UserError("", {"text": turn.say("Write a few words.")})
    topic = await turn.store.topics.find_topic_by_slug(event.get_text("topic")) if event.get_text("topic") else None
    organisation = None if turn.person.guest else await parse_organisation_field(turn, event)
    language, level, mode = (event.get_text(name) for name in ("language", "level", "mode"))
    filters = SearchFilters(
        topic=topic,
        organisation=organisation,
        language=language if language in LANGUAGES else "",
        level=level if level in rights.list_solution_levels(turn.person) else "",
        mode=mode if mode in arena_modes.MODES else "",
        verified="yes" in event.get_choices("verified"),
    )
    return Reply(await draw_hits_card(turn, SearchRequest(words, filters).format_request()))


async def _draw_filter_form(turn: Turn, asked: SearchRequest) -> Form:
    say, now = turn.say, asked.filters
    topics = tuple((row.slug, row.get_name(say.language)) for row in await turn.store.topics.list_all_topics())
    languages = tuple((code, describe_language(say, code)) for code in LANGUAGES)
    levels = tuple((level, describe_level(say, level)) for level in rights.list_solution_levels(turn.person))
    chosen = now.topic.slug if now.topic else ""
    organisation_id = now.organisation.id if now.organisation else None
    verified = ("yes",) if now.verified else ()
    fields = [
        Field("text", say("What do you look for?"), value=asked.words[:WORDS], most=WORDS),
        Field("topic", say("Topic"), "choice", chosen, required=False, options=topics),
        Field("language", say("Language"), "choice", now.language, required=False, options=languages),
        Field(
            "verified", say("How sure?"), "choices", verified, required=False, options=(("yes", say("Only verified")),)
        ),
    ]
    if not turn.person.guest:
        fields[2:2] = [await draw_organisation_field(turn, chosen=organisation_id)]
        which = tuple((mode, arena_modes.describe_mode(say, mode)) for mode in arena_modes.MODES)
        fields.append(Field("mode", say("What is it for?"), "choice", now.mode, required=False, options=which))
    if len(levels) > 1:
        fields.append(Field("level", say("Who may see it?"), "choice", now.level, required=False, options=levels))
    return Form(say("Narrow the search"), "find.narrow", tuple(fields), say("Search"))
