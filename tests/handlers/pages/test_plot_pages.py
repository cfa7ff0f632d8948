"""Plots on the web: each as far as its reader may read it, with its pictures, and found by its words."""

from __future__ import annotations

import csv
import io

import pytest

from tests.conversation import Conversation, Someone
from tests.handlers.pages.conftest import Browser
from tests.handlers.pages.test_lists import titles
from tests.handlers.pages.test_sheet_pictures import add_picture
from tests.parks import kari, ola

__all__ = ["kari", "ola"]
PLOTS = (
    ("Nordkaia", "open", "land"), ("Sørkaia", "open", "access"), ("Feltet", "all", ""), ("Skjultfeltet", "hidden", ""),
)  # fmt: skip
FACTS = {"municipality": "Testvik", "area": "120 da", "free_area": "80 da"}


@pytest.fixture
async def plots(talk: Conversation, kari: Someone) -> None:
    """P-1 open with its land, P-2 open without, P-3 for members, P-4 hidden; each with a picture and nature notes."""
    for number, (name, reach, parts) in enumerate(PLOTS, start=1):
        form = await kari.does("plots.write")
        notes = f"Myr ved {name}"
        await kari.submits(
            form, **FACTS, name=name, reach=reach, open_parts=(parts,) if parts else (), nature_notes=notes
        )
        await add_picture(talk, number, kari, f"Bilde av {name}")


async def read_table(browser: Browser) -> list[str]:
    text = (await browser.get("/web/plots.csv")).text.removeprefix("\ufeff")
    return [row[0] for row in csv.reader(io.StringIO(text))][1:]


async def test_each_reader_has_their_own_plots_and_parts_and_pictures(
    talk: Conversation, kari: Someone, ola: Someone, plots: None, browser: Browser
) -> None:
    guest = await talk.person("gry", role="guest")
    for who, codes, pictures in (
        (kari, [4, 3, 2, 1], {1, 2, 3, 4}), (ola, [3, 2, 1], {1, 2, 3}), (guest, [2, 1], {1})
    ):  # fmt: skip
        await browser.signs_in(who)
        page = await browser.get("/web/plots")
        assert len(titles(page.text)) == len(codes)
        assert await read_table(browser) == [f"P-{n}" for n in codes]
        for n in range(1, 5):
            one = await browser.get(f"/web/plots/P-{n}")
            assert one.status == (200 if n in codes else 404)
            assert ('alt="Bilde av' in one.text, "Myr ved" in one.text) == (n in pictures, n in pictures)
            assert (await browser.get(f"/web/plots/pictures/{n}")).status == (200 if n in pictures else 404)
    await browser.signs_in(kari)
    assert titles((await browser.get("/web/plots?sort=title")).text)[0] == "Feltet, Testvik: 120 da"
    assert len(titles((await browser.get("/web/plots?state=mine")).text)) == 4
    found = await browser.get("/web/find?q=Nordkaia")
    assert '<a href="/web/plots/P-1">' in found.text
