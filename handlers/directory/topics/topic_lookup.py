"""Find the topic that a word or two name."""

from __future__ import annotations

from handlers.chat.verbs import fold_word
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


def _has_word_prefix(name: str, wanted: str) -> bool:
    return any(word.startswith(wanted) for word in name.split()) or name.startswith(wanted)


def _fold_words(text: str) -> str:
    return " ".join(fold_word(word) for word in text.replace("#", " ").split())
