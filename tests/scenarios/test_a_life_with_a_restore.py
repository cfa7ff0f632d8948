"""The life of a meeting whose database is put back from a backup in the middle: every message is read."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from tests.conftest import Clock
from tests.meetings import MONDAY
from tests.scenarios.lives import HOUSES, KARI, LISE, NB, OLA, PER, Life, settle_in
from tests.scenarios.meeting_truth import MEETINGS
from tests.scenarios.restores import back_up, put_back
from tests.scenarios.seat_laws import keep_seats
from tests.scenarios.stage import GRID, POWER, Seen, Stage
from tests.scenarios.truth import Book, plain

FIRST = "møte ny Nettfrokost, tirsdag 16. mars kl 10-12, Eksempel Industripark, 2 plasser"
SECOND = "møte ny Vårmøte, tirsdag 8. juni kl 10-12, Eksempel Industripark, 2 plasser"
#: the backup is made before, and put back after
BETWEEN = MONDAY + timedelta(hours=1)


@pytest.fixture
async def life(stage: Stage, clock: Clock) -> Life:
    stage.count_from(int(BETWEEN.timestamp() * 1000))
    await settle_in(stage, clock)
    life = Life(stage, clock, [MEETINGS, Book(laws=(keep_seats,))], tuple(HOUSES), (GRID, POWER))
    await life.reader.skip()
    return life


async def test_what_the_database_has_forgotten_is_told_to_be_gone_and_nothing_is_told_twice(
    life: Life, tmp_path: Path
) -> None:
    card = await plans(life, FIRST)
    for who in (KARI, OLA):
        await life.clicks(who, card, "Coming in person")
    kept, before = back_up(life, tmp_path), await life.reader.standing()
    await life.passes(hours=2)
    lost = await plans(life, SECOND)
    await life.clicks(OLA, lost, "Coming in person")
    await life.clicks(OLA, card, "Cannot attend")
    await life.passes(hours=2)
    said = await told(life)
    life.reader.lost = await life.reader.standing() - before
    await put_back(life, kept)
    again = {text.partition("\n")[0] for _, text in await told(life) - said}
    # Teams cannot be asked: what asks somebody is told once more there, and never a receipt
    assert again <= ({"Har du en sak til Nettfrokost?"} if life.stage.name == "teams" else set())
    await is_gone(life, lost)
    await goes_on(life)
    await is_gone(life, lost)


async def plans(life: Life, line: str) -> Seen:
    """Kari proposes it, per approves it; its card."""
    title = line.removeprefix("møte ny ").partition(",")[0]
    await life.clicks(KARI, await life.tells(KARI, line), "Propose")
    await life.clicks(PER, await life.last(PER, title), "Approve")
    return next(seen for seen in reversed(await life.stage.room(GRID)) if title in seen.text)


async def told(life: Life) -> Counter[tuple[str, str]]:
    return Counter([(who, plain(seen)) for who in HOUSES for seen in await life.stage.private(who)])


async def is_gone(life: Life, lost: Seen) -> None:
    """Each button of the card says so, and so does a reply below it."""
    stage = life.stage
    for label in ("Coming in person", "Cannot attend"):
        stage.toast = ""
        await stage.clicks(LISE, lost, NB(label))
        assert "finnes ikke lenger" in (stage.toast or (await stage.private(LISE))[-1].text)
    if stage.name == "playground":  # its messages are in the database too
        with pytest.raises(AssertionError, match="no such thread"):
            await stage.replies(LISE, lost, "Vi kommer gjerne.")
        return
    await stage.replies(LISE, lost, "Vi kommer gjerne.")
    text = (await stage.private(LISE))[-1].text
    assert "Jeg finner ikke lenger meldingen du svarte på" in text
    assert "Vi kommer gjerne." in text


async def goes_on(life: Life) -> None:
    """The house is as full as at the backup, so ola sits. The second meeting is another one than that of before."""
    await life.clicks(KARI, (await life.stage.room(GRID))[0], "Cannot attend")
    assert "1 av 2 plasser" in (await life.stage.room(GRID))[0].text
    again = await plans(life, SECOND)
    await life.clicks(OLA, again, "Coming in person")
    assert "1 av 2 plasser" in (await life.stage.room(GRID))[-1].text
    await life.passes(days=13, hours=18)
    assert "er i morgen" in life.heard(OLA)
