"""Where a question has come to, on every platform; and a card that its platform no longer lets the bot change."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import aiohttp
import pytest

from bot.settings import Settings
from handlers.chat.cards import Reply
from tests.scenarios.stage import GRID, Stage
from tests.scenarios.test_whole_way import ANSWER, QUESTION, asked
from tests.standins.slack import Failure
from tests.standins.teams import Fault

PAGE = re.compile(r"https://arena\.example\.org(/q/[\w.]+)")


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return replace(settings, base_url="https://arena.example.org", secret_keys=("s" * 32,))


async def test_the_asker_sees_where_a_question_has_come_to_by_button_and_by_menu(stage: Stage) -> None:
    card = await asked(stage)
    await stage.clicks("kari", await stage.last("kari", "Er det kommet fram?"), "Er det kommet fram?")
    assert "Levert til 1 av 1 rom." in (await stage.last("kari", "Levert til")).text
    form = await stage.clicks("kari", card, "Endre eller meld fra")
    assert form is not None
    await stage.fills("kari", form, what="deliveries")
    assert "Kommet fram: Spørsmål 1" in (await stage.last("kari", "Kommet fram: ")).text


async def test_an_answer_that_was_shown_does_not_wait_to_be_told_again(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Slack shows it beside the button, so the bot keeps a spare copy until it has; the others need none."""
    card = await asked(stage)
    await stage.tells("ola", "hjelp")
    shown: list[Reply | None] = []
    discard = stage.bot.dispatcher.spare_copies.discard_spare_copy

    def note(reply: Reply | None) -> None:
        shown.append(reply)
        discard(reply)

    monkeypatch.setattr(stage.bot.dispatcher.spare_copies, "discard_spare_copy", note)
    await stage.clicks("ola", card, "Følg")
    assert [bool(reply and reply.spare) for reply in shown] == [True] * (stage.name == "slack")
    await stage.bot.dispatcher.spare_copies.finish_discarding()
    async with stage.bot.database.read() as store:
        assert await store.deliveries.count_deliveries_by_state() == {}


def refuses_changes(stage: Stage) -> bool:
    """From now on, for a while; False where nothing refuses."""
    if stage.name == "slack":
        stage.slack.fail("chat.update", *(Failure(error="cant_update_message") for _ in range(2)))  # type: ignore[attr-defined]
    elif stage.name == "teams":
        gone = {"error": {"code": "ActivityNotFoundInConversation"}}
        stage.microsoft.faults += [Fault(404, gone, only="PUT ") for _ in range(2)]  # type: ignore[attr-defined]
    return stage.name in ("slack", "teams")


async def test_a_card_that_cannot_be_changed_leads_to_a_page_that_shows_what_holds(stage: Stage) -> None:
    card = await asked(stage)
    if not refuses_changes(stage):
        return
    form = await stage.clicks("ola", card, "Svar")
    assert form is not None
    await stage.fills("ola", form, text=ANSWER)
    await stage.settle()
    thread = await stage.room(GRID, card)
    (note,) = [seen for seen in thread if "får ikke endret meldingen min" in seen.text]
    (path,) = set(PAGE.findall(json.dumps(note.raw)))
    async with aiohttp.ClientSession() as http, http.get(f"http://127.0.0.1:{stage.bot.port}{path}") as answer:
        page = await answer.text()
        assert (answer.status, answer.headers["Cache-Control"]) == (200, "private, no-store")
    assert QUESTION in page
    assert ANSWER in page
    assert '<html lang="nb">' in page
