"""Write the draft of an answer, as a link or a text. Each change is a new version, and signers are asked again."""

from __future__ import annotations

import msgspec

from handlers.chat.button_values import RecordPage
from handlers.chat.cards import Button, Buttons, Card, Field, Form, Part, Quote, Reply, Text
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.rich_text.plain_text import spell_out_links
from handlers.chat.routing import Router
from handlers.chat.text_pages import split_text_pages
from handlers.chat.turn import Turn, View
from handlers.meetings.form_parser import is_web_link
from handlers.moderation.competition import draw_competition_hint
from handlers.policy.consultations import consultation_texts, cosigning, recipients, step_actions
from handlers.policy.consultations.card_arguments import ConsultationNotice
from handlers.policy.consultations.consultation_publication import publish_consultation
from handlers.policy.consultations.forms import LINK
from handlers.policy.consultations.lookup import (
    fingerprint_draft,
    is_of_current_draft,
    load_consultation_to_steer,
    load_visible_consultation,
)
from handlers.policy.consultations.response_texts import describe_response
from handlers.policy.organisation_answers.button_values import AnswerValue
from storage.policy.consultation_responses import DRAFT, YES, ConsultationLogEntry, ConsultationResponse
from storage.policy.consultations import OPEN, Consultation

router = Router()
#: maximum number of characters of a draft that is not a link
TEXT = 3000


class DraftVersionNotice(ConsultationNotice, frozen=True):
    template = "consultations.version"

    version: int
    entry: int = msgspec.field(name="note")


@router.on(Click, "consultations.write", opens=True)
async def on_answer_draft_open(event: Click, turn: Turn) -> Reply:
    consultation, say = await load_consultation_to_steer(turn, event.value, OPEN, lock=False), turn.say
    hint = say("A document that everyone who is asked can open.")
    later = say("Those who have co-signed are asked again when it changes.")
    options = (("yes", say("This is what we plan to send")),)
    fields = (
        Field("link", say("Link to the draft"), value=consultation.draft_link, hint=hint, required=False, most=LINK),
        Field(
            "text", say("Or the text itself"), "text", consultation.draft_text[:TEXT], later, required=False, most=TEXT
        ),
        Field("changed", say("What has changed?"), required=False, most=300),
        Field(
            "final", say("Final text"), "choices", ("yes",) if consultation.final else (), required=False,
            options=options,
        ),
    )  # fmt: skip
    title = say("The draft")
    value = AnswerValue(
        consultation.id, version=consultation.version, text=fingerprint_draft(consultation)
    ).encode_value()
    return Reply(
        form=Form(
            title,
            "consultations.write",
            fields,
            say("Save"),
            value,
            consultation_texts.format_consultation_title(consultation),
        )
    )


@router.on(Submission, "consultations.write")
async def on_answer_draft_submit(event: Submission, turn: Turn) -> Reply:
    """Save the draft. A draft that is saved unchanged asks nobody again."""
    consultation, say = await load_consultation_to_steer(turn, event.value, OPEN), turn.say
    link, text = event.get_text("link"), event.get_text("text")
    wrong = {}
    if not link and not text:
        wrong["text"] = say("Paste a link or write the text.")
    if link and not is_web_link(link):
        wrong["link"] = say("Paste the whole address, starting with https://.")
    if len(text) > TEXT:
        wrong["text"] = say("Shorten it to {n} characters.", n=TEXT)
    if ":" in event.value and not is_of_current_draft(event.value, consultation):
        wrong["text"] = say(
            "Somebody has saved version {n} in the meantime. Read it, and add your changes to it.",
            n=consultation.version,
        )
    if wrong:
        raise UserError("", wrong)
    consultation.final = "yes" in event.get_choices("final")
    changed = " ".join(event.get_text("changed").split())
    if (link, text) != (consultation.draft_link, consultation.draft_text) or changed:
        consultation.draft_link, consultation.draft_text = link[:LINK], text
        await _publish_draft_version(turn, consultation, changed)
    await publish_consultation(turn.store, consultation)
    told = say(
        "Version {n} is saved. Those it concerns, and those who have co-signed, will be asked.", n=consultation.version
    )
    show = Button(say("Show"), "consultations.open", str(consultation.id))
    parts: list[Part] = [Text(told), *draw_competition_hint(say, f"{text}\n{changed}"), Buttons((show,))]
    return Reply(Card(consultation_texts.format_consultation_title(consultation), tuple(parts)))


