"""Record what became of a picture that was to be fetched, and tell its author in plain words."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.chat import outgoing
from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Text
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import View
from handlers.library.solutions.publication import build_solution_notice_subject, redraw_solution
from storage.kit.database import Store
from storage.library.solution_pictures import KEPT, REFUSED, WANTED, SolutionPicture
from storage.library.solutions import PUBLISHED

router = Router()
#: reasons without a copy, in the order in which they are looked for
GONE, NO_RIGHT, AWAY, ADDRESS = "gone", "no_right", "away", "address"
HEAVY, KIND, DISGUISED, PIXELS, ANIMATED, BROKEN, FULL = (
    "heavy", "kind", "disguised", "pixels", "animated", "broken", "full",
)  # fmt: skip


class PictureKeptNotice(CardArguments, frozen=True):
    template = "pictures.kept"

    solution: int
    picture: int


class PictureRefusedNotice(CardArguments, frozen=True):
    template = "pictures.refused"

    solution: int
    picture: int


@dataclass(frozen=True, slots=True)
class PictureCopy:
    """Hold a copy as it is kept: a JPEG without anything about its place, its camera or its maker."""

    data: bytes
    width: int
    height: int


async def keep_picture_copy(store: Store, id: int, copy: PictureCopy, file: str = "") -> bool:
    """Store the copy, or the name of its file, unless nobody wants it any more. Tell its author."""
    picture = await _lock_wanted_picture(store, id)
    if picture is None:
        return False
    solution = await store.solutions.find(picture.solution_id)
    assert solution is not None, "the picture goes with its solution"
    picture.state, picture.address, picture.file = KEPT, "", file
    picture.data = None if file else copy.data
    picture.width, picture.height, picture.size = copy.width, copy.height, len(copy.data)
    await store.session.flush()
    await redraw_solution(store, solution)
    await _notify_picture_author(store, picture, PictureKeptNotice(solution.id, picture.id))
    return True


async def refuse_picture(store: Store, id: int, reason: str) -> None:
    """Record why there is no copy, and tell the author."""
    picture = await _lock_wanted_picture(store, id)
    if picture is None or picture.solution_id is None:
        return
    picture.state, picture.reason, picture.address = REFUSED, reason, ""
    await _notify_picture_author(store, picture, PictureRefusedNotice(picture.solution_id, picture.id))


async def _lock_wanted_picture(store: Store, id: int) -> SolutionPicture | None:
    picture = await store.solution_pictures.lock(id)
    return picture if picture is not None and picture.state == WANTED else None


async def _notify_picture_author(
    store: Store, picture: SolutionPicture, card: PictureKeptNotice | PictureRefusedNotice
) -> None:
    author = await store.people.find(picture.author_id)
    if author is not None and author.erased_at is None:
        about = build_solution_notice_subject(card.solution)
        await outgoing.post_to_person(store, author, card, key=f"{card.template}:{picture.id}", subject=about)


@router.card(PictureKeptNotice)
async def draw_picture_kept_card(view: View[PictureKeptNotice]) -> Card | None:
    solution, say = await view.store.solutions.find(view.args.solution), view.say
    picture = await view.store.solution_pictures.find(view.args.picture)
    if solution is None:
        return None
    if picture is None:
        gone = Card("", (Text(say("The picture is removed from {code}.", code=solution.code), "subtle"),))
        return gone if view.delivery.was_told else None
    if solution.state != PUBLISHED:
        return None
    text = say("The picture is in {code} now, for whoever sees the solution.", code=solution.code)
    row = (
        Button(say("Pictures"), "pictures.show", str(solution.id)),
        Button(say("Show"), "solutions.open", str(solution.id)),
    )
    return Card("", (Text(text), Text(picture.alt, "subtle"), Buttons(row)))


@router.card(PictureRefusedNotice)
async def draw_picture_refused_card(view: View[PictureRefusedNotice]) -> Card | None:
    solution, say = await view.store.solutions.find(view.args.solution), view.say
    picture = await view.store.solution_pictures.find(view.args.picture)
    if solution is None or picture is None:
        return None
    text = say("The picture could not be taken along in {code}.", code=solution.code)
    return Card("", (Text(text), Text(describe_refusal(say, picture.reason))))


def describe_refusal(say: Say, reason: str) -> str:
    """Say why there is no copy, and what to do about it."""
    texts = {
        GONE: say("It is no longer in the chat. Send it again, and save the new message."),
        NO_RIGHT: say("I may not read files there. Whoever installed me has to allow it."),
        AWAY: say("The chat did not hand it out in several tries. Send it again later."),
        ADDRESS: say("It is kept in a place that I do not read from."),
        HEAVY: say("The file is too large: it may have {n} MB.", n=20),
        KIND: say("It is no picture that I can read. Use JPEG, PNG, WebP or HEIC."),
        DISGUISED: say("The file is not what its name says. Save it as a picture again, and send that."),
        PIXELS: say("It is too large: it may have {n} million dots.", n=40),
        ANIMATED: say("It moves. Take a still picture of it."),
        BROKEN: say("The file is broken or not whole."),
        FULL: say("There is no room for more pictures. Tell the secretariat."),
    }
    return texts.get(reason, texts[BROKEN])
