"""What lies: drafts that their owner forgot, and texts that wait for the yes of the one who wrote them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from handlers.access.reaches import telling
from handlers.chat.cards import Button, Buttons, Card, Text
from handlers.chat.routing import Router
from handlers.chat.turn import Arena, View
from handlers.directory.naming import signature
from handlers.library.solutions import consent
from handlers.library.solutions.publishing import CONSENTED, DRAFTED, notice_subject
from handlers.notifications import chains
from handlers.notifications.chains import Candidates, Course, Step
from storage.directory.people import Person
from storage.kit.database import Store
from storage.library.solutions import CONSENT, DRAFT

router = Router()
#: working hours: an author who has not answered is asked once more; an owner is reminded of a draft
PATIENCE, FORGOTTEN = 40, 16
#: drafts that lie longer are thrown away
DRAFTS = timedelta(days=90)


async def asked(store: Store, _arena: Arena, id: int) -> Course | None:
    """The author once more, and then the saver, who need not wait."""
    solution, chain = await store.solutions.lock(id), await store.chains.find(CONSENTED, id)
    if solution is None or chain is None or solution.state != CONSENT:
        return None

    async def author(_: Candidates) -> Sequence[Person]:
        return await _one(store, solution.author_id)

    async def saver(_: Candidates) -> Sequence[Person]:
        return await _one(store, solution.owner_id)

    steps = (
        Step("author", PATIENCE, 0, "solutions.consent_again", author),
        Step("saver", PATIENCE, 0, "solutions.unanswered", saver),
    )
    key = f"solution:{id}:consent:{chain.since:%Y%m%d%H%M%S}"
    args = {"solution": id, "by": solution.owner_id}
    return Course(notice_subject(id), steps, key, args)


async def drafted(store: Store, _arena: Arena, id: int) -> Course | None:
    solution, chain = await store.solutions.lock(id), await store.chains.find(DRAFTED, id)
    if solution is None or chain is None or solution.state != DRAFT:
        return None

    async def owner(_: Candidates) -> Sequence[Person]:
        return await _one(store, solution.owner_id)

    steps = (Step("owner", FORGOTTEN, 0, "solutions.forgotten", owner),)
    return Course(f"solution:{id}:draft", steps, f"solution:{id}:draft:{chain.since:%Y%m%d%H%M%S}", {"solution": id})


async def _one(store: Store, id: int | None) -> list[Person]:
    person = await store.people.find(id)
    return [person] if person is not None else []


chains.watch(router, CONSENTED, asked)
chains.hook(router, CONSENTED, asked, "solutions.consent_again", "solutions.unanswered")
chains.watch(router, DRAFTED, drafted)
chains.hook(router, DRAFTED, drafted, "solutions.forgotten")
router.card("solutions.consent_again")(consent.draw)


@router.card("solutions.unanswered")
async def draw_unanswered(view: View) -> Card | None:
    """To the saver."""
    solution, say = await view.store.solutions.find(view["solution"]), view.say
    if solution is None or solution.state != CONSENT:
        return None
    author = await signature(view.store, solution.author_id, None, say)
    text = say("{name} has not answered yet, and is asked once more. Your own words need nobody's yes.", name=author)
    own = Button(say("Write it myself"), "solutions.rewrite", str(solution.id))
    return Card("", (Text(text), Text(solution.title, "strong"), Buttons((own,))))


@router.card("solutions.forgotten")
async def draw_forgotten(view: View) -> Card | None:
    solution, say = await view.store.solutions.find(view["solution"]), view.say
    if solution is None or solution.state != DRAFT or view.person is None or view.person.id != solution.owner_id:
        return None
    id = str(solution.id)
    row = (
        Button(say("Save anyway"), "solutions.save_anyway", id, "primary"),
        Button(say("Change"), "solutions.redo", id),
        Button(say("Do not save"), "solutions.discard", id, confirm=say("Throw away what you wrote?")),
    )
    text = say("Only you see it until you save it.")
    seen = Text(await telling.seen_by(view.store, solution.reach_id, say), "subtle")
    return Card(say("Your solution is not saved yet"), (Text(solution.title, "strong"), Text(text), seen, Buttons(row)))


@router.every("10 8 * * 1-5", "solutions.remind")
async def throw_away(store: Store, _arena: Arena) -> None:
    """Drafts that nobody came back to."""
    await store.solutions.clear_drafts(store.now - DRAFTS)
