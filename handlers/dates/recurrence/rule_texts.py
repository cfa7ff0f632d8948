"""Describe recurrence rules in words, and explain why a text is none."""

from __future__ import annotations

from handlers.chat.say import Say
from handlers.dates.recurrence.recurrence_rule import LAST, RecurrenceRule


def describe_rule(rule: RecurrenceRule, say: Say) -> str:
    """Describe a rule: "andre tirsdag i hver måned, 10 ganger"."""
    text = _describe_repetition(rule, say)
    if rule.count:
        return say.many("{rule}, {n} time", "{rule}, {n} times", rule.count, rule=text)
    if rule.until is not None:
        return say("{rule}, until {day}", rule=text, day=say.format_day(rule.until))
    return text


def _describe_repetition(rule: RecurrenceRule, say: Say) -> str:
    one, n, days = rule.interval == 1, rule.interval, say.listed([say.format_weekday(day) for day in rule.weekdays])
    if rule.freq == "DAILY":
        return say("every day") if one else say("every {n} days", n=n)
    if rule.freq == "YEARLY":
        return say("every year") if one else say("every {n} years", n=n)
    if rule.weekdays == (0, 1, 2, 3, 4) and one:
        return say("every weekday")
    if rule.freq == "WEEKLY" and rule.weekdays:
        return say("every {days}", days=days) if one else say("every {n} weeks on {days}", n=n, days=days)
    if rule.freq == "WEEKLY":
        return say("every week") if one else say("every {n} weeks", n=n)
    if rule.position:
        nth = _describe_position(rule.position, say)
        if one:
            return say("the {nth} {weekday} of every month", nth=nth, weekday=days)
        return say("the {nth} {weekday}, every {n} months", nth=nth, weekday=days, n=n)
    if rule.monthday == LAST:
        return say("the last day of every month") if one else say("the last day, every {n} months", n=n)
    if rule.monthday:
        if one:
            return say("day {day} of every month", day=rule.monthday)
        return say("day {day}, every {n} months", day=rule.monthday, n=n)
    return say("every month") if one else say("every {n} months", n=n)


def _describe_position(position: int, say: Say) -> str:
    return {1: say("first"), 2: say("second"), 3: say("third"), 4: say("fourth"), LAST: say("last")}[position]


def explain_rule_error(say: Say, reason: str) -> str:
    """Explain why a rule is refused, and what to write."""
    match reason:
        case "frequency":
            return say("A meeting cannot be held more often than once a day.")
        case "interval":
            return say("There can be from 1 to 99 days, weeks, months or years from one meeting to the next.")
        case "position" | "weekdays":
            return say(
                "Not every calendar understands that. Choose the first to fourth or the last such day of a month."
            )
        case "last_day":
            return say("Not every month has that day. Choose a day up to 28, or the last day of the month.")
        case "leap_day":
            return say("Not every year has 29 February. Choose another day.")
        case "both":
            return say("Enter either how many times, or an end date.")
        case "endless":
            return say("When does it end? Write for example “10 times” or “until 1 December”.")
        case "many":
            return say("A series has from 1 to 200 meetings. Write fewer.")
        case "long":
            return say("A series can last five years at most. Choose an earlier end.")
        case "over":
            return say("The series ends before it begins.")
        case "start":
            return say("The first meeting is not on a day that the series has. Change the date or the series.")
        case "part":
            return say("Not every calendar understands that rule. Write for example “the second Tuesday of the month”.")
        case _:
            return say("I do not understand how often. Write for example “every week, 8 times”.")
