"""Take an investor's inquiry as it came: who would be asked is shown first, and the secretariat sends it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import msgspec

from handlers.access import rights
from handlers.access.option_fields import draw_option_field
from handlers.access.visibility import audience_fields
from handlers.chat.cards import Field, Form, OptionSource, Reply
from handlers.chat.errors import Missing, UserError
from handlers.chat.events import Click, Command, Submission
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.exchange.inquiries.inquiry_draft import draw_inquiry_draft, request_inquiry
from handlers.exchange.inquiries.park_fits import INQUIRY_TEXT, read_inquiry
from handlers.exchange.listings.listing_draft import draw_form_opening
from handlers.exchange.power_sensitive_details import add_power_sensitive_faults
from handlers.policy.rounds import deadlines
from handlers.policy.rounds.inquirers import InquiryValue
from handlers.policy.rounds.lookup import load_round_to_steer
from handlers.policy.rounds.sheets import build_sheet_field
from storage.access.audiences import CHOSEN
from storage.directory.organisations import Organisation
from storage.policy.rounds import DRAFT, INQUIRY, Round

router = Router()
WRITE = "inquiries.write"
#: characters of a title, and of a text that a button carries
TITLE, TYPED = 120, 1500


class InquiryInput(NamedTuple):
    """Hold what somebody entered into the form."""

    title: str
    why: str
    deadline: date
    #: the parks that are chosen; empty: those that fit
    chosen: list[Organisation]


async def answer_inquiry_command(event: Command, turn: Turn, text: str) -> Reply:
    """Answer `bytte tomt forespørsel`, with what was pasted after it."""
    form = await open_new_inquiry(turn, text)
    if event.reply_to is None:
        return Reply(form=form)
    # A command cannot open a form, but a button can.
    say = turn.say
    value = InquiryValue(None, text[:TYPED]).encode_value()
    return Reply(draw_form_opening(say, say("Ask the parks"), WRITE, value, text))


@router.on(Click, WRITE, opens=True)
async def on_inquiry_write_open(event: Click, turn: Turn) -> Reply:
    value = InquiryValue.parse_value(event.value) if event.value else InquiryValue()
    if value.draft is None:
        return Reply(form=await open_new_inquiry(turn, value.text))
    draft = await load_inquiry_draft(turn, str(value.draft), lock=False)
    return Reply(form=await _draw_inquiry_form(turn, (), draft.why, draft))


async def open_new_inquiry(turn: Turn, text: str = "") -> Form:
    """Draw an empty form. Raise NotAllowed for whoever acts for no organisation."""
    found = await _list_asking_organisations(turn)
    await rights.need_right(turn, *((rights.REPRESENTATIVE,) if found else ()), action=WRITE)
    return await _draw_inquiry_form(turn, found, text)


async def load_inquiry_draft(turn: Turn, value: str, *, lock: bool = True) -> Round:
    """Return an inquiry that is not sent, with its row lock, for the secretariat."""
    draft = await load_round_to_steer(turn, value, DRAFT, lock=lock)
    if draft.form != INQUIRY:
        raise Missing(turn.say("I cannot find that inquiry."))
    return draft


async def _list_asking_organisations(turn: Turn) -> Sequence[Organisation]:
    """Return in whose name the person may ask; the secretariat asks in nobody's."""
    if turn.person.secretariat:
        return ()
    return await turn.store.organisations.list_organisations_represented_by(turn.person.id)


