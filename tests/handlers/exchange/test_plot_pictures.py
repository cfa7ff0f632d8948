"""A picture of a plot is sent on a page of one's own, seen by whoever sees the plot, and gone with it."""

from __future__ import annotations

import io
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import FormData, web
from aiohttp.test_utils import TestClient, TestServer
from PIL import Image

from bot.http import picture_files
from bot.http.picture_upload_pages import LARGEST, PictureUploadPages
from bot.maintenance.picture_folder import PictureFolder
from bot.maintenance.picture_room import PictureRoom
from handlers.chat.turn import Arena
from storage.exchange.plot_pictures import PlotPicture
from tests.bot.test_picture_decoder import huge_png, moving, phone_picture
from tests.conversation import Conversation, Someone
from tests.exchanges import text_of
from tests.handlers.pages.conftest import BASE
from tests.parks import kari, nils, ola, sara

__all__ = ["kari", "nils", "ola", "sara"]
Client = TestClient[web.Request, web.Application]
SAID = {"alt": "Kaia sett fra sør", "credit": "Foto: Kari", "seen": "nothing"}


@pytest.fixture
async def plot(talk: Conversation, kari: Someone) -> None:
    """P-1, for members."""
    await kari.submits(await kari.does("plots.write"), name="Nordkaia", municipality="Testvik", area="120 da")


@pytest.fixture
async def pages(talk: Conversation) -> AsyncIterator[Client]:
    arena = talk.dispatcher.arena = Arena(base_url=BASE, secret=b"x" * 32)
    app = web.Application()
    app.add_routes(PictureUploadPages(talk.database, arena, PictureRoom()).build_picture_upload_routes())
    app.add_routes(picture_files.build_picture_routes(talk.database, arena, None))
    async with TestClient(TestServer(app)) as client:
        yield client


async def find_links(who: Someone, label: str) -> list[str]:
    """Paths of the buttons with this label on the album of P-1."""
    shown = await who.does("plots.pictures", "1")
    assert shown.card is not None, text_of(shown)
    return [one.url.removeprefix(BASE) for one in shown.card.list_buttons() if one.label == label]


async def send(client: Client, path: str, file: bytes, name: str = "a.jpg", **said: str) -> tuple[int, str]:
    """The answer to the form, with what it says."""
    form = FormData()
    for key, value in (SAID | said).items():
        form.add_field(key, value)
    form.add_field("file", io.BytesIO(file), filename=name, content_type="image/jpeg")
    async with client.post(path, data=form, allow_redirects=False) as answer:
        return answer.status, await answer.text()


async def list_pictures(talk: Conversation) -> list[PlotPicture]:
    async with talk.database.read() as store:
        return [*await store.plot_pictures.list_pictures_of_plots([1])]


def png() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (64, 48), "teal").save(made, "PNG")
    return made.getvalue()


@pytest.mark.both_engines
async def test_whoever_may_change_a_plot_sends_pictures_and_whoever_sees_it_sees_them(
    talk: Conversation, kari: Someone, nils: Someone, ola: Someone, plot: None, pages: Client
) -> None:
    assert "Pictures" not in text_of(await ola.does("plots.open", "1")), "there is nothing to see"
    (path,) = await find_links(kari, "Add a picture")
    assert await find_links(nils, "Add a picture") == []
    async with pages.get(path) as answer:
        page = await answer.text()
    assert [page.count(f'name="{one}"') for one in ("file", "alt", "credit", "seen")] == [1, 1, 1, 1]
    assert "without place and camera data, for whoever sees the plot. All members" in page
    assert "<script" not in page
    assert await send(pages, path, phone_picture(), "IMG_1.jpg") == (303, "")
    (kept,) = await list_pictures(talk)
    assert (kept.width, kept.height, kept.alt, kept.credit) == (1200, 1600, SAID["alt"], SAID["credit"])
    assert kept.size < 1_000_000
    (see,) = await find_links(ola, "See the picture")
    async with pages.get(see) as answer:
        copy = await answer.read()
    assert Image.open(io.BytesIO(copy)).getexif() == {}
    assert (await pages.get(f"{see}0")).status == 404
    changed = await kari.submits(await kari.does("plots.describe", str(kept.id)), alt="Kaia i vest")
    assert "Kaia i vest" in text_of(changed)
    for action in ("plots.describe", "plots.unpicture"):
        assert "cannot find that picture" in text_of(await ola.does(action, str(kept.id)))
    # it follows the level of its plot, also for whoever has its address
    await kari.submits(await kari.does("plots.write", "1"), reach="hidden")
    assert (await pages.get(see)).status == 404
    await kari.submits(await kari.does("plots.write", "1"), reach="all")
    assert (await pages.get(see)).status == 200
    await kari.does("plots.unpicture", str(kept.id))
    assert (await pages.get(see)).status == 404


