"""A member who tries two hundred times learns of a blind listing its classes and its cell, and no more."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from handlers.exchange.matches.pair_facts import read_match_row
from handlers.exchange.matching.class_facts import compute_facts_key
from handlers.exchange.matching.explanation import MatchExplainer
from handlers.exchange.matching.listing_facts import ListingFacts
from handlers.exchange.matching.offer_matching import ShownPair, judge_pair
from handlers.exchange.matching.pair_factors import OfferScorer

#: what a listing says besides
PLAIN = {"type": "heat", "months": (100,) * 12, "language": "nb", "valid_to": "2027-09-01", "quality_text": ""}


def read_classes(direction: str, amount: str, celsius: float, latitude: float, longitude: float) -> ListingFacts:
    """Return what is compared with those who may not know the listing by name."""
    row = PLAIN | {
        "id": direction, "organisation": direction, "direction": direction, "text": f"{direction} {amount}",
        "amount": amount, "temperature": celsius, "lat": latitude, "lon": longitude,
    }  # fmt: skip
    return read_match_row(tuple(row.items())).classes


def list_tries() -> Iterator[ListingFacts]:
    """Yield a need with amounts that are halved, at sites that are moved away from the owner and around it."""
    for halving, (north, east) in product(range(10), product(range(-2, 3), range(4))):
        amount = f"{64 / 2**halving:g} MW".replace(".", ",")
        yield read_classes("need", amount, 45.0 + 4 * halving, 59.14 + north / 50, 9.6 + 0.3 * east)


def list_answers(offer: ListingFacts) -> list[tuple[object, ...]]:
    """Return what each try is answered: whether it fits and how well, the sentence, and whether it is a new fact."""
    answers = list[tuple[object, ...]]()
    for need in list_tries():
        pair = judge_pair(OfferScorer(offer, "heat"), need)
        said = MatchExplainer(offer, blind=True).explain_match(pair) if isinstance(pair, ShownPair) else ""
        factors = {name: round(one, 4) for name, one in pair.factors.items()} if isinstance(pair, ShownPair) else {}
        answers.append((type(pair), factors, said, compute_facts_key(offer, need)))
    return answers


def test_two_hundred_tries_do_not_tell_two_listings_of_one_class_and_one_cell_apart() -> None:
    answers = list_answers(read_classes("offer", "3,4 MW", 61.0, 59.14, 9.67))
    assert len(answers) == 200
    assert answers == list_answers(read_classes("offer", "9,6 MW", 79.0, 59.14, 9.69))
    said = {answer[2] for answer in answers}
    assert len(said) > 5, "some fit, and some do not"
    # those who are told nothing apart are told: another class, another step, another cell
    for other in (("12 MW", 61.0, 59.14, 9.67), ("3,4 MW", 81.0, 59.14, 9.67), ("3,4 MW", 61.0, 59.14, 10.2)):
        assert answers != list_answers(read_classes("offer", *other)), other
