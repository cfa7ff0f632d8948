"""Numbers on the web: each is as long as its list, for whoever reads it."""

from __future__ import annotations

import csv
import html
import io
import re
from datetime import UTC, datetime, timedelta

import pytest

from storage.library.solution_feedback import SolutionUse
from storage.questions.answers import Answer
from storage.questions.questions import ANSWERED, SOLVED, Question
from tests.conftest import Clock
from tests.conversation import Conversation
from tests.handlers.pages.conftest import Browser
from tests.handlers.pages.test_lists import stocked
from tests.meetings import add_meeting

_TABLE = re.compile(r"<caption>([^<]*)</caption>(.*?)</table>", re.DOTALL)
_ROW = re.compile(r'<td><a href="([^"]*)" aria-label="([^"]*): [^"]*">([^<]*)</a>')
_COUNT = re.compile(r'class="count" role="status">([\d,]+) ')


#: the months that have come
BY_MONTH = {
    "asked": {"Jan": "0", "Feb": "0", "Mar": "7"}, "solved": {"Jan": "0", "Feb": "0", "Mar": "2"},
}  # fmt: skip


async def read_numbers(browser: Browser, path: str = "/web/numbers") -> dict[str, str]:
    """What it is about and name of each figure -> its value; a count is that of its list."""
    found = {}
    for title, table in _TABLE.findall((await browser.get(path)).text):
        for address, label, value in _ROW.findall(table):
            shown = await browser.get(html.unescape(address))
            count = _COUNT.search(shown.text)
            assert count is not None, address
            assert value == count[1] or not value.isdecimal(), f"{label} of {address}"
            found[html.unescape(f"{title}: {label}")] = value
    return found


async def answered(talk: Conversation, asker: int, answerer: int) -> None:
    """Three questions: answered after two, four and nine hours, the last one solved after ten, and one by its asker."""
    async with talk.database.begin() as store:
        for hours, state in ((2, ANSWERED), (4, ANSWERED), (9, SOLVED), (0, ANSWERED)):
            asked = Question(
                asker_id=asker, text=f"Etter {hours}", language="nb", state=state, origin={}, suggested=[], guess=[],
            )  # fmt: skip
            await store.questions.add(asked)
            asked.created_at = store.now - timedelta(hours=20)
            asked.solved_at = store.now - timedelta(hours=10) if state == SOLVED else None
            for later in (hours, hours + 5):
                by = answerer if hours else asker
                answer = Answer(question_id=asked.id, author_id=by, text="Ja", platform="fake")
                await store.answers.add(answer)
                answer.created_at = asked.created_at + timedelta(hours=later)


@pytest.mark.both_engines
async def test_each_number_counts_its_list_and_each_year_its_own(
    talk: Conversation, browser: Browser, clock: Clock
) -> None:
    clock.set(datetime(2027, 3, 10, 9, tzinfo=UTC))
    kari, ola = await talk.person("kari", organisation="eksempel"), await talk.person("ola", organisation="annet")
    await stocked(talk, kari.person_id)
    await answered(talk, kari.person_id, ola.person_id)
    async with talk.database.begin() as store:
        used, old = [await store.solutions.find_solution_by_code(code) for code in ("L-001", "L-002")]
        assert used is not None
        assert old is not None
        old.created_at = store.now - timedelta(days=400)
        store.session.add(SolutionUse(solution_id=used.id, person_id=ola.person_id, at=store.now))
        await add_meeting(store, kari.person_id, title="Holdt", starts="2027-02-01T10:00", minutes=60)
    await browser.signs_in(kari)
    this = await read_numbers(browser)
    assert this["Questions: Questions asked"] == "7"
    assert this["Questions: Time to the first answer"] == "4 hours", "the asker's own is none"
    assert this["Questions: Time to the solution"] == "5 hours", "of ten and none"
    assert (this["Library: Solutions saved"], this["Library: Solutions used"], this["Meetings: Meetings held"]) == (
        "44",
        "1",
        "1",
    )
    spread = {name: n for name, n in this.items() if name.startswith("Solutions saved, by topic")}
    assert sorted(spread.values()) == ["14", "15", "15"], "one is of another year"
    before = await read_numbers(browser, "/web/numbers?period=2026")
    assert (before["Library: Solutions saved"], before["Questions: Questions asked"]) == ("1", "0")
    assert before["Questions: Time to the first answer"] == "–"
    rows = list(csv.reader(io.StringIO((await browser.get("/web/numbers.csv")).text.removeprefix("\ufeff"))))
    assert rows[0] == ["About", "Figure", "What it counts", "Year", "Value"]
    chart = "Questions asked and solved, by month"
    assert {f"{row[0]}: {row[1]}": row[4] for row in rows[1:] if row[0] != chart} == this
    months = {row[1]: row[4] for row in rows if row[0] == chart}
    assert months == {f"Questions {what}, {month}": n for what, of in BY_MONTH.items() for month, n in of.items()}
    drawn = (await browser.get("/web/numbers")).text
    assert f'<title id="lines1">{chart}</title>' in drawn
    assert '<tr><th scope="row">Mar</th><td class="amount">7</td><td class="amount">2</td></tr>' in drawn
    assert "<title>Questions asked, Mar: 7</title>" in drawn
    assert {row[3] for row in rows[1:]} == {"2027"}
