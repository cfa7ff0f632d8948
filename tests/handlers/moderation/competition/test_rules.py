"""The rules say what they mean in three languages, each with its reason; what everybody may say gets no hint."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from time import perf_counter
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from handlers.chat.say import LANGUAGES, Say
from handlers.language.training_data import load_examples
from handlers.moderation.competition import find_sensitive_kinds
from handlers.moderation.competition.competition_texts import describe_sensitive_kind
from handlers.moderation.competition.rules import load_sensitivity_rules

#: sentences that the rules were not made from: half of them sensitive, half of them harmless and near
SET = Path(__file__).parents[3] / "evaluation" / "competition.jsonl"
#: what was recorded: 89 of 90 sensitive ones found, none of 90 harmless ones taken for one. A fall breaks the test.
RECALL, PRECISION = 0.98, 0.99
#: questions from the trade that nobody chose for this: 26 of them looked sensitive, most of them rightly
USUAL = 0.008


@cache
def labelled() -> list[dict[str, Any]]:
    return [json.loads(line) for line in SET.read_text(encoding="utf-8").splitlines()]


def test_the_set_is_large_balanced_and_none_of_the_rules_examples() -> None:
    rows, known = labelled(), {example for rule in load_sensitivity_rules().rules for example in rule.examples}
    assert len(rows) >= 150
    for language in LANGUAGES:
        sides = [row["sensitive"] for row in rows if row["language"] == language]
        assert len(sides) >= 50
        assert sides.count(True) * 2 == len(sides)
    assert {row["text"] for row in rows} & known == set()


def test_precision_and_recall_are_no_worse_than_recorded() -> None:
    found = [row for row in labelled() if find_sensitive_kinds(row["text"])]
    right = [row for row in found if row["sensitive"]]
    missed = [row["text"] for row in labelled() if row["sensitive"] and row not in found]
    assert len(right) / (len(right) + len(missed)) >= RECALL, missed
    assert len(right) / len(found) >= PRECISION, [row["text"] for row in found if not row["sensitive"]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_language_is_worse_off(language: str) -> None:
    rows = [row for row in labelled() if row["language"] == language]
    wrong = [row["text"] for row in rows if bool(find_sensitive_kinds(row["text"])) != row["sensitive"]]
    assert len(wrong) <= 1, wrong


def test_usual_questions_get_a_hint_very_seldom() -> None:
    texts = [text for text, _ in load_examples()]
    assert sum(bool(find_sensitive_kinds(text)) for text in texts) / len(texts) < USUAL


def test_every_rule_has_a_reason_a_name_and_finds_its_own_examples() -> None:
    for rule in load_sensitivity_rules().rules:
        assert len(rule.why.split()) >= 4
        assert len(rule.examples) >= 3
        for language in LANGUAGES:
            assert describe_sensitive_kind(Say(language, ZoneInfo("Europe/Oslo")), rule.kind)
        for example in rule.examples:
            assert rule.kind in find_sensitive_kinds(example), example
    assert {one for rule in load_sensitivity_rules().rules for one in rule.unless} == set(
        load_sensitivity_rules().exceptions
    )
    assert all(len(one.why.split()) >= 4 for one in load_sensitivity_rules().exceptions.values())


@pytest.mark.parametrize(
    "text",
    [
        "Spotprisen var 82 øre/kWh i går",
        "Nettleia hos nettselskapet er 45 øre per kWh",
        "Kvoteprisen var 70 euro i går",
        "Enova ga oss 3 kr per spart kWh",
        "Filteret kostet 400 kr per kubikk og sparte 20 prosent",
        "Ifølge SSB er snittet 1 200 kr per tonn",
        "Hvordan finner dere prisen på damp når ingen måler?",
        "Høringssvaret må sendes innen 17. mars kl. 12",
        "Me byd inn til møte",
        "We pay attention to safety",
        "Vi byr på kaffe kl. 12",
        "Sikkerhetsmarginen på kranen er 20 prosent",
        "Hvor mye overskuddsvarme produserer dere?",
        "Vi trenger 12 MW innen 2029",
        "Statsbudsjettet har 1,2 mrd. kr til grønn plattform",
        "Vi stanser produksjonen ved gasslekkasje",
        "",
        "💰" * 40,
    ],
)
def test_what_everybody_may_say_gets_none(text: str) -> None:
    assert find_sensitive_kinds(text) == frozenset()


def test_one_sentence_excuses_no_other() -> None:
    assert find_sensitive_kinds("Spotprisen var lav. Vi tar 300 kroner tonnet for damp.") == {"prices"}
    assert find_sensitive_kinds("Vi tar 4.20 kroner per kubikk") == {"prices"}


def test_long_and_hostile_texts_are_looked_at_at_once() -> None:
    """The rules hold no pattern that takes for ever."""
    for text in ("vi " * 1300, "tomta " * 650, "1 " * 2000, "hva dere " * 440, "a" * 4000, "prosent av " * 360):
        begun = perf_counter()
        find_sensitive_kinds(text)
        assert perf_counter() - begun < 1.0, text[:20]


@pytest.mark.parametrize(
    ("text", "sensitive"),
    [
        ("Hva tar nabohavna for kaileie?", True),
        ("Kor mykje betaler naboen i arealleige?", True),
        ("Kva ligg tomteleiga på i naboparken?", True),
        ("What do they charge for land rent?", True),
        ("How much does warehouse space cost next door?", True),
        ("Hva tar nabohavna for kaileie i den offentlige prislista?", False),
        ("Hva krever DSB for lagring av ammoniakk?", False),
        ("Kva reglar gjeld for kaileige?", False),
        ("What are the rules for quay rent?", False),
    ],
)
def test_what_a_neighbour_takes_for_rent_is_a_price_and_rules_of_renting_are_none(text: str, sensitive: bool) -> None:
    assert bool(find_sensitive_kinds(text)) is sensitive
