"""Names stand in the order of the alphabet, and not in that of code points."""

from __future__ import annotations

import pytest

from storage.directory.alphabet import get_alphabet_key, sort_by_name
from storage.directory.organisations import Organisation
from storage.directory.people import Person
from storage.kit.database import Store

SORTED = ["alfa", "Beta", "Éclair", "Frøya", "Zeta", "Ære", "Øst", "Östersund", "Å", "Ålesund"]


def test_names_stand_as_they_are_looked_up() -> None:
    assert sort_by_name(reversed(SORTED), str) == SORTED


@pytest.mark.parametrize(("one", "other"), [("é", "E"), ("ö", "ø"), ("Ä", "æ"), ("Å", "A\u030a")])
def test_what_sounds_alike_is_one_letter(one: str, other: str) -> None:
    assert get_alphabet_key(one) == get_alphabet_key(other)


async def test_all_organisations_and_people_come_in_that_order(store: Store) -> None:
    for n, name in enumerate(reversed(SORTED)):
        await store.organisations.add(Organisation(code=f"o{n}", name=name, kind="park"))
        await store.people.add_person_with_account(Person(name=name, language="nb"))
    assert [one.name for one in await store.organisations.list_all_organisations()] == SORTED
    assert [one.name for one in await store.people.list_all_people()] == SORTED
