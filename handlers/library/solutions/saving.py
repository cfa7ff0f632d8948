"""Save: from a message, a solved question or nothing; what is nearly the same is shown before it is published."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from handlers.access.reaches import telling
from handlers.chat.cards import Button, Buttons, Card, Item, Part, Reply, Text, note
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.directory.naming import shorten
from handlers.language import language_of
from handlers.language.finding import similar
from handlers.library.solutions import consent, forms, wider
from handlers.library.solutions.lookup import get_local_day, load_own_solution_draft, may_see_solution
from handlers.library.solutions.origins import Origin, of_click, of_value
from handlers.library.solutions.publishing import DRAFTED, document, publish, redraw, subject
from handlers.library.solutions.showing import badge
from handlers.notifications import forecasts, limits
from storage.library.solutions import CIRCLE, DRAFT, MEMBERS, Solution

router = Router()
#: near-duplicates shown before a solution is published
MOST_NEAR = 3


@router.on(Click, "solutions.write", opens=True)
async def write(event: Click, turn: Turn) -> Reply:
    origin = await of_click(event, turn)
    hint = await _asks_first(turn, origin)
    return Reply(form=await forms.new_form(turn, "solutions.save", origin.words, origin.value, origin.reach_id, hint))


@router.on(Click, "solutions.redo", opens=True)
async def redo(event: Click, turn: Turn) -> Reply:
    """A draft again, to change it before it is published."""
    draft = await load_own_solution_draft(turn, event.value)
    return await _draft_form(turn, draft, f"draft:{draft.id}", draft.done)


@router.on(Click, "solutions.rewrite", opens=True)
async def rewrite(event: Click, turn: Turn) -> Reply:
    """The same in the saver's own words, which need nobody's yes."""
    draft = await load_own_solution_draft(turn, event.value, waiting=True)
    return await _draft_form(turn, draft, f"own:{draft.id}", "")


@router.on(Submission, "solutions.save")
async def save(event: Submission, turn: Turn) -> Reply:
    """Kept as a draft first, so that what was typed is safe whatever comes of it."""
    kind, _, id = event.value.partition(":")
    if kind in {"draft", "own"}:
        draft = await load_own_solution_draft(turn, id, waiting=kind == "own")
        await _retype(event, turn, draft, own=kind == "own")
    else:
        origin = await of_value(turn, event.value)
        draft = await _keep_draft(turn, await forms.read_new(event, turn, origin.reach_id), origin)
    near = await _near(turn, draft)
    return Reply(await _near_card(turn, draft, near)) if near else await finish(turn, draft)


@router.on(Click, "solutions.save_anyway")
async def save_anyway(event: Click, turn: Turn) -> Reply:
    return await finish(turn, await load_own_solution_draft(turn, event.value), replace=True)


@router.on(Click, "solutions.widen")
async def widen(event: Click, turn: Turn) -> Reply:
    """More may see it than saw the question it comes from, and its saver was asked about that."""
    return await finish(turn, await load_own_solution_draft(turn, event.value), replace=True, asked=True)


@router.on(Click, "solutions.discard")
async def discard(event: Click, turn: Turn) -> Reply:
    draft = await load_own_solution_draft(turn, event.value)
    await turn.store.solutions.remove(draft)
    return note(turn.say("Not saved."), replace=True)


async def finish(turn: Turn, draft: Solution, *, replace: bool = False, asked: bool = False) -> Reply:
    """Published at once, or when the one who wrote the text has said yes. `asked`: whether it may go further."""
    if not asked and await wider.than_asked(turn.store, draft):
        change = Button(turn.say("Change"), "solutions.redo", str(draft.id))
        return Reply(await wider.card(turn, draft, "solutions.widen", change), replace=replace)
    if draft.author_id is not None and draft.author_id != turn.person.id:
        return await consent.ask(turn, draft, replace=replace)
    at = await limits.broadcast(turn)
    if at is not None:
        return Reply(
            _later_card(turn, draft, at, "solutions.widen" if asked else "solutions.save_anyway"), replace=replace
        )
    rooms = await publish(turn, draft)
    return Reply(await saved_card(turn, draft, rooms), replace=replace)


def _later_card(turn: Turn, draft: Solution, at: datetime, again: str) -> Card:
    say, id = turn.say, str(draft.id)
    row = (
        Button(say("Save"), again, id, "primary"),
        Button(say("Change"), "solutions.redo", id),
        Button(say("Do not save"), "solutions.discard", id, confirm=say("Throw away what you wrote?")),
    )
    parts = (Text(draft.title, "strong"), Text(limits.later(say, at)), Buttons(row))
    return Card(say("Your solution is not shared yet"), parts)


async def saved_card(turn: Turn, solution: Solution, rooms: int) -> Card:
    say, id = turn.say, str(solution.id)
    topic = await turn.store.topics.find(solution.topic_id)
    name = topic.name(say.language) if topic else ""
    if rooms:
        where = say.many("{n} room", "{n} rooms", rooms)
        text = say("Others find it from now on, and its card goes to {topic} ({where}).", topic=name, where=where)
        takes = await forecasts.told(turn, await turn.store.rooms.of_topics([solution.topic_id]), subject(solution.id))
        text = f"{text} {takes}".strip()
    elif solution.level == CIRCLE:
        text = say("The secretariat finds it from now on. No room gets its card.")
    else:
        text = say("Others find it from now on. No room carries {topic} yet, so nobody gets its card.", topic=name)
    row = (
        Button(say("Add more"), "solutions.extend", id, "primary"),
        Button(say("Show"), "solutions.open", id),
        Button(say("Change"), "solutions.edit", id),
        Button(say("Who may see it"), "solutions.reach", id),
    )
    title = say("✅ {code} is saved", code=solution.code)
    seen = Text(await telling.seen_by(turn.store, solution.reach_id, say), "subtle")
    return Card(title, (Text(solution.title, "strong"), Text(text), seen, Buttons(row)))


async def _asks_first(turn: Turn, origin: Origin) -> str:
    """Above the form: whose word it needs before."""
    author = await turn.store.people.find(origin.author_id)
    return turn.say("{name} wrote the text, and is asked before it is shared.", name=author.name) if author else ""


async def _draft_form(turn: Turn, draft: Solution, value: str, done: str) -> Reply:
    topic = await turn.store.topics.find(draft.topic_id)
    words = forms.words_of(draft, topic.slug if topic else "") | {"done": done}
    return Reply(form=await forms.new_form(turn, "solutions.save", words, value, draft.reach_id))


async def _keep_draft(turn: Turn, values: dict[str, Any], origin: Origin) -> Solution:
    author = await turn.store.people.find(origin.author_id)
    organisation = await turn.store.organisations.find((author or turn.person).organisation_id)
    draft = Solution(
        code="", state=DRAFT, level=MEMBERS, owner_id=turn.person.id, author_id=origin.author_id,
        question_id=origin.question_id,
        organisation_id=organisation.id if organisation else None,
        park=organisation.name if organisation else "", dated=get_local_day(turn), language=_language(values), **values,
    )  # fmt: skip
    await turn.store.solutions.add(draft)
    await turn.store.chains.restart(DRAFTED, draft.id, turn.now)
    return draft


async def _retype(event: Submission, turn: Turn, draft: Solution, *, own: bool) -> None:
    values = await forms.read_new(event, turn, draft.reach_id)
    author = await turn.store.people.find(draft.author_id)
    if own and author is not None:
        if _same(values["done"], draft.done):
            text = turn.say("These are still the words of {name}. Use your own.", name=author.name)
            raise UserError("", {"done": text})
        draft.author_id, draft.state = None, DRAFT
        await redraw(turn.store, draft)
    for name, value in values.items():
        setattr(draft, name, value)
    draft.language = _language(values)


async def _near(turn: Turn, draft: Solution) -> list[Solution]:
    sight = await turn.store.reaches.sight(turn.person)
    hits = [hit for hit in await similar(turn.store, document(draft), sight, MOST_NEAR + 2) if hit.kind == "solution"]
    found = await turn.store.solutions.many([hit.id for hit in hits])
    near = [found[hit.id] for hit in hits if hit.id in found and hit.id != draft.id]
    return [solution for solution in near if await may_see_solution(turn.store, turn.person, solution)][:MOST_NEAR]


async def _near_card(turn: Turn, draft: Solution, near: list[Solution]) -> Card:
    say, id = turn.say, str(draft.id)
    parts: list[Part] = [Text(say("Your text is kept. Is one of these the same?"))]
    for solution in near:
        notes = " · ".join(filter(None, (badge(solution, say, get_local_day(turn)), solution.park)))
        show = Button(say("Show"), "solutions.open", str(solution.id))
        parts.append(Item(f"{solution.code} {solution.title}", shorten(solution.done, 200), notes, (show,)))
    row = (
        Button(say("Save anyway"), "solutions.save_anyway", id, "primary"),
        Button(say("Change"), "solutions.redo", id),
        Button(say("Do not save"), "solutions.discard", id, confirm=say("Throw away what you wrote?")),
    )
    return Card(say("This may already be saved"), (*parts, Buttons(row)))


def _language(values: dict[str, Any]) -> str:
    return language_of(f"{values['title']}. {values['problem']}. {values['done']}")


def _same(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()
