"""Rules in words, and why something is none."""

from __future__ import annotations

from handlers.chat.say import Say
from handlers.times.rules.rule import Rule


def describe(rule: Rule, say: Say) -> str:
    return say("every day")


def explain(say: Say, reason: str) -> str:
    return say("That is no rule I can repeat by.")
