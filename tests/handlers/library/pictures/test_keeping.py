"""A picture goes into a solution when its author says yes, and never otherwise."""

from __future__ import annotations

import asyncio
import io
import os
from pathlib import Path

import pytest
from PIL import Image

from bot.maintenance.picture_folder import PictureFolder
from bot.maintenance.picture_keeper import TRIES, PictureKeeper
from bot.maintenance.picture_room import PictureRoom
from bot.platforms import PermanentError, TemporaryError
from handlers.chat.cards import Button, Reply
from handlers.chat.events import Command
from storage.library.solution_pictures import KEPT, OFFERED, SolutionPicture
from tests.conftest import Clock
from tests.conversation import Conversation, Post, Someone
from tests.handlers.library.pictures.conftest import SAID, fetches, hold, picture, saves_message


async def pictures_of(talk: Conversation) -> list[SolutionPicture]:
    async with talk.database.read() as store:
        solution = await store.solutions.find_solution_by_code("L-001")
        assert solution is not None
        return list(await store.solution_pictures.list_solution_pictures(solution.id))


def buttons(what: Reply | Post) -> dict[str, Button]:
    assert what.card is not None
    return {button.do or button.url: button for button in what.card.list_buttons()}


async def says_yes(who: Someone, what: Reply | Post, **said: str) -> Reply:
    return await who.submits(await who.presses(buttons(what)["pictures.keep"]), **(SAID | said))


async def test_the_author_s_yes_brings_a_copy(
    talk: Conversation, kari: Someone, ola: Someone, keeper: PictureKeeper
) -> None:
    saved = await saves_message(kari, kari, *hold(talk, "a.jpg", "b.png"))
    assert [one.state for one in await pictures_of(talk)] == [OFFERED, OFFERED]
    form = (await kari.presses(buttons(saved)["pictures.keep"])).form
    assert form is not None
    assert [field.name for field in form.fields] == ["picture", "alt", "credit", "seen"]
    assert next(field.value for field in form.fields if field.name == "credit") == "Kari, Eksempel"
    first = form.fields[0].options[0][0]
    asked = await says_yes(kari, saved, picture=first)
    assert "fetching" in asked.card.fallback if asked.card else False
    assert "pictures.keep" in buttons(asked)
    assert await fetches(talk, keeper) == 1
    kept = (await pictures_of(talk))[0]
    assert (kept.state, kept.width, kept.height, kept.address, kept.alt) == (KEPT, 64, 48, "", SAID["alt"])
    assert "is in L-001 now" in kari.last.text
    shown = await kari.presses(buttons(kari.last)["pictures.show"])
    assert SAID["credit"] in (shown.card.parts[0].note if shown.card else "")
    assert any(url.startswith("https://arena.test/data/picture/") for url in buttons(shown))
    assert any(url.startswith("https://arena.test/data/picture/") for url in buttons(talk.room("grid")[0]))
    changed = await kari.submits(await kari.presses(buttons(shown)["pictures.describe"]), alt="To vifter")
    assert (await pictures_of(talk))[0].alt == "To vifter"
    assert "To vifter" in changed.card.fallback if changed.card else False
    # whoever sees the solution sees the picture, and only those who look after it remove it
    seen = await ola.does("solutions.open", str(kept.solution_id))
    assert "pictures.remove" not in buttons(await ola.presses(buttons(seen)["pictures.show"]))
    assert "cannot find that picture" in (await ola.does("pictures.remove", str(kept.id))).card.fallback
    assert "removed from L-001" in (await kari.presses(buttons(shown)["pictures.remove"])).card.fallback
    assert [one.state for one in await pictures_of(talk)] == [OFFERED]


async def test_only_the_author_of_the_message_can_say_yes(
    talk: Conversation, kari: Someone, ola: Someone, keeper: PictureKeeper
) -> None:
    saved = await saves_message(kari, ola, *hold(talk, "a.jpg"))
    assert "pictures.keep" not in buttons(saved)
    shared = await ola.presses(buttons(ola.last)["consent.yes"], ola.last.id)
    forged = await kari.does("pictures.keep", str((await pictures_of(talk))[0].solution_id))
    assert "Only" in forged.card.fallback
    await says_yes(ola, shared)
    assert await fetches(talk, keeper) == 1
    assert [one.state for one in await pictures_of(talk)] == [KEPT]


async def test_a_no_to_the_text_is_a_no_to_its_pictures(talk: Conversation, kari: Someone, ola: Someone) -> None:
    await saves_message(kari, ola, *hold(talk, "a.jpg"))
    await ola.presses(buttons(ola.last)["consent.no"], ola.last.id)
    assert await pictures_of(talk) == []


async def test_an_answer_with_a_picture_is_such_a_message(
    talk: Conversation, kari: Someone, ola: Someone, keeper: PictureKeeper
) -> None:
    await kari.commands("Hvem hos nettselskapet tar imot målerdata fra egen transformator?")
    await ola.replies(talk.room("grid")[0], "Slik ser måleren ut hos oss.", files=hold(talk, "a.jpg"))
    own = await ola.submits(await ola.does("solutions.write", "answer:1"), title="Måler med egen transformator")
    await says_yes(ola, own)
    assert await fetches(talk, keeper) == 1
    assert [one.state for one in await pictures_of(talk)] == [KEPT]


