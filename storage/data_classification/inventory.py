"""Collect what each column holds, by data class. A column that no declaration names fails a test.

Each module of tables declares its `ClassifiedColumns` beside them. Three things read all of these: what a person
may export, and what goes when a person or an organisation goes. So a new column cannot be forgotten.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from storage.data_classification.data_groups import ClassifiedColumns
from storage.kit.record_declarations import collect_declarations

#: the fields of `ClassifiedColumns`, where it stands what each means
OWN, AUTHOR, NAMED, KEY, ACCOUNT, PERSONAL = "own", "author", "named", "key", "account", "personal"
TEXT, ORGANISATION, STATE, CREDENTIAL = "text", "organisation", "state", "credential"


@cache
def map_classified_tables() -> Mapping[str, ClassifiedColumns]:
    """Return the declaration of each table by its name. Raises ValueError for a table that is declared twice."""
    declared = collect_declarations(ClassifiedColumns)
    tables = {one.table.__tablename__: one for one in declared}
    if len(tables) != len(declared):
        raise ValueError("a table has two declarations of its columns")
    return tables


def list_classified_columns(table: str, *classes: str) -> tuple[str, ...]:
    """Return the names of the table's columns that have one of these classes."""
    return map_classified_tables()[table].list_columns(*classes)
