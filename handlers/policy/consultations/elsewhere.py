"""Elsewhere: what somebody has changed here stays, and whoever writes the answer is told what the source says now."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from datetime import date

from handlers.access.reaches import writing
from handlers.chat.cards import Button, Buttons, Card, Item, Part, Text
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import Arena, Turn, View
from handlers.directory.naming import shorten
from handlers.policy.consultations import asked, stepping, words
from storage.kit.database import Store
from storage.policy.consultations import OPEN, Consultation

router = Router()
#: what a source says in words; what it is about, and who may see it, the network chooses itself
TOLD = ("title", "sender", "link", "deadline", "text")
#: characters of a text that is told
ROOM = 300


async def here(store: Store, consultation: Consultation) -> dict[str, str]:
    """Field -> as it stands here, written as a source would."""
    topics = [await store.topics.find(id) for id in await store.consultations.topics(consultation.id)]
    return {
        **_words(consultation),
        "topics": ";".join(sorted(topic.slug for topic in topics if topic is not None)),
        "reach": await writing.written(store, consultation.reach_id),
    }


def changed_here(consultation: Consultation, name: str, now: str) -> bool:
    """Whether somebody has changed it since its source said it; of what is open and was never noted, they may have."""
    if name in consultation.source_says:
        return plain(now) != plain(consultation.source_says[name])
    return bool(now) and consultation.origin is not None and consultation.state == OPEN


def plain(text: str) -> str:
    """However a form or a feed breaks its lines."""
    return " ".join(text.split())


async def tell(store: Store, arena: Arena, consultation: Consultation, names: Collection[str]) -> None:
    """Once for what it says now: who writes the answer, else the secretariat, as long as it is open."""
    now = _words(consultation)
    fields = [name for name in TOLD if name in names and _differs(consultation, name, now)]
    if not fields or consultation.state != OPEN:
        return
    says = "\n".join(consultation.source_says[name] for name in fields)
    key = f"consultation:{consultation.id}:elsewhere:{hashlib.sha256(says.encode()).hexdigest()[:16]}"
    people, args = await asked.keepers(store, consultation), {"consultation": consultation.id, "fields": fields}
    await stepping.tell(store, arena, people, "consultations.elsewhere", args, key)


@router.card("consultations.elsewhere")
async def draw(view: View) -> Card | None:
    """What is no longer otherwise is left out; nothing once all is the same, or it is closed."""
    consultation, say = await view.store.consultations.find(view["consultation"]), view.say
    if consultation is None or consultation.state != OPEN:
        return None
    items = _items(view, consultation, view["fields"])
    if not items:
        same = Text(say("Settled: {code} says what its source says.", code=consultation.code), "subtle")
        return Card("", (same,)) if view.delivery.message else None
    id = str(consultation.id)
    row = [Button(say("Change"), "consultations.edit", id), Button(say("Show"), "consultations.open", id)]
    row += [Button(say("Go to it"), url=consultation.link)] if consultation.link else []
    lead = Text(say("What was changed here stays. Change it if the source is right."))
    parts: list[Part] = [Text(words.named(consultation), "strong"), lead, *items, Buttons(tuple(row))]
    return Card(say("The source now says something else"), tuple(parts))


def parts(turn: Turn, consultation: Consultation) -> list[Part]:
    """For whoever looks after an open one: another deadline is worth seeing each time, other words are told once."""
    items = _items(turn, consultation, ("deadline",)) if consultation.state == OPEN else []
    return [Text(turn.say("The source says something else:"), "subtle"), *items] if items else []


def _items(at: Turn | View, consultation: Consultation, names: Collection[str]) -> list[Item]:
    says, now, say = consultation.source_says, _words(consultation), at.say
    different = [name for name in names if _differs(consultation, name, now)]
    return [
        Item(
            labels(say)[name],
            shorten(_told(say, name, says[name]), ROOM),
            say("here: {text}", text=shorten(_told(say, name, now[name]), ROOM)) if now[name] else "",
        )
        for name in different
    ]


def _differs(consultation: Consultation, name: str, now: Mapping[str, str]) -> bool:
    says = consultation.source_says.get(name, "")
    return bool(says) and plain(says) != plain(now[name])


def _words(consultation: Consultation) -> dict[str, str]:
    deadline = consultation.deadline.isoformat() if consultation.deadline else ""
    return {name: getattr(consultation, name) or "" for name in ("title", "sender", "link", "text")} | {
        "deadline": deadline
    }


def labels(say: Say) -> dict[str, str]:
    """As the form calls them."""
    return {
        "title": say("What is it about?"),
        "sender": say("Who asks?"),
        "link": say("Link to it"),
        "deadline": say("Deadline"),
        "text": say("In a few words"),
    }


def _told(say: Say, name: str, text: str) -> str:
    return say.when(date.fromisoformat(text)) if name == "deadline" and text else text
