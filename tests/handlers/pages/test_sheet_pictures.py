"""Pictures of plots on investor sheets: page, Word and PDF show them, and what is erased leaves what is frozen, too."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile

import pytest
from PIL import Image

from bot.http.paper_files import render_paper_as_word
from bot.http.pdf_drawer import draw_pdf
from handlers.documents import Paper
from handlers.documents.pdf_content import encode_pdf_content
from handlers.exchange.profiles.sheet_file import build_linked_investor_sheet
from storage.exchange.plot_pictures import PlotPicture
from tests.conversation import Conversation, Someone
from tests.handlers.pages.conftest import Browser
from tests.handlers.pages.test_investor_sheets import find_version, freeze, read_everywhere
from tests.parks import kari, nils, ola
from tests.policy import said
from tests.word_files import find_token

__all__ = ["kari", "nils", "ola"]
PAGE, PICTURES = "/web/investors/eksempel.1", "/web/investors/pictures"
#: named as a secret is that nobody but the park is to read
PLANTED = "Planten"


async def add_picture(talk: Conversation, plot_id: int, author: Someone, alt: str) -> bytes:
    """Keep a picture as the page of its own does."""
    made = io.BytesIO()
    Image.new("RGB", (320, 200), f"#{hashlib.sha256(alt.encode()).hexdigest()[:6]}").save(made, "JPEG")
    data = made.getvalue()
    async with talk.database.begin() as store:
        await store.plot_pictures.add(
            PlotPicture(
                plot_id=plot_id, author_id=author.person_id, alt=alt, credit=f"Foto: {alt}ograf", width=320, height=200,
                size=len(data), digest=hashlib.sha256(data).hexdigest(), data=data,
            )
        )  # fmt: skip
    return data


@pytest.fixture
async def plots(talk: Conversation, kari: Someone) -> None:
    """P-1 whose land is open to all, P-2 whose land is not, and P-3 for members."""
    for name, more in (
        ("Nordkaia", {"reach": "open", "open_parts": ("land",)}),
        ("Sørkaia", {"reach": "open", "open_parts": ("access",)}),
        ("Medlemsfeltet", {"reach": "all"}),
    ):
        await kari.submits(await kari.does("plots.write"), name=name, municipality="Testvik", area="120 da", **more)


async def build_paper(talk: Conversation, who: Someone, id: str) -> Paper:
    token = find_token(await who.does("profiles.file", id), "investor-sheet")
    async with talk.database.read() as store:
        paper = await build_linked_investor_sheet(store, talk.dispatcher.arena, token, "en")
    assert paper is not None
    return paper


async def list_shown(browser: Browser) -> dict[str, str]:
    """What each picture of the page shows -> its address."""
    return {alt: path for path, alt in re.findall(r'<img src="([^"]+)" alt="([^"]+)"', (await browser.get(PAGE)).text)}


@pytest.mark.both_engines
async def test_page_and_files_show_what_is_open_and_nobody_is_served_another_picture(
    talk: Conversation, kari: Someone, ola: Someone, plots: None, browser: Browser, other_browser: Browser
) -> None:
    shown = [await add_picture(talk, 1, kari, alt) for alt in ("Kaia", "Tomta")]
    for plot_id in (2, 3):
        await add_picture(talk, plot_id, kari, f"{PLANTED} {plot_id}")
    id = await freeze(kari, about="Havn")
    await browser.signs_in(ola)
    await other_browser.signs_in(await talk.person("gry", role="guest"))
    for told in await read_everywhere(talk, ola, browser, id, 1):
        assert all(line in told for line in ("Kaia", "Foto: Kaiaograf", "Tomta", "Foto: Tomtaograf"))
        assert PLANTED not in told
    addresses = await list_shown(other_browser)
    assert addresses == await list_shown(browser)
    assert [*addresses] == ["P-1: Kaia", "P-1: Tomta"]
    for path in addresses.values():
        assert [(await one.get(path)).status for one in (browser, other_browser)] == [200, 200]
    missing = await browser.get(f"{PICTURES}/1.999")
    assert missing.status == 404
    for nonsense in ("1.3", "1.4", "2.1", "1", ".1", "1.1.1", "x.y", ""):
        assert await browser.get(f"{PICTURES}/{nonsense}") == missing, nonsense
    paper = await build_paper(talk, ola, id)
    with zipfile.ZipFile(io.BytesIO(render_paper_as_word(paper))) as word:
        assert {*shown} < {word.read(name) for name in word.namelist()}
        assert 'descr="Kaia"' in word.read("word/document.xml").decode()
    drawn = await draw_pdf(encode_pdf_content(paper))
    assert all(one[200:] in drawn for one in shown), "as they are, and not made anew"
    # it closes with its plot
    await kari.submits(await kari.does("plots.write", "1"), reach="all")
    assert await list_shown(other_browser) == {}
    assert {(await other_browser.get(path)).status for path in addresses.values()} == {404}


@pytest.mark.both_engines
async def test_what_is_erased_goes_from_what_is_frozen_and_its_numbers_stay(
    talk: Conversation, kari: Someone, nils: Someone, ola: Someone, plots: None, browser: Browser
) -> None:
    kaia = await add_picture(talk, 1, kari, "Kaia")
    await add_picture(talk, 1, nils, "Tomta")
    id = await freeze(kari, about="Havn")
    sheet = await find_version(talk, 1)
    assert hashlib.sha256(kaia).hexdigest() in str(sheet.content)
    assert "Kaiaograf" not in str(sheet.content), "a name can be erased, and what was frozen is still what it was"
    await browser.signs_in(ola)
    addresses = await list_shown(browser)
    # what is said of a picture now changes nothing that is frozen
    picture = addresses["P-1: Kaia"].rpartition(".")[2]
    await kari.submits(await kari.does("plots.describe", picture), alt="Brygga")
    assert "P-1: Kaia" in await list_shown(browser)
    await nils.submits(await nils.does("privacy.erase"), word="delete")
    for told in await read_everywhere(talk, ola, browser, id, 1):
        assert "1 picture was erased since, and is left out." in told
        assert "Tomta" not in told
    await kari.does("plots.unpicture", picture)
    for told in await read_everywhere(talk, ola, browser, id, 1):
        assert "2 pictures were erased since, and are left out." in told
        assert "120 da" in told, "numbers stay"
        assert not any(line in told for line in ("Kaia", "changed afterwards"))
    assert {(await browser.get(path)).status for path in addresses.values()} == {404}
    second = await freeze(kari, about="Havn", why="Uten bilder")
    assert "The pictures are others." in said(await kari.does("profiles.open", second))
