"""Find the title and the place among the words of a line, by a network that reads all of it.

Rules read a line first (`leftovers`); what they took each word for is a feature of it. So the network learns where to
believe them. The weights stand in a file: `make span-model`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from handlers.language.linear_model import hash_features
from handlers.meetings.line_reader.span_features import OTHER, PLACE, TITLE, DescribedLine, list_token_features

if TYPE_CHECKING:
    from handlers.language.recurrent_model import RecurrentModel

FILE = Path(__file__).parent / "span_model.zlib"
#: number of slots of the model
SLOTS = 1 << 14
KINDS = (OTHER, TITLE, PLACE)
#: letters of tokens that are read already, and those that no span begins or ends with
TAKEN, NO_EDGE = "cdL", "cdL,_"
#: logarithms of probabilities below it count as much as this one
_LEAST = -20.0


@dataclass(frozen=True, slots=True)
class TokenChances:
    """Hold the logarithms of the probabilities of each kind, for each token that is not taken already."""

    logs: list[tuple[float, ...]]
    kinds: Sequence[str]

    def compute_gain(self, title: Sequence[int], place: Sequence[int]) -> float:
        """Return how much more probable the tokens are as title and place than as neither, as a logarithm."""
        pairs = [(n, 1) for n in title] + [(n, 2) for n in place]
        return sum(self.logs[n][kind] - self.logs[n][0] for n, kind in pairs if self.kinds[n] not in TAKEN)

    def compute_certainty(self, title: Collection[int], place: Collection[int]) -> float:
        """Return the logarithm of the probability that just these tokens are title and place."""
        kinds = (1 if n in title else 2 if n in place else 0 for n in range(len(self.logs)))
        return sum(
            logs[kind] for logs, kind, mark in zip(self.logs, kinds, self.kinds, strict=True) if mark not in NO_EDGE
        )


def extract_token_slots(line: DescribedLine) -> list[list[int]]:
    return [hash_features(features, SLOTS) for features in list_token_features(line)]


def compute_chances(line: DescribedLine, kinds: Sequence[str]) -> TokenChances:
    """Compute the chances of the tokens, whose `kinds` are those before the words of the order were taken."""
    logs = load_span_model().compute_logs(extract_token_slots(line))
    return TokenChances([tuple(max(one, _LEAST) for one in token) for token in logs], kinds)


@cache
def load_span_model() -> RecurrentModel:
    """Load it with the first line: the library that it needs takes a tenth of a second and ten megabytes."""
    from handlers.language.recurrent_model import load_recurrent_model

    return load_recurrent_model(FILE)
