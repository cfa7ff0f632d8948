"""Signing in on the web: one link, one person, one press; and whatever ends it."""

from __future__ import annotations

from bot.delivery.after_restore import quarantine_after_restore
from bot.http.pages.session_cookie import choose_cookie_name
from handlers.chat.signed_links import hash_token
from handlers.chat.turn import Arena
from handlers.overview.cleanup import delete_expired_rows
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.handlers.pages.conftest import Browser, link_of
from tests.houses import houses

FORGED = ("/web/sign-in/forged", f"/web/sign-in/{'x' * 400}", "/web/sign-in/%00%C3%B8%FF")
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)


async def test_a_link_signs_one_person_in_once_and_only_when_its_button_is_pressed(
    talk: Conversation, browser: Browser, other_browser: Browser, clock: Clock
) -> None:
    kari = await talk.person("kari", organisation="eksempel")
    older, link = await link_of(kari), await link_of(kari)
    scanned = [await browser.get(link, method) for method in ("GET", "HEAD", "GET")]
    assert [(one.status, one.cookie) for one in scanned] == [(200, "")] * 3
    assert '<form method="post">' in scanned[0].text
    assert (await browser.get(older)).text == scanned[0].text == (await browser.get("/web/sign-in/forged")).text

    signed = await browser.post(link)
    assert (signed.status, signed.headers["Location"]) == (303, "/web/start")
    assert browser.set_cookies[0].partition("=")[0] == "__Host-arena"
    for part in ("HttpOnly", "Secure", "SameSite=Lax", "Path=/", "Max-Age=43200"):
        assert part in browser.set_cookies[0]
    page = await browser.get("/web")
    assert (page.status, "Kari" in page.text, '<html lang="en">' in page.text) == (200, True, True)
    told = {name: page.headers[name] for name in ("Cache-Control", "Referrer-Policy", "X-Robots-Tag")}
    assert told == {
        "Cache-Control": "private, no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow",
    }  # fmt: skip
    assert page.headers["Content-Security-Policy"] == POLICY
    assert "<script" not in page.text

    again = [await other_browser.post(one) for one in (link, older, *FORGED)]
    assert {(one.status, one.text, one.cookie) for one in again} == {(404, again[0].text, "")}
    late = await link_of(kari)
    clock.forward(minutes=15)
    assert (await other_browser.post(late)).status == 404
    assert (await browser.get("/web")).status == 200
    clock.forward(hours=11, minutes=46)
    assert (await browser.get("/web")).text == (await other_browser.get("/web")).text, "as for one who never was in"


async def test_each_page_has_an_icon_and_one_is_where_browsers_look_for_it(
    talk: Conversation, browser: Browser
) -> None:
    page = await browser.get("/web")
    assert '<link rel="icon" href="/web/icon.svg" type="image/svg+xml">' in page.text
    icon, unnamed = await browser.get("/web/icon.svg"), await browser.get("/favicon.ico")
    assert (icon.status, icon.headers["Content-Type"]) == (200, "image/svg+xml")
    assert icon.text.startswith("<svg ")
    assert (unnamed.status, unnamed.text) == (200, icon.text)


async def test_nothing_of_a_code_or_a_cookie_can_be_read_in_the_database(talk: Conversation, browser: Browser) -> None:
    kari = await talk.person("kari", organisation="eksempel")
    link = await link_of(kari)
    await browser.post(link)
    token = browser.cookie.partition("=")[2]
    async with talk.database.read() as store:
        session = await store.web_sessions.find_open_session(hash_token(token))
        assert session is not None
        kept = await store.personal_data.export_rows_of_person(await store.people.load_person(kari.person_id))
    assert "token_hash" not in str(kept["web_sessions"])
    assert link.rpartition("/")[2] not in (session.token_hash, token)


