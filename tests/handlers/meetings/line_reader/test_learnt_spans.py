"""Title and place as learnt: in sentences that no rule knows, and asked about where nothing is sure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from handlers.meetings.line_reader import MeetingLine, read_meeting_line, span_choice
from handlers.meetings.line_reader.candidate_model import load_candidate_model
from handlers.meetings.line_reader.line_tokens import split_typed_line
from handlers.meetings.line_reader.meeting_line import Ask
from handlers.meetings.line_reader.span_candidates import SpanReading, list_candidates
from handlers.meetings.line_reader.span_choice import LeftoverReading, settle_title_and_place
from handlers.meetings.line_reader.span_features import DescribedLine, describe_line
from handlers.meetings.line_reader.span_model import TokenChances, load_span_model
from handlers.meetings.line_reader.word_places import find_phrase, find_words
from tests.linear_models import hash_examples
from tests.span_model import describe_example, list_examples

ZONE = ZoneInfo("Europe/Oslo")
NOW = datetime(2026, 11, 30, 9, 12, tzinfo=ZONE)
Tokens = tuple[int, ...]
#: text, title and place; none of them is among the examples
WRAPPED = (
    ("Ledergruppa har planleggingsdag fredag kl 10", "Planleggingsdag", ""),
    ("Møte fredag kl 9, rådhuset, om avløp", "Møte om avløp", "rådhuset"),
    (
        "Eg lova formannen å få i stand eit møte om støvet. Det må bli laurdag 5. desember kl 11 på rådhuset",
        "Møte om støvet",
        "rådhuset",
    ),
    (
        "Jeg tillater meg å foreslå et møte om avgiftene fredag 22. januar kl. 10 i styrerommet, hvis det passer",
        "Møte om avgiftene",
        "styrerommet",
    ),
)


def read(text: str) -> MeetingLine:
    return read_meeting_line(text, NOW, ZONE)


def test_the_file_is_of_the_examples() -> None:
    examples = list_examples()
    trained = {load_span_model().trained_on, load_candidate_model().trained_on}
    assert trained == {hash_examples(examples)}, "run `make span-model`"
    assert not {text for text, _, _ in WRAPPED} & {one["text"] for one in examples}
    looked_at = examples[::40]
    useless = [one for one in looked_at if describe_example(one) is None]
    assert 40 * len(useless) < len(looked_at), "title or place of these do not stand in their lines"


@pytest.mark.parametrize(("text", "title", "place"), WRAPPED)
def test_what_no_rule_knows_is_learnt(text: str, title: str, place: str) -> None:
    line = read(text)
    assert (line.title, line.place) == (title, place)


def test_a_title_without_its_words_of_time_leaves_the_time_to_be_asked() -> None:
    line = read("Kurs i stell, to kvelder, fredag kl 17")
    assert (line.title, line.asked) == ("Kurs i stell", ("date",))


def test_a_word_that_may_be_the_place_is_not_left_out() -> None:
    line = read("møte om nytt gjerde fredag kl 9 nordsida")
    assert (line.title, line.place) == ("Møte om nytt gjerde", "nordsida")


def list_readings(
    text: str, kinds: str, tags: str, logs: list[tuple[float, float, float]]
) -> list[tuple[Tokens, Tokens]]:
    """List title and place of each reading of a line, the most probable first."""
    described = describe_line(split_typed_line(text), list(kinds), list(tags), set())
    found, rules = list_candidates(described, TokenChances(logs, kinds))
    assert rules in found
    return [(one.title, one.place) for one in found]


def test_title_and_place_share_no_token_and_begin_with_no_word_that_leads_to_them() -> None:
    logs = [(-3.0, -0.1, -4.0), (-3.0, -4.0, -0.1), (-3.0, -4.0, -0.1)]
    readings = list_readings("støy på kaia", "xpx", "OOO", logs)
    assert readings[0] == ((0,), (2,))
    assert ((), ()) in readings
    assert all(set(title).isdisjoint(place) for title, place in readings)


def test_a_title_goes_over_a_time_and_neither_begins_nor_ends_with_one() -> None:
    readings = list_readings("9 støy fredag båt", "cxdx", "OOOO", [(-9.0, -0.01, -9.0)] * 4)
    assert readings[0] == ((1, 3), ())


def test_words_of_a_title_are_found_where_they_stand_together_or_one_by_one() -> None:
    line = split_typed_line("møte om vann tirsdag om vannmåler")
    kinds = list("xxxdxx")
    assert find_phrase(line, kinds, "Møte om vann") == [0, 1, 2]
    assert find_words(line, kinds, "Møte om vannmåler") == [0, 1, 5]
    assert find_words(line, kinds, "") == find_words(line, kinds, "båt") == []


def settle(monkeypatch: pytest.MonkeyPatch, share: float, asks: tuple[Ask, ...] = ()) -> LeftoverReading:
    """Settle "støy kantina" between rules that read it so and a model that gives this share to their reading."""

    def compute(
        line: DescribedLine, chances: TokenChances, all_of: Sequence[SpanReading], rules: SpanReading
    ) -> list[float]:
        return [share if one == rules else 0.0 for one in all_of]

    monkeypatch.setattr(span_choice, "compute_shares", compute)
    monkeypatch.setattr(span_choice, "_CERTAIN", 0.0)
    line = split_typed_line("støy kantina")
    return settle_title_and_place(line, ["x", "x"], LeftoverReading("Støy", "kantina", asks))


def test_a_reading_is_believed_by_how_probable_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    doubt = Ask("title", "unsure", "Støy")
    assert settle(monkeypatch, 0.999, (doubt,)).asks == (doubt,)
    assert settle(monkeypatch, 0.9).asks == ()
    assert settle(monkeypatch, 0.35).asks == (doubt, Ask("place", "unsure", "kantina"))


def test_a_place_of_which_two_are_named_is_left_to_the_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    either = Ask("place", "several", "kantina eller laben")
    assert settle(monkeypatch, 0.999, (either,)).asks == (either,)


def test_words_of_time_are_not_lost_with_the_rest_of_a_title() -> None:
    line = read("kall inn styret onsdag kl 9 i kantina, det tar nok 90")
    assert line.end is None
    assert line.asked == ("title",)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Prat om kabler fredag kl 12 svalgangen", "svalgangen"),
        ("joint clean-up day, Friday 4 December 11-15, artificial turf", "artificial turf"),
    ],
)
def test_a_probable_place_is_not_asked_about_where_the_title_says_the_subject(text: str, place: str) -> None:
    line = read(text)
    assert (line.place, line.asks) == (place, ())


@pytest.mark.parametrize("word", ["rutiner", "avløp", "budsjettet", "ventiler"])
def test_a_word_behind_who_one_meets_may_be_the_subject(word: str) -> None:
    assert "place" in read(f"Møte med renholdet fredag kl 9 {word}").asked


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("driftsmøte torsdag kl 10 om nye sko", "Driftsmøte om nye sko"),
        ("lab meeting Thursday 10am about balances", "Lab meeting about balances"),
        ("prosjektmøte torsdag kl 9 om grensesnitt mot naboen, rom 204", "Prosjektmøte om grensesnitt mot naboen"),
    ],
)
def test_what_a_meeting_is_about_is_not_left_out_behind_its_time(text: str, title: str) -> None:
    line = read(text)
    assert (line.title, line.asks) == (title, ())
