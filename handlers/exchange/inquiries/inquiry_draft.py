"""Show an inquiry as it will be asked, with the parks it is for, before the secretariat sends it."""

from __future__ import annotations

from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Item, Part, Reply, Text
from handlers.chat.errors import UserError
from handlers.chat.events import Click
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.directory.display_names import format_signature
from handlers.exchange.inquiries.park_fits import InquiryReading, ParkFit, read_inquiry
from handlers.exchange.plots.plot_pair_items import draw_plot_pairs
from handlers.exchange.plots.plot_search import draw_plot_query
from handlers.exchange.plots.plot_wish_texts import describe_missed_wish
from handlers.moderation.competition.competition_texts import draw_competition_hint
from handlers.notifications.scheduled_notifications import schedule_notification
from handlers.policy.organisation_answers.representatives import can_reach_organisation
from handlers.policy.rounds import round_questions
from handlers.policy.rounds.lookup import load_visible_round
from handlers.policy.rounds.round_recipients import resolve_recipients
from storage.directory.organisations import Organisation
from storage.policy.rounds import DRAFT, INQUIRY, Round

router = Router()
#: parks and plots of one park that a card lists
MOST_PARKS, MOST_PLOTS = 12, 3


class InquiryRequest(CardArguments, frozen=True):
    template = "inquiries.request"
    for_secretariat = True

    round: int


async def request_inquiry(turn: Turn, round: Round) -> None:
    """Ask the secretariat to read an inquiry and send it."""
    for person in await turn.store.people.list_secretariat():
        key, subject = f"round:{round.id}:request:{person.id}", f"round:{round.id}:request"
        card = InquiryRequest(round.id)
        await schedule_notification(turn.store, turn.arena, person, card, key=key, at=turn.now, subject=subject)


@router.card(InquiryRequest)
async def draw_inquiry_request(view: View[InquiryRequest]) -> Card | None:
    round, say = await view.store.rounds.find(view.args.round), view.say
    if round is None:
        return None
    by = await format_signature(view.store, round.made_by_id, round.inquirer_id, say)
    text = say("{name} has an inquiry from an investor, and asks you to send it to the parks.", name=by)
    show = "inquiries.draft" if round.state == DRAFT else "rounds.open"
    read = Button(say("Read it"), show, str(round.id), "primary")
    return Card(f"{round.code} {round.title}", (Text(text), Buttons((read,))))


@router.on(Click, "inquiries.draft")
async def on_inquiry_draft_show(event: Click, turn: Turn) -> Reply:
    round = await load_visible_round(turn, event.value)
    if round.form != INQUIRY or round.state != DRAFT:
        raise UserError(turn.say("This inquiry is sent, or is not there any more."))
    return Reply(await draw_inquiry_draft(turn, round))


async def draw_inquiry_draft(turn: Turn, round: Round) -> Card:
    """Draw the whole draft: what was understood, who is asked, and with which of their plots in mind."""
    say = turn.say
    reading = await read_inquiry(turn, round.why, round.inquirer_id)
    asked = await resolve_recipients(turn, round.audience) or []
    parts: list[Part] = [Text(say("Nobody has been asked yet. This is how it looks:"), "subtle")]
    parts += await round_questions.draw_round_questions(turn, round, ())
    parts += draw_plot_query(say, reading.query._replace(unread=()))
    parts += draw_plot_pairs(say, reading.plots, reading.pairs)
    nobody = say("Asks no park: none has a plot that fits. Choose whom to ask.")
    told = say.many("Asks {n} park:", "Asks {n} parks:", len(asked)) if asked else nobody
    parts.append(Text(told, "strong"))
    parts += [await _draw_asked_park(turn, reading, park) for park in asked[:MOST_PARKS]]
    ids = {park.id for park in asked}
    left = [park for park in (*(fit.organisation for fit in reading.fits), *reading.others) if park.id not in ids]
    if left:
        names = say.listed([park.name for park in left[:MOST_PARKS]])
        parts.append(Text(say("Have plots, and are not asked: {names}.", names=names), "subtle"))
    parts += draw_competition_hint(say, f"{round.title}\n{round.why}")
    return Card(f"{round.code} {round.title}", (*parts, *_draw_draft_buttons(turn, round)))


async def _draw_asked_park(turn: Turn, reading: InquiryReading, park: Organisation) -> Item:
    """Draw a park with the plots that fit best, and whether nobody there can be reached."""
    say = turn.say
    hits = next((fit for fit in reading.fits if fit.organisation.id == park.id), ParkFit(park, ())).hits
    lines = []
    for hit in hits[:MOST_PLOTS]:
        plot = reading.plots[hit.sight.id]
        told = describe_missed_wish(say, hit) or say("Meets all of it.")
        lines.append(f"{plot.code} {plot.name}: {told}")
    note = "" if await can_reach_organisation(turn.store, park.id) else say("Cannot be reached")
    return Item(park.name, "\n".join(lines) or say("No plot that fits is known."), note)


def _draw_draft_buttons(turn: Turn, round: Round) -> list[Part]:
    say, id = turn.say, str(round.id)
    if not turn.person.secretariat:
        text = say("The secretariat reads it before anybody is asked. You hear when it is sent.")
        return [Text(text, "subtle")]
    row = (
        Button(say("Send"), "rounds.send", id, "primary"),
        Button(say("Change"), "inquiries.write", id),
        Button(say("Do not send it"), "rounds.drop", id, "danger", say("Discard what you wrote?")),
    )
    return [Buttons(row)]
