"""What a text looks like to somebody who knows competition law: a guess, to hint by and never to block by."""

from __future__ import annotations

import re

from handlers.moderation.competition.rules import probes

#: letters of a word that are looked at: the rules take their time with what has no end
LONGEST_WORD = 80
#: where a sentence ends; a point within a number ends none
_ENDS = re.compile(r"(?<=[.!?])\s+|\n+")


def sensitive(text: str) -> frozenset[str]:
    """The kinds of what must not be shared that are found in it: "prices", "bids", "wages" ..."""
    sentences = [" ".join(word[:LONGEST_WORD] for word in sentence.split()) for sentence in _ENDS.split(text)]
    return frozenset(probe.kind for probe in probes() if any(map(probe.applies, sentences)))
