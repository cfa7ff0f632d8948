"""Draft: the answer as it is meant to go out, a link or a text; each change is a version that asks signers anew."""

from __future__ import annotations

from handlers.chat.cards import Button, Buttons, Card, Field, Form, Part, Reply, Text
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.meetings.minutes.text import PAGE, PARAGRAPH, paged
from handlers.meetings.reading import is_link
from handlers.moderation.competition import hint
from handlers.policy.consultations import asked, signing, stepping, words
from handlers.policy.consultations.forms import LINK
from handlers.policy.consultations.lookup import (
    is_of_draft,
    load_consultation_to_steer,
    load_visible_consultation,
    parse_consultation_value,
    seal_draft,
)
from handlers.policy.consultations.publishing import spread
from handlers.policy.organisation_answers.button_values import AnswerValue
from storage.policy.consultation_responses import DRAFT, YES, ConsultationNote, ConsultationVoice
from storage.policy.consultations import OPEN, Consultation

router = Router()
#: characters of a draft that is no link
TEXT = 3000


@router.on(Click, "consultations.write", opens=True)
async def write(event: Click, turn: Turn) -> Reply:
    consultation, say = await load_consultation_to_steer(turn, event.value, OPEN, lock=False), turn.say
    hint = say("A document that all who are asked can open.")
    later = say("Whoever has signed is asked again when it changes.")
    options = (("yes", say("This is what we mean to send")),)
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
    value = AnswerValue(consultation.id, version=consultation.version, text=seal_draft(consultation)).write()
    return Reply(form=Form(title, "consultations.write", fields, say("Save"), value, words.named(consultation)))


@router.on(Submission, "consultations.write")
async def save(event: Submission, turn: Turn) -> Reply:
    """What is saved unchanged asks nobody again."""
    consultation, say = await load_consultation_to_steer(turn, event.value, OPEN), turn.say
    link, text = event.text("link"), event.text("text")
    wrong = {}
    if not link and not text:
        wrong["text"] = say("Paste a link or write the text.")
    if link and not is_link(link):
        wrong["link"] = say("Paste the whole address, beginning with https://.")
    if len(text) > TEXT:
        wrong["text"] = say("Shorten it to {n} characters.", n=TEXT)
    if ":" in event.value and not is_of_draft(event.value, consultation):
        wrong["text"] = say(
            "Somebody has saved version {n} meanwhile. Read it, and write yours into it.", n=consultation.version
        )
    if wrong:
        raise UserError("", wrong)
    consultation.final = "yes" in event.chosen("final")
    changed = " ".join(event.text("changed").split())
    if (link, text) != (consultation.draft_link, consultation.draft_text) or changed:
        consultation.draft_link, consultation.draft_text = link[:LINK], text
        await _new_version(turn, consultation, changed)
    await spread(turn.store, consultation)
    told = say("Version {n} is saved. Those whom it concerns, and those who sign, are asked.", n=consultation.version)
    show = Button(say("Show"), "consultations.open", str(consultation.id))
    parts: list[Part] = [Text(told), *hint(say, f"{text}\n{changed}"), Buttons((show,))]
    return Reply(Card(words.named(consultation), tuple(parts)))


async def _new_version(turn: Turn, consultation: Consultation, changed: str) -> None:
    """Told to who has a part in it, and is not the one who writes."""
    store = turn.store
    consultation.version += 1
    entry = ConsultationNote(
        consultation_id=consultation.id, kind=DRAFT, what=str(consultation.version), text=changed[:300],
        person_id=turn.person.id,
    )  # fmt: skip
    await store.voices.note(entry)
    people = [one for one in await asked.involved(store, consultation) if one.id != turn.person.id]
    args, key = {"consultation": consultation.id, "version": consultation.version, "note": entry.id}, ""
    key = f"consultation:{consultation.id}:version:{consultation.version}"
    await stepping.tell(store, turn.arena, people, "consultations.version", args, key)


@router.card("consultations.version")
async def draw(view: View) -> Card | None:
    """What it asks of the organisations that its reader acts for; once there is a newer one, that asks instead."""
    store, say = view.store, view.say
    consultation = await store.consultations.find(view["consultation"])
    if consultation is None or view.person is None or consultation.state != OPEN:
        return None
    if consultation.version != view["version"]:
        return _overtaken(view, consultation) if view.delivery.message else None
    entry = await store.voices.find_note(view["note"])
    mine = {house.id for house in await store.organisations.represented_by(view.person.id)}
    said = [(voice, house.name) for voice, house in await store.voices.of(consultation.id) if house.id in mine]
    older = [name for voice, name in said if _signed_before(voice, consultation)]
    title = say("Version {n} of the draft", n=view["version"])
    parts: list[Part] = [
        Text(words.named(consultation), "strong"),
        Text(words.state_line(view, consultation), "subtle"),
    ]
    if entry is not None and entry.text:
        parts.append(Text(say("What has changed: {text}", text=entry.text)))
    if older:
        text = say("{organisations} signed an earlier version. Until you say more, it stands for that one.",
                   organisations=say.listed(older))  # fmt: skip
        parts.append(Text(text))
    read = Button(say("Read the draft"), "consultations.draft", str(consultation.id))
    comment = Button(say("Comment"), "consultations.comment", str(consultation.id))
    row = signing.buttons(say, consultation)[:2] if mine else ()
    return Card(title, (*parts, Buttons((*row, read, comment))))


def _overtaken(view: View, consultation: Consultation) -> Card:
    """A message that is out already, of a version before this one."""
    say = view.say
    text = say("Version {n} of the draft has come since, and this one is asked about no more.", n=consultation.version)
    show = Button(say("Show"), "consultations.open", str(consultation.id))
    named = Text(words.named(consultation), "strong")
    return Card(say("Version {n} of the draft", n=view["version"]), (named, Text(text, "subtle"), Buttons((show,))))


def _signed_before(voice: ConsultationVoice, consultation: Consultation) -> bool:
    return voice.signs == YES and voice.version < consultation.version


@router.on(Click, "consultations.draft")
async def read(event: Click, turn: Turn) -> Reply:
    """Page by page: "12", "12:2"."""
    consultation, say = await load_visible_consultation(turn, event.value), turn.say
    if not consultation.version:
        raise UserError(say("There is no draft yet."))
    pages = paged(consultation.draft_text, PAGE) or [""]
    here = min((parse_consultation_value(event.value)[1] or 1) - 1, len(pages) - 1)
    parts: list[Part] = [Text(text) for text in paged(pages[here], PARAGRAPH)] if pages[here] else []
    row = [Button(say("Open the draft"), url=consultation.draft_link)] if consultation.draft_link else []
    if here + 1 < len(pages):
        row.append(Button(say("Next page"), "consultations.draft", f"{consultation.id}:{here + 2}"))
    if consultation.state == OPEN:
        row += signing.buttons(say, consultation)[:2]
    title = say("{code}, version {n} of the draft", code=consultation.code, n=consultation.version)
    return Reply(Card(title, (*parts, Buttons(tuple(row))) if row else tuple(parts)))
