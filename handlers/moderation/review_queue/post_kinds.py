"""Define which events carry somebody's own words to others, what those words are, and their form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from handlers.chat.button_values import RecordValue
from handlers.chat.events import Click, Command, Event, Message, Submission
from handlers.chat.rich_text.markup_writer import escape_marks
from handlers.questions.answers.thread_replies import is_internal_message

#: fields of a solution in its first form and in the form for more
_SOLUTION = ("title", "problem", "done", "result", "contact")
_MORE = ("cost_time", "preconditions", "pitfall", "failed")


@dataclass(frozen=True, slots=True)
class PostKind:
    """Describe a kind of post.

    `fields`: inputs of the form whose words others read. `write`: the click that opens the form.
    """

    write: str
    fields: tuple[str, ...] = ("text",)
    #: False for messages in a thread, which no form can edit
    form: bool = True


KINDS: dict[tuple[type[Event], str], PostKind] = {
    (Command, "ask"): PostKind("questions.write"),
    (Click, "questions.ask_this"): PostKind("questions.write"),
    (Submission, "questions.send"): PostKind("questions.write"),
    (Submission, "questions.edit"): PostKind("questions.edit"),
    (Message, ""): PostKind("answers.write", form=False),
    (Submission, "answers.write"): PostKind("answers.write"),
    (Submission, "answers.edit"): PostKind("answers.edit"),
    (Submission, "answers.outcome"): PostKind("answers.outcome", ("outcome",)),
    (Submission, "solutions.save"): PostKind("solutions.write", _SOLUTION),
    (Submission, "solutions.edit"): PostKind("solutions.edit", _SOLUTION),
    (Submission, "solutions.extend"): PostKind("solutions.extend", _MORE),
    (Submission, "consent.edit"): PostKind("consent.edit", _SOLUTION),
    (Submission, "agenda.propose"): PostKind("agenda.propose", ("title", "text")),
    (Submission, "agenda.question"): PostKind("agenda.question", ("title", "text")),
    (Submission, "agenda.issue"): PostKind("agenda.issue", ("title", "text")),
    (Submission, "consultations.comment"): PostKind("consultations.comment"),
    (Submission, "exchange.offer"): PostKind("exchange.offer"),
    (Submission, "exchange.need"): PostKind("exchange.need"),
    (Submission, "exchange.edit"): PostKind("exchange.edit"),
    (Submission, "exchange.stage"): PostKind("exchange.stage", ("step",)),
    (Submission, "exchange.ask"): PostKind("exchange.ask"),
    (Submission, "exchange.reasons"): PostKind("exchange.reasons", ("note",)),
}
#: actions that edit the draft of a solution instead
_DRAFTS = {"draft": "solutions.redo", "own": "solutions.rewrite"}
_TYPES: dict[str, type[Event]] = {kind.__name__: kind for kind, _ in KINDS}


def find_post_kind(event: Event) -> PostKind | None:
    """Return the kind; None for an event that is no post."""
    return KINDS.get((type(event), event.name))


def extract_post_text(event: Event) -> str:
    """Return what others would read, a paragraph for each input; "" for an event that is no post."""
    kind = find_post_kind(event)
    match event:
        case _ if kind is None:
            return ""
        case Submission():
            return "\n\n".join(filter(None, map(event.get_text, kind.fields)))
        case Message():
            return "" if is_internal_message(event.text) else event.written.strip()
        case Command():
            return event.written.strip()
        case Click(value=value):
            return escape_marks(value).strip()
    return ""


def find_form_click(event: Event) -> tuple[str, str]:
    """Return the click that opens the form the post is written in, and the value which that click carries."""
    kind = KINDS[type(event), event.name]
    value = event.value if isinstance(event, Submission) else ""
    draft = RecordValue.parse_value(value)
    if kind.write == "solutions.write" and draft.kind in _DRAFTS:
        return _DRAFTS[draft.kind], str(draft.id)
    return kind.write, value


def list_typed_values(event: Event) -> dict[str, Any]:
    """Return the inputs of the form as they were filled in, or would have been."""
    return dict(event.values) if isinstance(event, Submission) else {"text": extract_post_text(event)}


def find_event_type(name: str) -> type[Event]:
    """Return the event class of a name: "Submission" -> Submission."""
    return _TYPES[name]
