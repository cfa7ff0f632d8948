"""The page itself: who one is, how it fits a phone, and how it is used without a mouse."""

from __future__ import annotations

import asyncio

import pytest
from playwright.async_api import Route, expect

from tests.browser.tabs import PHONE, Tab, Tabs

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
#: what sticks out of the screen, so that a failure names it
STICKS_OUT = """[...document.querySelectorAll('#main *, #side *, dialog *')]
  .filter(node => node.getClientRects().length && node.getBoundingClientRect().right > innerWidth + 1
    && !node.closest('.scrolls, .unseen'))
  .map(node => node.className || node.tagName)"""

#: wait until what moves has come to where it goes
STANDS_STILL = """new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))
  .then(() => Promise.allSettled(document.getAnimations().map(moving => moving.finished)))"""


async def test_one_chooses_who_to_be_and_changes_with_one_click(tabs: Tabs) -> None:
    tab = await tabs.open()
    await expect(tab.page.get_by_role("heading", name="Hvem er du?")).to_be_visible()
    await tab.page.get_by_role("button", name="Olav Døme").click()
    await expect(tab.page.get_by_role("link", name="Heim")).to_be_visible()
    assert await tab.page.evaluate("document.documentElement.lang") == "nn"
    await tab.page.get_by_role("link", name="Opptre som Emma Sample").click()
    await expect(tab.page.get_by_role("link", name="Home", exact=True)).to_be_visible()
    await tab.page.reload()
    await expect(tab.page.get_by_role("link", name="You are Emma Sample")).to_be_visible()


async def test_two_tabs_of_one_browser_are_two_people(tabs: Tabs) -> None:
    kari = await tabs.open("kari", "#generelt")
    page = await kari.page.context.new_page()
    await page.goto(f"{tabs.url}/?as=per#generelt")
    per = Tab(page)
    await per.write("Hei fra Per")
    await expect(kari.message("Hei fra Per")).to_contain_text("Liksomvik Industripark")
    await kari.page.reload()
    await kari.write("Hei fra Kari")
    await expect(per.message("Hei fra Kari")).to_contain_text("Eksempel Industripark")


async def test_the_whole_name_of_a_channel_is_in_its_head(tabs: Tabs) -> None:
    tab = await tabs.open("per", "#tema-rammevilkar", viewport={"width": 320, "height": 740})
    name = tab.main.get_by_role("heading", level=1)
    for width in (320, 360, 390, 768, 900, 1100):
        await tab.page.set_viewport_size({"width": width, "height": 740})
        await expect(name).to_have_text("tema-rammevilkar")
        assert await name.evaluate("node => node.scrollWidth <= node.clientWidth"), width
        head = await tab.main.locator(".top").bounding_box()
        assert head is not None
        assert head["height"] <= 120, width


@pytest.mark.parametrize("viewport", [{"width": 390, "height": 740}, PHONE])
async def test_help_is_one_screen_of_a_phone(tabs: Tabs, viewport: dict[str, int]) -> None:
    """What is between the head and the field that one writes in."""
    tab = await tabs.open("marit", viewport=viewport)
    await tab.write("hjelp")
    card = tab.message("Dette kan du gjøre her").locator(".card")
    await expect(card.get_by_role("button", name="Alt du kan skrive")).to_be_visible()
    shown, room = await card.bounding_box(), await tab.main.locator(".scroller").bounding_box()
    assert shown is not None
    assert room is not None
    assert shown["height"] <= room["height"]


async def test_nothing_sticks_out_on_a_phone_in_light_and_dark(tabs: Tabs) -> None:
    async def fits() -> None:
        for scheme in ("light", "dark"):
            await tab.page.emulate_media(color_scheme=scheme)
            await tab.page.evaluate(STANDS_STILL)
            assert await tab.page.evaluate(OVERFLOW) == 0
            assert await tab.page.evaluate(STICKS_OUT) == []

    tab = await tabs.open("per", viewport=PHONE, has_touch=True, is_mobile=True)
    await tab.has_begun()
    await tab.write("finn varme og strøm https://example.org/" + "lang" * 40)
    await expect(tab.message("finn varme")).to_be_visible()
    await fits()
    await tab.page.get_by_role("button", name="Meny").click()
    await expect(tab.page.get_by_role("link", name="Hjem")).to_be_visible()
    await fits()
    await tab.go("tema-nett")
    await expect(tab.page.get_by_role("heading", name="tema-nett")).to_be_visible()
    await tab.write("Et langt ord: " + "nettilknytning" * 12)
    said = tab.message("Et langt ord")
    await fits()
    await said.get_by_role("button", name="Flere valg").click()
    await fits()
    await tab.page.get_by_role("menuitem", name="Svar i tråden").click()
    await expect(tab.thread).to_be_visible()
    await fits()
    await tab.thread.get_by_role("button", name="Lukk").click()
    await said.get_by_role("button", name="Flere valg").click()
    await tab.page.get_by_role("menuitem", name="Lagre som løsning").click()
    await expect(tab.dialog).to_be_visible()
    await fits()
    await tab.page.keyboard.press("Escape")
    await tab.page.get_by_role("button", name="Meny").click()
    await tab.page.get_by_role("link", name="Hjem").click()
    await expect(tab.main.locator(".page-card .card")).to_be_visible()  # a room that is left may have cards too
    await fits()