async def test_a_session_is_listed_and_ended_by_its_person_alone(
    talk: Conversation, browser: Browser, other_browser: Browser
) -> None:
    kari, ola = await talk.person("kari", organisation="eksempel"), await talk.person("ola", organisation="eksempel")
    await browser.signs_in(kari)
    await other_browser.signs_in(kari)
    accounts = await kari.clicks(await kari.commands("", name="me"), "Linked accounts")
    listed = await kari.clicks(accounts, "Where I am signed in")
    assert listed.card is not None
    buttons = [button for button in listed.card.list_buttons() if button.do == "web.end"]
    assert len(buttons) == 2
    refused = await ola.presses(buttons[0])
    assert refused.card is not None
    assert "I cannot find that session." in refused.card.fallback
    await kari.presses(buttons[0])  # the newest stands first
    assert [(await one.get("/web")).status for one in (browser, other_browser)] == [200, 404]

    left = await browser.post("/web/sign-out")
    assert ("You are signed out" in left.text, browser.cookie) == (True, "")
    assert (await browser.get("/web")).status == 404
    nothing = await kari.does("web.sessions")
    assert nothing.card is not None
    assert "You are not signed in on the web." in nothing.card.fallback


async def leaves_the_last(talk: Conversation, who: Someone) -> None:
    await leaves(talk, who)


async def leaves_one_of_two(talk: Conversation, who: Someone) -> None:
    """With the other one they go on, but from another sight: so they sign in again."""
    (other,) = await houses(talk.database, "annet")
    async with talk.database.begin() as store:
        await store.memberships.add_membership(await store.people.load_person(who.person_id), other, confirmed=True)
    await leaves(talk, who)


async def leaves(talk: Conversation, who: Someone) -> None:
    (eksempel,) = await houses(talk.database, "eksempel")
    await who.submits(await who.does("departures.leave", str(eksempel)))


async def loses_the_workspace(talk: Conversation, who: Someone) -> None:
    async with talk.database.begin() as store:
        for account in await store.people.list_all_accounts(who.person_id):
            account.away = True


async def is_shut_out(talk: Conversation, who: Someone) -> None:
    async with talk.database.begin() as store:
        (await store.workspaces.record_workspace_knocks("fake", who.workspace, 1)).blocked = True


async def is_forgotten(_talk: Conversation, who: Someone) -> None:
    await who.submits(await who.does("privacy.erase"), word="delete")


WAYS = (leaves_the_last, leaves_one_of_two, loses_the_workspace, is_shut_out, is_forgotten)


async def test_whoever_leaves_is_out_at_the_next_request(
    talk: Conversation, browser: Browser, other_browser: Browser
) -> None:
    await talk.person("sara", role="secretariat")
    for n, leave in enumerate(WAYS):
        who = await talk.person(f"p{n}", organisation="eksempel", workspace=f"W{n + 5}")
        assert (await browser.signs_in(who)).status == 200
        link = await link_of(who)
        await leave(talk, who)
        found = (await browser.get("/web")).status, (await other_browser.post(link)).status
        assert found == (404, 404), f"{leave}: neither the session goes on, nor does a link of before sign in"


async def test_a_restored_database_signs_everybody_out(talk: Conversation, browser: Browser) -> None:
    """It does not know who has signed out since the backup."""
    kari = await talk.person("kari", organisation="eksempel")
    await browser.signs_in(kari)
    link = await link_of(kari)
    await quarantine_after_restore(talk.database, talk.dispatcher.router, talk.arena)
    assert [(await browser.get("/web")).status, (await browser.post(link)).status] == [404, 404]


async def test_who_signs_in_after_somebody_else_at_one_machine_ends_what_was_open(
    talk: Conversation, browser: Browser, other_browser: Browser
) -> None:
    kari, ola = await talk.person("kari", organisation="eksempel"), await talk.person("ola", organisation="eksempel")
    await browser.signs_in(kari)
    other_browser.cookie = browser.cookie
    assert "Ola" in (await browser.signs_in(ola)).text
    assert (await other_browser.get("/web")).status == 404, "nobody goes on with a copy of the cookie before"


