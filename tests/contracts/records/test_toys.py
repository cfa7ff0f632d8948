"""A kind of record that is new is red on every line until it takes part in it, or says why it does not."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from handlers.chat.record_kinds import HandoverEntry, Ownership, RecordKind, list_record_kinds
from handlers.chat.record_moderation import Moderable
from handlers.chat.turn import Arena, RenderContext, Turn
from handlers.questions.question_moderation import QuestionModeration
from handlers.questions.record import QUESTION
from storage.directory.organisations import Organisation
from storage.kit.database import Database, Store
from tests.contracts.records import makers
from tests.contracts.records.lines import (
    check_audience,
    check_erasing,
    check_exporting,
    check_handing_over,
    check_languages,
    check_moderation,
    check_retraction,
    check_sight,
    need_part,
)
from tests.contracts.records.makers import HANDED_OVER, MODERATED, RETRACTED, Maker, Making
from tests.contracts.records.registry import MAKERS
from tests.contracts.records.scenes import NAME, Scene, Sign
from tests.contracts.records.shared_scenes import SharedScene
from tests.contracts.records.toys import with_kind

Check = Callable[[Scene, RecordKind, Database], Awaitable[None]]
#: line -> what holds a kind to it
CHECKS: dict[str, Check] = {
    "audience": lambda scene, kind, _: check_audience(SharedScene(scene, [kind], kept=True, waits=True), kind),
    "handed over": lambda scene, kind, _: check_handing_over(scene, kind),
    "moderated": lambda scene, kind, _: check_moderation(SharedScene(scene, [kind]), kind),
    "erased": lambda scene, kind, _: check_erasing(SharedScene(scene, [kind], more=NAME), kind),
    "retracted": lambda _scene, kind, _elsewhere: _check_retraction(kind),
    "exported": lambda scene, kind, elsewhere: check_exporting(SharedScene(scene, [kind]), kind, elsewhere),
    "translated": lambda scene, kind, _: check_languages(SharedScene(scene, [kind]), kind),
}


async def _check_retraction(kind: RecordKind) -> None:
    check_retraction(kind)


ask = MAKERS["question"].make
TOY = replace(QUESTION, name="toy", search=None, moderation=None)


class Forgetful(QuestionModeration):
    """Hides nothing."""

    async def find_moderable(self, store: Store, id: int, *, lock: bool = False) -> Moderable | None:
        found = await super().find_moderable(store, id, lock=lock)
        return replace(found, kind="toy") if found is not None else None

    async def find_visible(self, turn: Turn, id: int) -> Moderable:
        return replace(await super().find_visible(turn, id), kind="toy")

    async def hide_record(self, store: Store, arena: Arena, row: Any) -> str:
        return ""


async def _tells_all(making: Making) -> tuple[str, ...]:
    return await ask(replace(making, kept=False))


async def _keeps_a_name(making: Making) -> tuple[str, ...]:
    """In a column that is said to be a key."""
    async with making.scene.database.begin() as store:
        await store.organisations.add(Organisation(code=NAME, name="Toy", kind="park"))
    return await ask(making)


async def _stays_outside_files(making: Making) -> tuple[str, ...]:
    await MAKERS["comment"].make(making)
    return await ask(replace(making, sign=Sign("uten", "Hvem har erfaring med trafo")))


async def _describe(_what: RenderContext, _id: int) -> HandoverEntry:
    return HandoverEntry("", "")


@dataclass(frozen=True)
class Careless:
    """What is missing of a kind, and what is said of it."""

    told: str
    changed: dict[str, Any] = field(default_factory=dict)
    make: Callable[[Making], Awaitable[tuple[str, ...]]] = ask


CARELESS = {
    "audience": Careless("toy is shown to bea", make=_tells_all),
    "handed over": Careless("no table declares toy", {"ownerships": (Ownership("toy", _describe),)}),
    "moderated": Careless("toy is shown while it is hidden", {"moderation": Forgetful()}),
    "erased": Careless("organisations.code", make=_keeps_a_name),
    "retracted": Careless("toy has an author", {"erasure": None}),
    "exported": Careless("toy is in no file", make=_stays_outside_files),
    "translated": Careless("toy: ", {"label": lambda _say: "Toy"}),
}


def test_every_line_has_a_check_and_a_careless_toy() -> None:
    assert set(CHECKS) == set(CARELESS) == set(makers.LINES)


@pytest.mark.parametrize("line", CHECKS)
async def test_a_kind_that_nobody_can_make_is_red(scene: Scene, elsewhere: Database, line: str) -> None:
    with with_kind(TOY, "toys"):
        assert list_record_kinds()["toy"] is TOY
        with pytest.raises(AssertionError, match="toy has no maker"):
            await CHECKS[line](scene, list_record_kinds()["toy"], elsewhere)
    assert "toy" not in list_record_kinds()


@pytest.mark.parametrize("line", [HANDED_OVER, MODERATED])
def test_a_kind_takes_part_or_says_why_it_does_not(monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    part = replace(TOY, moderation=Forgetful(), ownerships=(Ownership("toy", _describe),))
    monkeypatch.setitem(MAKERS, "toy", Maker(ask))
    with pytest.raises(AssertionError, match="why is it not"):
        need_part(TOY, line)
    assert need_part(part, line) is not None
    monkeypatch.setitem(MAKERS, "toy", Maker(ask, {line: "it is a toy"}))
    with pytest.raises(AssertionError, match="why is it not"):
        need_part(part, line)
    assert need_part(TOY, line) is None


@pytest.mark.parametrize("line", CHECKS)
async def test_a_kind_that_takes_part_carelessly_is_red(
    monkeypatch: pytest.MonkeyPatch, scene: Scene, elsewhere: Database, line: str
) -> None:
    careless = CARELESS[line]
    monkeypatch.setitem(MAKERS, "toy", Maker(careless.make))
    with with_kind(replace(TOY, **careless.changed), "toys"), pytest.raises(AssertionError, match=careless.told):
        await CHECKS[line](scene, list_record_kinds()["toy"], elsewhere)


@pytest.mark.parametrize(
    ("field", "told"), [("list_writers", "who sees it anyway"), ("find_shown", "which cards show it")]
)
def test_a_kind_with_an_audience_says_who_sees_it_and_where(field: str, told: str) -> None:
    check_sight(TOY)
    with pytest.raises(AssertionError, match=told):
        check_sight(replace(TOY, **{field: None}))


def test_a_kind_that_is_searched_has_no_excuse_for_what_becomes_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(MAKERS, "toy", Maker(ask, {RETRACTED: "it is a toy"}))
    check_retraction(replace(TOY, erasure=None))
    with pytest.raises(AssertionError, match="toy is searched"):
        check_retraction(replace(QUESTION, name="toy", erasure=None))
    with pytest.raises(AssertionError, match="toy is retracted"):
        check_retraction(TOY)
