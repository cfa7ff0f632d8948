"""Parse, describe and expand recurrence rules that Outlook, Google and Apple all understand."""

from __future__ import annotations

from handlers.dates.recurrence.recurrence_rule import NotARule, RecurrenceRule
from handlers.dates.recurrence.rrule_parser import parse_rrule
from handlers.dates.recurrence.rule_texts import describe_rule, explain_rule_error
from handlers.dates.recurrence.typed_rules import parse_typed_rule

__all__ = ["NotARule", "RecurrenceRule", "describe_rule", "explain_rule_error", "parse_rrule", "parse_typed_rule"]
