"""Verify: owners are asked when the verify-by date comes, authors once more when they have not answered."""

from __future__ import annotations

from datetime import date, timedelta

from handlers.chat import outgoing
from handlers.chat.cards import Button, Buttons, Card, Part, Text
from handlers.chat.routing import Router
from handlers.chat.turn import Arena, View
from handlers.naming import signature
from handlers.solutions.curation import looked_at
from handlers.solutions.publishing import notice_subject, redraw, tell_owner
from handlers.solutions.showing import owner_buttons
from storage.database import Store
from storage.solutions import CONSENT, PUBLISHED

router = Router()
#: days: an author who has not answered is asked once more; drafts that lie longer are thrown away
PATIENCE, DRAFTS = 5, 90


@router.card("solutions.verify")
async def draw_verify(view: View) -> Card | None:
    solution, say = await view.store.solutions.find(view["solution"]), view.say
    if solution is None:
        return None
    day = date.fromisoformat(view["verify_by"])
    if solution.state != PUBLISHED or solution.verify_by != day:
        return await looked_at(view, solution)
    text = say("It is to be verified by {day}. After that, readers see that it needs a check.", day=say.day(day))
    parts: tuple[Part, ...] = (Text(solution.title, "strong"), Text(text), Buttons(owner_buttons(say, solution)))
    return Card(say("Is {code} still true?", code=solution.code), parts)


@router.every("0 8 * * 1-5", "solutions.verify")
async def ask_owners(store: Store, arena: Arena) -> None:
    """Each verify-by date is asked about once, a few a day for each owner, and not in the holidays."""
    today = store.now.astimezone(arena.zone).date()
    if holidays(today):
        return
    for solution in await store.solutions.due(today):
        assert solution.verify_by is not None
        solution.asked_for = solution.verify_by
        args = {"solution": solution.id, "verify_by": solution.verify_by.isoformat()}
        key = f"solution:{solution.id}:verify:{solution.verify_by}"
        await tell_owner(store, solution, "solutions.verify", args, key=key)


@router.every("5 1 * * *", "solutions.overdue")
async def redraw_overdue(store: Store, arena: Arena) -> None:
    """A badge changes when its date is past, although nobody did anything."""
    today = store.now.astimezone(arena.zone).date()
    for solution in await store.solutions.expired(today - timedelta(days=3), today):
        await redraw(store, solution)


@router.every("10 8 * * 1-5", "solutions.remind")
async def remind_authors(store: Store, arena: Arena) -> None:
    """Once more to authors who have not answered, with a word to the saver; old drafts are thrown away."""
    await store.solutions.clear_drafts(store.now - timedelta(days=DRAFTS))
    if holidays(store.now.astimezone(arena.zone).date()):
        return
    before = store.now - timedelta(days=PATIENCE)
    for solution in await store.solutions.waiting(before - timedelta(days=30), before):
        author = await store.people.find(solution.author_id)
        if author is not None:
            args, key = {"solution": solution.id, "by": solution.owner_id}, f"solution:{solution.id}:consent:again"
            about = notice_subject(solution.id)
            await outgoing.to_person(store, author, "solutions.consent", args, key=key, subject=about)
        saver = await store.people.find(solution.owner_id)
        if saver is not None:
            key = f"solution:{solution.id}:unanswered"
            await outgoing.to_person(store, saver, "solutions.unanswered", {"solution": solution.id}, key=key)


@router.card("solutions.unanswered")
async def draw_unanswered(view: View) -> Card | None:
    """To the saver, who need not wait."""
    solution, say = await view.store.solutions.find(view["solution"]), view.say
    if solution is None or solution.state != CONSENT:
        return None
    author = await signature(view.store, solution.author_id, None, say)
    text = say("{name} has not answered yet, and is asked once more. Your own words need nobody's yes.", name=author)
    own = Button(say("Write it myself"), "solutions.rewrite", str(solution.id))
    return Card("", (Text(text), Text(solution.title, "strong"), Buttons((own,))))


def holidays(day: date) -> bool:
    """Weeks 28 to 30 and the days of Christmas, when nobody is asked."""
    return day.isocalendar().week in {28, 29, 30} or (day.month, day.day) >= (12, 24) or (day.month, day.day) == (1, 1)
