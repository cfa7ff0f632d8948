"""The model of offers and needs: it is up to date, and knows more ways to say a thing than the lists of phrases."""

from __future__ import annotations

import pytest

from handlers.language.direction_words import find_direction_cues
from handlers.language.flow_examples import list_flow_examples
from handlers.language.flow_model import (
    KINDS,
    NEITHER,
    UNCLEAR,
    compute_flow_probabilities,
    extract_flow_slots,
    load_flow_model,
    may_state_flow,
)
from handlers.quantities.text_folding import fold_signs, split_folded_text
from tests.flow_model import list_training_examples
from tests.linear_models import hash_examples

#: no phrase of the lists is in these
UNLISTED = {
    "offer": ("Bark 400 tonn i året, berre å forsyne seg", "Help yourselves to our gypsum, it is in the way"),
    "need": ("Vi er skrapa for flis til helga, kven berger oss?", "Er tom for natronlut, redd oss"),
}


def test_the_file_is_of_the_examples() -> None:
    assert load_flow_model().trained_on == hash_examples(list_training_examples()), "run `make flow-model`"
    assert {kind for kind, _ in list_flow_examples()} == {*KINDS}


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in UNLISTED.items() for text in texts])
def test_what_no_phrase_tells_is_learnt(kind: str, text: str) -> None:
    assert find_direction_cues(split_folded_text(fold_signs(text))) == []
    chances = compute_flow_probabilities(text)
    assert max(chances, key=lambda one: chances[one]) == kind
    assert sum(chances.values()) == pytest.approx(1)


def test_an_amount_alone_is_neither_offered_nor_needed() -> None:
    assert compute_flow_probabilities("Silikastøv, 60 tonn i uka")[UNCLEAR] > 0.5


@pytest.mark.parametrize("text", ["", "?!", " ", "🙂"])
def test_a_line_without_words_says_nothing(text: str) -> None:
    assert extract_flow_slots(text) == extract_flow_slots("?" if "?" in text else "")
    assert may_state_flow(text) is False


def test_who_asks_others_for_something_asks_the_network() -> None:
    assert may_state_flow("Vi treng damp til tørka, nokon som har?")
    assert not may_state_flow("Har nokon damp til tørka vår?")
    assert may_state_flow("Har nokon 3 MW damp til tørka vår?")
    assert compute_flow_probabilities("Korleis måler de dampen?")[NEITHER] > 0.5
