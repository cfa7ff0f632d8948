"""Make a solution, as people do in chat."""

from __future__ import annotations

from tests.contracts.records.makers import Maker, Making


async def _solution(making: Making) -> tuple[str, ...]:
    kari = making.scene.kari
    form = await kari.does("solutions.write")
    await kari.submits(form, title=making.text, problem="Alle ventet", done=making.text, topic="nett", **making.own)
    return ()


MAKERS = {"solution": Maker(_solution)}
