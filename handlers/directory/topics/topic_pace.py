"""Set how soon somebody hears of new questions in a topic.

Possible paces: at once, every hour, every morning, once a week.
"""

from __future__ import annotations

from handlers.chat import verbs
from handlers.chat.cards import Field, Form, Reply, build_text_reply
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.directory.topics import topic_list
from storage.directory.topic_followers import AT_ONCE, DAILY, HOURLY, PACES, WEEKLY

router = Router()
#: names of paces, as `verbs.fold_word` returns them
WORDS = {
    "straks": AT_ONCE, "umiddelbart": AT_ONCE, "immediate": AT_ONCE, "immediately": AT_ONCE, "now": AT_ONCE,
    "hver time": HOURLY, "kvar time": HOURLY, "timevis": HOURLY, "hourly": HOURLY,
    "daglig": DAILY, "dagleg": DAILY, "daily": DAILY,
    "ukentlig": WEEKLY, "ukentleg": WEEKLY, "vekentleg": WEEKLY, "weekly": WEEKLY,
}  # fmt: skip


def describe_pace(say: Say, pace: str) -> str:
    return {
        AT_ONCE: say("at once"),
        HOURLY: say("every hour"),
        DAILY: say("every morning"),
        WEEKLY: say("once a week"),
    }[pace]


def split_pace(text: str) -> tuple[str, str]:
    """Split "nett daglig" into "nett", "daily". The second is empty without a pace at the end."""
    folded = " ".join(verbs.fold_word(word) for word in text.split())
    for words, pace in WORDS.items():
        if folded.endswith(f" {words}"):
            return " ".join(text.split()[: -len(words.split())]), pace
    return text, ""


def draw_pace_field(turn: Turn, chosen: str = AT_ONCE) -> Field:
    options = tuple((pace, describe_pace(turn.say, pace)) for pace in PACES)
    hint = turn.say("Not during your quiet hours, and not while you are away.")
    return Field("pace", turn.say("Notify me"), "choice", chosen, hint, options=options)


def parse_pace(given: str) -> str:
    return given if given in PACES else AT_ONCE


@router.on(Click, "topics.pace", opens=True)
async def on_topic_pace_open(event: Click, turn: Turn) -> Reply:
    topic, _ = await topic_list.load_listed_topic(turn, event.value)
    pace = await turn.store.topics.get_topic_pace(topic.id, turn.person.id)
    title, fields = topic.get_name(turn.say.language), (draw_pace_field(turn, pace or AT_ONCE),)
    return Reply(form=Form(title, "topics.pace", fields, turn.say("Save"), topic.slug))


@router.on(Submission, "topics.pace")
async def on_topic_pace_submit(event: Submission, turn: Turn) -> Reply:
    """Set the pace, and follow the topic as well."""
    topic, _ = await topic_list.load_listed_topic(turn, event.value)
    pace = parse_pace(event.get_text("pace"))
    await turn.store.topics.follow_topic(topic.id, turn.person.id)
    await turn.store.topics.set_topic_pace(topic.id, turn.person.id, pace)
    name, how = topic.get_name(turn.say.language), describe_pace(turn.say, pace)
    return build_text_reply(turn.say("You hear of new questions in {topic} {pace}.", topic=name, pace=how))
