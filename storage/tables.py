"""Every table there is, in one import: what creates, migrates or empties a whole database imports this."""

from __future__ import annotations

from storage import (
    actions,
    agenda,
    answers,
    chains,
    conversations,
    curation,
    delivery_rows,
    feeds,
    followers,
    inbox,
    installations,
    meetings,
    minutes,
    occurrences,
    organisations,
    people,
    playground,
    questions,
    rooms,
    rsvps,
    search_rows,
    searches,
    solutions,
    topics,
    trials,
    workspaces,
)
from storage.base import Base

#: the modules that define tables; `Base.metadata` is whole once they are imported
MODULES = (
    actions,
    agenda,
    answers,
    chains,
    conversations,
    curation,
    delivery_rows,
    feeds,
    followers,
    inbox,
    installations,
    meetings,
    minutes,
    occurrences,
    organisations,
    people,
    playground,
    questions,
    rooms,
    rsvps,
    search_rows,
    searches,
    solutions,
    topics,
    trials,
    workspaces,
)

metadata = Base.metadata
