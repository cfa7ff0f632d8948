"""Every table there is, in one import: what creates, migrates or empties a whole database imports this."""

from __future__ import annotations

import sqlalchemy as sa

from storage import (
    actions,
    agenda,
    allowances,
    answers,
    chains,
    conversations,
    curation,
    delivery_rows,
    early_changes,
    editions,
    feeds,
    followers,
    handovers,
    held_posts,
    hidings,
    histories,
    inbox,
    installations,
    interests,
    issues,
    lessons,
    links,
    meetings,
    memberships,
    minutes,
    news,
    occurrences,
    organisations,
    people,
    playground,
    questions,
    reaches,
    reactions,
    reports,
    rooms,
    rounds,
    rsvps,
    schemes,
    search_rows,
    searches,
    solutions,
    supports,
    topics,
    trail,
    trials,
    workspaces,
)
from storage.base import Base

#: the modules that define tables; `Base.metadata` is whole once they are imported
MODULES = (
    actions,
    agenda,
    allowances,
    answers,
    chains,
    conversations,
    curation,
    delivery_rows,
    early_changes,
    editions,
    feeds,
    followers,
    handovers,
    histories,
    held_posts,
    hidings,
    inbox,
    interests,
    installations,
    lessons,
    links,
    issues,
    meetings,
    memberships,
    minutes,
    news,
    occurrences,
    organisations,
    people,
    playground,
    questions,
    reactions,
    reaches,
    reports,
    rooms,
    rounds,
    rsvps,
    schemes,
    search_rows,
    searches,
    solutions,
    supports,
    topics,
    trail,
    trials,
    workspaces,
)

metadata = Base.metadata

for table in metadata.tables.values():
    for index in table.indexes:
        for engine in ("sqlite", "postgresql") if "where" in index.info else ():
            index.dialect_options[engine]["where"] = sa.text(index.info["where"])
    # PostgreSQL keeps what is read in the index itself: else each row would lead to another page of the table
    if "include" in table.primary_key.info:
        table.primary_key.dialect_options["postgresql"]["include"] = table.primary_key.info["include"]
