"""Narrow a search by form: to a topic, an organisation, a language, a mode, who sees it, and what is verified."""

from __future__ import annotations

from handlers.access import rights
from handlers.access.organisation_fields import organisation_chosen, organisation_field
from handlers.chat import modes
from handlers.chat.cards import Field, Form, Reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.library.solutions.filters import LANGUAGES, Asked, Filters, language_name, understood
from handlers.library.solutions.library import hits_card
from handlers.library.solutions.showing import level_name

router = Router()
#: characters of a search in the form
WORDS = 200


@router.on(Click, "find.narrow", opens=True)
async def open_form(event: Click, turn: Turn) -> Reply:
    """With what the search is narrowed to already."""
    return Reply(form=await _form(turn, await understood(turn, event.value)))


@router.on(Submission, "find.narrow")
async def narrow(event: Submission, turn: Turn) -> Reply:
    words = event.text("text")
    if not words:
        raise UserError("", {"text": turn.say("Write a few words.")})
    topic = await turn.store.topics.by_slug(event.text("topic")) if event.text("topic") else None
    organisation = None if turn.person.guest else await organisation_chosen(turn, event)
    language, level, mode = (event.text(name) for name in ("language", "level", "mode"))
    filters = Filters(
        topic=topic,
        organisation=organisation,
        language=language if language in LANGUAGES else "",
        level=level if level in rights.levels(turn.person) else "",
        mode=mode if mode in modes.MODES else "",
        verified="yes" in event.chosen("verified"),
    )
    return Reply(await hits_card(turn, Asked(words, filters).typed()))


async def _form(turn: Turn, asked: Asked) -> Form:
    say, now = turn.say, asked.filters
    topics = tuple((row.slug, row.name(say.language)) for row in await turn.store.topics.all())
    languages = tuple((code, language_name(say, code)) for code in LANGUAGES)
    levels = tuple((level, level_name(say, level)) for level in rights.levels(turn.person))
    chosen = now.topic.slug if now.topic else ""
    house = now.organisation.id if now.organisation else None
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
        fields[2:2] = [await organisation_field(turn, chosen=house)]
        which = tuple((mode, modes.name(say, mode)) for mode in modes.MODES)
        fields.append(Field("mode", say("What is it for?"), "choice", now.mode, required=False, options=which))
    if len(levels) > 1:
        fields.append(Field("level", say("Who sees it"), "choice", now.level, required=False, options=levels))
    return Form(say("Narrow the search"), "find.narrow", tuple(fields), say("Search"))
