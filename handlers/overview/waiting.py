"""What waits for somebody: on their home page, and in their digest."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from handlers.chat.cards import Button, Item
from handlers.chat.records import record_kinds
from handlers.chat.turn import Turn
from handlers.directory.contacts import missing
from handlers.directory.members.belonging import where_button
from handlers.directory.members.confirming import answers
from handlers.directory.naming import asker, shorten, topic_names
from handlers.moderation import waiting as moderation
from handlers.moderation.holding import waiting as holding
from handlers.questions.quieting import mark
from storage.questions.questions import DRAFT, Question
from storage.queue.delivery_rows import EXPIRED

#: entries of one kind, and so many of one that there may be more of it than are looked at
MOST, MANY = 8, 5


async def items(turn: Turn, asked: Sequence[Question]) -> tuple[list[Item], bool]:
    """One of each kind in turn, so that many of one kind hide no other; and whether there may be more than these.

    `asked`: the person's own newest questions.
    """
    kinds = (
        await holding.items(turn),
        _drafts(turn, asked),
        await _people(turn),
        await _unanswered(turn),
        await moderation.items(turn),
        await _secretariat(turn),
        await missing.list_waiting(turn),
        *await _records(turn),
    )
    found = [item for row in zip_longest(*kinds) for item in row if item is not None]
    return found, any(len(kind) >= MANY for kind in kinds)


async def _records(turn: Turn) -> list[list[Item]]:
    """What each kind of record asks of a member."""
    if turn.person.guest:
        return []
    return [await kind.list_pending(turn) for kind in record_kinds().values() if kind.list_pending is not None]


def where(turn: Turn) -> list[Item]:
    """Whoever has not said where they belong is asked."""
    if turn.person.organisation_id is not None:
        return []
    text = turn.say("Then others know who answers, and your contact knows that you are here.")
    return [Item(turn.say("Where do you belong?"), text, buttons=(where_button(turn),))]


def _drafts(turn: Turn, asked: Sequence[Question]) -> list[Item]:
    """Questions that wait for a word about topic or suggestions."""
    say, found = turn.say, []
    for question in asked:
        if question.state == DRAFT:
            row = (
                Button(say("Ask anyway"), "questions.ask_anyway", str(question.id), "primary"),
                Button(say("Cancel"), "questions.cancel", str(question.id)),
            )
            found.append(Item(shorten(question.text, 150), note=say("Not sent yet"), buttons=row))
    return found


async def _people(turn: Turn) -> list[Item]:
    """Those whom this person may confirm."""
    say, store, me = turn.say, turn.store, turn.person
    mine = [organisation.id for organisation in await store.organisations.represented_by(me.id)]
    if not mine and not me.secretariat:
        return []
    found = []
    for person, organisation in await store.memberships.claims(None if me.secretariat else mine, limit=MOST):
        if person.id != me.id:
            text = say("Does {name} belong to {organisation}?", name=person.name, organisation=organisation.name)
            found.append(Item(text, buttons=answers(turn, person, organisation)))
    return found


async def _unanswered(turn: Turn) -> list[Item]:
    """In the topics this person leads."""
    say, store = turn.say, turn.store
    led = [topic.id for topic in await store.topics.led_by(turn.person.id)]
    sight, found = await store.reaches.sight(turn.person), []
    for question in await store.questions.unanswered(led, sight, limit=MOST) if led else ():
        row = (
            Button(say("Answer"), "answers.write", str(question.id), "primary"),
            Button("⋯", "questions.more", str(question.id)),
        )
        since = say("No answer yet in {topic}", topic=await topic_names(store, question, say))
        note = " · ".join(filter(None, (since, mark(question, say))))
        found.append(Item(shorten(question.text, 150), await asker(store, question, say), note, row))
    return found


async def _secretariat(turn: Turn) -> list[Item]:
    """Questions without a place, and messages that did not arrive."""
    say, store = turn.say, turn.store
    if not turn.person.secretariat:
        return []
    found = []
    for question in await store.questions.in_triage(limit=MOST):
        row = (
            Button(say("Take it"), "triage.take", str(question.id), "primary"),
            Button(say("Set topic"), "triage.place", str(question.id)),
        )
        title = say("Find a place for question {id}", id=question.number)
        found.append(Item(title, shorten(question.text, 150), buttons=row))
    # what came too late did not fail, and nobody can help it
    failed = sum(one.count for one in await store.ledgers.troubles() if one.state != EXPIRED)
    if failed:
        text = say.many("{n} message did not arrive", "{n} messages did not arrive", failed)
        found.append(Item(text, buttons=(Button(say("Show"), "admin.deliveries"),)))
    return found
