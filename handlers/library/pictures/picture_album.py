"""Show the pictures of a solution in chat, as links to a page, and remove one."""

from __future__ import annotations

from handlers.access import rights
from handlers.access.rights.lookup import describe_missing_record, need_visible_record
from handlers.chat.cards import Button, Buttons, Card, Form, Item, Part, Reply, Text, build_text_reply
from handlers.chat.events import Click, Submission
from handlers.chat.record_ids import parse_id
from handlers.chat.routing import Router
from handlers.chat.turn import ReaderContext, Turn
from handlers.library.pictures.page_pictures import build_picture_address
from handlers.library.pictures.picture_description import draw_description_fields, parse_description_fields
from handlers.library.pictures.picture_offers import draw_offer_button, list_own_offers
from handlers.library.solutions.lookup import load_visible_solution, may_see_solution
from handlers.library.solutions.publication import redraw_solution
from storage.library.solution_pictures import KEPT, SolutionPicture
from storage.library.solutions import Solution

router = Router()


async def draw_album_button(at: ReaderContext, solution: Solution) -> tuple[Button, ...]:
    """Draw the button to the pictures of a solution, or to those that this person can say yes to."""
    pictures = await at.store.solution_pictures.list_solution_pictures(solution.id)
    if not any(one.state == KEPT for one in pictures) and not list_own_offers(at, pictures):
        return ()
    return (Button(at.say("Pictures"), "pictures.show", str(solution.id)),)


@router.on(Click, "pictures.show")
async def on_pictures_show(event: Click, turn: Turn) -> Reply:
    return Reply(await _draw_album(turn, await load_visible_solution(turn, event.value)))


@router.on(Click, "pictures.describe", opens=True)
async def on_picture_describe_open(event: Click, turn: Turn) -> Reply:
    """Open a form to say better what a picture shows, or who took it."""
    picture, solution = await _load_editable_picture(turn, event.value)
    fields = draw_description_fields(turn.say, picture.alt, picture.credit)
    title = turn.say("Pictures of {code}", code=solution.code)
    return Reply(form=Form(title, "pictures.describe", fields, turn.say("Save"), str(picture.id)))


@router.on(Submission, "pictures.describe")
async def on_picture_describe_submit(event: Submission, turn: Turn) -> Reply:
    picture, solution = await _load_editable_picture(turn, event.value)
    picture.alt, picture.credit = parse_description_fields(event, turn.say, {})
    return Reply(await _draw_album(turn, solution))


@router.on(Click, "pictures.remove")
async def on_picture_remove(event: Click, turn: Turn) -> Reply:
    """Remove a picture for good: for whoever said yes to it, and those who look after the solution."""
    picture, solution = await _load_editable_picture(turn, event.value)
    await turn.store.solution_pictures.delete_picture(picture)
    await redraw_solution(turn.store, solution)
    return build_text_reply(turn.say("The picture is removed from {code}.", code=solution.code), replace=True)


async def _load_editable_picture(turn: Turn, value: str) -> tuple[SolutionPicture, Solution]:
    """Return the locked picture with its solution, for whoever may change it. Raises Missing."""
    missing, store = turn.say("I cannot find that picture."), turn.store
    picture = await store.solution_pictures.lock(parse_id(value))
    found = await store.solutions.find(picture.solution_id) if picture is not None else None
    solution = await need_visible_record(turn, found, may_see_solution, describe_missing_record(turn, missing))
    assert picture is not None, "its solution was found by it"
    await rights.need_right(turn, *_list_picture_ties(turn, picture, solution), missing=missing)
    return picture, solution


async def _draw_album(turn: Turn, solution: Solution) -> Card:
    say = turn.say
    pictures = await turn.store.solution_pictures.list_solution_pictures(solution.id)
    kept = [one for one in pictures if one.state == KEPT]
    parts: list[Part] = [
        Item(one.alt, note=one.credit, buttons=_draw_picture_buttons(turn, one, solution)) for one in kept
    ]
    if not kept:
        parts.append(Text(say("{code} has no pictures yet.", code=solution.code)))
    row = (
        *draw_offer_button(turn, pictures, solution),
        Button(say("Show"), "solutions.open", str(solution.id)),
    )
    return Card(say("Pictures of {code}", code=solution.code), (*parts, Buttons(row)))


def _draw_picture_buttons(turn: Turn, picture: SolutionPicture, solution: Solution) -> tuple[Button, ...]:
    url = build_picture_address(turn.arena, picture.id, turn.now, person_id=turn.person.id)
    see = (Button(turn.say("See the picture"), url=url),) if url else ()
    if not rights.is_action_allowed(turn.person, "pictures.remove", *_list_picture_ties(turn, picture, solution)):
        return see
    sure = turn.say("Remove the picture for good?")
    change = Button(turn.say("Change"), "pictures.describe", str(picture.id))
    return (*see, change, Button(turn.say("Remove"), "pictures.remove", str(picture.id), "danger", sure))


def _list_picture_ties(turn: Turn, picture: SolutionPicture, solution: Solution) -> tuple[str, ...]:
    ties = tuple(rights.list_solution_ties(turn.person, solution))
    return (*ties, rights.AUTHOR) if picture.author_id == turn.person.id else ties
