"""Make a topic from a file, as every topic comes."""

from __future__ import annotations

import json

from bot.importers.seeding import seed_records
from tests.contracts.records.makers import AUDIENCE, MODERATED, OF_THE_SECRETARIAT, Maker, Making
from tests.contracts.records.scenes import CODE


async def _topic(making: Making) -> tuple[str, ...]:
    name = making.text[:100]
    row = {"slug": "marked", "name": {"nb": name, "nn": name, "en": name}, "leads": [CODE]}
    await seed_records(making.scene.database, "topics", [json.dumps(row)])
    return ("marked",)


MAKERS = {
    "topic": Maker(
        _topic, {AUDIENCE: "rooms and people are found by it, so everybody sees it", MODERATED: OF_THE_SECRETARIAT}
    ),
}
