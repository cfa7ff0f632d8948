"""All solutions by topic: sorted, narrowed and searched, also on the narrowest phone."""

from __future__ import annotations

from playwright.async_api import expect

from bot.app import Bot
from storage.library.solutions import RETIRED, Solution
from tests.browser.tabs import DESKTOP, Tab, Tabs
from tests.browser.test_the_page import OVERFLOW, STICKS_OUT

NARROWEST = {"width": 320, "height": 640}


async def _open_library(tabs: Tabs, who: str, **options: object) -> Tab:
    tab = await tabs.open(who, "#~library", **options)
    await expect(tab.main.get_by_role("status")).not_to_be_empty()
    return tab


async def test_it_is_narrowed_by_chips_and_words_and_shown_whole_again(tabs: Tabs) -> None:
    kari = await _open_library(tabs, "kari")
    count, items = kari.main.get_by_role("status"), kari.main.locator(".library .item")
    await expect(count).to_have_text("23 av 23 løsninger")
    await kari.main.get_by_role("group", name="Modenhet").get_by_role("button", name="Pilot").click()
    pilots = await items.count()
    assert 0 < pilots < 23
    await expect(kari.main.get_by_text("Filtre (1 valgt)")).to_be_visible()
    await kari.main.get_by_label("Søk i løsningene").fill("finnes ikke i noe")
    await expect(kari.main.get_by_text("Ingen løsning passer.")).to_be_visible()
    await kari.main.get_by_role("button", name="Vis alle").click()
    await expect(count).to_have_text("23 av 23 løsninger")
    await expect(kari.main.get_by_label("Søk i løsningene")).to_be_focused()
    await kari.main.get_by_label("Søk i løsningene").fill("EFFEKT natta")
    await expect(items).to_have_count(1)


async def test_what_is_chosen_is_seen_in_forced_colours_and_all_of_it_is_printed(tabs: Tabs) -> None:
    kari = await _open_library(tabs, "kari")
    await kari.main.get_by_role("group", name="Modenhet").get_by_role("button", name="I drift").click()
    await kari.page.emulate_media(forced_colors="active")
    for kind, chosen in ((".place", "[aria-current]"), (".chip", "[aria-pressed='true']")):
        shown = [kari.page.locator(f"{kind}{one}").first for one in (chosen, f":not({chosen})")]
        grounds = {await one.evaluate("node => getComputedStyle(node).backgroundColor") for one in shown}
        assert len(grounds) == 2, kind
    await kari.page.emulate_media(forced_colors="none", media="print")
    for no_use in ("#drawer", ".library-tools", ".top button"):
        assert await kari.page.locator(f"{no_use}:visible").count() == 0, no_use
    last = await kari.main.locator(".library .item").last.bounding_box()
    assert last is not None
    assert await kari.page.evaluate("document.documentElement.scrollHeight") > last["y"], "nothing is cut off"
    assert last["y"] > DESKTOP["height"], "it takes more than a screen"
    await kari.page.emulate_media(media="screen")


async def test_it_is_sorted_by_topic_title_and_day(tabs: Tabs) -> None:
    emma = await _open_library(tabs, "emma")
    titles, topics = emma.main.locator(".library h3"), emma.main.locator(".library h2")
    assert len(await topics.all()) > 3
    await emma.main.get_by_label("Sort").select_option("By title")
    await expect(topics).to_have_count(0)
    shown = [title.casefold() for title in await titles.all_inner_texts()]
    assert shown == sorted(shown)
    await emma.main.get_by_label("Sort").select_option("Newest first")
    assert {title.casefold() for title in await titles.all_inner_texts()} == set(shown)


async def test_a_title_opens_its_solution(tabs: Tabs) -> None:
    marit = await _open_library(tabs, "marit")
    await marit.main.get_by_role("button", name="Effekt lånt av nabo om natta").click()
    await expect(marit.dialog).to_contain_text("Nettselskapet godkjente felles avtale")
    await marit.dialog.get_by_role("button", name="Flere knapper").click()  # a menu above the dialog, not below it
    await expect(marit.page.get_by_role("menuitem").first).to_be_focused()
    await marit.page.keyboard.press("Escape")
    await expect(marit.page.get_by_role("menu")).to_have_count(0)
    await expect(marit.dialog).to_be_visible()
    await marit.page.keyboard.press("Escape")
    await expect(marit.main.get_by_role("button", name="Effekt lånt av nabo om natta")).to_be_focused()


async def test_who_is_no_member_sees_only_what_is_open(bot: Bot, tabs: Tabs) -> None:
    nils = await _open_library(tabs, "nils")
    async with bot.database.read() as store:
        rows = await store.solutions.list_published_solutions()
    opened = [row for row in rows if row.level == "open"]
    assert 0 < len(opened) < len(rows)
    await expect(nils.main.get_by_role("status")).to_have_text(f"{len(opened)} av {len(opened)} løsninger")


async def test_an_empty_library_says_how_it_is_filled(bot: Bot, tabs: Tabs) -> None:
    async with bot.database.begin() as store:
        for row in await store.solutions.list_published_solutions():
            assert isinstance(row, Solution)
            row.state = RETIRED
    olav = await tabs.open("olav", "#~library")
    await expect(olav.main.get_by_text("Ingen løysingar enno.")).to_be_visible()


async def test_it_fits_the_narrowest_phone(tabs: Tabs) -> None:
    tab = await _open_library(tabs, "kari", viewport=NARROWEST, has_touch=True, is_mobile=True, reduced_motion="reduce")
    await tab.main.get_by_text("Filtre", exact=True).click()
    await expect(tab.main.locator(".chip").first).to_be_visible()
    assert await tab.page.evaluate(OVERFLOW) == 0
    assert await tab.page.evaluate(STICKS_OUT) == []


async def test_everything_new_is_marked_as_read_at_once(tabs: Tabs) -> None:
    kari, per = await tabs.open("kari", "#~home"), await tabs.open("per", "#generelt")
    await per.write("Noen her?")
    await per.go("kaffepraten")
    await per.write("Kaffe?")
    places = kari.page.locator("#places")
    await expect(places.get_by_role("link", name="generelt").locator(".badge")).to_be_visible()
    await places.get_by_role("button", name="Merk alt som lest").click()
    await expect(places.locator(".badge")).to_have_count(0)
    await kari.page.reload()
    await expect(places.get_by_role("link", name="generelt")).to_be_visible()
    await expect(places.locator(".badge")).to_have_count(0)