async def test_what_is_chosen_in_an_optional_field_can_be_taken_back(tabs: Tabs) -> None:
    marit = await tabs.open("marit")
    await marit.write("løsning L-001")
    await expect(marit.message("L-001")).to_contain_text("I drift")
    await marit.press("Utvid, pensjoner eller slett", marit.message("L-001"))
    await expect(marit.message("L-001").get_by_role("button", name="Legg til mer", exact=True)).to_be_visible()
    await marit.press("Legg til mer", marit.message("L-001"))
    maturity = marit.dialog.get_by_role("group", name="Modenhet (valgfritt)")
    await expect(maturity.get_by_role("radio", name="I drift")).to_be_checked()
    await maturity.get_by_role("radio", name="Ikke valgt").check()
    await marit.dialog.get_by_role("button", name="Lagre").click()
    await expect(marit.dialog).to_have_count(0)
    await marit.write("løsning L-001")
    await expect(marit.main.locator(".message", has_text="Effekt lånt").last).not_to_contain_text("I drift")


async def test_messages_and_their_menu_are_reached_by_keys(tabs: Tabs) -> None:
    kari = await tabs.open("kari", "#generelt")
    keyboard = kari.page.keyboard
    for text in ("første", "andre"):
        await kari.write(text)
        await expect(kari.message(text)).to_be_visible()
    await kari.page.locator("#skip").focus()
    await keyboard.press("Enter")
    await expect(kari.message("andre")).to_be_focused()
    await keyboard.press("ArrowUp")
    await expect(kari.message("første")).to_be_focused()
    for _ in range(4):
        await keyboard.press("Tab")
    await keyboard.press("Enter")
    await expect(kari.page.get_by_role("menu")).to_be_visible()
    await keyboard.press("Escape")
    await expect(kari.message("første").get_by_role("button", name="Flere valg")).to_be_focused()
    await keyboard.press("Enter")
    await keyboard.press("End")
    await keyboard.press("ArrowUp")
    await expect(kari.page.get_by_role("menuitem", name="Rediger")).to_be_focused()
    await keyboard.press("Enter")
    await expect(kari.page.get_by_role("textbox", name="Rediger")).to_be_focused()
    await keyboard.press("End")
    await keyboard.type(" rettet")
    await keyboard.press("Enter")
    await expect(kari.message("første rettet")).to_contain_text("redigert")


async def test_one_s_own_message_is_deleted_after_a_question(tabs: Tabs) -> None:
    kari, per = await tabs.open("kari", "#generelt"), await tabs.open("per", "#generelt")
    await kari.write("Feil kanal")
    await expect(per.message("Feil kanal")).to_be_visible()
    await per.message("Feil kanal").hover()
    await per.message("Feil kanal").get_by_role("button", name="Flere valg").click()
    assert await per.page.get_by_role("menuitem", name="Slett").count() == 0
    await kari.menu(kari.message("Feil kanal"), "Slett")
    await kari.dialog.get_by_role("button", name="Slett").click()
    await expect(per.message("Feil kanal")).to_have_count(0)


async def test_a_reaction_is_a_toggle_that_others_see(tabs: Tabs) -> None:
    kari, per = await tabs.open("kari", "#generelt"), await tabs.open("per", "#generelt")
    await kari.write("Møte i mars?")
    said = per.message("Møte i mars?")
    await said.hover()
    await said.get_by_role("button", name="Reager med 👍").click()
    shown = kari.message("Møte i mars?").locator(".reaction")
    await expect(shown).to_have_text("1")
    await expect(shown).to_have_attribute("aria-pressed", "false")
    await shown.click()
    await expect(per.message("Møte i mars?").locator(".reaction")).to_have_text("2")


async def test_the_bot_is_invited_where_it_is_missed(tabs: Tabs) -> None:
    kari = await tabs.open("kari", "#kaffepraten")
    await kari.page.get_by_role("button", name="Inviter Arena").click()
    await expect(kari.page.get_by_role("button", name="Inviter Arena")).to_have_count(0)
    await expect(kari.page.get_by_role("button", name="Arena er med i kanalen")).to_be_visible()
    await kari.go("Chat med Arena")  # who may link the channel is asked there
    await expect(kari.message("kaffepraten")).to_be_visible()


