"""The measures measure what they say, and the baselines are what they are called."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from handlers.meetings.line_reader import Ask, MeetingLine
from tests.evaluation.baselines import KeywordCount, StemIndex, Stems
from tests.evaluation.measures import (
    Guessed,
    Paired,
    Searched,
    bins,
    found,
    held_back,
    of_sets,
    offered,
    placed,
    ranked,
    taken,
    trusted,
)
from tests.evaluation.meeting_lines import Read, understood


def guess(topics: str, *, right: str = "nett", sure: float = 0.0) -> Guessed:
    return Guessed({"lang": "nb", "topics": right.split()}, topics.split(), sure, ask=sure < 0.8)


def search(hits: str, relevant: dict[str, int], suggested: str = "", style: str = "plain") -> Searched:
    return Searched({"lang": "nb", "style": style, "relevant": relevant}, hits.split(), suggested.split())


def test_a_question_counts_by_where_its_first_topic_comes() -> None:
    asked = [guess("nett hms"), guess("hms nett"), guess("a b c nett"), guess("areal nett", right="nett areal")]
    assert placed(asked) == {"count": 4, "first": 0.25, "right": 0.5, "three": 0.75}


def test_confidence_is_as_good_as_it_is_near_to_accuracy() -> None:
    asked = [guess("nett", sure=0.95), guess("nett", sure=0.95), guess("hms", sure=0.85), guess("hms", sure=0.25)]
    assert trusted(asked) == {
        "unasked": 0.75,
        "unasked_right": pytest.approx(2 / 3),
        "errors_asked": 0.5,
        "calibration": pytest.approx(1 - (2 * 0.05 + 0.85 + 0.25) / 4),
    }
    assert [bin.count for bin in bins([*asked, guess("nett", sure=1.0)])] == [0, 0, 1, 0, 0, 0, 0, 0, 1, 3]


def test_a_search_counts_by_where_its_records_come() -> None:
    looked = [search("x a", {"a": 2, "b": 1}), search("b a", {"a": 2, "b": 1}), search("a", {})]
    best = 3 + 1 / 1.5849625
    assert found(looked) == {
        "count": 2,
        "ndcg": pytest.approx((3 / 1.5849625 / best + (1 + 3 / 1.5849625) / best) / 2),
        "hit1": 0.5,
        "hit3": 1.0,
        "hit5": 1.0,
    }


def test_what_is_not_there_is_neither_found_nor_suggested() -> None:
    looked = [
        search("a", {"a": 2}, suggested="a"),
        search("", {}, style="nonsense"),
        search("a", {}, style="absent"),
        search("a", {}, suggested="a", style="nonsense"),
    ]
    assert held_back(looked) == {"suggested": 1.0, "nothing": 0.5, "unsuggested": pytest.approx(2 / 3)}


def test_what_is_suggested_is_judged_by_two() -> None:
    one, other = search("a", {"a": 2}, suggested="a b"), search("c", {}, suggested="c d")
    one.row["second"], other.row["second"] = {"a": True, "b": True}, {"c": False}
    assert offered([one, other]) == {
        "count": 2,
        "apt": 0.25,
        "seconded": pytest.approx(2 / 3),
        "agreed": pytest.approx(2 / 3),
        "silent": 0.0,
        "helped": 1.0,
    }


def test_pairs_are_ranked_by_how_alike_they_are() -> None:
    pairs = [Paired(True, 0.9, True), Paired(False, 0.8, True), Paired(True, 0.7), Paired(False, 0.1)]
    assert ranked(pairs) == {"count": 4, "average_precision": pytest.approx((1 + 2 / 3) / 2), "recall_at_95": 0.5}
    assert taken(pairs) == {"precision": 0.5, "recall": 0.5}


def test_parts_of_a_set_are_told_apart_unless_they_are_a_handful() -> None:
    figures = of_sets("search", {"some": [search("a", {"a": 2})] * 10 + [search("", {"a": 2}, style="short")]}, found)
    assert figures["search/some/style/plain/hit1"] == 1.0
    assert figures["search/some/nb/hit1"] == pytest.approx(10 / 11)
    assert not any("short" in name for name in figures)


def test_keywords_are_counted_inside_words_and_short_ones_as_words() -> None:
    count = KeywordCount()
    assert count.guess({"text": "Nettkapasiteten og transformatoren"}).topics[0] == "nett"
    assert count.guess({"text": "Hvem har en fastprisavtale på strømmen?"}).topics[0] == "energi"
    assert count.guess({"text": "Hvor mange kV?"}).topics[0] == "nett"


def test_stems_find_inflected_words_the_rarest_first_and_no_others() -> None:
    said = {"problem": "", "done": "", "result": ""}
    library = [
        {"id": "a", "title": "Pumper i kaldt vann", **said},
        {"id": "b", "title": "Varmt vann til pumpene", **said},
        {"id": "c", "title": "Felles kai", **said},
    ]
    index = StemIndex(library)
    assert index.search({"text": "pumpa for kaldt vann"}).hits == ["a", "b"]
    assert index.search({"text": "kjølevannspumpe"}).hits == []


def test_pairs_are_as_alike_as_they_share_stems() -> None:
    assert Stems().in_common({"same": True, "a": "Hvem har pumper?", "b": "hvem pumpa"}).likeness == pytest.approx(
        2 / 3
    )


def test_a_line_that_is_asked_about_is_neither_read_right_nor_misread() -> None:
    said = {"start": "2026-12-01T09:00", "end": None, "place": None, "link": None, "rule": None, "count": None}
    expect = {"as": "meeting", "meeting": {"title": "Møte om nett", **said}, "asks": []}
    row = {"lang": "nb", "expect": expect, "titles": ["Nett"]}
    line = MeetingLine(title="Nett.", start=datetime(2026, 12, 1, 9))  # noqa: DTZ001 - a wall time
    asked = replace(line, start=None, asks=(Ask("time"),))
    late = replace(line, start=datetime(2026, 12, 1, 21))  # noqa: DTZ001 - as above
    question = {"lang": "nb", "expect": {"as": ["question", "confirm"]}}
    read = [Read(row, "meeting", one) for one in (line, asked, late)]
    assert [(one.right, one.misread) for one in read] == [(True, False), (False, False), (False, True)]
    figures = understood([*read, Read(question, "question", None), Read(question, "meeting", line)])
    assert figures == {"count": 5, "meant": 0.8, "right": pytest.approx(1 / 3), "not_misread": pytest.approx(2 / 3)}


def test_what_had_to_be_asked_and_was_not_is_misread() -> None:
    said = {"start": None, "end": None, "place": None, "link": None, "rule": None, "count": None}
    row = {"expect": {"as": "meeting", "meeting": {"title": "Nett", **said}, "asks": ["date"]}}
    guessed = MeetingLine(title="Nett", start=datetime(2026, 12, 1, 9))  # noqa: DTZ001 - a wall time
    assert Read(row, "meeting", guessed).misread
    assert Read(row, "meeting", replace(guessed, start=None, asks=(Ask("date"),))).right
