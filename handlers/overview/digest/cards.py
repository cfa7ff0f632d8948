"""The digest as it is drawn when it is sent: what waits, deadlines, meetings, and what is new of each kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from handlers.access import rights
from handlers.chat.cards import Button, Buttons, Card, Item, Part, Rule, Text
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.directory.naming import asker, shorten, topic_names
from handlers.language import Mind
from handlers.library.searches import telling as searches
from handlers.meetings import listing as meetings
from handlers.meetings.sittings import Sitting
from handlers.notifications.bundles import size
from handlers.overview import waiting
from handlers.policy.consultations import waiting as consultations
from handlers.policy.issues import waiting as issues
from handlers.policy.rounds import waiting as rounds
from storage.directory.people import Account
from storage.directory.topic_followers import WEEKLY
from storage.questions.questions import ANSWERED, SOLVED

router = Router()
#: entries of one kind, and meetings that are looked at
MOST, LOOKED_AT = 5, 20
#: what it takes at the most, so that there is room beside it for what else is due that day
ROOM = 30
#: how far ahead a meeting or a deadline is worth a digest, and how far back a solution is new
SOON, NEAR, BEFORE = timedelta(days=21), timedelta(days=10), timedelta(days=7)


@router.card("digest.card")
async def draw(view: View) -> Card | None:
    """Nothing for guests, for who wants none, and where there is nothing to tell."""
    person, account = view.person, await _account(view)
    if person is None or account is None or person.guest or not person.digest:
        return None
    turn = Turn(view.store, person, account, view.say, view.arena, Mind())
    say = view.say
    coming = await meetings.coming(turn, LOOKED_AT)
    asked = await view.store.questions.asked_by(person.id, limit=waiting.MOST)
    waits, capped = await waiting.items(turn, asked)
    deadlines = [
        *await _deadlines(turn, coming),
        *await issues.deadlines(turn, NEAR),
        *await consultations.deadlines(turn, NEAR),
    ]
    sections = (
        Section(say("Waits for you"), [*waits, *waiting.where(turn)], whole=not capped),
        Section(say("Your organisation is asked for input"), await rounds.of_colleagues(turn), whole=True),
        Section(say("Deadlines"), deadlines, whole=len(coming) < LOOKED_AT),
        Section(say("Next meetings"), await meetings.items(turn, _soon(turn, coming))),
        Section(say("Questions without an answer in topics you follow"), await _unanswered(turn)),
        Section(say("New in topics you follow"), await _news(turn), whole=True),
        Section(say("New solutions in your topics"), await _solutions(turn)),
        Section(say("New issues in your topics"), await _issues(turn)),
        Section(say("New consultations in your topics"), await _consultations(turn)),
        Section(say("Searches in your topics"), await searches.items(turn, BEFORE)),
    )
    return _card(view, [section for section in sections if section.entries])


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    entries: Sequence[Item]
    #: these are all there are; else no more were looked for, and how many there are beside them is not told
    whole: bool = False


def _card(view: View, sections: Sequence[Section]) -> Card | None:
    """As many of each as there is room for."""
    if not sections:
        return None
    say = view.say
    row = Buttons((Button(say("Home"), "home.show"), Button(say("Reminders and hours"), "members.hours")))
    for most in range(MOST, 0, -1):
        parts: list[Part] = []
        for section in sections:
            parts += [Rule()] if parts else []
            parts += [Text(section.title, "strong"), *section.entries[:most]]
            more = len(section.entries) - most
            if more > 0:
                told = say.many("and {n} more", "and {n} more", more) if section.whole else say("and more")
                parts.append(Text(told, "subtle"))
        card = Card(say("Your week in {name}", name=view.arena.name), (*parts, row))
        if size(card) <= ROOM:
            break
    return card


async def _account(view: View) -> Account | None:
    """The one that this delivery goes to."""
    place = view.place
    found = await view.store.people.by_account(place.platform, place.workspace, place.user)
    return found[1] if found is not None else None


def _soon(turn: Turn, coming: Sequence[Sitting]) -> list[Sitting]:
    return [one for one in coming if one.occurrence.start_at <= turn.now + SOON][:MOST]


async def _deadlines(turn: Turn, coming: Sequence[Sitting]) -> list[Item]:
    """Of meetings that one has not answered to."""
    say, store, found = turn.say, turn.store, []
    said = await store.rsvps.by(turn.person.id, [one.id for one in coming])
    for one in coming:
        by, rsvp = one.occurrence.signup_by, said.get(one.id)
        answered = rsvp is not None and rsvp.moves == one.occurrence.moves
        if by is not None and turn.now < by <= turn.now + NEAR and not answered:
            text = say("Sign up by {when}", when=say.when(by, None, one.zone))
            found.append(Item(one.title, text, buttons=(Button(say("Show"), "meetings.show", str(one.id)),)))
    return found


async def _unanswered(turn: Turn) -> list[Item]:
    """In topics one follows; those one leads wait for one anyway, and one's own are known."""
    say, store, me = turn.say, turn.store, turn.person
    led = {topic.id for topic in await store.topics.led_by(me.id)}
    followed = [topic.id for topic in await store.topics.followed_by(me.id) if topic.id not in led]
    sight, found = await store.reaches.sight(me), []
    for question in await store.questions.unanswered(followed, sight, limit=2 * MOST) if followed else ():
        if question.asker_id != me.id:
            note = say("No answer yet in {topic}", topic=await topic_names(store, question, say))
            row = (Button(say("Answer"), "answers.write", str(question.id)),)
            found.append(Item(shorten(question.text, 150), await asker(store, question, say), note, row))
    return found


async def _news(turn: Turn) -> list[Item]:
    """In topics that one wants to hear of once a week; those without an answer are told above."""
    say, store, me = turn.say, turn.store, turn.person
    followed, found = {topic.id for topic in await store.topics.followed_by(me.id)}, []
    for id in await store.news.of(me.id, WEEKLY, turn.now - BEFORE):
        question = await store.questions.find(id)
        if question is None or not await rights.within(store, me, question):
            continue
        if question.state in (ANSWERED, SOLVED) and question.topic_id in followed:
            row = (Button(say("Follow"), "questions.follow", str(id)),)
            topic = await topic_names(store, question, say)
            found.append(Item(shorten(question.text, 150), await asker(store, question, say), topic, row))
    return found


async def _issues(turn: Turn) -> list[Item]:
    topics = [*await turn.store.topics.followed_by(turn.person.id), *await turn.store.topics.led_by(turn.person.id)]
    return await issues.fresh(turn, {topic.id for topic in topics}, BEFORE, MOST) if topics else []


async def _consultations(turn: Turn) -> list[Item]:
    topics = [*await turn.store.topics.followed_by(turn.person.id), *await turn.store.topics.led_by(turn.person.id)]
    return await consultations.fresh(turn, {topic.id for topic in topics}, BEFORE, MOST) if topics else []


async def _solutions(turn: Turn) -> list[Item]:
    say, store, me = turn.say, turn.store, turn.person
    topics = {topic.id: topic for topic in await store.topics.followed_by(me.id)}
    topics |= {topic.id: topic for topic in await store.topics.led_by(me.id)}
    if not topics:
        return []
    sight = await store.reaches.sight(me)
    new = await store.solutions.fresh(topics, turn.now - BEFORE, rights.levels(me), sight, MOST)
    return [
        Item(
            solution.title,
            shorten(solution.problem, 150),
            topics[solution.topic_id].name(say.language),
            (Button(say("Show"), "solutions.open", str(solution.id)),),
        )
        for solution in new
        if solution.owner_id != me.id
    ]
