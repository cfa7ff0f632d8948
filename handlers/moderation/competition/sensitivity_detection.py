"""Detect what a competition lawyer would notice in a text: a guess, to hint by and never to block by."""

from __future__ import annotations

import re

from handlers.moderation.competition.rules import load_compiled_rules

#: letters of a word that are looked at: the rules take their time with what has no end
LONGEST_WORD = 80
#: where a sentence ends; a point within a number ends none
_ENDS = re.compile(r"(?<=[.!?])\s+|\n+")


def find_sensitive_kinds(text: str) -> frozenset[str]:
    """Return the kinds of sensitive content found in the text: "prices", "bids", "wages" ..."""
    sentences = [" ".join(word[:LONGEST_WORD] for word in sentence.split()) for sentence in _ENDS.split(text)]
    return frozenset(probe.kind for probe in load_compiled_rules() if any(map(probe.matches_sentence, sentences)))
