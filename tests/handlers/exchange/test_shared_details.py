"""A line that names its flows first and measures them afterwards: each has its own amount, and its own degrees."""

from __future__ import annotations

from handlers.exchange.describing import Description, describe_text


def _tell(text: str) -> list[tuple[str | None, str | None, float | None, float | None]]:
    found = describe_text(text)

    def told(one: Description) -> tuple[str | None, str | None, float | None, float | None]:
        return one.direction, one.type_key, one.amount, one.temperature

    return [told(one) for one in (found, *found.others)]


def test_an_amount_goes_to_the_flow_that_can_have_it() -> None:
    assert _tell("Har varme og CO2 til overs: 2 MW på 90 grader pluss 700 kg/h CO2") == [
        ("offer", "heat", 2, 90), ("offer", "co2", 700, None),
    ]  # fmt: skip
    assert _tell("heat and wood chips going spare - 2 MW at 60 degrees and 4000 t/year") == [
        ("offer", "heat", 2, 60), ("offer", "organic", 4000, None),
    ]  # fmt: skip


def test_what_is_named_again_with_its_amount_stands_once() -> None:
    assert _tell("Vi har CO2 og varme, 700 kg/h CO2 og 2 MW på 90 grader") == [
        ("offer", "co2", 700, None), ("offer", "heat", 2, 90),
    ]  # fmt: skip


def test_an_amount_that_both_may_have_goes_to_neither() -> None:
    assert _tell("Har slagg og gips, 300 t/år slagg") == [("offer", "material", 300, None)]