async def test_a_form_of_another_site_signs_nobody_in(talk: Conversation, browser: Browser) -> None:
    kari = await talk.person("kari", organisation="eksempel")
    link = await link_of(kari)
    assert (await browser.post(link, **{"Sec-Fetch-Site": "cross-site"})).status == 404
    assert (await browser.post(link, **{"Sec-Fetch-Site": "same-origin"})).status == 303


async def test_no_link_is_given_where_a_cookie_would_cross_a_network_unprotected(talk: Conversation) -> None:
    kari = await talk.person("kari", organisation="eksempel")
    for base, given in (("http://arena.example.org", False), ("http://127.0.0.1:3000", True), ("", False)):
        talk.dispatcher.arena = Arena(base_url=base)
        card = (await kari.does("web.open")).card
        assert card is not None
        assert any(button.url for button in card.list_buttons()) == given, base
    assert choose_cookie_name(Arena(base_url="http://localhost:3000")) == "arena"


async def test_nett_is_the_grid_and_leads_to_the_web_as_well(talk: Conversation, arena: Arena) -> None:
    kari = await talk.person("kari", organisation="eksempel")
    for line in ("nett", "Nett?", "på nett", "åpne på nett", "web", "nettsiden"):
        await kari.says(line)
        topic = line.strip("?").casefold() == "nett"
        assert ("Grid" in kari.last.text) == topic, line
        assert "Open on the web" in kari.last.labels, line


async def test_guesses_at_links_are_throttled(browser: Browser) -> None:
    answers = [(await browser.post(f"/web/sign-in/{n}")).status for n in range(22)]
    assert answers == [404] * 20 + [429] * 2


async def test_what_has_run_out_is_deleted(talk: Conversation, browser: Browser, clock: Clock) -> None:
    kari = await talk.person("kari", organisation="eksempel")
    await browser.signs_in(kari)
    await link_of(kari)
    for hours, left in ((12, 2), (13, 1), (12, 0)):
        clock.forward(hours=hours)
        async with talk.database.begin() as store:
            await delete_expired_rows(store, talk.arena)
        async with talk.database.read() as store:
            person = await store.people.load_person(kari.person_id)
            rows = (await store.personal_data.export_rows_of_person(person)).get("web_sessions", [])
        assert len(rows) == left


async def test_signing_in_leads_to_the_page_that_was_asked_for_or_to_the_first_one_of_one_s_role(
    talk: Conversation, browser: Browser
) -> None:
    people = {
        "kari": (await talk.person("kari", organisation="eksempel"), "/web/start"),
        "sol": (await talk.person("sol", role="secretariat"), "/web/start"),
        "ny": (await talk.person("ny"), "/web"),
        "gry": (await talk.person("gry", role="guest"), "/web"),
    }
    for who, first in people.values():
        assert (await browser.post(await link_of(who))).headers["Location"] == first
        await browser.post("/web/sign-out")
    kari, first = people["kari"]
    asked = "/web/solutions/L-001?from=mail&x=%C3%B8"
    assert (await browser.get(asked)).status == 404
    for part in ("HttpOnly", "Secure", "SameSite=Lax", "Path=/", "Max-Age=900"):
        assert part in browser.set_cookies[-1]
    assert (await browser.post(await link_of(kari))).headers["Location"] == asked
    assert browser.asked == "", "once"
    await browser.post("/web/sign-out")
    for nonsense in (
        "/web/sign-in/x",
        "/web/sign-out",
        "/web//evil.example",
        "/web/..%2f",
        "/web/x\\y",
        f"/web/{'x' * 999}?",
    ):
        await browser.get(nonsense)
    browser.asked = '__Host-arena-asked="//evil.example"'
    assert (await browser.post(await link_of(kari))).headers["Location"] == first
