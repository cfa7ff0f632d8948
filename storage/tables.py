"""Every table there is, in one import: what creates, migrates or empties a whole database imports this."""

from __future__ import annotations

from storage import (
    answers,
    conversations,
    curation,
    delivery_rows,
    inbox,
    organisations,
    people,
    playground,
    questions,
    rooms,
    search,
    solutions,
    topics,
)
from storage.base import Base

#: the modules that define tables; `Base.metadata` is whole once they are imported
MODULES = (
    answers,
    conversations,
    curation,
    delivery_rows,
    inbox,
    organisations,
    people,
    playground,
    questions,
    rooms,
    search,
    solutions,
    topics,
)

metadata = Base.metadata
