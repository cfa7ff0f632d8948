"""Forms of the page: a long list is searched, a very long one as one types, and days and hours are picked."""

from __future__ import annotations

import msgspec
from playwright.async_api import Locator, expect

from bot.app import Bot
from handlers.chat.cards import Field, Form
from storage.directory.organisations import Organisation
from storage.directory.topics import Topic
from tests.browser.tabs import PHONE, Tab, Tabs


async def organisations(bot: Bot, n: int) -> None:
    async with bot.database.begin() as store:
        for at in range(n):
            await store.organisations.add(Organisation(code=f"park-{at}", name=f"Prøvepark nr. {at}", kind="park"))


async def choose_audience(marit: Tab) -> Locator:
    """The field for organisations, behind More in the form of a new consultation."""
    await marit.write("høring ny")
    await marit.press("Registrer en høring", marit.message("Registrer en høring"))
    await marit.dialog.locator("summary", has_text="Mer").click()
    return marit.dialog.locator("[data-field=organisations]")


async def test_one_of_many_topics_is_found_by_typing(bot: Bot, tabs: Tabs) -> None:
    """They are all in the form, which nobody asks for more."""
    async with bot.database.begin() as store:
        for at in range(30):
            names = dict.fromkeys(("name_nb", "name_nn", "name_en"), f"Prøvetema nr. {at}")
            await store.topics.add(Topic(slug=f"tema-{at}", keywords=[], examples=[], **names))
    marit = await tabs.open("marit", viewport=PHONE)
    await choose_audience(marit)
    chosen = marit.dialog.locator("[data-field=topics]")
    search = chosen.get_by_role("searchbox", name="Søk i listen")
    await search.fill("nr. 1")
    await expect(chosen.get_by_role("checkbox")).to_have_count(12)  # each with a 1 in it
    await expect(chosen.get_by_role("status")).to_contain_text("12 av")
    await chosen.get_by_role("checkbox", name="Prøvetema nr. 19").check()
    await search.fill("nr. 7")
    await expect(chosen.get_by_role("checkbox", name="Prøvetema nr. 19")).to_be_checked()
    await search.press("Enter")
    await expect(marit.dialog).to_be_visible()
    await search.fill("finnes ikke")
    await expect(chosen.get_by_role("checkbox")).to_have_count(1)
    await search.fill("")
    await expect(chosen.get_by_role("status")).to_have_text("")


async def test_of_very_many_organisations_those_that_are_typed_are_asked_for(bot: Bot, tabs: Tabs) -> None:
    await organisations(bot, 150)
    marit = await tabs.open("marit", viewport=PHONE)
    chosen = await choose_audience(marit)
    search = chosen.get_by_role("searchbox", name="Hvilke organisasjoner?")
    kept = chosen.get_by_role("list", name="Valgt").get_by_role("listitem")
    await search.fill("NR. 14")
    await expect(chosen.locator(".option")).to_have_count(12)  # 14, 114 and 140 to 149
    await chosen.get_by_role("button", name="Prøvepark nr. 149").click()
    await search.fill("nr. 77")
    await expect(chosen.locator(".option")).to_have_text(["Prøvepark nr. 77"])
    await search.press("Enter")
    await expect(kept).to_have_text(["Prøvepark nr. 149", "Prøvepark nr. 77"])
    await search.fill("finnes ikke")
    await expect(chosen.get_by_role("status")).to_have_text("Fant ingenting.")
    await marit.dialog.get_by_role("button", name="Lukk").click()
    await marit.press("Registrer en høring", marit.message("Registrer en høring"))
    await expect(kept).to_have_text(["Prøvepark nr. 149", "Prøvepark nr. 77"])  # it was closed unsent
    await chosen.get_by_role("button", name="Fjern: Prøvepark nr. 149").click()
    await expect(kept).to_have_text(["Prøvepark nr. 77"])


async def test_where_there_is_nothing_to_choose_from_a_name_is_written(tabs: Tabs) -> None:
    """In a network without organisations the form of a person did not open."""
    marit = await tabs.open("marit")
    await marit.has_begun()
    form = Form(
        "Gro", "admin.person",
        (Field("organisation", "Organisasjon", "choice", required=False), Field("contacts", "Kontakter", "choices")),
        "Lagre",
    )  # fmt: skip
    opening = "form => import('/playground/static/dialogs.js').then(page => page.openForm(form, () => ({})))"
    await marit.page.evaluate(f"form => void ({opening})(form)", msgspec.to_builtins(form))
    for label in ("Organisasjon", "Kontakter"):
        await marit.dialog.get_by_role("textbox", name=label).fill("Eksempel")


async def test_fields_behind_more_keep_their_value_and_open_where_one_is_wrong(tabs: Tabs) -> None:
    marit = await tabs.open("marit", viewport=PHONE)
    await marit.has_begun()
    levels = (("open", "Åpen"), ("members", "Medlemmer"))
    form = Form(
        "Tilby noe", "exchange.offer",
        (Field("text", "Hva?"), Field("level", "Hvem ser det?", "choice", "members", options=levels, folded=True)),
        "Lagre",
    )  # fmt: skip
    opening = """form => import('/playground/static/dialogs.js').then(page => page.openForm(form, values => {
        window.sent = [...(window.sent ?? []), values];
        return { errors: values.level === 'members' ? { level: 'Velg åpen.' } : {} };
    }))"""
    await marit.page.evaluate(f"form => void ({opening})(form)", msgspec.to_builtins(form))
    level = marit.dialog.get_by_role("radio", name="Åpen")
    await marit.dialog.get_by_role("textbox", name="Hva?").fill("Damp")
    await expect(level).to_be_hidden()
    await marit.dialog.get_by_role("button", name="Lagre").click()
    await expect(marit.dialog.get_by_text("Velg åpen.")).to_be_visible()
    await level.check()
    await marit.dialog.get_by_role("button", name="Lagre").click()
    await expect(marit.dialog).to_have_count(0)
    sent = await marit.page.evaluate("window.sent")
    assert sent == [{"text": "Damp", "level": "members"}, {"text": "Damp", "level": "open"}]
