"""A form that opens waits for nobody who changes its round, and holds nothing from them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import ORMExecuteState, Session

from tests.conversation import Someone
from tests.input import asks, drafts


@contextmanager
def locks() -> Iterator[list[str]]:
    """Tables of which rows are locked, while a block runs."""
    found: list[str] = []

    def hear(state: ORMExecuteState) -> None:
        statement: Any = state.statement
        if getattr(statement, "_for_update_arg", None) is not None:
            found.extend(table.name for table in statement.get_final_froms())

    sa.event.listen(Session, "do_orm_execute", hear)
    try:
        yield found
    finally:
        sa.event.remove(Session, "do_orm_execute", hear)


@pytest.mark.usefixtures("kari")
async def test_the_form_that_extends_a_round_locks_it_when_it_is_saved(sara: Someone) -> None:
    id = str(await asks(sara))
    with locks() as opening:
        form = await sara.does("rounds.extend", id)
    assert form.form is not None
    assert "rounds" not in opening
    with locks() as saving:
        await sara.submits(form, deadline="30 April")
    assert "rounds" in saving


@pytest.mark.usefixtures("kari")
async def test_the_form_of_a_draft_opens_without_a_lock(sara: Someone) -> None:
    echo = await drafts(sara)
    assert echo.card is not None
    id = next(button.value for button in echo.card.list_buttons() if button.do == "rounds.send")
    with locks() as opening:
        assert (await sara.does("rounds.redo", id)).form is not None
    assert "rounds" not in opening
