"""What is learnt of whole readings of title and place in lines about meetings, as a file (`make span-model`).

Readings are what a model of tokens makes of a line that it has not seen, so the examples are split: each part is read
by a model of the others. A reading is meant where title and place are one of those that the example accepts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from unittest import mock

import numpy as np

from handlers.language.recurrent_model import RecurrentModel, build_recurrent_model
from handlers.meetings.line_reader import span_model
from handlers.meetings.line_reader.candidate_features import list_candidate_features
from handlers.meetings.line_reader.candidate_model import FILE, KINDS, SCALE, SLOTS, hash_each
from handlers.meetings.line_reader.meeting_line import Ask
from handlers.meetings.line_reader.span_candidates import list_candidates
from handlers.meetings.line_reader.span_choice import LeftoverReading, write_candidate
from handlers.meetings.line_reader.span_features import describe_line
from handlers.meetings.line_reader.span_model import compute_chances
from tests.evaluation.meeting_lines import simplify_words
from tests.linear_models import train_on_choices, write_model
from tests.span_model import (
    Example,
    describe_example,
    describe_swapped,
    list_examples,
    tag_as_read,
    take_times,
    train_token_arrays,
)

#: number of parts that the examples are split into, in their order: an author's lines stand together
_PARTS = 3
#: share of the features that is left out each time
_LEFT_OUT = 0.4
#: number of epochs whose weights are averaged
_AVERAGED = 6
#: features of each reading, and at last those of the chance that none is meant; and which of these are right
Choice = tuple[list[list[int]], list[bool]]


def list_choices(examples: Sequence[Example]) -> Iterator[Choice]:
    """Yield the readings of each example, by a model that was trained on the other parts."""
    size = -(-len(examples) // _PARTS)
    parts = [examples[first : first + size] for first in range(0, len(examples), size)]
    tokens = [[describe_example(example) for example in part] for part in parts]
    swapped = [describe_swapped(part) for part in parts]
    for n, part in enumerate(parts):
        others = [line for lines in (tokens, swapped) for k, of_part in enumerate(lines) if k != n for line in of_part]
        model = build_recurrent_model(span_model.KINDS, train_token_arrays(others) | {"scale": np.float32(1)})
        yield from (_make_choice(example, model) for example, line in zip(part, tokens[n], strict=True) if line)


def _make_choice(example: Example, model: RecurrentModel) -> Choice:
    line, kinds = take_times(example["text"])
    described = describe_line(line, kinds, tag_as_read(line, kinds, example), set(example["asked"]))
    with mock.patch.object(span_model, "load_span_model", return_value=model):
        chances = compute_chances(described, kinds)
    candidates, rules = list_candidates(described, chances)
    asks = tuple(Ask("title", "unsure") for what in example["asked"] if what == "title")
    read = LeftoverReading(example["read_title"], example["read_place"], asks)
    features = list_candidate_features(described, chances, candidates, rules)
    written = [write_candidate(line, kinds, read, one, rules) for one in candidates]
    meant = [
        all(_is_accepted(example, what, text) for what, text in zip(("title", "place"), one, strict=True))
        for one in written
    ]
    return [hash_each(one) for one in features], [*meant, not any(meant)]


def _is_accepted(example: Example, what: str, text: str) -> bool:
    accepted = (example[what], *example.get(f"{what}s", ()))
    return simplify_words(text) in map(simplify_words, accepted)


def main() -> None:
    examples = list_examples()
    choices = list(list_choices(examples))
    write_model(FILE, examples, KINDS, train_on_choices(choices, SLOTS, SCALE, left_out=_LEFT_OUT, averaged=_AVERAGED))


if __name__ == "__main__":
    main()
