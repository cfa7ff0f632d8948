"""Report differences between a consultation and its source.

Local changes stay, and whoever writes the answer is notified.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from datetime import date

from handlers.access.visibility import audience_format
from handlers.chat.cards import Button, Buttons, Card, Item, Part, Text
from handlers.chat.rich_text.plain_text import shorten_text
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import Arena, ReaderContext, View
from handlers.policy.consultations import consultation_texts, recipients, step_actions
from handlers.policy.consultations.card_arguments import ConsultationNotice
from storage.kit.database import Store
from storage.policy.consultations import OPEN, Consultation

router = Router()
#: Fields that are compared with the source. Topics and audience are chosen by the network itself.
COMPARED_FIELDS = ("title", "sender", "link", "deadline", "text")
#: maximum number of characters of a text on the card
ROOM = 300


class UpstreamChangeNotice(ConsultationNotice, frozen=True):
    template = "consultations.elsewhere"

    #: names from `COMPARED_FIELDS` of the fields in which the source differs
    fields: tuple[str, ...]


async def list_local_values(store: Store, consultation: Consultation) -> dict[str, str]:
    """Return field -> its local value, written as a source would write it."""
    topics = [
        await store.topics.find(id) for id in await store.consultations.list_consultation_topic_ids(consultation.id)
    ]
    return {
        **_format_local_fields(consultation),
        "topics": ";".join(sorted(topic.slug for topic in topics if topic is not None)),
        "reach": await audience_format.format_audience(store, consultation.reach_id),
    }


def is_changed_locally(consultation: Consultation, name: str, now: str) -> bool:
    """Return True if somebody has changed the field since its source said it.

    An open consultation whose source value was never noted may have been changed.
    """
    if name in consultation.source_says:
        return normalise_whitespace(now) != normalise_whitespace(consultation.source_says[name])
    return bool(now) and consultation.origin is not None and consultation.state == OPEN


def normalise_whitespace(text: str) -> str:
    """Join the words with single spaces, since a form and a feed break lines differently."""
    return " ".join(text.split())


async def notify_upstream_changes(
    store: Store, arena: Arena, consultation: Consultation, names: Collection[str]
) -> None:
    """Notify whoever writes the answer, else the secretariat, as long as the consultation is open.

    The notice is sent once for each state of the source.
    """
    now = _format_local_fields(consultation)
    fields = [name for name in COMPARED_FIELDS if name in names and _differs_from_source(consultation, name, now)]
    if not fields or consultation.state != OPEN:
        return
    says = "\n".join(consultation.source_says[name] for name in fields)
    key = f"consultation:{consultation.id}:elsewhere:{hashlib.sha256(says.encode()).hexdigest()[:16]}"
    people = await recipients.list_consultation_keepers(store, consultation)
    card = UpstreamChangeNotice(consultation.id, tuple(fields))
    await step_actions.notify_consultation_people(store, arena, people, card, key)


@router.card(UpstreamChangeNotice)
async def draw_upstream_changes_card(view: View[UpstreamChangeNotice]) -> Card | None:
    """Draw the fields that still differ.

    Return None, or that all is settled, if nothing differs or the consultation is closed.
    """
    consultation, say = await view.store.consultations.find(view.args.consultation), view.say
    if consultation is None or consultation.state != OPEN:
        return None
    items = _draw_field_differences(view, consultation, view.args.fields)
    if not items:
        same = Text(say("Done: {code} says the same as its source.", code=consultation.code), "subtle")
        return Card("", (same,)) if view.delivery.was_told else None
    id = str(consultation.id)
    row = [Button(say("Change"), "consultations.edit", id), Button(say("Show"), "consultations.open", id)]
    row += [Button(say("Go to consultation"), url=consultation.link)] if consultation.link else []
    lead = Text(say("What was changed here is kept. Change it if the source is right."))
    parts: list[Part] = [
        Text(consultation_texts.format_consultation_title(consultation), "strong"),
        lead,
        *items,
        Buttons(tuple(row)),
    ]
    return Card(say("The source now says something else"), tuple(parts))


def draw_deadline_difference(at: ReaderContext, consultation: Consultation) -> list[Part]:
    """Draw another deadline of the source for whoever looks after an open consultation.

    A deadline is shown each time; other fields are notified once.
    """
    items = _draw_field_differences(at, consultation, ("deadline",)) if consultation.state == OPEN else []
    return [Text(at.say("The source says something else:"), "subtle"), *items] if items else []


def _draw_field_differences(at: ReaderContext | View, consultation: Consultation, names: Collection[str]) -> list[Item]:
    says, now, say = consultation.source_says, _format_local_fields(consultation), at.say
    different = [name for name in names if _differs_from_source(consultation, name, now)]
    return [
        Item(
            list_field_labels(say)[name],
            shorten_text(_format_field_value(say, name, says[name]), ROOM),
            say("here: {text}", text=shorten_text(_format_field_value(say, name, now[name]), ROOM))
            if now[name]
            else "",
        )
        for name in different
    ]


def _differs_from_source(consultation: Consultation, name: str, now: Mapping[str, str]) -> bool:
    says = consultation.source_says.get(name, "")
    return bool(says) and normalise_whitespace(says) != normalise_whitespace(now[name])


def _format_local_fields(consultation: Consultation) -> dict[str, str]:
    deadline = consultation.deadline.isoformat() if consultation.deadline else ""
    return {name: getattr(consultation, name) or "" for name in ("title", "sender", "link", "text")} | {
        "deadline": deadline
    }


def list_field_labels(say: Say) -> dict[str, str]:
    """Return the labels of the fields as the form shows them."""
    return {
        "title": say("What is it about?"),
        "sender": say("Who asks?"),
        "link": say("Link to it"),
        "deadline": say("Deadline"),
        "text": say("In a few words"),
    }


def _format_field_value(say: Say, name: str, text: str) -> str:
    return say.format_period(date.fromisoformat(text)) if name == "deadline" and text else text