async def test_what_is_no_still_picture_or_not_described_is_refused_with_the_reason(
    talk: Conversation, kari: Someone, plot: None, pages: Client
) -> None:
    (path,) = await find_links(kari, "Add a picture")
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    for file, name, why in (
        (b"MZ\x90\x00program", "kai.jpg", "not what its name says"),
        (svg, "kai.svg", "no picture that I can read"),
        (huge_png(), "kai.png", "40 million dots"),
        (moving("PNG"), "kai.png", "It moves"),
        (b"", "kai.jpg", "Choose a picture."),
    ):
        status, told = await send(pages, path, file, name)
        assert (status, why in told) == (422, True), (name, told)
        assert SAID["alt"] in told, "nothing that was typed is lost"
    for said, why in (
        ({"alt": " "}, "Say in one line what the picture shows."),
        ({"credit": ""}, "Write who took the picture."),
        ({"seen": "unsure"}, "Then it cannot be taken along."),
        ({"seen": ""}, "Then it cannot be taken along."),
    ):
        status, told = await send(pages, path, png(), "a.png", **said)
        assert (status, why in told) == (422, True), (said, told)
    assert (await send(pages, path, b"x" * LARGEST))[0] == 413
    assert (await send(pages, f"{path}0", png()))[0] == 404
    assert await list_pictures(talk) == []


async def test_a_plot_has_five_and_a_link_ends_with_the_right_to_change_it(
    talk: Conversation, kari: Someone, sara: Someone, plot: None, pages: Client
) -> None:
    (path,) = await find_links(kari, "Add a picture")
    assert {(await send(pages, path, png(), "a.png"))[0] for _ in range(5)} == {303}
    status, told = await send(pages, path, png(), "a.png")
    assert (status, "remove one in the chat" in told, 'type="file"' in told) == (200, True, False)
    assert len(await list_pictures(talk)) == 5
    assert await find_links(kari, "Add a picture") == []
    async with talk.database.begin() as store:
        person = await store.people.find(kari.person_id)
        assert person is not None
        rows = (await store.personal_data.export_rows_of_person(person))["plot_pictures"]
        assert {row["data"][:4] for row in rows} == {"/9j/"}
        assert json.dumps(rows)
    await kari.submits(await kari.does("privacy.erase"), word="delete")
    assert await list_pictures(talk) == [], "they go with whoever sent them"
    assert (await pages.get(path)).status == 404
    assert "P-1 has no pictures yet." in text_of(await sara.does("plots.pictures", "1"))


async def test_copies_go_into_the_folder_when_the_database_is_full(
    talk: Conversation, kari: Someone, plot: None, pages: Client, tmp_path: Path
) -> None:
    arena, folder = talk.dispatcher.arena, PictureFolder(tmp_path)
    for room, status, kept in ((PictureRoom(None, 0), 422, 0), (PictureRoom(folder, 0), 303, 1)):
        app = web.Application()
        app.add_routes(PictureUploadPages(talk.database, arena, room).build_picture_upload_routes())
        async with TestClient(TestServer(app)) as client:
            (path,) = await find_links(kari, "Add a picture")
            assert (await send(client, path, png(), "a.png"))[0] == status
        assert len(await list_pictures(talk)) == kept
    (one,) = await list_pictures(talk)
    assert folder.read_copy(one.file)


async def test_a_guest_sees_the_pictures_of_an_open_plot_and_of_no_other(
    talk: Conversation, kari: Someone, plot: None, pages: Client
) -> None:
    await kari.submits(await kari.does("plots.write", "1"), reach="open", open_parts=("land",))
    (path,) = await find_links(kari, "Add a picture")
    await send(pages, path, phone_picture(), "IMG_1.jpg")
    gus = await talk.person("gus", organisation="eksempel", role="guest")
    (see,) = await find_links(gus, "See the picture")
    assert (await pages.get(see)).status == 200
    await kari.submits(await kari.does("plots.write", "1"), open_parts=("access",))
    assert (await pages.get(see)).status == 404
