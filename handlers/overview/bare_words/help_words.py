"""Read `help WORD`, where the word is a page: help about that page."""

from __future__ import annotations

from handlers.chat.cards import Item, Reply
from handlers.chat.events import Command
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.chat.verbs import WORDS, fold_word
from handlers.overview.bare_words.pages import Page, find_named_page
from handlers.overview.bare_words.readings import COMMAND, PAGE, Reading
from handlers.overview.help import draw_help_entry, find_help_entry


async def read_help_word(_turn: Turn, text: str) -> Reading | None:
    """Read help about a page. Help about a verb is the verb's own."""
    first, _, rest = text.strip().partition(" ")
    page = find_named_page(rest) if fold_word(first) in WORDS["help"] else None
    if page is None:
        return None

    async def show_page_help(_event: Command, turn: Turn) -> Reply:
        return Reply(draw_help_entry(turn, _describe_page(turn.say, page, rest.strip())))

    return Reading(COMMAND, "help", show_page_help)


def _describe_page(say: Say, page: Page, word: str) -> Item:
    entry = find_help_entry(say, page.target) if page.kind != PAGE else None
    return entry or Item(word, _map_page_texts(say)[page.target])


def _map_page_texts(say: Say) -> dict[str, str]:
    return {
        "agenda": say("What the next meeting is about."),
        "minutes": say("The minutes of past meetings."),
        "actions": say("What you have promised in meetings, and by when."),
        "rooms": say("The topics, and the channels they live in."),
        "language": say("Your profile, where you choose the language I write to you."),
        "hours": say("When I may remind you."),
        "calendar": say("Addresses that show the meetings in your own calendar."),
        "privacy": say("What is stored about you, and how you get it or have it deleted."),
        "home": say("What needs you, what you are responsible for, and your questions."),
        "undo": say("Your last question, and how you take it back or change it."),
        "help": say("What you can do here"),
    }
