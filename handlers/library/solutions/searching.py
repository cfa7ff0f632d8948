"""What is remembered of a search: the words that found nothing, and what was opened after which words; never who."""

from __future__ import annotations

import re
from collections.abc import Sequence

from handlers.access.rights import levels
from handlers.chat.turn import Turn
from handlers.language import is_smalltalk, language_of
from handlers.language.finding import find
from handlers.language.words import clean, telling, tokens
from handlers.library.solutions.keywords import hold
from handlers.library.solutions.lookup import get_local_day
from storage.directory.topics import Topic
from storage.kit.database import Store
from storage.library.search_terms import LONGEST, OPEN, TAUGHT

#: words of a search that is kept: who writes more tells of themselves
MOST_WORDS = 12
#: the share from which a guess says whose words they are; below it they are the secretariat's
NEAR = 0.25
#: searches that a button remembers: this one, and those before it that found nothing
TRAIL = 3
#: addresses, and figures that may be a telephone or identity number
_PERSONAL = re.compile(r"@|https?:|www\.|\d(?:[ ./()-]*\d){7}")


def kept(text: str) -> str:
    """The words as they are counted; empty for what may be personal, is long, or asks for nothing."""
    words = tokens(text)
    joined = " ".join(words)
    if len(words) > MOST_WORDS or len(joined) > LONGEST or not telling(joined):
        return ""
    return "" if _PERSONAL.search(clean(text)) or is_smalltalk(text) else joined


def trail(turn: Turn, words: str, tried: str = "") -> str:
    """What a button carries on: these words, and those of `tried`. Nothing of guests, who see little of what there is.

    Short and made of words and bars: it fits into a button on every platform.
    """
    if turn.person.guest:
        return ""
    found = dict.fromkeys(kept(text) for text in (words, *tried.split("|")))
    return "|".join([text for text in found if text][:TRAIL])


def opened(value: str) -> tuple[str, str]:
    """ "12:brukt syre|restsyre" is record 12, opened after these searches; "12" was opened from elsewhere."""
    id, _, searched = value.partition(":")
    return id, searched


async def missed(turn: Turn, text: str, topic: Topic | None) -> None:
    """Nothing was found; without a topic to look in, the one that the words seem to belong to is told."""
    words = trail(turn, text)
    if not words or await _names_somebody(turn, words):
        return
    if topic is None:
        slug, share = next(iter(turn.mind.guess(words).topics), ("", 0.0))
        topic = await turn.store.topics.by_slug(slug) if share >= NEAR else None
    await turn.store.searches.miss(words, topic.id if topic else 0, get_local_day(turn))


async def found(turn: Turn, text: str) -> None:
    words = kept(text)
    if words:
        await turn.store.searches.found(words)


async def chosen(turn: Turn, kind: str, id: int, searched: str) -> None:
    """The record was opened after these searches. They come from a button, so that they are looked at again."""
    for words in trail(turn, "", searched).split("|"):
        if words and not await _names_somebody(turn, words):
            missing = await _missing(turn, kind, id, words)
            await turn.store.searches.choose(words, kind, id, " ".join(missing), get_local_day(turn))


async def settle(store: Store, kind: str, id: int, keywords: Sequence[str]) -> None:
    """The record has these keywords now: searches whose words it lacks no more are no news, and the others are."""
    for row in await store.searches.of(kind, id):
        row.state = TAUGHT if hold(keywords, row.missing) else OPEN


async def _missing(turn: Turn, kind: str, id: int, words: str) -> list[str]:
    """The words that the record does not hold, in no other form, spelling or language either."""
    sight = await turn.store.reaches.sight(turn.person)
    hits = await find(turn.store, words, kinds=(kind,), levels=levels(turn.person), sight=sight, limit=50, floor=0.0)
    why = next((hit.why for hit in hits if hit.id == id), ())
    held = {word for match in why for word in match.typed.split()}
    said = dict.fromkeys(word.typed for word in telling(words, language_of(words)))
    return [word for word in said if word not in held]


async def _names_somebody(turn: Turn, words: str) -> bool:
    """Whether the full name of a person in the arena is among them."""
    return any(f" {' '.join(tokens(name))} " in f" {words} " for name in await turn.store.people.full_names())
