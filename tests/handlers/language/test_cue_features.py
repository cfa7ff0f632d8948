"""What stands around a phrase of a direction tells as much as the phrase itself."""

from __future__ import annotations

from handlers.language.cue_features import list_cue_features
from handlers.language.direction_words import find_direction_cues
from handlers.language.typing_slips import list_meant_words
from handlers.quantities.text_folding import fold_signs, split_folded_text


def list_features(text: str) -> list[str]:
    folded = fold_signs(text)
    tokens = split_folded_text(folded)
    return [*list_cue_features(folded, tokens, [one.text for one in tokens], find_direction_cues(tokens))]


def test_a_phrase_has_its_neighbours_and_the_signs_between() -> None:
    features = list_features("Gips ønskes, 40 t")
    assert {"@need2", "@need2<gips", "@need2>,", "@need2<gips>,", "@need2<<gips", "@need2>>t"} <= {*features}
    assert "@need2<^" in list_features("Trenger gips")
    assert "@need2>$" in list_features("gips trengs")


def test_all_phrases_are_named_together() -> None:
    features = list_features("vi har gips, hvem trenger det")
    assert any(one.startswith("@all ") for one in features)
    assert list_features("gips, 40 t") == []


def test_a_slip_is_near_what_was_meant_and_a_word_is_none() -> None:
    assert "trenger" in list_meant_words("trnger")
    assert "lagerplass" in list_meant_words("lagerplas")
    assert "available" in list_meant_words("avaliable")
    assert list_meant_words("kvarter") == list_meant_words("streams") == list_meant_words("gips") == ()
