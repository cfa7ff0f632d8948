"""What of consultations waits for one person, what they answer, and what is new or near for their digest."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from handlers.chat.cards import Button, Item
from handlers.chat.turn import Turn
from handlers.directory.naming import shorten
from handlers.policy.consultations import asked, showing, signing, sources, steps, words
from storage.policy.consultation_responses import ConsultationVoice
from storage.policy.consultations import FOUND, OPEN, Consultation

#: entries of one kind
MOST = 8
#: how long before the deadline an organisation that has said nothing is shown it at home
NEAR = timedelta(days=35)


async def items(turn: Turn) -> list[Item]:
    if turn.person.guest:
        return []
    return [*await _overdue(turn), *await _unanswered(turn), *await _found(turn), *await _silent(turn)]


async def _overdue(turn: Turn) -> list[Item]:
    """Whose deadline has passed, for who writes the answer and for the secretariat."""
    say, here, items = turn.say, words.today(turn), []
    for one in await _open(turn):
        mine = turn.person.id == one.owner_id or turn.person.secretariat
        if mine and one.deadline is not None and one.deadline < here:
            id = str(one.id)
            row = (
                Button(say("It is sent"), "consultations.sent", id, "primary"),
                Button(say("Do not answer"), "consultations.drop", id),
            )
            items.append(Item(shorten(words.named(one), 120), words.state_line(turn, one), buttons=row))
    return items[:MOST]


async def _unanswered(turn: Turn) -> list[Item]:
    """Announced ones that an organisation the person acts for has not answered, the nearest deadline first."""
    mine = await turn.store.organisations.represented_by(turn.person.id)
    here, items = words.today(turn), []
    for one in await _open(turn) if mine else ():
        if one.announced_at is None or one.deadline is None or not here <= one.deadline <= here + NEAR:
            continue
        voices = {house.id: voice for voice, house in await turn.store.voices.of(one.id)}
        houses = await asked.those(turn.store, one, mine)
        silent = [house for house in houses if not _said(one, voices.get(house.id))]
        if silent:
            names = turn.say.listed([house.name for house in silent])
            id = silent[0].id if len(silent) == 1 else None
            row = (*signing.buttons(turn.say, one, id)[:2], _show(turn, one))
            title, text = shorten(words.named(one), 120), words.state_line(turn, one)
            note = turn.say("{organisations} has not answered", organisations=names)
            if one.version > 1:
                note = turn.say("{organisations} has not answered to version {n}", organisations=names, n=one.version)
            items.append(Item(title, text, note, row))
    return items[:MOST]


def _said(consultation: Consultation, voice: ConsultationVoice | None) -> bool:
    """Before there is a draft it is enough to say whether it concerns them."""
    if voice is None:
        return False
    return asked.has_answered(voice, consultation) or (not consultation.version and bool(voice.affected))


async def _found(turn: Turn) -> list[Item]:
    """For the secretariat: what members propose and sources bring."""
    if not turn.person.secretariat:
        return []
    found = await turn.store.consultations.listed((FOUND,), await turn.store.reaches.sight(turn.person))
    here = words.today(turn)
    coming = [one for one in found if one.deadline is None or one.deadline >= here]
    return [
        Item(shorten(words.named(one), 120), words.state_line(turn, one), buttons=showing.taking(turn, one))
        for one in coming[:MOST]
    ]


async def _silent(turn: Turn) -> list[Item]:
    """For the secretariat: sources that cannot be read."""
    if not turn.person.secretariat:
        return []
    show = Button(turn.say("Show"), "consultations.sources")
    return [
        Item(sources.host(one.link), sources.standing(turn.say, one), buttons=(show,))
        for one in await turn.store.sources.all()
        if one.failure
    ]


async def kept(turn: Turn) -> list[Item]:
    """Those whose answer the person writes; one that is overdue waits for them elsewhere on the page."""
    say, here, items = turn.say, words.today(turn), []
    for one in await turn.store.keepings.consultations(turn.person.id, limit=20):
        if one.deadline is not None and one.deadline >= here:
            row = (Button(say("Write the draft"), "consultations.write", str(one.id)), _show(turn, one))
            note = await steps.next_line(turn, one)
            items.append(Item(shorten(words.named(one), 120), words.state_line(turn, one), note, row))
    return items


async def deadlines(turn: Turn, near: timedelta) -> list[Item]:
    """Of those that concern an organisation the person acts for, or that wait for its word, what comes soon."""
    mine = {house.id for house in await turn.store.organisations.represented_by(turn.person.id)}
    here, items = words.today(turn), []
    for one in await _open(turn) if mine else ():
        if one.deadline is None or not here <= one.deadline <= here + near or one.announced_at is None:
            continue
        taking_part = [
            house for voice, house in await turn.store.voices.of(one.id) if house.id in mine and asked.takes_part(voice)
        ]
        if taking_part:
            items.append(Item(words.named(one), words.state_line(turn, one), buttons=(_show(turn, one),)))
    return items


async def fresh(turn: Turn, topic_ids: Collection[int], since: timedelta, most: int) -> list[Item]:
    """Announced of late, about these topics."""
    found = [one for one in await _open(turn) if one.announced_at and one.announced_at >= turn.now - since]
    about = await turn.store.consultations.topics_of([one.id for one in found])
    return [
        Item(words.named(one), shorten(one.text, 150), words.state_line(turn, one), (_show(turn, one),))
        for one in found
        if not set(topic_ids).isdisjoint(about[one.id])
    ][:most]


def _show(turn: Turn, consultation: Consultation) -> Button:
    return Button(turn.say("Show"), "consultations.open", str(consultation.id))


async def _open(turn: Turn) -> list[Consultation]:
    return list(await turn.store.consultations.listed((OPEN,), await turn.store.reaches.sight(turn.person)))
