"""Ask each side of a match that runs how much was exchanged in a year, and keep what it gives."""

from __future__ import annotations

from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Field, Form, Redrawn, Reply, Text
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.record_ids import parse_id
from handlers.chat.routing import Router, draw_withheld
from handlers.chat.say import Say
from handlers.chat.turn import RenderContext, Turn, View
from handlers.exchange.amount_texts import fill_amount_field
from handlers.exchange.matches.amount_facts import are_far_apart, compute_year_amount, draw_amounts, find_match_type
from handlers.exchange.matches.match_disclosure import may_see_match
from handlers.exchange.matches.match_progress import MatchYear, confirm_match_change, describe_match_change
from handlers.exchange.matches.match_sides import build_match_subject, tell_other_contacts
from handlers.exchange.matches.running_matches import draw_side_choice, load_running_match, read_side_choice
from storage.exchange.listings import AMOUNT
from storage.exchange.match_amounts import MatchAmount
from storage.exchange.matches import ListingMatch

router = Router()


class FarApartCard(CardArguments, frozen=True):
    template = "exchange.far_apart"

    match: int
    year: int


#: years before this one that an amount can be given for
YEARS_BACK = 3


@router.on(Click, "exchange.amount", opens=True)
async def on_match_amount_open(event: Click, turn: Turn) -> Reply:
    """Open the form for the year that is asked about, filled with what the side gave last."""
    asked, say = MatchYear.parse_value(event.value), turn.say
    match, sides = await load_running_match(turn, str(asked.match), _explain_refusal)
    years = _list_years(turn, match)
    year = asked.year if asked.year in years else years[0]
    given = await turn.store.match_amounts.list_amounts_of_match(match.id)
    before = next((one.amount for one in given if one.side == sides[0] and one.year <= year), "")
    help = say("With its unit, for the whole year: 12 GWh, 1 200 t.")
    fields = [
        Field("year", say("Year"), "choice", str(year), options=tuple((str(one), str(one)) for one in years)),
        Field("amount", say("How much?"), "line", fill_amount_field(say, before), help, most=AMOUNT),
    ]
    fields += draw_side_choice(say, sides)
    title, note = say("Amount of {code}", code=match.code), say("The other side and the facilitator see it.")
    return Reply(form=Form(title, "exchange.amount", tuple(fields), say("Save"), str(match.id), note=note))


@router.on(Submission, "exchange.amount")
async def on_match_amount_submit(event: Submission, turn: Turn) -> Reply:
    match, sides = await load_running_match(turn, event.value, _explain_refusal)
    say, year, amount = turn.say, parse_id(event.get_text("year")), " ".join(event.get_text("amount").split())[:AMOUNT]
    if year not in _list_years(turn, match):
        raise UserError("", {"year": say("Choose one of these.")})
    if compute_year_amount(await find_match_type(turn.store, match), amount) is None:
        raise UserError("", {"amount": say("Write an amount for the whole year with its unit, such as 12 GWh.")})
    side = read_side_choice(event, sides)
    await turn.store.match_amounts.store_amount(
        MatchAmount(
            match_id=match.id, side=side, organisation_id=match.get_organisation_id(side), year=year, amount=amount,
            by_id=turn.person.id,
        )
    )  # fmt: skip
    await turn.store.outbox.refresh_copies(build_match_subject(match.id))
    given = await turn.store.match_amounts.list_amounts_of_match(match.id)
    if not are_far_apart(await find_match_type(turn.store, match), [one.amount for one in given if one.year == year]):
        return confirm_match_change(turn, match)
    await tell_other_contacts(turn, match, FarApartCard(match.id, year), f"apart:{year}")
    redrawn = Redrawn(FarApartCard(match.id, year), build_match_subject(match.id))
    return Reply(await _draw_far_apart(turn, match, year, describe_match_change(say, match)), redrawn=redrawn)


@router.card(FarApartCard)
async def draw_far_apart(view: View[FarApartCard]) -> Card | None:
    match = await view.store.matches.find(view.args.match)
    if match is None or view.person is None or not await may_see_match(view.store, view.person, match):
        return draw_withheld(view)
    return await _draw_far_apart(view, match, view.args.year)


async def _draw_far_apart(at: RenderContext, match: ListingMatch, year: int, confirmed: str = "") -> Card:
    """Draw what both sides give, with what was just saved above it."""
    say, value = at.say, MatchYear(match.id, year).encode_value()
    head = (Text(confirmed),) if confirmed else ()
    row = (Button(say("Say how much"), "exchange.amount", value),) if match.is_running_exchange else ()
    show = Button(say("Show"), "matches.open", str(match.id))
    parts = (*head, *await draw_amounts(at, match), Buttons((*row, show)))
    return Card(say("Amount of {code}", code=match.code), parts)


def _explain_refusal(say: Say, match: ListingMatch) -> str:
    return say("Amounts of {code} are given by its two sides, while it runs.", code=match.code)


def _list_years(turn: Turn, match: ListingMatch) -> list[int]:
    """Return the years that can be told of, the latest first: none before something flowed, in a pilot or since."""
    began = min((at for at in (match.pilot_at, match.running_at) if at is not None), default=match.created_at)
    first, year = (at.astimezone(turn.arena.zone).year for at in (began, turn.now))
    return list(range(year, max(first, year - YEARS_BACK) - 1, -1))
