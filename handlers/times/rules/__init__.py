"""What repeats: rules that Outlook, Google and Apple all understand."""

from __future__ import annotations

from handlers.times.rules.describing import describe, explain
from handlers.times.rules.reading import read_rule
from handlers.times.rules.rule import NotARule, Rule
from handlers.times.rules.writing import parse_rrule

__all__ = ["NotARule", "Rule", "describe", "explain", "parse_rrule", "read_rule"]
