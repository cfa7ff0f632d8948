"""Check texts by the rules of `rules.toml`: what a competition lawyer would notice.

That is a guess, to hint by and never to block by.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

FILE = Path(__file__).with_name("rules.toml")
_WORD = re.compile(r"<(\w+)>")
#: Maximum number of letters of a word that are matched, because the patterns are slow on endless words.
LONGEST_WORD = 80
#: End of a sentence. A point within a number ends none.
_ENDS = re.compile(r"(?<=[.!?])\s+|\n+")


class SensitivityRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Describe one thing that competitors must not share, and how it is said in three languages."""

    kind: str
    why: str
    says: tuple[str, ...]
    examples: tuple[str, ...]
    #: names of the exceptions
    unless: tuple[str, ...] = ()


class Exemption(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Describe what makes a sentence harmless."""

    why: str
    says: tuple[str, ...]


class SensitivityRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Hold the whole file."""

    words: dict[str, str]
    exceptions: dict[str, Exemption]
    rules: tuple[SensitivityRule, ...]

    def compile_pattern(self, says: tuple[str, ...]) -> re.Pattern[str]:
        """Return a pattern of any of these texts, with the words put in. Raises KeyError for an unknown word."""
        return re.compile("|".join(map(self._replace_words, says)), re.IGNORECASE)

    def _replace_words(self, text: str) -> str:
        while _WORD.search(text):
            text = _WORD.sub(lambda found: self.words[found[1]], text)
        return text


class CompiledRule(msgspec.Struct, frozen=True):
    """Hold a rule compiled for matching one sentence."""

    kind: str
    says: re.Pattern[str]
    unless: tuple[re.Pattern[str], ...]

    def matches_sentence(self, sentence: str) -> bool:
        return bool(self.says.search(sentence)) and not any(one.search(sentence) for one in self.unless)


@cache
def load_sensitivity_rules() -> SensitivityRules:
    data: dict[str, Any] = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return msgspec.convert(data, SensitivityRules)


@cache
def load_compiled_rules() -> tuple[CompiledRule, ...]:
    """Return the rules compiled once: at start, in the processes that serve people."""
    rules = load_sensitivity_rules()
    exempt = {name: rules.compile_pattern(one.says) for name, one in rules.exceptions.items()}
    return tuple(
        CompiledRule(rule.kind, rules.compile_pattern(rule.says), tuple(exempt[name] for name in rule.unless))
        for rule in rules.rules
    )


def find_sensitive_kinds(text: str) -> frozenset[str]:
    """Return the kinds of sensitive content found in the text: "prices", "bids", "wages" ..."""
    sentences = [" ".join(word[:LONGEST_WORD] for word in sentence.split()) for sentence in _ENDS.split(text)]
    return frozenset(probe.kind for probe in load_compiled_rules() if any(map(probe.matches_sentence, sentences)))
