"""Every maker of the modules in `kinds/`, which also hold what the table of rights is asked about their kinds."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from pathlib import Path

import sqlalchemy as sa

from handlers.chat.record_kinds import RecordKind
from storage.kit.database import Store
from tests.contracts.records.makers import Maker, Making
from tests.contracts.records.scenes import Made

MODULES = [
    import_module(f"tests.contracts.records.kinds.{module.name}")
    for module in pkgutil.iter_modules([str(Path(__file__).parent / "kinds")])
]
#: name of a kind -> what makes one record of it
MAKERS: dict[str, Maker] = {name: maker for module in MODULES for name, maker in module.MAKERS.items()}


async def make_record(kind: RecordKind, making: Making) -> Made:
    """Return the newest record of the kind, which was made now."""
    extra = await MAKERS[kind.name].make(making)
    async with making.scene.database.read() as store:
        id = await _newest(store, kind)
    await making.scene.talk.settle()
    await making.scene.reads_meanings()
    return Made(kind.name, id, tuple(dict.fromkeys((str(id), f"{kind.name}:{id}", *extra))), making.sign)


async def _newest(store: Store, kind: RecordKind) -> int:
    (key,) = sa.inspect(kind.table).primary_key
    id = await store.session.scalar(sa.select(sa.func.max(key)))
    assert isinstance(id, int), f"no {kind.name} was made"
    return id
