"""What only the asker sees on the way: suggestions, the choice of topic, and that it is accepted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from handlers.access import rights, vacancy
from handlers.access.reaches import telling
from handlers.chat import outgoing
from handlers.chat.cards import Button, Buttons, Card, Item, Part, Quote, Text
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.directory.naming import shorten, subject, topic_names
from handlers.language import considered
from handlers.language.matches import Match, restored, worded
from handlers.library import indexing
from handlers.library.solutions import publishing as library
from handlers.library.solutions import solved
from handlers.library.solutions.matches import told
from handlers.library.solutions.showing import badge
from handlers.notifications import forecasts, limits
from handlers.questions.placing import is_secret, rooms_for
from storage.directory.rooms import Room
from storage.library.solutions import PUBLISHED
from storage.questions.questions import ACCEPTED, DRAFT, OPEN, PUBLIC, TRIAGE, Question

router = Router()
#: a question that waits for its asker is mentioned once more
REMIND_AFTER = timedelta(hours=1)


async def suggestions_card(turn: Turn, question: Question) -> Card:
    """At most three known solutions and questions, why they came up, and the way on."""
    say, solvable = turn.say, False
    parts: list[Part] = [Quote(shorten(question.text, 300)), Text(say("Before I send it: does one of these help?"))]
    for kind, id, why in question.suggested:
        item = await _suggestion(turn, question, kind, id, restored(why))
        if item is not None:
            parts.append(item)
            solvable = solvable or any(button.do == "questions.helped" for button in item.buttons)
    topic = await topic_names(turn.store, question, say)
    if question.topic_id is not None:
        parts.append(Text(say("Topic: {topic}.", topic=topic), "subtle"))
    parts.append(Text(await telling.seen_by(turn.store, question.reach_id, say), "subtle"))
    row = [Button(say("Ask anyway"), "questions.ask_anyway", str(question.id), "primary")]
    if question.topic_id is not None:
        row.append(Button(say("Other topic"), "questions.choose", str(question.id)))
    row.append(Button(say("Cancel"), "questions.cancel", str(question.id)))
    title = say("This may already be solved") if solvable else say("Somebody has asked this already")
    return Card(title, (*parts, Buttons(tuple(row))))


async def choice_card(turn: Turn, question: Question) -> Card:
    """The best three topics, a row each since their names are long; any other, or none."""
    say = turn.say
    rows: list[Part] = []
    for slug, _ in question.guess:
        topic = await turn.store.topics.by_slug(slug)
        if topic is not None:
            rows.append(Buttons((Button(topic.name(say.language), "questions.send", f"{question.id}:{topic.slug}"),)))
    others = (
        Button(say("Other topic"), "questions.choose", str(question.id)),
        Button(say("None of these"), "questions.send", f"{question.id}:"),
        Button(say("Cancel"), "questions.cancel", str(question.id)),
    )
    seen = Text(await telling.seen_by(turn.store, question.reach_id, say), "subtle")
    asked = (Quote(shorten(question.text, 300)), Text(say("I am not sure. Which topic fits?")), seen)
    return Card(say("Choose a topic"), (*asked, *rows, Buttons(others)))


async def draft_card(turn: Turn, question: Question) -> Card:
    """What it waits for."""
    return await (suggestions_card if question.suggested else choice_card)(turn, question)


async def accepted_card(turn: Turn, question: Question, rooms: Sequence[Room] = ()) -> Card:
    """What happens now, with undo while there is time; `rooms`: of its topics, where they are known."""
    say = turn.say
    if question.state == TRIAGE:
        return await _triage_card(turn, question)
    if question.state != ACCEPTED:
        return Card("", (Text(say("This question is already sent.")),))
    rooms = rooms or await rooms_for(turn.store, question)
    topic = await topic_names(turn.store, question, say)
    where = say.many("{n} room", "{n} rooms", len(rooms))
    if await is_secret(turn.store, question):
        topic, where = say("the secretariat"), say("nobody else")
    if turn.arena.grace_seconds:
        text = say("Goes to {topic} ({where}) in {n} seconds.", topic=topic, where=where, n=turn.arena.grace_seconds)
    else:
        text = say("Goes to {topic} ({where}) now.", topic=topic, where=where)
    takes = await forecasts.told(turn, rooms, subject(question.id), turn.arena.grace_seconds)
    row = (
        Button(say("Undo"), "questions.cancel", str(question.id)),
        Button(say("Edit"), "questions.edit", str(question.id)),
        Button(say("Wrong topic? Move"), "questions.choose", str(question.id)),
        Button(say("Who may see it"), "questions.reach", str(question.id)),
        *await _also(turn, question),
        Button(say("Deliveries"), "deliveries.show", f"question:{question.id}"),
    )
    seen = Text(await telling.seen_by(turn.store, question.reach_id, say), "subtle")
    parts = (Quote(shorten(question.text, 300)), Text(f"{text} {takes}".strip()), seen, Buttons(row))
    return Card(say("Your question is accepted"), parts)


async def _triage_card(turn: Turn, question: Question) -> Card:
    say, quote = turn.say, Quote(shorten(question.text, 300))
    read = await vacancy.is_read(turn.store, rooms=True)
    title = say("Sent to the secretariat") if read else say("Kept for the secretariat")
    text = say("Your question is with the secretariat, who find the right place for it.")
    text = await vacancy.tell_kept(turn.store, say, text, rooms=True)
    return Card(title, (quote, Text(f"{text} {say('You hear from me here.')}")))


def later_card(turn: Turn, question: Question, at: datetime) -> Card:
    """Its asker has written to everybody often enough for now: it stays a draft."""
    say, quote = turn.say, Quote(shorten(question.text, 300))
    row = (
        Button(say("Ask anyway"), "questions.ask_anyway", str(question.id), "primary"),
        Button(say("Cancel"), "questions.cancel", str(question.id)),
    )
    return Card(say("Your question is not sent yet"), (quote, Text(limits.later(say, at)), Buttons(row)))


async def _also(turn: Turn, question: Question) -> tuple[Button, ...]:
    """A clear second topic is offered: a guess good enough to ask about, not to act on."""
    slug = considered(turn.mind, turn.meanings, question.text).second
    topic = await turn.store.topics.by_slug(slug) if slug else None
    if topic is None or topic.id in (question.topic_id, question.second_topic_id):
        return ()
    return (
        Button(
            turn.say("Also to {topic}", topic=topic.name(turn.say.language)), "questions.also", f"{question.id}:{slug}"
        ),
    )


async def _suggestion(turn: Turn, question: Question, kind: str, id: int, why: Sequence[Match]) -> Item | None:
    say = turn.say
    helped = Button(say("This solved it"), "questions.helped", f"{question.id}:{kind}:{id}")
    if kind == "solution":
        solution = await turn.store.solutions.find(id)
        unseen = solution is None or solution.state != PUBLISHED
        if solution is None or unseen or not await rights.may_see(turn.store, turn.person, solution):
            return None
        matches = told(say, worded(why, library.document(solution).text))
        notes = " · ".join(filter(None, (badge(solution, say, turn.now.date()), solution.park, matches)))
        show = Button(say("Show"), "solutions.open", str(solution.id))
        return Item(f"{solution.code} {solution.title}", shorten(solution.done, 200), notes, (helped, show))
    other = await turn.store.questions.find(id)
    if other is None or other.state not in PUBLIC or not await rights.within(turn.store, turn.person, other):
        return None
    follow = Button(say("Follow this"), "questions.follow", f"{other.id}:{question.id}")
    matches = told(say, worded(why, (await indexing.document(turn.store, other)).text))
    return Item(
        say("Question {id}: {text}", id=other.number, text=shorten(other.text, 120)),
        shorten(other.outcome, 200),
        " · ".join(filter(None, (await solved.standing(turn, other), matches))),
        (follow,) if other.state == OPEN else (helped, follow),
    )


async def remind_later(turn: Turn, question: Question) -> None:
    """A draft the asker forgot must not die in silence."""
    await outgoing.to_person(
        turn.store,
        turn.person,
        "questions.waiting",
        {"question": question.id},
        key=f"question:{question.id}:waiting",
        account_id=turn.account.id,
        due_at=turn.now + REMIND_AFTER,
    )


@router.card("questions.waiting")
async def draw_waiting(view: View) -> Card | None:
    question, say = await view.store.questions.find(view["question"]), view.say
    if question is None or question.state != DRAFT:
        return None
    row = (
        Button(say("Ask anyway"), "questions.ask_anyway", str(question.id), "primary"),
        Button(say("Cancel"), "questions.cancel", str(question.id)),
    )
    return Card(say("Your question is not sent yet"), (Quote(shorten(question.text, 300)), Buttons(row)))
