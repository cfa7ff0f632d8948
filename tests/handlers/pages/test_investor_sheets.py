"""Investor sheets: drafted, checked by their park and frozen; card, page and file say one thing, and nothing closed."""

from __future__ import annotations

import pytest

from handlers.exchange.profiles.sheet_file import build_linked_investor_sheet
from handlers.exchange.profiles.sheet_versions import compute_sheet_hash
from storage.exchange.investor_sheets import InvestorSheet
from storage.exchange.listings import MEMBERS_LEVEL, OPEN_LEVEL
from tests.conversation import Conversation, Someone
from tests.exchanges import opens_part
from tests.handlers.pages.conftest import Browser
from tests.parks import kari, ola, sara
from tests.policy import said
from tests.word_files import find_token, read_linked_file

__all__ = ["kari", "ola", "sara"]
#: a secret in each field that is closed, by the name of its column
SECRETS = {"grid_company": "Hemmelinett", "ownership": "Skjulteier", "nature_notes": "Sjeldenblom"}


@pytest.fixture
async def plots(talk: Conversation, kari: Someone) -> None:
    """An open plot with closed parts, one for members, and one that is hidden."""
    for name, level, more in (
        ("Nordkaia", "open", SECRETS),
        ("Medlemsfeltet", "all", {}),
        ("Skjultfeltet", "hidden", {}),
    ):
        form = await kari.does("plots.write")
        saved = await kari.submits(
            form, name=name, municipality="Testvik", area="120 da", reach=level, open_parts=("access",),
            nature_notes=more.get("nature_notes", ""), picture="https://example.org/kai.jpg", picture_credit="Fotograf",
        )  # fmt: skip
        rest = await kari.submits(await opens_part(kari, saved, "Quay, railway and road"), quay="yes")
        rest = await kari.submits(await opens_part(kari, rest, "Water, heat and fibre"), water="50")
        await kari.submits(
            await opens_part(kari, rest, "Grid"), firm_power="20 MW",
            **{key: more.get(key, "") for key in ("grid_company", "ownership")},
        )  # fmt: skip


async def freeze(who: Someone, **more: str) -> str:
    """Make a sheet and take it to frozen; its id."""
    draft = await who.submits(await who.does("profiles.make"), **more)
    assert draft.card is not None, draft.errors
    frozen = await who.clicks(await who.clicks(draft, "It is right"), "Freeze it")
    assert frozen.card is not None
    return next(button.value for button in frozen.card.list_buttons() if button.do == "profiles.file")


async def find_version(talk: Conversation, version: int) -> InvestorSheet:
    async with talk.database.read() as store:
        park = await store.organisations.find_organisation_by_code("eksempel")
        assert park is not None
        found = await store.investor_sheets.find_sheet(park.id, version)
    assert found is not None
    return found


async def read_everywhere(talk: Conversation, who: Someone, browser: Browser, id: str, version: int) -> list[str]:
    """What card, page and file say to this person."""
    card = await who.does("profiles.open", id)
    token = find_token(await who.does("profiles.file", id), "investor-sheet")
    written = await read_linked_file(talk, build_linked_investor_sheet, token, "en")
    assert written is not None
    page = await browser.get(f"/web/investors/eksempel.{version}")
    assert page.status == 200
    return [said(card), page.text, written]


@pytest.mark.both_engines
async def test_a_park_publishes_what_is_open_and_nothing_else(
    talk: Conversation, kari: Someone, ola: Someone, sara: Someone, plots: None, browser: Browser
) -> None:
    assert "No investor sheet is made yet." in said(await kari.commands("tomt ark", "exchange"))
    for nothing in ("", "Se enlinjeskjema"):
        wrong = await kari.submits(await kari.does("profiles.make"), about=nothing)
        assert set(wrong.errors) == {"about"}
    draft = await kari.submits(await kari.does("profiles.make"), about="Havn og kraft ved fjorden")
    assert "Freeze it" not in said(draft), "the park looks at it first"
    assert "not frozen yet" in (await kari.submits(await kari.does("profiles.make"), about="En til")).errors["about"]
    again = await kari.clicks(draft, "Read it anew")
    assert "has been read anew" in said(await kari.clicks(draft, "It is right"))
    for action in ("profiles.check", "profiles.freeze"):
        assert "Only" in said(await sara.does(action, "1")), "the park itself says that it is right"
    assert "cannot find" in said(await ola.does("profiles.open", "1"))
    frozen = await kari.clicks(await kari.clicks(again, "It is right"), "Freeze it")
    assert "Frozen on" in said(frozen)
    sheet = await find_version(talk, 1)
    assert sheet.frozen_at is not None
    assert compute_sheet_hash(sheet, sheet.frozen_at) == sheet.content_hash
    for action in ("profiles.refresh", "profiles.discard", "profiles.check", "profiles.freeze"):
        await kari.does(action, str(sheet.id))
    assert (await find_version(talk, 1)).content_hash == sheet.content_hash, "nothing changes it"
    await browser.signs_in(ola)
    for told in await read_everywhere(talk, ola, browser, str(sheet.id), 1):
        for line in ("Havn og kraft ved fjorden", "P-1 Nordkaia, Testvik", "120 da", "Quay", sheet.content_hash):
            # in a chat the checksum stands in groups
            assert line.replace(" ", "") in told.replace(" ", ""), line
        for secret in (*SECRETS.values(), "Medlemsfeltet", "Skjultfeltet", "20 MW", "50 m"):
            assert secret not in told, secret
    assert str(SECRETS["ownership"]) not in str(sheet.content), "what is closed is not even kept"
    assert "/web/investors/eksempel.1" in (await browser.get("/web/investors")).text
    for nonsense in ("eksempel", "eksempel.9", "nobody.1", "eksempel.1?x=1", ".1"):
        assert (await browser.get(f"/web/investors/{nonsense}")).status == 404, nonsense


