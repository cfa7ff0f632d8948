"""`match` reads listings from stdin and prints the matches of each offer, without a database and without settings."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from datetime import date
from io import BytesIO
from typing import Any

import pytest

from bot.cli.match_command import answer_lines, read_listing_lines
from tests.sources import ROOT

TODAY = date(2026, 11, 28)

SECRET = "Hemmeligheim"
OFFER: dict[str, Any] = {
    "id": "o",
    "organisation": f"{SECRET} smelteverk",
    "direction": "offer",
    "type": "heat",
    "amount": 6,
    "unit": "MW",
    "hours": 8000,
    "months": "hele året",
    "temperature": 65,
    "medium": "water",
    "lat": 59.12,
    "lon": 9.62,
    "text": f"Varme fra ovnene i {SECRET}",
}
NEED = OFFER | {
    "id": "n",
    "direction": "need",
    "organisation": f"{SECRET} fisk",
    "amount": "60 GWh/år",
    "months": "heile året",
    "temperature": "55 grader",
    "lat": 59.136,
    "text": f"Fisk i {SECRET} treng varme",
}


def write_lines(*rows: Any) -> bytes:
    return "\n".join(row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows).encode()


def run(*rows: Any, options: tuple[str, ...] = (), **environment: str) -> tuple[list[dict[str, Any]], int, str]:
    """The command in a process of its own: the answers, the exit code and what was said to people."""
    command = [sys.executable, "-m", "bot", "match", "--today", TODAY.isoformat(), *options]
    clean = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME")}
    done = subprocess.run(
        command, input=write_lines(*rows), cwd=ROOT, env=clean | environment, capture_output=True, check=False
    )
    lines = done.stdout.decode("utf-8").splitlines()
    return [json.loads(line) for line in lines], done.returncode, done.stderr.decode()


def answer(offer: dict[str, Any], *needs: dict[str, Any], blind: bool = False, today: date = TODAY) -> dict[str, Any]:
    """The answer for one offer, in this process."""
    lines = read_listing_lines(BytesIO(write_lines(offer, *needs)))
    (found,) = answer_lines(lines, today, blind=blind)
    return found


def explain(language: str, *, blind: bool = False, **changed: Any) -> str:
    found = answer(OFFER | {"language": language} | changed, NEED, blind=blind)
    assert SECRET.casefold() not in json.dumps(found, ensure_ascii=False).casefold()
    sentence: str = found["matches"][0][3]
    return sentence


def test_each_offer_has_its_matches_with_factors_and_a_sentence() -> None:
    (found,), code, said = run(OFFER, NEED)
    assert (code, said) == (0, "")
    assert list(found) == ["id", "matches", "near", "unread", "ms"]
    ((need, score, factors, sentence),) = found["matches"]
    assert (found["id"], need, found["near"], found["unread"]) == ("o", "n", [], [])
    assert list(factors) == ["amount", "time", "temperature", "distance"]
    assert factors["amount"] == pytest.approx(0.8**0.3, abs=1e-6)
    assert score == pytest.approx(factors["amount"] ** (0.20 / 0.90), abs=1e-5)
    assert sentence == answer(OFFER, NEED)["matches"][0][3]
    assert found["ms"] > 0


#: all year but in January
NONE_IN_JANUARY = [0, *[100] * 11]


SENTENCES = {
    "nb": "Mulig treff: 6 MW vann på 65 °C dekker om lag 75 % av behovet, det meste av tiden det trengs, cirka 1,8 km i"
    " luftlinje (regnet som 2,3 km rør). Svakest: behovet er størst i januar. Mangler: returtemperatur.",
    "nn": "Mogleg treff: 6 MW vatn på 65 °C dekkjer om lag 75 % av behovet, det meste av tida det trengst, om lag"
    " 1,8 km i luftline (rekna som 2,3 km røyr). Svakast: behovet er størst i januar. Manglar: returtemperatur.",
    "en": "Possible match: 6 MW of water at 65 °C covers about 75 % of the need, most of the time it is needed, about"
    " 1.8 km in a straight line (counted as 2.3 km of pipe). Weakest: the need is largest in January. Missing: return"
    " temperature.",
}


@pytest.mark.parametrize("language", SENTENCES)
def test_the_sentence_is_in_the_reader_s_language(language: str) -> None:
    assert explain(language, months=NONE_IN_JANUARY) == SENTENCES[language]


def test_what_is_there_all_year_is_said_so() -> None:
    assert "dekker om lag 80 % av behovet, hele året, cirka 1,8 km" in explain("nb")


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_blind_numbers_are_bounds_of_classes_and_no_others(language: str) -> None:
    sentence = explain(language, blind=True)
    assert re.findall(r"\d+", sentence) == ["3", "10", "60", "80", "2"]


def test_a_blind_sentence_speaks_in_classes() -> None:
    assert explain("nb", blind=True) == (
        "Mulig treff: 3-10 MW vann på 60-80 °C dekker det meste av behovet, hele året, under 2 km unna."
        " Svakest: tilbudet er mindre enn behovet. Mangler: returtemperatur. Navn vises når begge sier ja."
    )


def test_a_wrong_line_has_its_error_in_its_place_and_the_others_are_answered() -> None:
    rows = (OFFER, "[1]", "{", '{"organisation": "a"}', NEED, OFFER | {"id": "last"})
    answers, code, _ = run(*rows)
    assert code == 1
    assert [answer.get("id") or answer["error"].partition(":")[0] for answer in answers] == [
        "o",
        "line 2",
        "line 3",
        "line 4",
        "last",
    ]
    assert all(list(answer) == ["error"] for answer in answers[1:4])


def test_no_database_and_no_settings_are_needed() -> None:
    answers, code, _ = run(OFFER, NEED, DATABASE_URL="postgresql://nobody@nowhere.invalid/none", SLACK_BOT_TOKEN="half")
    assert (len(answers), code) == (1, 0)


def test_what_a_need_holds_that_cannot_be_read_is_said_to_people_only() -> None:
    (found,), code, said = run(OFFER | {"amount": "1.200 MWh"}, NEED | {"temperature": "300 K"})
    assert (found["unread"], code) == (["amount"], 0)
    assert "n: not read: temperature" in said


def test_blind_and_the_day_are_options() -> None:
    (found,), _, _ = run(OFFER, NEED | {"valid_to": "2026-12-01"}, options=("--blind",))
    assert found["matches"][0][3] == explain("nb", blind=True)
    (found,), _, _ = run(OFFER, NEED | {"valid_to": "2026-12-01"}, options=("--today", "2026-12-02"))
    assert (found["matches"], found["near"]) == ([], [])


def test_a_day_that_is_none_is_wrong_use() -> None:
    assert run(OFFER, NEED, options=("--today", "tomorrow"))[1] == 2


def test_a_near_match_names_its_cause_and_the_bridge() -> None:
    found = answer(OFFER, NEED | {"temperature": 120})
    assert (found["matches"], found["near"]) == ([], [["n", "temperature", "heat_pump"]])


def test_unknown_keys_are_passed_over() -> None:
    assert answer(OFFER | {"colour": "green"}, NEED)["unread"] == []


def test_types_told_in_words_only_are_matched() -> None:
    told = {"type": None, "text": "Vi har spillvarme til overs"}, {"type": None, "text": "Vi trenger varme"}
    assert [match[0] for match in answer(OFFER | told[0], NEED | told[1])["matches"]] == ["n"]


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize("type_", ["heat", "steam", "material", "co2", "water", "power", "people"])
def test_no_name_and_no_word_of_a_text_is_in_an_answer(language: str, type_: str) -> None:
    units = {"people": "plasser", "material": "t/år", "co2": "t/år", "water": "m3/år"}
    changed = {"type": type_, "amount": 50_000, "unit": units.get(type_, "MWh/år"), "language": language}
    names = {"park": SECRET, "grid_company": SECRET, "kind": SECRET.casefold()}
    for blind in (False, True):
        found = answer(OFFER | changed | names, NEED | changed | names, blind=blind)
        assert found["matches"]
        assert SECRET.casefold() not in json.dumps(found, ensure_ascii=False).casefold()
