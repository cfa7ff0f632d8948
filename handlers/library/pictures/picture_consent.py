"""Ask the author of a picture whether a copy may be kept, who took it, and what it shows."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.access import rights
from handlers.access.visibility import audience_texts
from handlers.chat.cards import Button, Buttons, Card, Field, Form, Reply, Text
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.record_ids import parse_id
from handlers.chat.rich_text.plain_text import shorten_text
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.directory.display_names import format_signature
from handlers.library.pictures.picture_description import (
    draw_description_fields,
    draw_seen_field,
    list_seen_faults,
    parse_description_fields,
)
from handlers.library.pictures.picture_offers import draw_offer_button, list_own_offers
from handlers.library.solutions.lookup import load_visible_solution
from storage.library.solution_pictures import SolutionPicture
from storage.library.solutions import PUBLISHED, Solution

router = Router()


@router.on(Click, "pictures.keep", opens=True)
async def on_picture_keep_open(event: Click, turn: Turn) -> Reply:
    solution, offers = await _load_offers(turn, event.value)
    return Reply(form=await _draw_consent_form(turn, solution, offers))


@router.on(Submission, "pictures.keep")
async def on_picture_keep_submit(event: Submission, turn: Turn) -> Reply:
    """Record the yes. The copy is fetched afterwards, and its author is told what became of it."""
    say, (solution, offers) = turn.say, await _load_offers(turn, event.value)
    picture = _choose_picture(event, offers)
    wrong = {} if picture is not None else {"picture": say("Choose a picture.")}
    wrong |= list_seen_faults(event.get_text("seen"), say)
    alt, credit = parse_description_fields(event, say, wrong)
    assert picture is not None, "else it is wrong"
    await turn.store.solution_pictures.want_picture(picture, alt=alt, credit=credit)
    pictures = await turn.store.solution_pictures.list_solution_pictures(solution.id)
    more = tuple(
        Button(say("One more picture"), one.do, one.value) for one in draw_offer_button(turn, pictures, solution)
    )
    text = say("I am fetching the picture. You get a message when it is in {code}.", code=solution.code)
    row = (*more, Button(say("Show"), "solutions.open", str(solution.id)))
    return Reply(Card("", (Text(text), Buttons(row))))


async def _load_offers(turn: Turn, value: str) -> tuple[Solution, list[SolutionPicture]]:
    """Return the locked solution and the pictures that this person can say yes to. Raises UserError."""
    solution = await load_visible_solution(turn, value, lock=True)
    pictures = await turn.store.solution_pictures.list_solution_pictures(solution.id)
    wrote = any(one.author_id == turn.person.id for one in pictures)
    await rights.need_right(turn, *((rights.AUTHOR,) if wrote else ()))
    offers = list_own_offers(turn, pictures)
    if not offers or solution.state != PUBLISHED:
        raise UserError(turn.say("There is no picture to take along."))
    return solution, offers


async def _draw_consent_form(turn: Turn, solution: Solution, offers: Sequence[SolutionPicture]) -> Form:
    say = turn.say
    by = await format_signature(turn.store, turn.person.id, turn.person.stands_for, say)
    choices = tuple(
        (str(one.id), shorten_text(one.name, 60) or say("Picture {n}", n=number))
        for number, one in enumerate(offers, 1)
    )
    which = () if len(offers) == 1 else (Field("picture", say("Which picture?"), "choice", options=choices),)
    fields = (*which, *draw_description_fields(say, "", by), draw_seen_field(say))
    note = say(
        "A copy is kept with {code}, without place and camera data. {who}",
        code=solution.code,
        who=await audience_texts.describe_audience_size(turn.store, solution.reach_id, say),
    )
    return Form(say("Take the picture along"), "pictures.keep", fields, say("Take along"), str(solution.id), note)


def _choose_picture(event: Submission, offers: Sequence[SolutionPicture]) -> SolutionPicture | None:
    """Return the picture that was chosen, of those that can be; the only one where there was no choice."""
    chosen = parse_id(event.get_text("picture"))
    if not event.get_text("picture") and len(offers) == 1:
        return offers[0]
    return next((one for one in offers if one.id == chosen), None)