async def test_what_is_new_elsewhere_is_counted_and_read_aloud(tabs: Tabs) -> None:
    kari, per = await tabs.open("kari", "#generelt"), await tabs.open("per", "#generelt")
    await kari.go("tema-hms")
    await expect(kari.page.get_by_role("heading", name="tema-hms")).to_be_visible()
    await per.write("Noen her?")
    link = kari.page.locator("#places").get_by_role("link", name="generelt")
    await expect(link.locator(".badge")).to_contain_text("1")
    await link.click()
    await expect(link.locator(".badge")).to_have_count(0)
    await per.write("Ingen?")
    await expect(kari.page.get_by_role("log")).to_contain_text("Per Liksom: Ingen?")


async def test_an_answer_that_is_taller_than_the_page_is_read_from_its_beginning(tabs: Tabs) -> None:
    tab = await tabs.open("kari", viewport=PHONE)
    await tab.has_begun()
    await tab.write("hjelp alt")
    card = tab.message("Spørsmålet går til riktig tema")
    await expect(card.get_by_text("Alt du kan skrive")).to_be_in_viewport()
    last = card.get_by_text("Jeg leser bare det som er rettet til meg")
    await expect(last).not_to_be_in_viewport()
    await tab.page.locator("#main button.down").click()
    await expect(last).to_be_in_viewport()
    await tab.write("tema")
    await expect(tab.message("tema")).to_be_in_viewport()


async def test_a_link_leads_to_its_message_and_thread(tabs: Tabs) -> None:
    kari = await tabs.open("kari", "#generelt")
    await kari.write("Begynnelsen")
    said = kari.message("Begynnelsen")
    await said.hover()
    await said.get_by_role("button", name="Svar i tråden").click()
    await kari.write("Svaret", kari.thread)
    reply = kari.message("Svaret", kari.thread)
    await expect(reply).to_be_visible()
    per = await tabs.open("per", f"#generelt/{await reply.get_attribute('data-id')}")
    await expect(per.message("Svaret", per.thread)).to_be_focused()


async def test_nothing_is_lost_when_the_bot_is_away_for_a_while(tabs: Tabs) -> None:
    kari = await tabs.open("kari", "#generelt")
    refused = {"times": 2}

    async def away(route):
        refused["times"] -= 1
        await (route.abort() if refused["times"] >= 0 else route.continue_())

    await kari.page.route("**/playground/write?**", away)
    await kari.write("Kommer fram likevel")
    await expect(kari.message("Kommer fram likevel")).to_have_count(1)
    kari.trouble.clear()  # the browser itself notes requests that failed


async def test_what_is_written_while_a_channel_is_fetched_is_not_lost(tabs: Tabs) -> None:
    async def slowly(route: Route) -> None:
        answer = await route.fetch()
        await kari.write("Kom du fram?")
        await expect(kari.message("Kom du fram?")).to_be_visible()
        await expect(per.message("Kom du fram?")).to_be_visible()
        await route.fulfill(response=answer)
        fetched.set()

    kari, per = await tabs.open("kari", "#generelt"), await tabs.open("per", "#kaffepraten")
    await expect(kari.main.locator(".composer textarea")).to_be_visible()
    fetched = asyncio.Event()
    await per.page.route("**/playground/messages?*generelt*", slowly)
    await per.go("generelt")
    await fetched.wait()
    await per.page.wait_for_timeout(300)
    await expect(per.message("Kom du fram?")).to_be_visible()


async def test_lists_that_people_write_have_their_signs(tabs: Tabs) -> None:
    kari = await tabs.open("kari", "#generelt")
    await kari.write("Vi trenger:\n- damp\n- kraft\n\n1. først\n2. så")
    said = kari.message("Vi trenger")
    for tag, sign in (("ul", "disc"), ("ol", "decimal")):
        item = said.locator(f"{tag} li").first
        await expect(item).to_be_visible()
        assert await item.evaluate("node => getComputedStyle(node).listStyleType") == sign


async def test_a_new_person_without_an_organisation_is_a_member_everywhere(tabs: Tabs) -> None:
    tab = await tabs.open("kari")
    await tab.page.get_by_role("button", name="Ny person").first.click()
    await tab.page.get_by_label("Navn").fill("Berit Fersk")
    await tab.page.get_by_role("button", name="Legg til").click()
    await expect(tab.page.locator(".profile")).to_contain_text("Berit Fersk")
    await expect(tab.page.locator(".profile")).to_contain_text("Medlem")
    await expect(tab.page.locator(".profile")).not_to_contain_text("Gjest")
    guest = await tabs.open("nils")
    await expect(guest.page.locator(".profile").get_by_text("Gjest", exact=True)).to_have_count(1)
