"""The library as one file: what its reader may see and nothing else, with the pictures inside."""

from __future__ import annotations

import base64
import io
import json
from pathlib import Path

import pytest
from PIL import Image

from bot.cli.library_command import run_library_command
from bot.importers.seeding import seed_records
from bot.settings import Settings
from handlers.library.pictures.picture_outcomes import PictureCopy, keep_picture_copy
from storage.library.solution_pictures import WANTED, SolutionPicture
from tests.conversation import Conversation
from tests.handlers.pages.conftest import Browser

ROWS = (
    {"id": "L-001", "topic": "nett", "title": "Åpen", "problem": "Kø **her**", "done": "Ventet", "level": "åpen"},
    {"id": "L-002", "topic": "energi", "title": "For medlemmer", "problem": "<script>1</script>", "done": "Vi delte"},
    {"id": "L-003", "topic": "nett", "title": "De egne", "problem": "Hysj", "done": "Tiet", "reach": "own:eksempel"},
    {"id": "L-004", "topic": "nett", "title": "For kretsen", "problem": "Krets", "done": "Vi møttes", "level": "krets"},
)  # fmt: skip


@pytest.fixture
async def library(talk: Conversation) -> Conversation:
    kari = await talk.person("kari", organisation="eksempel")
    await talk.person("ola", organisation="annet")
    await seed_records(talk.database, "solutions", [json.dumps(row) for row in ROWS])
    made = io.BytesIO()
    Image.new("RGB", (8, 6), "red").save(made, "JPEG")
    async with talk.database.begin() as store:
        solution = await store.solutions.find_solution_by_code("L-002")
        assert solution is not None
        picture = SolutionPicture(
            solution_id=solution.id, author_id=kari.person_id, state=WANTED, platform="fake", workspace="W1",
            address="here", alt="En pumpe", credit="Foto: Kari",
        )  # fmt: skip
        await store.solution_pictures.add_offered_pictures([picture])
        assert await keep_picture_copy(store, picture.id, PictureCopy(made.getvalue(), 8, 6))
    return talk


async def test_each_reader_takes_out_what_they_may_see(library: Conversation, browser: Browser) -> None:
    assert (await browser.get("/web/library.html")).status == 404
    seen = {"kari": {"L-001", "L-002", "L-003"}, "ola": {"L-001", "L-002"}}
    for user, codes in seen.items():
        who = await library.person(f"{user}-too", organisation="eksempel" if user == "kari" else "annet")
        page = await browser.signs_in(who)
        assert 'href="/web/library.html"' in page.text
        data = await browser.get("/web/library.jsonl")
        assert data.headers["Content-Disposition"] == 'attachment; filename="library.jsonl"'
        rows = {row["id"]: row for row in map(json.loads, data.text.splitlines())}
        assert set(rows) == codes
        (picture,) = rows["L-002"]["pictures"]
        assert (picture["alt"], picture["credit"]) == ("En pumpe", "Foto: Kari")
        assert Image.open(io.BytesIO(base64.b64decode(picture["jpeg"]))).size == (8, 6)
        file = await browser.get("/web/library.html")
        assert {code for code in ("L-001", "L-002", "L-003", "L-004") if f'id="{code}"' in file.text} == codes
        assert "data:image/jpeg;base64," in file.text
        assert "<strong>her</strong>" in file.text
        assert "<script" not in file.text
        assert "http" not in file.text.partition("<main>")[2]
        await browser.post("/web/sign-out")


@pytest.mark.parametrize(("reader", "codes"), [("", {"L-001", "L-002"}), ("person-1", {"L-001", "L-002", "L-003"})])
async def test_the_command_writes_it_as_all_members_or_as_one_person_may_see_it(
    library: Conversation, database_url: str, tmp_path: Path, reader: str, codes: set[str]
) -> None:
    settings, file = Settings(database_url=database_url), tmp_path / "library.jsonl"
    assert await run_library_command(settings, str(file), reader) == 0
    assert {json.loads(line)["id"] for line in file.read_text("utf-8").splitlines()} == codes
    page = tmp_path / "library.html"
    assert await run_library_command(settings, str(page), reader) == 0
    assert ("L-003" in page.read_text("utf-8")) == ("L-003" in codes)
    assert await run_library_command(settings, str(tmp_path / "library.pdf"), reader) == 2
    assert await run_library_command(settings, str(file), "nobody") == 1
