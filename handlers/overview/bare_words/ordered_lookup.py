"""Look up bare words in order: help, code, button, page, small talk, verb, name; what is none of these asks first."""

from __future__ import annotations

import dataclasses

from handlers.access import rights
from handlers.chat import verbs
from handlers.chat.cards import Reply, build_text_reply
from handlers.chat.events import Command
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.dates import typed_times
from handlers.directory.display_names import format_message_source
from handlers.language import classify_smalltalk
from handlers.overview.bare_words.button_labels import read_button_label
from handlers.overview.bare_words.code_lookup import read_unknown_code, read_visible_record_code
from handlers.overview.bare_words.followed_topics import read_followed_topic
from handlers.overview.bare_words.help_words import read_help_word
from handlers.overview.bare_words.named_meetings import read_named_meeting
from handlers.overview.bare_words.names import read_contact_name
from handlers.overview.bare_words.network_offer import read_open_words
from handlers.overview.bare_words.pages import read_page_name
from handlers.overview.bare_words.readings import PAGE, SMALLTALK, Reader, Reading
from handlers.overview.bare_words.verb_slips import read_mistyped_verb
from handlers.overview.help import answer_small_talk

router = Router()


async def read_small_talk(_turn: Turn, text: str) -> Reading | None:
    kind = classify_smalltalk(text)
    if not kind:
        return None

    async def answer_recognised_talk(_event: Command, turn: Turn) -> Reply:
        return answer_small_talk(turn, kind)

    return Reading(SMALLTALK, None, answer_recognised_talk)


async def read_impossible_day(turn: Turn, text: str) -> Reading | None:
    """Read a line that is only a day which does not exist: "31. februar"."""
    try:
        typed_times.parse_typed_time(text, turn.now, turn.arena.zone)
    except typed_times.NotATime as error:
        if error.reason != "no_such_day":
            return None
    else:
        return None

    async def name_impossible_day(_event: Command, turn: Turn) -> Reply:
        return build_text_reply(turn.say("{day} does not exist.", day=text.strip().rstrip(".?!")))

    return Reading(PAGE, "day", name_impossible_day)


#: The first that knows the words decides. A code that might be a word comes again after the names.
READERS: tuple[Reader, ...] = (
    read_help_word,
    read_visible_record_code,
    read_impossible_day,
    read_button_label,
    read_followed_topic,
    read_page_name,
    read_small_talk,
    read_named_meeting,
    read_mistyped_verb,
    read_contact_name,
    read_unknown_code,
)


async def read_bare_words(turn: Turn, text: str) -> Reading:
    """Return what the words are taken for. Nothing is written and nothing is sent."""
    for read in READERS:
        reading = await read(turn, text)
        if reading is not None:
            return reading
    return await read_open_words(turn, text)


@router.on(Command, "lookup")
async def on_bare_words(event: Command, turn: Turn) -> Reply | None:
    """Answer what the words are taken for; they reach nobody before the button is pressed.

    With a file beside them they are a question. So are they when the message has been changed meanwhile.
    """
    early = await turn.store.early_changes.find_early_change(format_message_source(event.place, event.message))
    changed = early is not None and verbs.parse_command(early.text)[0] != "lookup"
    if event.files or changed:
        return await rights.run_gated_action(turn, dataclasses.replace(event, name="ask"))
    text = event.text.strip() if early is None else early.text.strip()
    return await (await read_bare_words(turn, text)).answer(event, turn)
