"""Pace: how soon somebody hears of new questions in a topic: at once, every hour, every morning, or once a week."""

from __future__ import annotations

from handlers.chat import verbs
from handlers.chat.cards import Field, Form, Reply, note
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.directory.topics import listing
from storage.directory.topic_followers import AT_ONCE, DAILY, HOURLY, PACES, WEEKLY

router = Router()
#: how they are written, as `verbs.fold` leaves them
WORDS = {
    "straks": AT_ONCE, "umiddelbart": AT_ONCE, "immediate": AT_ONCE, "immediately": AT_ONCE, "now": AT_ONCE,
    "hver time": HOURLY, "kvar time": HOURLY, "timevis": HOURLY, "hourly": HOURLY,
    "daglig": DAILY, "dagleg": DAILY, "daily": DAILY,
    "ukentlig": WEEKLY, "ukentleg": WEEKLY, "vekentleg": WEEKLY, "weekly": WEEKLY,
}  # fmt: skip


def said(say: Say, pace: str) -> str:
    return {
        AT_ONCE: say("at once"),
        HOURLY: say("every hour"),
        DAILY: say("every morning"),
        WEEKLY: say("once a week"),
    }[pace]


def split(text: str) -> tuple[str, str]:
    """ "nett daglig" -> "nett", "daily"; without a pace at its end the second is empty."""
    folded = " ".join(verbs.fold(word) for word in text.split())
    for words, pace in WORDS.items():
        if folded.endswith(f" {words}"):
            return " ".join(text.split()[: -len(words.split())]), pace
    return text, ""


def pace_field(turn: Turn, chosen: str = AT_ONCE) -> Field:
    options = tuple((pace, said(turn.say, pace)) for pace in PACES)
    hint = turn.say("Not in your quiet hours, and not while you are away.")
    return Field("pace", turn.say("I hear of them"), "choice", chosen, hint, options=options)


def pace_meant(turn: Turn, given: str) -> str:
    return given if given in PACES else AT_ONCE


@router.on(Click, "topics.pace", opens=True)
async def choose(event: Click, turn: Turn) -> Reply:
    topic, _ = await listing.meant(turn, event.value)
    pace = await turn.store.topics.pace_of(topic.id, turn.person.id)
    title, fields = topic.name(turn.say.language), (pace_field(turn, pace or AT_ONCE),)
    return Reply(form=Form(title, "topics.pace", fields, turn.say("Save"), topic.slug))


@router.on(Submission, "topics.pace")
async def save(event: Submission, turn: Turn) -> Reply:
    """Who sets it follows the topic."""
    topic, _ = await listing.meant(turn, event.value)
    pace = pace_meant(turn, event.text("pace"))
    await turn.store.topics.follow(topic.id, turn.person.id)
    await turn.store.topics.set_pace(topic.id, turn.person.id, pace)
    name, how = topic.name(turn.say.language), said(turn.say, pace)
    return note(turn.say("You hear of new questions in {topic} {pace}.", topic=name, pace=how))
