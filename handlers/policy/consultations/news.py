"""News: another deadline, an answer that is sent, what came of it; told to who has a part in it, and to nobody else."""

from __future__ import annotations

from handlers.chat.cards import Button, Buttons, Card, Part, Quote, Text
from handlers.chat.routing import Router
from handlers.chat.turn import Arena, View
from handlers.directory.naming import signature
from handlers.policy.consultations import asked, histories, showing, stepping, steps, words
from storage.kit.database import Store
from storage.policy.consultation_responses import DEADLINE, ConsultationNote
from storage.policy.consultations import OPEN, PUBLIC, Consultation

router = Router()


async def tell(store: Store, arena: Arena, consultation: Consultation, entry: ConsultationNote) -> None:
    """Kept in the history, and told in their own hours to all but the one who did it."""
    await store.voices.note(entry)
    people = [one for one in await asked.involved(store, consultation) if one.id != entry.person_id]
    args, key = {"consultation": consultation.id, "note": entry.id}, f"consultation:{consultation.id}:note:{entry.id}"
    await stepping.tell(store, arena, people, "consultations.news", args, key)


@router.card("consultations.news")
async def draw(view: View) -> Card | None:
    """One entry of its history, with how it stands."""
    consultation = await view.store.consultations.find(view["consultation"])
    entry = await view.store.voices.find_note(view["note"])
    if consultation is None or entry is None or consultation.state not in PUBLIC:
        return None
    now = consultation.deadline.isoformat() if consultation.deadline is not None else ""
    if entry.kind == DEADLINE and entry.what != now and not view.delivery.message:
        return None  # it was changed once more, and that is told
    by = await signature(view.store, entry.person_id, None, view.say) if entry.person_id else ""
    parts: list[Part] = [Text(histories.heading(view, entry), "strong")]
    parts += [Quote(entry.text, by)] if entry.text else []
    parts.append(Text(words.state_line(view, consultation), "subtle"))
    if entry.kind == DEADLINE and consultation.state == OPEN:
        coming = await steps.next_line(view, consultation)
        parts += [Text(coming)] if coming else []
    if consultation.state != OPEN and not entry.text:
        parts += await showing.ended(view, consultation)
    parts.append(Buttons((Button(view.say("Show"), "consultations.open", str(consultation.id)),)))
    return Card(words.named(consultation), tuple(parts))