async def test_a_correction_says_what_changed_and_why_and_what_is_closed_since_is_left_out(
    talk: Conversation, kari: Someone, ola: Someone, plots: None, browser: Browser
) -> None:
    first = await freeze(kari, about="Havn")
    form = await kari.does("plots.write", "1")
    await kari.submits(form, area="100 da")
    missing = await kari.submits(await kari.does("profiles.make"), about="Havn")
    assert missing.errors == {"why": "Say what was wrong or has changed."}
    second = await freeze(kari, about="Havn", why="Veien tok 20 da")
    assert "P-1, Area: 120 da → 100 da" in said(await kari.does("profiles.open", second))
    await browser.signs_in(ola)
    for told in await read_everywhere(talk, ola, browser, second, 2):
        assert "Corrects version 1: Veien tok 20 da" in told
    for told in await read_everywhere(talk, ola, browser, first, 1):
        assert "120 da" in told, "the first one says what it said"
    await kari.submits(await kari.does("plots.write", "1"), reach="hidden")
    for id, version in ((first, 1), (second, 2)):
        for told in await read_everywhere(talk, ola, browser, id, version):
            assert "Nordkaia" not in told
            assert "1 thing was closed since, and is left out." in told
    assert "Nordkaia" in said(await kari.does("profiles.open", first)), "the park itself sees what it said"
    async with talk.database.begin() as store:
        changed = await store.investor_sheets.find(int(first))
        assert changed is not None
        changed.about = "Større havn"
    assert "It was changed afterwards.\n" in said(await kari.does("profiles.open", first)), "the hash tells"


async def test_open_offers_stand_on_it_and_an_organisation_that_leaves_takes_it_along(
    talk: Conversation, kari: Someone, sara: Someone, plots: None
) -> None:
    await kari.submits(await kari.does("sites.write"), name="Verket", municipality="Testvik")
    for text, level in (("tilby 4 MW spillvarme 65 grader", OPEN_LEVEL), ("tilby 900 t slagg", MEMBERS_LEVEL)):
        form = await kari.commands(text, "exchange")
        await kari.submits(form, reach=level if level == OPEN_LEVEL else "all")
    id = await freeze(kari, about="Havn")
    told = said(await kari.does("profiles.open", id))
    assert "Offered: heat, 4 MW" in told
    assert "slagg" not in told
    async with talk.database.read() as store:
        park = await store.organisations.find_organisation_by_code("eksempel")
    assert park is not None
    form = await sara.does("privacy.house_leaves", str(park.id))
    await sara.submits(form, what="leave")
    async with talk.database.read() as store:
        assert await store.investor_sheets.list_frozen_sheets() == []


async def test_a_part_that_is_closed_since_is_left_out_as_a_plot_is(
    talk: Conversation, kari: Someone, ola: Someone, plots: None, browser: Browser
) -> None:
    form = await kari.does("plots.write", "1")
    await kari.submits(form, open_parts=("land", "access", "grid"))
    id = await freeze(kari, about="Havn")
    await browser.signs_in(ola)
    for told in await read_everywhere(talk, ola, browser, id, 1):
        assert (SECRETS["grid_company"] in told, SECRETS["nature_notes"] in told) == (True, True)
    await kari.submits(await kari.does("plots.write", "1"), open_parts=("access",))
    for told in await read_everywhere(talk, ola, browser, id, 1):
        assert (SECRETS["grid_company"] in told, SECRETS["nature_notes"] in told) == (False, False)
        assert ("Quay" in told, "1 thing was closed since" in told) == (True, True)
    assert SECRETS["grid_company"] in said(await kari.does("profiles.open", id)), "the park itself sees what it said"
