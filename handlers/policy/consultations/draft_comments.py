"""Record comments on the draft.

Whoever writes the answer is notified, and all who see the consultation can read the comment.
"""

from __future__ import annotations

import msgspec

from handlers.access import rights
from handlers.chat.cards import Button, Buttons, Card, Field, Form, Part, Quote, Reply, Text, build_text_reply
from handlers.chat.errors import Missing, UserError
from handlers.chat.events import Click, Submission
from handlers.chat.record_ids import parse_id
from handlers.chat.rich_text.plain_text import shorten_markup
from handlers.chat.routing import Router, draw_withheld
from handlers.chat.turn import Turn, View
from handlers.directory.display_names import format_signature
from handlers.moderation.competition import draw_competition_hint
from handlers.policy.consultations import consultation_log, consultation_texts, recipients, step_actions
from handlers.policy.consultations.card_arguments import ConsultationNotice
from handlers.policy.consultations.consultation_publication import redraw_consultation
from handlers.policy.consultations.lookup import load_open_consultation, may_see_consultation
from storage.policy.consultation_responses import COMMENT, ConsultationLogEntry

router = Router()
#: maximum number of characters
TEXT = 1500


class DraftCommentNotice(ConsultationNotice, frozen=True):
    template = "consultations.commented"

    entry: int = msgspec.field(name="note")


@router.on(Click, "consultations.comment", opens=True)
async def on_draft_comment_open(event: Click, turn: Turn) -> Reply:
    consultation, say = await load_open_consultation(turn, event.value, lock=False), turn.say
    hint = say("All members who see the consultation can read it.")
    field = Field("text", say("Your comment"), "text", hint=hint, most=TEXT)
    title = consultation_texts.format_consultation_title(consultation)
    return Reply(form=Form(say("Comment"), "consultations.comment", (field,), say("Send"), str(consultation.id), title))


@router.on(Submission, "consultations.comment")
async def on_draft_comment_submit(event: Submission, turn: Turn) -> Reply:
    consultation, say = await load_open_consultation(turn, event.value), turn.say
    text = event.get_text("text")[:TEXT]
    if not text:
        raise UserError("", {"text": say("Write a few words.")})
    entry = ConsultationLogEntry(
        consultation_id=consultation.id, kind=COMMENT, text=text, person_id=turn.person.id,
        organisation_id=turn.person.stands_for,
    )  # fmt: skip
    await turn.store.consultation_responses.add_consultation_log_entry(entry)
    people = [
        one for one in await recipients.list_consultation_keepers(turn.store, consultation) if one.id != turn.person.id
    ]
    card, key = DraftCommentNotice(consultation.id, entry.id), f"consultation:{consultation.id}:note:{entry.id}"
    await step_actions.notify_consultation_people(turn.store, turn.arena, people, card, key)
    await redraw_consultation(turn.store, consultation.id)
    row = (
        Button(say("Show"), "consultations.open", str(consultation.id)),
        Button(say("Withdraw it"), "consultations.uncomment", str(entry.id)),
    )
    parts: list[Part] = [
        Text(say("Thank you. The person writing the answer will read it.")),
        *draw_competition_hint(say, text),
        Buttons(row),
    ]
    return Reply(Card(consultation_texts.format_consultation_title(consultation), tuple(parts)))


@router.on(Click, "consultations.uncomment")
async def on_draft_comment_withdraw(event: Click, turn: Turn) -> Reply:
    """Delete the comment everywhere. Messages that showed the comment say that it is no longer shown."""
    entry, say = await turn.store.consultation_responses.find_consultation_log_entry(parse_id(event.value)), turn.say
    found = await turn.store.consultations.find(entry.consultation_id) if entry is not None else None
    sees = found is not None and await may_see_consultation(turn.store, turn.person, found)
    if entry is None or entry.kind != COMMENT or found is None or not sees:
        raise Missing(say("I cannot find that comment."))
    await rights.need_right(turn, *((rights.AUTHOR,) if entry.person_id == turn.person.id else ()))
    await turn.store.consultation_responses.delete_consultation_log_entry(entry)
    await redraw_consultation(turn.store, found.id)
    return build_text_reply(say("The comment has been withdrawn."), replace=event.direct)


@router.card(DraftCommentNotice)
async def draw_draft_comment_card(view: View[DraftCommentNotice]) -> Card | None:
    consultation = await view.store.consultations.find(view.args.consultation)
    entry = await view.store.consultation_responses.find_consultation_log_entry(view.args.entry)
    if consultation is None or entry is None or entry.hidden_at is not None:
        return draw_withheld(view)
    by = await format_signature(view.store, entry.person_id, entry.organisation_id, view.say)
    id = str(consultation.id)
    row = (
        Button(view.say("Write the draft"), "consultations.write", id),
        Button(view.say("Show"), "consultations.open", id),
        consultation_log.draw_comment_report_button(view.say, entry),
    )
    title = view.say("A comment on {code}", code=consultation.code)
    return Card(title, (Text(consultation.title, "strong"), Quote(shorten_markup(entry.text, TEXT), by), Buttons(row)))
