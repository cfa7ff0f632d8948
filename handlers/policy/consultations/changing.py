"""Change: its words, who writes the answer, who may see it, and its deadline, which moves what is still to come."""

from __future__ import annotations

import msgspec

from handlers.access.organisation_fields import people_chosen, people_field
from handlers.access.reaches import choosing
from handlers.chat.cards import Reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.directory.naming import consultation_subject as subject
from handlers.policy.consultations import forms, news, planning, showing, words
from handlers.policy.consultations.lookup import load_consultation_to_steer
from handlers.policy.consultations.publishing import spread
from storage.policy.consultation_responses import DEADLINE, ConsultationNote
from storage.policy.consultations import OPEN

router = Router()


@router.on(Click, "consultations.edit", opens=True)
async def write(event: Click, turn: Turn) -> Reply:
    consultation, say = await load_consultation_to_steer(turn, event.value, OPEN, lock=False), turn.say
    filled, id = await forms.words_of(turn, consultation), str(consultation.id)
    title = words.named(consultation)
    form = await forms.form(turn, say("Change"), "consultations.edit", filled, id, say("Save"), title)
    owner = [consultation.owner_id] if consultation.owner_id else []
    reach = await turn.store.reaches.find(consultation.reach_id)
    who = await people_field(turn, "owner", say("Who writes the answer?"), owner, several=False)
    fields = (*form.fields, who, *await choosing.fields(turn, reach))
    return Reply(form=msgspec.structs.replace(form, fields=fields))


@router.on(Submission, "consultations.edit")
async def save(event: Submission, turn: Turn) -> Reply:
    consultation, say = await load_consultation_to_steer(turn, event.value, OPEN), turn.say
    before, store = consultation.deadline, turn.store
    wanted, reach = await forms.read(event, turn, before), await choosing.chosen(turn, event)
    owners = await people_chosen(turn, event, "owner")
    if owners and owners[0].guest:
        raise UserError("", {"owner": say("{name} is a guest.", name=owners[0].name)})
    topics = set(await store.consultations.topics(consultation.id))
    narrowed = (reach.id if reach else None) != consultation.reach_id or topics != set(wanted.topic_ids)
    wanted.write(consultation)
    consultation.owner_id = owners[0].id if owners else None
    consultation.reach_id = reach.id if reach else None
    await store.consultations.tag(consultation.id, wanted.topic_ids)
    if narrowed:
        await store.outbox.take_back(subject(consultation.id))
        consultation.sendings += 1
    if consultation.deadline != before:
        await planning.plan(store, turn.arena, consultation)
        entry = ConsultationNote(
            consultation_id=consultation.id, kind=DEADLINE, what=wanted.deadline.isoformat(),
            person_id=turn.person.id,
        )  # fmt: skip
        await news.tell(store, turn.arena, consultation, entry)
    await spread(store, consultation)
    return Reply(await showing.whole(turn, consultation))
