"""Keep an author's words out of a solution in somebody else's: the author has not said yes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers.chat.errors import UserError
from handlers.chat.rich_text.plain_text import extract_plain_text, shorten_text
from handlers.chat.turn import Turn
from handlers.directory.display_names import format_signature
from handlers.library.solutions.forms import TITLE
from handlers.library.solutions.title_proposal import propose_title
from storage.directory.people import Person
from storage.library.solutions import Solution


async def replace_borrowed_words(turn: Turn, draft: Solution) -> dict[str, str]:
    """Return field -> what the form shows instead.

    It replaces the author's text, a title that was made from it, and the author's name.
    """
    words, author = {"done": ""}, await turn.store.people.find(draft.author_id)
    if has_borrowed_title(draft):
        words["title"] = ""
    if author is not None and author.name in draft.contact:
        words["contact"] = await format_signature(turn.store, turn.person.id, turn.person.stands_for, turn.say)
    return words


def need_own_words(turn: Turn, draft: Solution, author: Person, values: Mapping[str, Any]) -> None:
    """Raise UserError for each field that still says what the author wrote."""
    text = turn.say("These are still the words of {name}. Use your own.", name=author.name)
    theirs = {"title": propose_title(draft.done), "done": draft.done}
    wrong = {name: text for name, words in theirs.items() if words and _is_same_text(values[name], words)}
    if wrong:
        raise UserError("", wrong)


def has_borrowed_title(draft: Solution) -> bool:
    """Return True if the title was proposed from the author's text, and has stayed as it was."""
    return bool(draft.done) and _is_same_text(draft.title, propose_title(draft.done))


def build_title_of_problem(draft: Solution) -> str:
    return shorten_text(extract_plain_text(draft.problem), TITLE)


def _is_same_text(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()
