"""Offer to ask the network what was typed: nothing of it is sent before somebody presses the button."""

from __future__ import annotations

import msgspec

from handlers.chat import mistyped_verbs
from handlers.chat.cards import LONGEST_VALUE, Button, Buttons, Card, Item, Part, Reply, Text
from handlers.chat.events import Command
from handlers.chat.rich_text.plain_text import shorten_text
from handlers.chat.turn import Turn
from handlers.directory.members.guest_requests import draw_guest_refusal
from handlers.library.solutions.solution_search import is_anything_found
from handlers.overview.bare_words.readings import CONFIRM, Reading

#: maximum number of characters of the words that are shown again
MOST_CHARACTERS = 100
#: maximum number of characters of a button's label
LABEL = 40


async def read_open_words(_turn: Turn, text: str) -> Reading:
    """Read what is nothing the bot knows: ask whether the words are a question, or a search with hits."""

    async def ask_whether_question(_event: Command, turn: Turn) -> Reply:
        say, search = turn.say, await _draw_search_button(turn, text)
        if turn.person.guest:
            refusal = await draw_guest_refusal(turn, text)
            found = (Buttons(search),) if search else ()
            return Reply(msgspec.structs.replace(refusal, parts=(*refusal.parts, *found)))
        words, ask = draw_network_question(turn, text)
        parts: list[Part] = [words]
        row = [ask, *search]
        meant = mistyped_verbs.find_similar_verb(text, say.language)
        if meant:
            line, name, rest = mistyped_verbs.correct_first_word(text, meant)
            parts.append(Text(say("Or did you mean “{words}”?", words=shorten_text(line, MOST_CHARACTERS)), "subtle"))
            row.append(Button(shorten_text(line, LABEL), "commands.again", f"{name} {rest}".strip()))
        return Reply(Card("", (*parts, Buttons(tuple(row)))))

    return Reading(CONFIRM, None, ask_whether_question)


async def _draw_search_button(turn: Turn, text: str) -> tuple[Button, ...]:
    """Draw the button that searches for the words; none where nothing is found."""
    found = await is_anything_found(turn, text)
    return (Button(turn.say("Search"), "commands.again", f"find {text}"),) if found else ()


def draw_network_question(turn: Turn, text: str) -> tuple[Text, Button]:
    """Draw whether to ask the network about these words, and the button that does."""
    words = Text(turn.say("Ask the network about “{words}”?", words=shorten_text(text, MOST_CHARACTERS)))
    return words, Button(turn.say("Ask the network"), "questions.ask_this", text, "primary")


def add_network_offer(turn: Turn, card: Card, text: str) -> Card:
    """Add below the bot's own answer that nobody was asked, and the button that asks; a guest asks nobody.

    In a list it begins the last row: there few buttons of a row are in sight.
    """
    if turn.person.guest or len(text.strip()) > LONGEST_VALUE:
        return card
    hint = Text(turn.say("I answered this myself and did not ask anybody."), "subtle")
    anyway = Buttons((Button(turn.say("Ask the network anyway"), "questions.ask_this", text.strip()),))
    if any(isinstance(part, Item) and part.buttons for part in card.parts) and isinstance(card.parts[-1], Buttons):
        return msgspec.structs.replace(card, parts=(*card.parts[:-1], hint, anyway, card.parts[-1]))
    return msgspec.structs.replace(card, parts=(*card.parts, hint, anyway))
