"""The two forms: six fields that make a solution, and seven that make it better."""

from __future__ import annotations

from typing import Any

import msgspec

from handlers.access.reaches import choosing, telling
from handlers.chat.cards import Field, Form
from handlers.chat.errors import UserError
from handlers.chat.events import Submission
from handlers.chat.turn import Turn
from handlers.library.solutions import keywords
from handlers.library.solutions.showing import level_name, maturities
from storage.library.solutions import LEVELS, Solution

#: characters: a title is one line of a phone, a text what every platform's input takes
TITLE, TEXT, LINE = 80, 3000, 200


async def new_form(
    turn: Turn, do: str, values: dict[str, str], value: str, reach_id: int | None, note: str = "", code: str = ""
) -> Form:
    """The first form for what is not shared yet: with who may see it, and how many that comes to as it is now."""
    reaches, form = turn.store.reaches, await first_form(turn, do, values, value, code=code)
    seen = await telling.seen_by(turn.store, reach_id, turn.say)
    fields = (*form.fields, *await choosing.fields(turn, await reaches.find(reach_id)))
    return msgspec.structs.replace(form, fields=fields, note=" ".join(filter(None, (note, seen))))


async def read_new(event: Submission, turn: Turn, reach_id: int | None) -> dict[str, Any]:
    """The values of that form, with `reach_id`; the one it was opened with is kept where nobody changed it."""
    values = await read_first(event, turn)
    reach = await choosing.chosen(turn, event, await turn.store.reaches.find(reach_id))
    return values | {"reach_id": reach.id if reach else None}


async def first_form(
    turn: Turn, do: str, values: dict[str, str], value: str = "", note: str = "", code: str = ""
) -> Form:
    """`values`: title, problem, done, result, topic (slug) and contact, as far as they are known. `code`: it exists."""
    say = turn.say
    topics = tuple((row.slug, row.name(say.language)) for row in await turn.store.topics.all())
    topic = values.get("topic", "")
    fields = (
        Field(
            "title", say("Title"), "line", values.get("title", "")[:TITLE], say("The result first, in one line."),
            most=TITLE,
        ),
        Field("problem", say("Problem"), "text", values.get("problem", "")[:TEXT], most=TEXT),
        Field("done", say("What was done"), "text", values.get("done", "")[:TEXT], most=TEXT),
        Field(
            "result", say("Result"), "text", values.get("result", "")[:TEXT],
            say("Figures with units, and whether they are measured or estimated."), required=False, most=TEXT,
        ),
        Field("topic", say("Topic"), "choice", topic if topic in dict(topics) else "", options=topics),
        Field(
            "contact", say("Contact"), "line", values.get("contact", "")[:LINE], say("Whom others can ask."),
            required=False, most=LINE,
        ),
    )  # fmt: skip
    title = say("Change {code}", code=code) if code else say("Save a solution")
    return Form(title, do, fields, say("Save"), value, note)


async def read_first(event: Submission, turn: Turn) -> dict[str, Any]:
    """The values of the first form, with `topic_id`. Raises UserError with what is wrong at each field."""
    say = turn.say
    values: dict[str, Any] = {name: event.text(name) for name in ("title", "problem", "done", "result", "contact")}
    missing = {
        "title": say("Write a title."),
        "problem": say("Write what the problem was."),
        "done": say("Write what was done."),
    }
    wrong = {name: text for name, text in missing.items() if not values[name]}
    wrong |= _too_long(turn, values, {"title": TITLE, "contact": LINE})
    topic = await turn.store.topics.by_slug(event.text("topic"))
    if topic is None:
        wrong["topic"] = say("Choose a topic.")
    if wrong:
        raise UserError("", wrong)
    assert topic is not None
    return values | {"title": " ".join(values["title"].split()), "topic_id": topic.id}


def second_form(turn: Turn, solution: Solution) -> Form:
    say = turn.say
    levels = tuple((level, level_name(say, level)) for level in LEVELS)
    known = solution.maturity in dict(maturities(say))
    fields = (
        Field(
            "cost_time", say("Cost and time"), "line", solution.cost_time[:TEXT],
            say("A range and a duration, no supplier's price."), required=False,
        ),
        Field("preconditions", say("Preconditions"), "text", solution.preconditions[:TEXT], required=False),
        Field("pitfall", say("Pitfalls"), "text", solution.pitfall[:TEXT], required=False),
        Field("failed", say("What failed first"), "text", solution.failed[:TEXT], required=False),
        Field(
            "maturity", say("Maturity"), "choice", solution.maturity if known else "", required=False,
            options=maturities(say),
        ),
        Field("level", say("Who sees it"), "choice", solution.level, options=levels),
        Field(
            "keywords", say("Keywords"), "line", keywords.joined(solution.keywords),
            say("Other words people may search for it with, with commas between."), required=False, most=keywords.ROOM,
        ),
    )  # fmt: skip
    title = say("More about {code}", code=solution.code)
    return Form(title, "solutions.extend", fields, say("Save"), str(solution.id), note=solution.title)


def read_second(event: Submission, turn: Turn, solution: Solution) -> dict[str, Any]:
    values: dict[str, Any] = {name: event.text(name) for name in ("cost_time", "preconditions", "pitfall", "failed")}
    words = keywords.parted(event.text("keywords"))
    wrong = _too_long(turn, values | {"keywords": keywords.joined(words)}, {"keywords": keywords.ROOM})
    level, maturity = event.text("level") or solution.level, event.text("maturity")
    known = dict(maturities(turn.say))
    if not maturity and solution.maturity not in known:
        maturity = solution.maturity  # the form could not show it, so nobody took it away
    if level not in LEVELS:
        wrong["level"] = turn.say("Choose who sees it.")
    if maturity not in {"", solution.maturity, *known}:
        wrong["maturity"] = turn.say("Choose how far it has come.")
    if wrong:
        raise UserError("", wrong)
    return values | {"level": level, "maturity": maturity, "keywords": words}


def words_of(solution: Solution, topic: str) -> dict[str, str]:
    """What the first form is filled with when a solution is changed."""
    names = ("title", "problem", "done", "result", "contact")
    return {name: getattr(solution, name) for name in names} | {"topic": topic}


def _too_long(turn: Turn, values: dict[str, Any], limits: dict[str, int]) -> dict[str, str]:
    return {
        name: turn.say("Shorten it to {n} characters.", n=limits.get(name, TEXT))
        for name, value in values.items()
        if len(value) > limits.get(name, TEXT)
    }
