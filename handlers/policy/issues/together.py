"""Together: once three organisations have asked about nearly the same, their askers are asked to raise it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from handlers.access import rights
from handlers.chat.cards import Button, Buttons, Card, Quote, Text
from handlers.chat.routing import Router, withheld
from handlers.chat.turn import Arena, View
from handlers.directory.naming import shorten
from handlers.language.duplicates import LIKELY, likeness
from handlers.language.finding import find
from handlers.notifications.pushes import push
from storage.kit.database import Store
from storage.questions.questions import PUBLIC, Question

router = Router()
#: one row for each question whose asker has been asked
KIND = "issues.together"
#: how far back, how many organisations it takes, and how old a question may be to be looked at
SPAN, ORGANISATIONS, NEW = timedelta(days=90), 3, timedelta(days=2)
#: hits that are compared, and the share of the question that they hold
LOOKED_AT, FLOOR = 20, 0.1


@router.every("40 6 * * 1-5", "issues.together")
async def look(store: Store, arena: Arena) -> None:
    """Whether what was asked since yesterday is the third of its kind."""
    for question in await store.questions.since(store.now - NEW):
        if question.reach_id is not None:  # others may not know what it asks
            continue
        alike = await cluster(store, question)
        if len({one.organisation_id for one in alike}) >= ORGANISATIONS:
            await _ask(store, arena, alike)


async def cluster(store: Store, question: Question) -> list[Question]:
    """The question and those of other organisations that ask about nearly the same, oldest first."""
    hits = await find(
        store, question.text, kinds=("question",), levels=("open", "members"), limit=LOOKED_AT, floor=FLOOR
    )
    found = await store.questions.many([hit.id for hit in hits if hit.id != question.id])
    alike = [
        other
        for other in found.values()
        if other.state in PUBLIC
        and other.organisation_id is not None
        and other.created_at >= store.now - SPAN
        and likeness(question.text, other.text) >= LIKELY
    ]
    mine = [question] if question.organisation_id is not None else []
    return sorted((*mine, *alike), key=lambda one: one.id)


async def _ask(store: Store, arena: Arena, alike: Sequence[Question]) -> None:
    """Each asker once for each question of theirs, whatever comes later."""
    for question in alike:
        if await store.chains.find(KIND, question.id) is not None:
            continue
        await store.chains.begin(KIND, {question.id: store.now})
        await store.chains.end(KIND, question.id)
        person = await store.people.find(question.asker_id)
        if person is None or person.guest:
            continue
        args = {"question": question.id, "others": [one.id for one in alike if one.id != question.id]}
        key = f"question:{question.id}:together"
        await push(store, arena, person, "issues.together", args, key=key, at=store.now, subject=key)


async def _shown(view: View) -> list[Question]:
    found = (await view.store.questions.many(view["others"])).values()
    if view.person is None:
        return []
    return [one for one in found if one.state in PUBLIC and await rights.within(view.store, view.person, one)]


@router.card("issues.together")
async def draw(view: View) -> Card | None:
    """To one asker: what the others asked, without who they are, as far as it is out and within reach by now."""
    mine, say = await view.store.questions.find(view["question"]), view.say
    others = await _shown(view)
    if mine is None or mine.state not in PUBLIC or not others:
        return withheld(view)
    n = len({one.organisation_id for one in others if one.organisation_id != mine.organisation_id}) + 1
    text = say.many(
        "{n} organisation has asked about nearly the same. Would you raise it as an issue together?",
        "{n} organisations have asked about nearly the same. Would you raise it as an issue together?",
        n,
    )
    quotes = [Quote(shorten(one.text, 200)) for one in (mine, *others[:4])]
    raise_it = Button(say("Raise it together"), "issues.raise", f"question:{mine.id}", "primary")
    hint = Text(say("Nobody else is told that you were asked."), "subtle")
    return Card(say("Raise this together?"), (Text(text), *quotes, hint, Buttons((raise_it,))))
