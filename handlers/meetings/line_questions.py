"""Say what a typed line leaves open: the thing that is asked, and why, in the words that were typed."""

from __future__ import annotations

from handlers.chat.say import Say
from handlers.dates import typed_times
from handlers.meetings.line_reader import Ask, MeetingLine
from handlers.meetings.outlines import Outline


def describe_line_asks(say: Say, line: MeetingLine, outline: Outline) -> list[str]:
    """Return a sentence for each thing that is wrong or unclear, and one for all that is missing."""
    missing = [ask.what for ask in line.asks if ask.reason == "missing"]
    found = [_explain_line_ask(say, ask) for ask in line.asks if ask.reason != "missing"]
    lacking = [say("what it is called")] if "title" in missing else []
    if "date" in missing or ("time" in missing and not outline.starts):
        lacking.append(say("when it is") if "date" in missing else say("what time it begins"))
    if outline.repeats and not {"rule", "count"} & set(line.asked):
        lacking.append(say("how many times, or until when") if line.rule else say("how often, and until when"))
    return [*found, say("Missing: {what}.", what=", ".join(lacking))] if lacking else found


def _explain_line_ask(say: Say, ask: Ask) -> str:
    match ask.what, ask.reason:
        case "title", _:
            return say("Is this what it is called: “{text}”?", text=ask.said)
        case "place", "several":
            return say("Which place: “{text}”?", text=ask.said)
        case "place", "unsure":
            return say("Where is it? You wrote “{text}”.", text=ask.said)
        case "place", _:
            return say("Where is it?")
        case "count", _:
            return say("How many times, or until when? You wrote “{text}”.", text=ask.said)
        case "rule", "unsure":
            return say("Is it held again and again? You wrote “{text}”.", text=ask.said)
        case "rule", _:
            return say("I cannot repeat a meeting that way: “{text}”.", text=ask.said)
        case "end", "half_said":
            return say("When does it end? You wrote “{text}”.", text=ask.said)
        case "time", "half_of_day":
            return say("Is “{text}” in the morning or in the evening?", text=ask.said)
        case "time", "vague":
            return say("What time does it begin? You wrote “{text}”.", text=ask.said)
        case "date", "vague":
            return say("Which day? You wrote “{text}”.", text=ask.said)
        case _:
            return typed_times.explain_time_error(say, ask.reason, ask.said)
