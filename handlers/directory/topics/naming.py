"""Which topic somebody means by a word or two."""

from __future__ import annotations

from handlers.chat.verbs import fold
from storage.directory.topics import Topic
from storage.kit.database import Store


async def topic_meant(store: Store, text: str) -> Topic | None:
    """By slug or by a name in any language; else the only topic with a word that begins so. "#nett" is "nett"."""
    wanted = _folded(text)
    if not wanted:
        return None
    exact = await store.topics.by_slug(wanted)
    if exact is not None:
        return exact
    topics = await store.topics.all()
    names = {
        topic: [_folded(name) for name in (topic.slug, topic.name_nb, topic.name_nn, topic.name_en)] for topic in topics
    }
    for topic, known in names.items():
        if wanted in known:
            return topic
    near = [topic for topic, known in names.items() if any(_begins(name, wanted) for name in known)]
    return near[0] if len(near) == 1 and len(wanted) >= 3 else None


def _begins(name: str, wanted: str) -> bool:
    return any(word.startswith(wanted) for word in name.split()) or name.startswith(wanted)


def _folded(text: str) -> str:
    return " ".join(fold(word) for word in text.replace("#", " ").split())
