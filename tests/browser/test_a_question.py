"""A question from asker to answer to solution, each step by another member in another tab."""

from __future__ import annotations

from playwright.async_api import expect

from tests.browser.tabs import Tabs

QUESTION = "Noen som har fått nettselskapet til å godta deling av effekt mellom to bedrifter?"
ANSWER = "Ja. Vi ba om egen måler per bedrift og en felles nattgrense, og fikk ja på fire uker."


async def test_asked_answered_solved_saved_and_found_by_a_third(tabs: Tabs) -> None:
    per = await tabs.open("per")
    await per.has_begun()
    await per.write(QUESTION)
    suggestions = per.message("Spør likevel")
    await expect(suggestions).to_contain_text("Effekt lånt av nabo om natta")
    await per.press("Spør likevel", suggestions)

    kari = await tabs.open("kari", "#tema-nett")
    card = kari.message(QUESTION)
    await expect(card).to_contain_text("Per Liksom")
    await card.hover()
    await card.get_by_role("button", name="Svar i tråden").click()
    await expect(kari.thread.locator(".composer textarea")).to_be_focused()
    await kari.write(ANSWER, kari.thread)
    await expect(kari.message(ANSWER, kari.thread)).to_be_visible()
    await expect(card).to_contain_text("1 svar")

    told = per.message(ANSWER)
    await expect(told).to_contain_text("Kari Eksempel")
    await per.press("Dette løste det", told)
    await expect(kari.message(QUESTION)).to_contain_text("Løst")

    await per.press("Lagre som løsning", per.message("Lagre som løsning"))
    await expect(per.dialog).to_be_visible()
    await per.dialog.get_by_label("Tittel").fill("Felles nattgrense for to bedrifter")
    await per.dialog.get_by_label("Problem").fill("To bedrifter ville dele effekt, og nettselskapet nølte.")
    await per.dialog.get_by_role("button", name="Lagre", exact=True).click()
    await expect(per.dialog).to_have_count(0)

    await kari.go("Chat med Arena")
    await kari.press("Ja, del", kari.message("Ja, del"))

    emma = await tabs.open("emma")
    await expect(emma.message("Welcome")).to_be_visible()
    await emma.write("find nattgrense for to bedrifter")
    found = emma.message("Felles nattgrense for to bedrifter")
    await expect(found).to_be_visible()


async def test_a_question_can_be_asked_with_the_keyboard_alone(tabs: Tabs) -> None:
    siri = await tabs.open("siri", "#generelt")
    keyboard = siri.page.keyboard
    await expect(siri.main.locator(".composer textarea")).to_be_focused()
    await keyboard.type("@Ar")
    await expect(siri.page.get_by_role("option", name="Arena")).to_be_visible()
    await keyboard.press("Enter")
    await keyboard.type("Hvordan får vi flere lærlinger til parken?")
    await keyboard.press("Enter")
    suggestions = siri.message("Spør likevel")
    await expect(suggestions).to_contain_text("Bare synlig for deg")

    for _ in range(60):  # from the composer backwards, as somebody does who sees no pointer
        await keyboard.press("Shift+Tab")
        if await siri.page.evaluate("document.activeElement.textContent") == "Spør likevel":
            break
    await keyboard.press("Enter")
    await expect(siri.message("Spør likevel")).to_have_count(0)
    ingrid = await tabs.open("ingrid", "#tema-hms")
    await expect(ingrid.message("Hvordan får vi flere lærlinger")).to_be_visible()


async def test_what_a_member_writes_comes_out_as_typed_but_for_its_marks(tabs: Tabs) -> None:
    typed = "<!channel> *x* & <b>fet</b> <script>alert(1)</script> javascript:alert(1) {bot}"
    shown = typed.replace("*x*", "x")
    per, kari = await tabs.open("per", "#generelt"), await tabs.open("kari", "#generelt")
    await per.write(typed)
    said = kari.message("<!channel>").locator(".said")
    await expect(said).to_have_text(shown)
    assert await said.locator(":not(p, em)").count() == 0

    await per.write(f"@Arena Hvordan melder vi effektbehov til nettselskapet? {typed}")
    await expect(per.message("Spørsmålet ditt").or_(per.message("Spør likevel")).first).to_be_visible()
    if await per.page.get_by_role("button", name="Spør likevel").count():
        await per.page.get_by_role("button", name="Spør likevel").last.click()
    await kari.go("tema-nett")
    asked = kari.message("Hvordan melder vi effektbehov").locator("blockquote p")
    await expect(asked).to_contain_text(shown)
    assert await asked.locator(":not(.mention, em)").count() == 0


async def test_a_missing_field_is_complained_of_at_that_field(tabs: Tabs) -> None:
    kari = await tabs.open("kari")
    await kari.write("løsning")
    opener = kari.page.get_by_role("button", name="Lagre løsning").last
    if not await kari.dialog.count():
        await opener.click()
    await expect(kari.dialog).to_be_visible()
    title = kari.dialog.get_by_label("Tittel")
    await expect(title).to_be_focused()
    await kari.dialog.get_by_role("button", name="Lagre", exact=True).click()
    await expect(title).to_have_attribute("aria-invalid", "true")
    error = kari.page.locator(f"#{(await title.get_attribute('aria-describedby') or '').split()[-1]}")
    await expect(error).to_have_text("Fyll ut dette feltet.")
    await expect(title).to_be_focused()
    await title.fill("Vifter på tidsur")
    await expect(error).to_be_hidden()
    await kari.page.keyboard.press("Escape")
    await expect(kari.dialog).to_have_count(0)


async def test_what_was_typed_in_a_closed_form_is_there_again_until_it_is_sent(tabs: Tabs) -> None:
    async def open_form() -> None:
        await kari.page.get_by_role("button", name="Lagre løsning").last.click()
        await expect(title).to_be_visible()

    kari = await tabs.open("kari")
    title = kari.dialog.get_by_label("Tittel")
    kept = kari.dialog.get_by_text("Det du skrev sist, står her ennå.")
    await kari.write("løsning")
    await open_form()
    await expect(kept).to_have_count(0)
    await title.fill("Vifter på tidsur")
    await kari.page.keyboard.press("Escape")
    await kari.page.reload()
    await open_form()
    await expect(title).to_have_value("Vifter på tidsur")
    await expect(kept).to_be_visible()
    await kari.dialog.get_by_role("button", name="Begynn på nytt").click()
    await expect(title).to_have_value("")
    await expect(title).to_be_focused()
    await kari.page.keyboard.press("Escape")
    await open_form()
    await expect(kept).to_have_count(0)


async def test_a_text_that_is_too_long_stays_in_the_field_with_its_count(tabs: Tabs) -> None:
    kari = await tabs.open("kari")
    field = kari.main.locator(".composer textarea")
    await kari.write("å" * 4001)
    await expect(kari.main).to_contain_text("Høyst 4000 tegn. Nå er det 4001.")
    assert len(await field.input_value()) == 4001
    await field.fill("Hvem har erfaring med felles brannvann?")
    await expect(kari.main).not_to_contain_text("Høyst 4000 tegn")
    await field.press("Enter")
    await expect(field).to_have_value("")
