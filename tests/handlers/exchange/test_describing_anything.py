"""Whatever is written, a description is whole: nothing is both given and asked, and no range is upside down."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from handlers.exchange.describing import Description, describe_text

_PIECES = """
5 10 1.200 1,2 -5 + ± - / til og men MW GWh t/h m3 °C grader K bar timer mål da lass kr % ca. > under minst varme damp
slagg CO2 vann tilbyr trenger har ikke i året per dag uka mai juni-juli oktober april hele året 24/7 2027 . , ; ( ) å ½
İ ﬁ 0 00 0,0 tusen mill. million to halv en plasser kranfører tomt eller
"""


def list_contradictions(found: Description) -> list[str]:
    values = (found.amount, found.low, found.high)
    wrong = {
        "an amount is given and asked": "amount" in found.asks and values != (None, None, None),
        "an amount is not above nought": any(value is not None and value <= 0 for value in values),
        "a unit is given and asked": "unit" in found.asks and found.unit is not None,
        "a temperature is given and asked": "temperature" in found.asks and found.temperature is not None,
        "months are given and asked": "months" in found.asks and found.months is not None,
        "a type is given and asked": "type" in found.asks and found.type_key is not None,
        "a time is given and asked": "per" in found.asks and found.per is not None,
        "a range is upside down": None not in (found.low, found.high) and found.low > found.high,
        "listings are told apart in silence": bool(found.others) != ("split" in found.asks),
    }
    return [what for what, is_so in wrong.items() if is_so]


@example(["tilbyr", "0", "kranfører"], " ")
@example(["trenger", "-5", "kranfører"], " ")
@example(["0", "-5", "da"], " ")
@example(["tilbyr", "5", "mål", "varme"], " ")
@settings(deadline=None, max_examples=300)
@given(st.lists(st.sampled_from(_PIECES.split()), max_size=20), st.sampled_from(["", " ", "\n", "\u202f"]))
def test_a_description_never_contradicts_itself(pieces: list[str], gap: str) -> None:
    found = describe_text(gap.join(pieces))
    assert {one: list_contradictions(one) for one in (found, *found.others) if list_contradictions(one)} == {}


@settings(deadline=None, max_examples=100)
@given(st.text(max_size=200))
def test_any_text_is_described(text: str) -> None:
    assert list_contradictions(describe_text(text)) == []
