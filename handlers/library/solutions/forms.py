"""Draw and parse the two forms of a solution: six fields make it, and seven improve it."""

from __future__ import annotations

from typing import Any

import msgspec

from handlers.access.visibility import audience_fields, audience_texts
from handlers.chat.cards import Field, Form
from handlers.chat.errors import UserError
from handlers.chat.events import Submission
from handlers.chat.turn import Turn
from handlers.library.solutions import keywords
from handlers.library.solutions.solution_card import describe_level, list_maturity_options
from storage.library.solutions import LEVELS, Solution

#: Maximum numbers of characters. A title fits one line of a phone, a text fits the input of any platform.
TITLE, TEXT, LINE = 80, 3000, 200


async def draw_new_solution_form(
    turn: Turn, do: str, values: dict[str, str], value: str, reach_id: int | None, note: str = "", code: str = ""
) -> Form:
    """Draw the first form of an unshared solution, with its audience and the size of that audience now."""
    audiences, form = turn.store.audiences, await draw_solution_form(turn, do, values, value, code=code)
    seen = await audience_texts.describe_audience_size(turn.store, reach_id, turn.say)
    fields = (*form.fields, *await audience_fields.draw_short_audience_fields(turn, await audiences.find(reach_id)))
    return msgspec.structs.replace(form, fields=fields, note=" ".join(filter(None, (note, seen))))


async def parse_new_solution_form(event: Submission, turn: Turn, reach_id: int | None) -> dict[str, Any]:
    """Return the values of that form with `reach_id`; keep the given audience if nobody changed it."""
    values = await parse_solution_form(event, turn)
    audience = await audience_fields.parse_audience_fields(turn, event, await turn.store.audiences.find(reach_id))
    return values | {"reach_id": audience.id if audience else None}


async def draw_solution_form(
    turn: Turn, do: str, values: dict[str, str], value: str = "", note: str = "", code: str = ""
) -> Form:
    """Draw the first form; `values`: title, problem, done, result, topic (slug) and contact, if known.

    `code` is set for a solution that exists already.
    """
    say = turn.say
    topics = tuple((row.slug, row.get_name(say.language)) for row in await turn.store.topics.list_all_topics())
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
            "contact", say("Contact"), "line", values.get("contact", "")[:LINE], say("Who others can ask."),
            required=False, most=LINE,
        ),
    )  # fmt: skip
    title = say("Change {code}", code=code) if code else say("Save a solution")
    return Form(title, do, fields, say("Save"), value, note)


async def parse_solution_form(event: Submission, turn: Turn) -> dict[str, Any]:
    """Return the values of the first form, with `topic_id`. Raises UserError with an error at each field."""
    say = turn.say
    values: dict[str, Any] = {name: event.get_text(name) for name in ("title", "problem", "done", "result", "contact")}
    missing = {
        "title": say("Write a title."),
        "problem": say("Write what the problem was."),
        "done": say("Write what was done."),
    }
    wrong = {name: text for name, text in missing.items() if not values[name]}
    wrong |= _collect_length_errors(turn, values, {"title": TITLE, "contact": LINE})
    topic = await turn.store.topics.find_topic_by_slug(event.get_text("topic"))
    if topic is None:
        wrong["topic"] = say("Choose a topic.")
    if wrong:
        raise UserError("", wrong)
    assert topic is not None
    return values | {"title": " ".join(values["title"].split()), "topic_id": topic.id}


def draw_solution_details_form(turn: Turn, solution: Solution) -> Form:
    say = turn.say
    levels = tuple((level, describe_level(say, level)) for level in LEVELS)
    known = solution.maturity in dict(list_maturity_options(say))
    fields = (
        Field(
            "cost_time", say("Cost and time"), "line", solution.cost_time[:TEXT],
            say("A range and a duration, not a supplier's price."), required=False,
        ),
        Field("preconditions", say("Preconditions"), "text", solution.preconditions[:TEXT], required=False),
        Field("pitfall", say("Pitfalls"), "text", solution.pitfall[:TEXT], required=False),
        Field("failed", say("What failed first"), "text", solution.failed[:TEXT], required=False),
        Field(
            "maturity", say("Maturity"), "choice", solution.maturity if known else "", required=False,
            options=list_maturity_options(say),
        ),
        Field("level", say("Who may see it?"), "choice", solution.level, options=levels),
        Field(
            "keywords", say("Keywords"), "line", keywords.format_keywords(solution.keywords),
            say("Other words people may search for, separated by commas."), required=False, most=keywords.ROOM,
        ),
    )  # fmt: skip
    title = say("More about {code}", code=solution.code)
    return Form(title, "solutions.extend", fields, say("Save"), str(solution.id), note=solution.title)


def parse_solution_details_form(event: Submission, turn: Turn, solution: Solution) -> dict[str, Any]:
    values: dict[str, Any] = {
        name: event.get_text(name) for name in ("cost_time", "preconditions", "pitfall", "failed")
    }
    words = keywords.parse_keywords(event.get_text("keywords"))
    wrong = _collect_length_errors(
        turn, values | {"keywords": keywords.format_keywords(words)}, {"keywords": keywords.ROOM}
    )
    level, maturity = event.get_text("level") or solution.level, event.get_text("maturity")
    known = dict(list_maturity_options(turn.say))
    if not maturity and solution.maturity not in known:
        maturity = solution.maturity  # the form did not offer it: not removed
    if level not in LEVELS:
        wrong["level"] = turn.say("Choose who sees it.")
    if maturity not in {"", solution.maturity, *known}:
        wrong["maturity"] = turn.say("Choose how far it has come.")
    if wrong:
        raise UserError("", wrong)
    return values | {"level": level, "maturity": maturity, "keywords": words}


def build_solution_form_values(solution: Solution, topic: str) -> dict[str, str]:
    """Return the values that the first form shows when a solution is edited."""
    names = ("title", "problem", "done", "result", "contact")
    return {name: getattr(solution, name) for name in names} | {"topic": topic}


def _collect_length_errors(turn: Turn, values: dict[str, Any], limits: dict[str, int]) -> dict[str, str]:
    return {
        name: turn.say("Shorten it to {n} characters.", n=limits.get(name, TEXT))
        for name, value in values.items()
        if len(value) > limits.get(name, TEXT)
    }
