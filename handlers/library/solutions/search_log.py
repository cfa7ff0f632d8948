"""Log searches that found nothing, and records opened after which words; never who searched."""

from __future__ import annotations

import re
from collections.abc import Sequence

from handlers.access.rights import is_confirmed_member, list_solution_levels
from handlers.chat.button_values import ButtonValue
from handlers.chat.turn import Turn
from handlers.language import classify_smalltalk, detect_language
from handlers.language.document_search import search_documents
from handlers.language.text_analysis import clean_text, list_meaningful_words, split_tokens
from handlers.library.solutions.keywords import has_keyword_words
from storage.directory.topics import Topic
from storage.kit.database import Store
from storage.library.search_terms import LONGEST_TERMS, OPEN, TAUGHT
from storage.search.search_index import SearchScope

#: Maximum number of words of a stored query. Longer ones disclose too much about their writer.
MOST_WORDS = 12
#: Minimum similarity at which a query is assigned to a topic. Other queries belong to the secretariat.
NEAR = 0.25
#: number of queries that a button remembers: this one, and earlier ones without hits
TRAIL = 3
#: addresses, and digits that may be a telephone or identity number
_PERSONAL = re.compile(r"@|https?:|www\.|\d(?:[ ./()-]*\d){7}")


class OpenedRecord(ButtonValue, frozen=True):
    """Hold which record is opened, and the searches before it: "12:brukt syre|restsyre"; "12" has none."""

    id: int
    searched: str = ""


def normalise_search_words(text: str) -> str:
    """Return the words as they are counted; empty for personal, long or meaningless text."""
    words = split_tokens(text)
    joined = " ".join(words)
    if len(words) > MOST_WORDS or len(joined) > LONGEST_TERMS or not list_meaningful_words(joined):
        return ""
    return "" if _PERSONAL.search(clean_text(text)) or classify_smalltalk(text) else joined


def build_search_trail(turn: Turn, words: str, tried: str = "") -> str:
    """Join these words and those of `tried` for a button; nothing for those who see only what is open.

    The trail is short and made of words and bars, so that it fits into a button on every platform.
    """
    if not is_confirmed_member(turn.person):
        return ""
    found = dict.fromkeys(normalise_search_words(text) for text in (words, *tried.split("|")))
    return "|".join([text for text in found if text][:TRAIL])


async def log_missed_search(turn: Turn, text: str, topic: Topic | None) -> None:
    """Log a search that found nothing; without a given topic, under the topic that the words seem to belong to."""
    words = build_search_trail(turn, text)
    if not words or await _has_person_name(turn, words):
        return
    if topic is None:
        slug, share = next(iter(turn.classifier.guess_topics(words).topics), ("", 0.0))
        topic = await turn.store.topics.find_topic_by_slug(slug) if share >= NEAR else None
    await turn.store.search_terms.record_missed_search(words, topic.id if topic else 0, turn.today)


async def log_found_search(turn: Turn, text: str) -> None:
    words = normalise_search_words(text)
    if words:
        await turn.store.search_terms.delete_missed_search(words)


async def log_opened_record(turn: Turn, kind: str, id: int, searched: str) -> None:
    """Log that a record was opened after these searches. The searches come from a button, so they are checked
    again.
    """
    for words in build_search_trail(turn, "", searched).split("|"):
        if words and not await _has_person_name(turn, words):
            missing = await _list_missing_words(turn, kind, id, words)
            await turn.store.search_terms.record_chosen_search(words, kind, id, " ".join(missing), turn.today)


async def update_search_states(store: Store, kind: str, id: int, keywords: Sequence[str]) -> None:
    """Mark searches of the record as taught if its keywords hold the missing words, else as open."""
    for row in await store.search_terms.list_searches_leading_to(kind, id):
        row.state = TAUGHT if has_keyword_words(keywords, row.missing) else OPEN


async def _list_missing_words(turn: Turn, kind: str, id: int, words: str) -> list[str]:
    """Return the words that the record lacks in any form, spelling or language."""
    viewer = await turn.store.audiences.build_viewer(turn.person)
    scope = SearchScope((kind,), list_solution_levels(turn.person), sight=viewer)
    hits = await search_documents(turn.store, words, scope, limit=50, floor=0.0)
    why = next((hit.why for hit in hits if hit.id == id), ())
    held = {word for match in why for word in match.typed.split()}
    said = dict.fromkeys(word.typed for word in list_meaningful_words(words, detect_language(words)))
    return [word for word in said if word not in held]


async def _has_person_name(turn: Turn, words: str) -> bool:
    """Return True if the words hold the full name of a person in the arena."""
    return any(
        f" {' '.join(split_tokens(name))} " in f" {words} " for name in await turn.store.people.list_full_names()
    )
