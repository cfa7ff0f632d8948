"""The rules that a text is looked at by, as `rules.toml` says them."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

FILE = Path(__file__).with_name("rules.toml")
_WORD = re.compile(r"<(\w+)>")


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing that competitors must not share, and how it is said in three languages."""

    kind: str
    why: str
    says: tuple[str, ...]
    examples: tuple[str, ...]
    #: names of exceptions
    unless: tuple[str, ...] = ()


class Exemption(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What makes a sentence harmless."""

    why: str
    says: tuple[str, ...]


class Rules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file."""

    words: dict[str, str]
    exceptions: dict[str, Exemption]
    rules: tuple[Rule, ...]

    def pattern(self, says: tuple[str, ...]) -> re.Pattern[str]:
        """Any of these, with the words put in. Raises KeyError for a word that is none."""
        return re.compile("|".join(map(self._spelt, says)), re.IGNORECASE)

    def _spelt(self, text: str) -> str:
        while _WORD.search(text):
            text = _WORD.sub(lambda found: self.words[found[1]], text)
        return text


class Probe(msgspec.Struct, frozen=True):
    """A rule as it is asked of a sentence."""

    kind: str
    says: re.Pattern[str]
    unless: tuple[re.Pattern[str], ...]

    def applies(self, sentence: str) -> bool:
        return bool(self.says.search(sentence)) and not any(one.search(sentence) for one in self.unless)


@cache
def read() -> Rules:
    data: dict[str, Any] = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return msgspec.convert(data, Rules)


@cache
def probes() -> tuple[Probe, ...]:
    """Compiled once: at start, in what serves people."""
    rules = read()
    exempt = {name: rules.pattern(one.says) for name, one in rules.exceptions.items()}
    return tuple(
        Probe(rule.kind, rules.pattern(rule.says), tuple(exempt[name] for name in rule.unless)) for rule in rules.rules
    )
