"""Posts: the events by which somebody's own words reach others, what those words are, and the form to write them in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from handlers.chat.events import Click, Command, Event, Message, Submission
from handlers.questions.answers.internal import is_internal

#: what a solution says, in its first form and in the one for more
_SOLUTION = ("title", "problem", "done", "result", "contact")
_MORE = ("cost_time", "preconditions", "pitfall", "failed")


@dataclass(frozen=True, slots=True)
class Kind:
    """`fields`: inputs of the form whose words others read. `write`: the click that opens the form."""

    write: str
    fields: tuple[str, ...] = ("text",)
    #: it can be written again in the form: what stands in a thread cannot
    form: bool = True


KINDS: dict[tuple[type[Event], str], Kind] = {
    (Command, "ask"): Kind("questions.write"),
    (Click, "questions.ask_this"): Kind("questions.write"),
    (Submission, "questions.send"): Kind("questions.write"),
    (Submission, "questions.edit"): Kind("questions.edit"),
    (Message, ""): Kind("answers.write", form=False),
    (Submission, "answers.write"): Kind("answers.write"),
    (Submission, "answers.edit"): Kind("answers.edit"),
    (Submission, "answers.outcome"): Kind("answers.outcome", ("outcome",)),
    (Submission, "solutions.save"): Kind("solutions.write", _SOLUTION),
    (Submission, "solutions.edit"): Kind("solutions.edit", _SOLUTION),
    (Submission, "solutions.extend"): Kind("solutions.extend", _MORE),
    (Submission, "consent.edit"): Kind("consent.edit", _SOLUTION),
    (Submission, "agenda.propose"): Kind("agenda.propose", ("title", "text")),
    (Submission, "agenda.question"): Kind("agenda.question", ("title", "text")),
    (Submission, "agenda.issue"): Kind("agenda.issue", ("title", "text")),
    (Submission, "consultations.comment"): Kind("consultations.comment"),
}
#: a solution that is a draft already is written in again by other clicks
_DRAFTS = {"draft": "solutions.redo", "own": "solutions.rewrite"}
_TYPES: dict[str, type[Event]] = {kind.__name__: kind for kind, _ in KINDS}


def kind_of(event: Event) -> Kind | None:
    """None for what is no post."""
    return KINDS.get((type(event), event.name))


def words_of(event: Event) -> str:
    """What others would read, a paragraph for each input; empty for what is no post."""
    kind = kind_of(event)
    match event:
        case _ if kind is None:
            return ""
        case Submission():
            return "\n\n".join(filter(None, map(event.text, kind.fields)))
        case Message(text=text):
            return "" if is_internal(text) else text.strip()
        case Command(text=text):
            return text.strip()
        case Click(value=value):
            return value.strip()
    return ""


def way_back(event: Event) -> tuple[str, str]:
    """The click that opens the form it is written in, and what that click carries."""
    kind = KINDS[type(event), event.name]
    value = event.value if isinstance(event, Submission) else ""
    about, _, id = value.partition(":")
    if kind.write == "solutions.write" and about in _DRAFTS:
        return _DRAFTS[about], id
    return kind.write, value


def typed(event: Event) -> dict[str, Any]:
    """The inputs of the form as they were filled in, or would have been."""
    return dict(event.values) if isinstance(event, Submission) else {"text": words_of(event)}


def type_of(name: str) -> type[Event]:
    """ "Submission" -> Submission."""
    return _TYPES[name]
