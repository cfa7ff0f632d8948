"""Change: the text, its level and its topic, with every earlier version kept; retire, bring back, delete."""

from __future__ import annotations

from handlers.chat.cards import Button, Buttons, Card, Item, Part, Reply, Text, note
from handlers.chat.errors import Missing, UserError
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.directory.naming import shorten
from handlers.language import language_of
from handlers.library.solutions import curation, forms
from handlers.library.solutions.lookup import load_editable_solution, load_visible_solution
from handlers.library.solutions.publishing import change, erase, retire, spread, verify
from handlers.library.solutions.searching import settle
from handlers.library.solutions.showing import whole
from storage.library.solutions import CONSENT, HIDDEN, PUBLISHED, RETIRED, Solution

router = Router()


@router.on(Click, "solutions.edit", opens=True)
async def edit(event: Click, turn: Turn) -> Reply:
    solution = await _published(turn, event.value)
    topic = await turn.store.topics.find(solution.topic_id)
    words = forms.words_of(solution, topic.slug if topic else "")
    return Reply(form=await forms.first_form(turn, "solutions.edit", words, str(solution.id), code=solution.code))


@router.on(Submission, "solutions.edit")
async def save(event: Submission, turn: Turn) -> Reply:
    """Whoever edits it says that it is true as it now stands: doubts are settled."""
    solution = await _published(turn, event.value)
    values = await forms.read_first(event, turn)
    values["language"] = language_of(f"{values['title']}. {values['problem']}. {values['done']}")
    changed = await change(turn, solution, values)
    doubters = await verify(turn, solution)
    await spread(turn.store, solution)
    await curation.tell_doubters(turn, solution, doubters)
    return await _changed(turn, solution, changed=changed)


@router.on(Click, "solutions.extend", opens=True)
async def extend(event: Click, turn: Turn) -> Reply:
    return Reply(form=forms.second_form(turn, await _published(turn, event.value)))


@router.on(Submission, "solutions.extend")
async def save_more(event: Submission, turn: Turn) -> Reply:
    solution = await _published(turn, event.value)
    changed = await change(turn, solution, forms.read_second(event, turn, solution))
    if changed:
        await spread(turn.store, solution)
        await settle(turn.store, "solution", solution.id, solution.keywords)
    return await _changed(turn, solution, changed=changed)


@router.on(Click, "solutions.versions")
async def show_versions(event: Click, turn: Turn) -> Reply:
    """What it said before, newest first."""
    solution = await load_visible_solution(turn, event.value)
    parts: list[Part] = []
    for old in await turn.store.solutions.versions(solution.id):
        by = await turn.store.people.find(old.changed_by_id)
        name = by.name if by else turn.say("the secretariat")
        until = turn.say("until {day}, changed by {name}", day=turn.say.day(old.changed_at), name=name)
        words = [old.data.get(name, "") for name in ("title", "done", "result")]
        text = "\n".join(shorten(text, 400) for text in words if text)
        parts.append(Item(turn.say("Version {n}", n=old.version), text, until))
    if not parts:
        return note(turn.say("{code} has not been changed.", code=solution.code))
    return Reply(Card(turn.say("Earlier versions of {code}", code=solution.code), tuple(parts)))


@router.on(Click, "solutions.retire")
async def set_aside(event: Click, turn: Turn) -> Reply:
    solution = await load_editable_solution(turn, event.value)
    if solution.state in (CONSENT, HIDDEN):
        raise Missing(turn.say("I do not find that solution."))
    if solution.state == PUBLISHED:
        doubters = {doubt.person_id for doubt in await turn.store.solutions.doubts(solution.id)}
        await retire(turn.store, solution)
        await curation.tell_doubters(turn, solution, doubters)
    back = Button(turn.say("Bring back"), "solutions.restore", str(solution.id))
    text = turn.say("{code} is retired: it is no longer found, and its cards say so.", code=solution.code)
    return Reply(Card("", (Text(text), Buttons((back,)))), replace=True)


@router.on(Click, "solutions.restore")
async def bring_back(event: Click, turn: Turn) -> Reply:
    solution = await load_editable_solution(turn, event.value)
    if solution.state == RETIRED:
        solution.state = PUBLISHED
        await spread(turn.store, solution)
    return Reply(await whole(turn, solution), replace=True)


@router.on(Click, "solutions.delete")
async def delete(event: Click, turn: Turn) -> Reply:
    """By its owner or its author: the words go from everywhere."""
    solution = await load_editable_solution(turn, event.value)
    if solution.state == CONSENT:
        raise Missing(turn.say("I do not find that solution."))
    await erase(turn.store, solution)
    return note(turn.say("{code} is deleted everywhere.", code=solution.code), replace=True)


async def _published(turn: Turn, value: str) -> Solution:
    solution = await load_editable_solution(turn, value)
    if solution.state != PUBLISHED:
        text = turn.say("{code} is retired. Bring it back first.", code=solution.code)
        if solution.state == HIDDEN:
            text = turn.say("The secretariat has hidden solution {code}.", code=solution.code)
        raise UserError(text)
    return solution


async def _changed(turn: Turn, solution: Solution, *, changed: bool) -> Reply:
    text = turn.say("Changed. Every copy is redrawn.") if changed else turn.say("Nothing was changed.")
    show = Button(turn.say("Show"), "solutions.open", str(solution.id))
    return Reply(Card("", (Text(text), Text(f"{solution.code} {solution.title}", "strong"), Buttons((show,)))))
