"""Say who an inquiry is for: who reads the sheets that come in, and what they are told as it goes on."""

from __future__ import annotations

from handlers.chat.button_values import ButtonValue
from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Part, Text
from handlers.chat.routing import Router
from handlers.chat.turn import Arena, RenderContext, View
from handlers.notifications.scheduled_notifications import schedule_notification
from handlers.policy.organisation_answers.representatives import list_acting_representatives
from storage.directory.people import Person
from storage.kit.database import Store
from storage.policy.rounds import ANSWERED, CANCELLED, CLOSED, DRAFT, INQUIRY, OPEN, Round

router = Router()


class InquiryValue(ButtonValue, frozen=True):
    """Hold which draft a form is of, or what was typed of a new one."""

    draft: int | None = None
    text: str = ""


class InquiryNews(CardArguments, frozen=True):
    template = "inquiries.news"

    round: int


def get_answer_action(round: Round) -> str:
    """Return the action that answers: an inquiry has a form of its own."""
    return "inquiries.answer" if round.form == INQUIRY else "rounds.answer"


async def is_inquirer(store: Store, person: Person, round: Round) -> bool:
    """Return True for the contact and deputies of the organisation in whose name an inquiry is made."""
    if round.form != INQUIRY or round.inquirer_id is None or person.guest:
        return False
    return await store.organisations.is_representative(person.id, round.inquirer_id)


async def describe_sheet_readers(at: RenderContext, round: Round) -> str:
    """Return who reads the sheets, as whoever writes one has to know."""
    inquirer, say = await at.store.organisations.find(round.inquirer_id), at.say
    if inquirer is None:
        return say("The secretariat alone reads your sheet. The other parks do not see it.")
    return say(
        "{organisation}, who asks for an investor, and the secretariat read your sheet. The other parks do not see it.",
        organisation=inquirer.name,
    )


async def notify_inquirer(store: Store, arena: Arena, round: Round) -> None:
    """Tell the inquirer what has become of the inquiry, in their working hours."""
    if round.form != INQUIRY or round.inquirer_id is None:
        return
    for person in await list_acting_representatives(store, round.inquirer_id):
        key = f"round:{round.id}:inquirer:{round.state}:{round.deadline.isoformat()}:{person.id}"
        subject = f"round:{round.id}:inquirer"
        await schedule_notification(store, arena, person, InquiryNews(round.id), key=key, at=store.now, subject=subject)


@router.card(InquiryNews)
async def draw_inquiry_news_card(view: View[InquiryNews]) -> Card | None:
    """Draw how far the inquiry has come, for those in whose name it is made."""
    round, say = await view.store.rounds.find(view.args.round), view.say
    if round is None or view.person is None or not await is_inquirer(view.store, view.person, round):
        return None
    states = [answer.state for answer, _ in await view.store.rounds.list_round_answers(round.id)]
    day = say.format_period(round.deadline)
    text = {
        DRAFT: say("The secretariat has your inquiry, and reads it before anybody is asked."),
        OPEN: say.many(
            "{n} park is asked, until {day}.", "{n} parks are asked, until {day}.", len(states), day=day
        ),
        CLOSED: say("The inquiry is over: {n} of {all} have answered.", n=states.count(ANSWERED), all=len(states)),
        CANCELLED: say("The secretariat has called the inquiry off."),
    }[round.state]  # fmt: skip
    parts: list[Part] = [Text(text)]
    if ANSWERED in states:
        parts.append(Buttons((Button(say("The sheets"), "inquiries.sheets", str(round.id), "primary"),)))
    return Card(f"{round.code} {round.title}", tuple(parts))