async def _publish_draft_version(turn: Turn, consultation: Consultation, changed: str) -> None:
    """Count up the version, log it, and notify the people involved except the writer."""
    store = turn.store
    consultation.version += 1
    entry = ConsultationLogEntry(
        consultation_id=consultation.id, kind=DRAFT, what=str(consultation.version), text=changed[:300],
        person_id=turn.person.id,
    )  # fmt: skip
    await store.consultation_responses.add_consultation_log_entry(entry)
    people = [one for one in await recipients.list_involved_people(store, consultation) if one.id != turn.person.id]
    card = DraftVersionNotice(consultation.id, consultation.version, entry.id)
    key = f"consultation:{consultation.id}:version:{consultation.version}"
    await step_actions.notify_consultation_people(store, turn.arena, people, card, key)


@router.card(DraftVersionNotice)
async def draw_draft_version_card(view: View[DraftVersionNotice]) -> Card | None:
    """Draw a draft version for a representative, with what it asks of their organisations.

    A newer version asks instead of an older one.
    """
    store, say = view.store, view.say
    consultation = await store.consultations.find(view.args.consultation)
    if consultation is None or view.person is None:
        return None
    if consultation.state != OPEN or consultation.version != view.args.version:
        return _draw_past_draft_card(view, consultation) if view.delivery.was_told else None
    entry = await store.consultation_responses.find_consultation_log_entry(view.args.entry)
    mine = {
        organisation.id for organisation in await store.organisations.list_organisations_represented_by(view.person.id)
    }
    said = [
        (response, organisation.name)
        for response, organisation in await store.consultation_responses.list_responses(consultation.id)
        if organisation.id in mine
    ]
    older = [name for response, name in said if _has_signed_earlier_draft(response, consultation)]
    given = [f"{name}: {describe_response(say, response)}" for response, name in said if name not in older]
    title = say("Version {n} of the draft", n=view.args.version)
    parts: list[Part] = [
        Text(consultation_texts.format_consultation_title(consultation), "strong"),
        Text(consultation_texts.describe_consultation_state(view, consultation), "subtle"),
    ]
    if entry is not None and entry.text:
        parts.append(Text(say("What has changed: {text}", text=spell_out_links(entry.text))))
    if older:
        text = say("{organisations} co-signed an earlier version. Until you answer again, the signature applies to that"
" one.",
                   organisations=say.listed(older))  # fmt: skip
        parts.append(Text(text))
    parts += [Text("\n".join(given))] if given else []
    read = Button(say("Read the draft"), "consultations.draft", str(consultation.id))
    comment = Button(say("Comment"), "consultations.comment", str(consultation.id))
    signed = {response.organisation_id for response, _ in said if _has_signed_draft(response, consultation)}
    row = cosigning.draw_response_buttons(say, consultation)[:2] if mine - signed else ()
    return Card(title, (*parts, Buttons((*row, read, comment))))


def _draw_past_draft_card(view: View[DraftVersionNotice], consultation: Consultation) -> Card:
    """Draw a message that is already sent, about a version that nobody signs any more."""
    say = view.say
    text = say("There is now a version {n} of the draft, so this one is no longer asked about.", n=consultation.version)
    if consultation.state != OPEN:
        text = consultation_texts.describe_consultation_state(view, consultation)
    show = Button(say("Show"), "consultations.open", str(consultation.id))
    named = Text(consultation_texts.format_consultation_title(consultation), "strong")
    return Card(say("Version {n} of the draft", n=view.args.version), (named, Text(text, "subtle"), Buttons((show,))))


def _has_signed_earlier_draft(response: ConsultationResponse, consultation: Consultation) -> bool:
    return response.signs == YES and response.version < consultation.version


def _has_signed_draft(response: ConsultationResponse, consultation: Consultation) -> bool:
    return response.signs == YES and response.version >= consultation.version


@router.on(Click, "consultations.draft")
async def on_answer_draft_read(event: Click, turn: Turn) -> Reply:
    """Show the draft page by page: "12", "12:2"."""
    consultation, say = await load_visible_consultation(turn, event.value), turn.say
    if not consultation.version:
        raise UserError(say("There is no draft yet."))
    pages = split_text_pages(consultation.draft_text)
    here = min(max(RecordPage.parse_value(event.value).page, 1), len(pages)) - 1
    parts: list[Part] = [Quote(pages[here])] if pages[here] else []
    row = [Button(say("Open the draft"), url=consultation.draft_link)] if consultation.draft_link else []
    if here + 1 < len(pages):
        row.append(
            Button(say("Next page"), "consultations.draft", RecordPage(consultation.id, here + 2).encode_value())
        )
    if consultation.state == OPEN:
        row += cosigning.draw_response_buttons(say, consultation)[:2]
    title = say("{code}, version {n} of the draft", code=consultation.code, n=consultation.version)
    return Reply(Card(title, (*parts, Buttons(tuple(row))) if row else tuple(parts)))
