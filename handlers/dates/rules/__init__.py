"""What repeats: rules that Outlook, Google and Apple all understand."""

from __future__ import annotations

from handlers.dates.rules.describing import describe, explain
from handlers.dates.rules.reading import read_rule
from handlers.dates.rules.rule import NotARule, Rule
from handlers.dates.rules.writing import parse_rrule

__all__ = ["NotARule", "Rule", "describe", "explain", "parse_rrule", "read_rule"]