async def test_a_picture_of_the_question_waits_for_whoever_asked(
    talk: Conversation, kari: Someone, ola: Someone, keeper: PictureKeeper
) -> None:
    asked = "Hvem har erfaring med slik merking av kabler i grøft mot transformator?"
    where = kari._where("")
    await talk.happens(Command(name="ask", text=asked, message="m7", files=hold(talk, "a.jpg"), **where))
    await ola.replies(talk.room("grid")[0], "Vi bruker gule skilt hver tiende meter.")
    saved = await ola.submits(await ola.does("solutions.write", "answer:1"), title="Gule skilt i grøfta")
    assert "pictures.keep" not in buttons(saved)
    (offered,) = await pictures_of(talk)
    shown = await kari.presses(buttons(await kari.does("solutions.open", str(offered.solution_id)))["pictures.show"])
    await says_yes(kari, shown)
    assert await fetches(talk, keeper) == 1
    assert [one.state for one in await pictures_of(talk)] == [KEPT]


async def test_what_is_wrong_is_said_at_its_field(talk: Conversation, kari: Someone, keeper: PictureKeeper) -> None:
    saved = await saves_message(kari, kari, *hold(talk, "a.jpg", "b.jpg"))
    wrong = await says_yes(kari, saved, picture="999", alt=" ", credit="x" * 201, seen="unsure")
    assert set(wrong.errors) == {"picture", "alt", "credit", "seen"}
    assert await fetches(talk, keeper) == 0


async def test_a_yes_wakes_the_keeper_and_nothing_else_does(
    talk: Conversation, kari: Someone, keeper: PictureKeeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: asyncio.Queue[bool] = asyncio.Queue()
    keep = keeper.keep_next_picture

    async def look() -> bool:
        found = await keep()
        looked.put_nowait(found)
        return found

    monkeypatch.setattr(keeper, "keep_next_picture", look)
    running = asyncio.create_task(keeper.run_picture_loop())
    async with asyncio.timeout(10):
        assert not await looked.get()
        saved = await saves_message(kari, kari, *hold(talk, "a.jpg"))
        assert looked.empty()
        await says_yes(kari, saved)
        assert [await looked.get(), await looked.get()] == [True, False]
    running.cancel()
    assert [one.state for one in await pictures_of(talk)] == [KEPT]


async def test_a_solution_has_five_pictures(talk: Conversation, kari: Someone, keeper: PictureKeeper) -> None:
    saved = await saves_message(kari, kari, *hold(talk, *(f"{n}.jpg" for n in range(7))))
    assert len(await pictures_of(talk)) == 5
    for one in await pictures_of(talk):
        saved = await says_yes(kari, saved, picture=str(one.id))
    assert "pictures.keep" not in buttons(saved)
    assert await fetches(talk, keeper) == 5


async def test_what_cannot_be_copied_is_refused_in_plain_words(
    talk: Conversation, kari: Someone, keeper: PictureKeeper
) -> None:
    held = {
        "program.png": (b"MZ\x90\x00" + b"\x00" * 500, "not what its name says"),
        "script.jpg": (b"<svg onload='alert(1)'/>", "not what its name says"),
        "lie.png": (picture("JPEG"), "not what its name says"),
        "gone.jpg": (PermanentError("file_gone"), "no longer in the chat"),
        "shut.jpg": (PermanentError("file_refused"), "may not read files"),
    }
    files = talk.platforms["fake"].files
    files |= {f"here/{name}": content for name, (content, _) in held.items()}
    saved = await saves_message(kari, kari, *hold(talk, *held))
    for one in await pictures_of(talk):
        saved = await says_yes(kari, saved, picture=str(one.id))
    assert await fetches(talk, keeper) == len(held)
    told = [post.text for post in kari.sees if "could not be taken along" in post.text]
    assert [next(why for _, why in held.values() if why in text) for text in told] == [why for _, why in held.values()]


async def test_a_chat_that_does_not_answer_is_asked_again_and_then_given_up(
    talk: Conversation, kari: Someone, keeper: PictureKeeper, clock: Clock
) -> None:
    files = hold(talk, "a.jpg")
    talk.platforms["fake"].files["here/a.jpg"] = TemporaryError("download: 500")
    await says_yes(kari, await saves_message(kari, kari, *files))
    assert await fetches(talk, keeper) == 1
    assert await fetches(talk, keeper) == 0
    for _ in range(TRIES - 1):
        clock.forward(minutes=3)
        assert await fetches(talk, keeper) == 1
    assert "in several tries" in kari.last.text


async def test_pictures_go_with_the_text_of_their_solution(
    talk: Conversation, kari: Someone, keeper: PictureKeeper
) -> None:
    saved = await saves_message(kari, kari, *hold(talk, "a.jpg"))
    await says_yes(kari, saved)
    await fetches(talk, keeper)
    (kept,) = await pictures_of(talk)
    await kari.does("solutions.delete", str(kept.solution_id))
    assert await pictures_of(talk) == []
    assert kari.last.text == "The picture is removed from L-001."


@pytest.mark.parametrize("folder", [True, False])
async def test_beyond_the_room_of_the_database_copies_go_into_the_folder(
    talk: Conversation, kari: Someone, tmp_path: Path, folder: bool
) -> None:
    keeper = PictureKeeper(talk.database, talk.platforms, PictureRoom(PictureFolder(tmp_path) if folder else None, 0))
    await says_yes(kari, await saves_message(kari, kari, *hold(talk, "a.jpg")))
    await fetches(talk, keeper)
    (one,) = await pictures_of(talk)
    if not folder:
        assert (one.state, one.reason) == ("refused", "full")
        return
    assert keeper.room.folder is not None
    path = keeper.room.folder.get_copy_path(one.file)
    assert path is not None
    assert Image.open(io.BytesIO(path.read_bytes())).format == "JPEG"
    assert keeper.room.folder.delete_orphans({one.file}) == 0
    os.utime(path, (1, 1))
    assert keeper.room.folder.delete_orphans({one.file}) == 0
    assert keeper.room.folder.delete_orphans(set()) == 1
