"""Issues taken out: as Markdown by whoever may read them, as rows by who runs the bot."""

from __future__ import annotations

import json

from bot.importers.record_export import export_records
from tests.conversation import Conversation, Someone
from tests.policy import published, said


async def test_taken_out_as_text_with_what_the_reader_may_know(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone, eva: Someone
) -> None:
    await published(kari, sara)
    await ola.submits(await ola.does("issues.against", "1"), reason="Too costly.")
    for level, text in (("named", "We wait."), ("secretariat", "Secret plan.")):
        await ola.submits(await ola.does("issues.evidence", "1"), text=text, figure="18 MW", level=level)
    text = said(await eva.clicks(await eva.does("issues.open", "1"), "The whole text"))
    for line in (
        "S-1 Faster grid connection",
        "Desired change",
        "1 park supports · 1 against",
        "- Dømeøyra: Against – Too costly.",
        "- 18 MW: We wait. – Dømeøyra",
        "History",
    ):
        assert line in text
    assert "Secret plan." not in text
    assert "Secret plan." in said(await sara.does("issues.text", "1"))


async def test_exported_as_rows_without_what_was_given_in_confidence(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone
) -> None:
    await published(kari, sara)
    await ola.submits(await ola.does("issues.evidence", "1"), text="=Secret", figure="7 MW", level="aggregate")
    await ola.submits(await ola.does("issues.evidence", "1"), text="=Open")
    (row,) = [json.loads(line) for line in await export_records(talk.database, "issues")]
    assert (row["id"], row["state"], row["support"], row["topics"]) == (
        "S-1", "proposed", ["eksempel"], ["nett", "energi"],
    )  # fmt: skip
    assert row["evidence"] == ["dømeøyra: =Open"]
    header, line = await export_records(talk.database, "issues", csv=True)
    assert header.startswith("id,title,")
    assert "dømeøyra: =Open" in line, "no formula for a spreadsheet"
