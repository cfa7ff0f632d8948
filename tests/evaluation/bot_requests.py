"""What becomes of lines that are meant for the bot itself, and of questions to others in the same words."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.overview.bare_words.readings import CONFIRM, ORGANISATION, PERSON, QUESTION, RECORD, SMALLTALK, TOPIC
from storage.kit.database import Database
from tests.evaluation.bare_words import Read, read_sets
from tests.evaluation.measures import Figures, share
from tests.evaluation.sets import BOT_REQUESTS

#: what is asked of people, not of the bot
NETWORK = "network"
#: what is asked for -> other pages or verbs that show it as well
SHOWN_TOO = {
    "hours": ("notifications", "quiet"),
    "privacy": ("my data", "delete"),
    "topics": ("rooms",),
    "rooms": ("topics",),
    "solution": ("solution.new",),
    "meeting": ("meeting.new",),
    # pages that `interpret` has no word of its own for
    "members": ("who",),
    "joining": ("help",),
    "reminding": ("reminder.new", "reminders"),
    "leave": ("me",),
    "week": ("home",),
}
#: what is asked for -> kinds of reading that answer it without a page
TOLD = {
    "help": (SMALLTALK,),
    "privacy": (SMALLTALK,),
    "who": (ORGANISATION, PERSON, TOPIC),
    "meeting": ("meeting",),
    "smalltalk": (SMALLTALK,),
    "record": (RECORD,),
    # words that may be for the network: it asks first
    "news": (CONFIRM,),
    "exchange": (CONFIRM,),
}


async def read_requests(database: Database) -> dict[str, list[Read]]:
    return await read_sets(database, BOT_REQUESTS)


def answered(read: Sequence[Read]) -> Figures:
    """The share that reaches nobody unasked, that is shown what was meant, and of others' questions that is sent."""
    requests = [one for one in read if NETWORK not in _list_meanings(one)]
    return {
        "count": len(read),
        "kept": share(one.kind != QUESTION for one in requests),
        "meant": share(_is_meant(one) for one in requests),
        "sent": share(one.kind == QUESTION for one in read if one.row["asks"] == NETWORK),
    }


def _is_meant(one: Read) -> bool:
    return any(
        one.target in (asks, *SHOWN_TOO.get(asks, ())) or one.kind in TOLD.get(asks, ()) for asks in _list_meanings(one)
    )


def _list_meanings(one: Read) -> list[str]:
    """Return what the line asks for, and what else its author would have accepted."""
    return [one.row["asks"], *one.row.get("accept", [])]
