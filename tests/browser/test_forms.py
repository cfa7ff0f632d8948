"""Forms of the page: a long list is searched, and days and hours are picked."""

from __future__ import annotations

from playwright.async_api import expect

from bot.app import Bot
from storage.directory.organisations import Organisation
from tests.browser.tabs import PHONE, Tabs


async def test_one_of_many_organisations_is_found_by_typing(bot: Bot, tabs: Tabs) -> None:
    async with bot.database.begin() as store:
        for n in range(150):
            await store.organisations.add(Organisation(code=f"park-{n}", name=f"Prøvepark nr. {n}", kind="park"))
    marit = await tabs.open("marit", viewport=PHONE)
    await marit.write("høring ny")
    await marit.press("Registrer en høring", marit.message("Registrer en høring"))
    chosen = marit.dialog.get_by_role("group", name="Hvilke organisasjoner? (valgfritt)")
    search = chosen.get_by_role("searchbox", name="Søk i listen")
    await search.fill("nr. 14")
    await expect(chosen.get_by_role("checkbox")).to_have_count(12)  # 14, 114 and 140 to 149
    await expect(chosen.get_by_role("status")).to_contain_text("12 av")
    await chosen.get_by_role("checkbox", name="Prøvepark nr. 149").check()
    await search.fill("nr. 7")
    await expect(chosen.get_by_role("checkbox", name="Prøvepark nr. 149")).to_be_checked()
    await search.press("Enter")
    await expect(marit.dialog).to_be_visible()
    await search.fill("finnes ikke")
    await expect(chosen.get_by_role("checkbox")).to_have_count(1)
    await search.fill("")
    await expect(chosen.get_by_role("status")).to_have_text("")
