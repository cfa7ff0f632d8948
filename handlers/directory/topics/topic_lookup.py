"""Find the topic that a word or two name."""

from __future__ import annotations

from functools import lru_cache

from handlers.chat.verbs import fold_word
from handlers.language.spelling import is_probable_misspelling
from handlers.language.text_analysis import analyse_text, is_known_word
from storage.directory.topics import Topic
from storage.kit.database import Store


async def find_topic_by_words(store: Store, text: str) -> Topic | None:
    """Find a topic by slug or by a name in any language.

    Else return the only topic with a word that begins so. "#nett" counts as "nett".
    """
    wanted = _fold_words(text)
    if not wanted:
        return None
    exact = await store.topics.find_topic_by_slug(wanted)
    if exact is not None:
        return exact
    topics = await store.topics.list_all_topics()
    names = {
        topic: [_fold_words(name) for name in (topic.slug, topic.name_nb, topic.name_nn, topic.name_en)]
        for topic in topics
    }
    for topic, known in names.items():
        if wanted in known:
            return topic
    near = [topic for topic, known in names.items() if any(_has_word_prefix(name, wanted) for name in known)]
    return near[0] if len(near) == 1 and len(wanted) >= 3 else None


async def list_topics_by_keyword(store: Store, text: str) -> list[Topic]:
    """List the topics that have the text among their keywords: as written, else inflected or with a slip."""
    topics, wanted = await store.topics.list_all_topics(), _fold_words(text)
    folded = {topic: [_fold_words(one["term"]) for one in topic.keywords] for topic in topics}
    found = [topic for topic, terms in folded.items() if wanted in terms]
    if found or not wanted:
        return found
    forms = _list_stem_forms(text)
    found = [
        topic for topic in topics if any(not forms.isdisjoint(_list_stem_forms(one["term"])) for one in topic.keywords)
    ]
    if found or is_known_word(text.strip().casefold()):
        return found
    near = [topic for topic, terms in folded.items() if any(is_probable_misspelling(wanted, term) for term in terms)]
    return near if len(near) == 1 else []


@lru_cache(maxsize=4096)
def _list_stem_forms(text: str) -> frozenset[tuple[str, ...]]:
    """Return the stems of all its words, read as Norwegian and as English."""
    return frozenset(tuple(word.stem for word in analyse_text(text, language)) for language in ("nb", "en"))


def _has_word_prefix(name: str, wanted: str) -> bool:
    return any(word.startswith(wanted) for word in name.split()) or name.startswith(wanted)


def _fold_words(text: str) -> str:
    return " ".join(fold_word(word) for word in text.replace("#", " ").split())