async def _draw_inquiry_form(turn: Turn, asking: Sequence[Organisation], text: str, draft: Round | None = None) -> Form:
    say, every = turn.say, await turn.store.organisations.list_all_organisations()
    named = [one for one in every if draft is not None and one.id in draft.audience["organisations"]]
    parks = audience_fields.draw_organisations_field(turn, every, named)
    hint = say("Paste it: area, power, year, quay and what else is asked for. Leave out who asks.")
    house: tuple[Field, ...] = ()
    if len(asking) > 1:
        options = [(str(one.id), one.name) for one in asking]
        source = OptionSource("sites.find_organisation")
        house = (draw_option_field("organisation", say("Organisation"), options, source, required=True),)
    day = draft.deadline if draft is not None and deadlines.get_round_end(draft, turn.arena) > turn.now else None
    fields = (
        *house,
        Field("title", say("What shall it be called?"), value=draft.title if draft else say("Land for an investor"),
              most=TITLE),
        Field("why", say("What does the investor look for?"), "text", text[:INQUIRY_TEXT], hint, most=INQUIRY_TEXT),
        deadlines.draw_deadline_field(turn, day),
        msgspec.structs.replace(
            parks, label=say("Which parks are asked?"), hint=say("Left empty: those with a plot that fits.")
        ),
    )  # fmt: skip
    note = "" if turn.person.secretariat else say("The secretariat reads it before anybody is asked.")
    return Form(say("Ask the parks"), WRITE, fields, say("Preview"), str(draft.id) if draft else "", note=note)


@router.on(Submission, WRITE)
async def on_inquiry_write_submit(event: Submission, turn: Turn) -> Reply:
    """Store a draft. Nobody is asked before the secretariat has read it as it will be asked."""
    draft = await load_inquiry_draft(turn, event.value) if event.value else None
    asking = draft.inquirer_id if draft is not None else await _choose_asking_organisation(event, turn)
    want = await _parse_inquiry_form(event, turn)
    chosen = {one.id for one in want.chosen}
    if not chosen:
        chosen = (await read_inquiry(turn, want.why, asking)).list_fitting_parks()
    chosen.discard(asking or 0)
    if not chosen:
        raise UserError("", {"organisations": turn.say("No park has a plot that fits. Choose whom to ask.")})
    audience = {"who": CHOSEN, "organisations": sorted(chosen), "kinds": [], "topics": []}
    if draft is None:
        draft = await _add_inquiry(turn, want, asking)
    draft.title, draft.why, draft.deadline, draft.audience = want.title, want.why, want.deadline, audience
    await turn.store.session.flush()
    if not turn.person.secretariat:
        await request_inquiry(turn, draft)
    return Reply(await draw_inquiry_draft(turn, draft))


async def _add_inquiry(turn: Turn, want: InquiryInput, asking: int | None) -> Round:
    draft = await turn.store.rounds.add(
        Round(
            form=INQUIRY, state=DRAFT, made_by_id=turn.person.id, inquirer_id=asking, audience={}, title=want.title,
            why=want.why, deadline=want.deadline,
        )
    )  # fmt: skip
    await turn.store.rounds.set_round_fields(draft.id, [build_sheet_field(turn.say("Sheet"))])
    return draft


async def _choose_asking_organisation(event: Submission, turn: Turn) -> int | None:
    """Return the organisation in whose name it is asked; None for the secretariat. Raise UserError or NotAllowed."""
    found = {str(one.id): one.id for one in await _list_asking_organisations(turn)}
    await rights.need_right(turn, *((rights.REPRESENTATIVE,) if found else ()), action=WRITE)
    if not found:
        return None
    chosen = event.get_text("organisation") or (next(iter(found)) if len(found) == 1 else "")
    if chosen not in found:
        raise UserError("", {"organisation": turn.say("Choose an organisation.")})
    return found[chosen]


async def _parse_inquiry_form(event: Submission, turn: Turn) -> InquiryInput:
    """Parse the form. Raise UserError with all errors, each at its field."""
    say, wrong = turn.say, dict[str, str]()
    title, why = " ".join(event.get_text("title").split())[:TITLE], event.get_text("why").strip()[:INQUIRY_TEXT]
    if not title:
        wrong["title"] = say("Write what it is about.")
    if not why:
        wrong["why"] = say("Write what is looked for.")
    add_power_sensitive_faults(say, {"title": title, "why": why}, wrong)
    day, chosen = None, list[Organisation]()
    try:
        day = deadlines.parse_round_deadline(event, turn)
    except UserError as error:
        wrong |= error.fields
    try:
        chosen = await audience_fields.parse_organisations_field(turn, event)
    except UserError as error:
        wrong |= error.fields
    if wrong or day is None:
        raise UserError("", wrong)
    return InquiryInput(title, why, day, chosen)
