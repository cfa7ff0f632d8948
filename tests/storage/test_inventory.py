"""The inventory names each column of each table once, so that nothing new is forgotten when somebody is."""

from __future__ import annotations

import pytest

from storage.data_classification.inventory import (
    ACCOUNT,
    AUTHOR,
    CREDENTIAL,
    KEY,
    NAMED,
    ORGANISATION,
    OWN,
    PERSONAL,
    STATE,
    TEXT,
    list_classified_columns,
    map_classified_tables,
)
from storage.kit.tables import metadata

CLASSES = (OWN, AUTHOR, NAMED, KEY, ACCOUNT, PERSONAL, TEXT, ORGANISATION, STATE, CREDENTIAL)


def test_every_column_has_one_class_and_no_class_is_about_nothing() -> None:
    """A column without one: say in the `ClassifiedColumns` beside its table what it holds."""
    there = {name: sorted(table.c.keys()) for name, table in metadata.tables.items()}
    told = {name: sorted(list_classified_columns(name, *CLASSES)) for name in map_classified_tables()}
    assert told == there


@pytest.mark.parametrize("table", sorted(metadata.tables))
def test_a_column_that_points_to_a_person_says_what_the_person_is_to_it(table: str) -> None:
    people = {
        column.name
        for column in metadata.tables[table].c
        if any(key.column.table.name == "people" for key in column.foreign_keys)
    }
    assert people == set(list_classified_columns(table, OWN, AUTHOR, NAMED))


def test_what_platforms_call_somebody_is_known_for_what_it_is() -> None:
    assert {"user", "user_id", "author", "only_for"} <= {
        name for table in map_classified_tables() for name in list_classified_columns(table, ACCOUNT)
    }
