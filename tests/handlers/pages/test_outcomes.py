"""The outcome report: counted, checked and frozen; a number is its list, and stays when what it counted is erased."""

from __future__ import annotations

import asyncio
import html
import random
import re
from datetime import UTC, datetime

import pytest

from handlers.chat.cards import Card, Reply
from handlers.chat.turn import Arena
from handlers.pages.outcomes.report_export import build_linked_report
from handlers.pages.outcomes.report_lifecycle import is_as_frozen
from storage.exchange.match_amounts import MatchAmount
from storage.exchange.matches import RUNNING, SIDES, ListingMatch
from storage.kit.database import Database
from storage.pages.outcome_reports import OutcomeReport
from storage.policy.issues import DECIDED, Issue
from storage.questions.questions import ANSWERED, Question
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.handlers.overview.privacy.dumps import dump, hits
from tests.handlers.pages.conftest import BASE, Browser
from tests.handlers.pages.test_numbers import read_numbers
from tests.handlers.pages.test_year import read_year
from tests.handlers.pages.years import YEAR, Member, Network
from tests.word_files import find_token, read_linked_file

CODES = ("eksempel", "annet", "tredje", "fjerde", "femte", "sjette", "sjuende")


@pytest.fixture
async def sol(talk: Conversation, clock: Clock, arena: Arena) -> Someone:
    clock.set(datetime(YEAR + 1, 3, 10, 9, tzinfo=UTC))
    return await talk.person("sol", role="secretariat")


async def fill(talk: Conversation, count: int, seed: int = 3, pairs: tuple[str, str] | None = None) -> None:
    """Records by chance; `pairs`: besides, what each organisation supplies to the next one, and what that received."""
    members = list[Member]()
    for code in CODES:
        who = await talk.person(f"leder-{code}", organisation=code, contact=True)
        async with talk.database.begin() as store:
            organisation = await store.organisations.find_organisation_by_code(code)
            assert organisation is not None
            organisation.created_at = datetime(YEAR - 1, 2, 1, tzinfo=UTC)
            members.append(Member(organisation.id, who.person_id))
    async with talk.database.begin() as store:
        topic = await store.topics.find_topic_by_slug("nett")
        assert topic is not None
        network = Network(store, members, topic.id, random.Random(seed))
        await network.add_records(count)
        network.some_day = lambda: datetime(YEAR, 5, 1, tzinfo=UTC)  # type: ignore[method-assign]
        for gives, takes in zip(members, (*members[1:], members[0]), strict=True) if pairs else ():
            await network.add_match(gives, takes, RUNNING, dict(zip(SIDES, pairs or (), strict=True)))
            await network.add_placement(gives, YEAR)


def card_of(reply: Reply) -> Card:
    assert reply.card is not None
    return reply.card


async def count_year(who: Someone, why: str = "") -> Reply:
    return await who.submits(await who.clicks(await who.does("reports.list"), "Count a year"), why=why)


async def freeze(who: Someone, draft: Reply) -> Reply:
    return await who.clicks(await who.clicks(draft, "The numbers are checked"), "Freeze it")


async def find_report(database: Database, version: int = 1) -> OutcomeReport:
    async with database.read() as store:
        found = await store.outcome_reports.find_report(YEAR, version)
    assert found is not None
    return found


@pytest.mark.both_engines
async def test_a_report_is_counted_checked_and_frozen_and_each_number_is_its_list(
    talk: Conversation, sol: Someone, browser: Browser
) -> None:
    await fill(talk, 120)
    draft = await count_year(sol)
    assert card_of(draft).title == f"Outcome report {YEAR}-1"
    assert "Freeze it" not in [button.label for button in card_of(draft).list_buttons()], "somebody looks first"
    again = await sol.clicks(draft, "Count again")
    late = card_of(await sol.clicks(draft, "The numbers are checked"))
    assert late.fallback.startswith(f"{YEAR}-1 has been counted again."), "other numbers were looked at"
    frozen = card_of(await freeze(sol, again))
    assert frozen.fallback.startswith(f"Outcome report {YEAR}-1\nFrozen on 10 March {YEAR + 1}\n")
    report = await find_report(talk.database)
    assert is_as_frozen(report)
    for action in ("reports.recount", "reports.discard", "reports.check", "reports.freeze"):
        await sol.does(action, str(report.id))
    after = await find_report(talk.database)
    assert (after.figures, after.figures_hash) == (report.figures, report.figures_hash), "nothing changes it"
    await browser.signs_in(sol)
    rows = dict(await read_year(browser, f"/web/reports/{YEAR}-1"))
    assert len(rows) == 24
    whole, *parts = (
        int(rows[label][0]) for label in ("Questions asked", "Questions answered", "Questions without an answer")
    )
    assert whole == sum(parts)
    numbers = await read_numbers(browser, f"/web/numbers?period={YEAR}")
    same = {
        name: value for name, value in numbers.items() if name.partition(": ")[2] in rows and "Meetings" not in name
    }
    assert len(same) == 12
    for name, value in same.items():
        assert rows[name.partition(": ")[2]] == [value], "the secretariat sees all, so that both pages count the same"
    after.figures = [after.figures[0] | {"ids": []}, *after.figures[1:]]
    assert not is_as_frozen(after), "the hash tells"
    assert f"/web/reports/{YEAR}-1" in (await browser.get("/web/reports")).text
    assert "Not in it" not in (await browser.get(f"/web/reports/{YEAR}-1")).text, "land and power are counted"
    for nonsense in ("2026-9", "2026", "x-1", "2026-1?figure=none", "2026-1?figure=issues-raised&page=9"):
        assert (await browser.get(f"/web/reports/{nonsense}")).status == 404, nonsense


async def test_a_correction_is_a_new_version_that_says_what_and_why(
    talk: Conversation, sol: Someone, browser: Browser
) -> None:
    await fill(talk, 24)
    first = await count_year(sol)
    assert f"{YEAR}-1 is not frozen yet" in card_of(await count_year(sol)).fallback
    await freeze(sol, first)
    form = await sol.clicks(await sol.does("reports.list"), "Count a year")
    assert "why" in (await sol.submits(form)).errors
    async with talk.database.begin() as store:
        kari = await store.people.find_person_by_account("fake", "W1", "leder-eksempel")
        assert kari is not None
        raised = await store.issues.add(
            Issue(
                title="Glemt", problem="Nett", wanted="Mer", addressee_kind="ministry", language="nb", state=DECIDED,
                raised_by_id=kari[0].id, outcome="Vedtatt.",
            )
        )  # fmt: skip
        raised.closed_at = datetime(YEAR, 6, 1, tzinfo=UTC)
    second = card_of(await freeze(sol, await count_year(sol, "En avgjort sak manglet.")))
    assert f"Corrects {YEAR}-1: En avgjort sak manglet." in second.fallback
    assert re.search(r"Issues decided: (\d+) → (\d+) \(\+1 −0\)", second.fallback)
    assert second.fallback.count("→") == 1, "nothing else has changed"
    await browser.signs_in(sol)
    page = (await browser.get(f"/web/reports/{YEAR}-2")).text
    paper = await read_word(talk, sol, second)
    shown = [html.unescape(text) for text in re.findall(r">([^<>]+)<", page.partition("<main")[2])]
    assert "Vedtatt." in shown
    missing = [text for text in shown if text.strip() and text.strip() not in paper and not text.isdecimal()]
    ways = ["Outcome reports", "As a file: Word", "As a file: PDF"]
    assert missing == ways, "the file says what the page says, but for its ways back and on"
    draft = await count_year(sol, "Feil.")
    assert "No number has changed." in card_of(draft).fallback
    gone = await sol.clicks(draft, "Discard the draft")
    assert f"{YEAR}-3" not in card_of(gone).fallback


async def test_sums_stand_beside_each_other_and_one_amount_changes_none_that_was_told(
    talk: Conversation, sol: Someone
) -> None:
    """Seven give amounts that are tenfold apart."""
    await fill(talk, 0, pairs=("10 GWh", "100 GWh"))
    first = card_of(await freeze(sol, await count_year(sol)))
    for line in ("Supplied, as the suppliers give it: 70 GWh", "Received, as the receivers give it: 700 GWh"):
        assert line in first.fallback
    assert "Amounts that differ: 14" in first.fallback
    assert "Land and power taken into use: 70 da + 28 MW" in first.fallback
    async with talk.database.begin() as store:
        amounts = await store.match_amounts.list_all_amounts()
        amounts[0].amount, amounts[1].amount = "3 GWh", "3,1 GWh"
        id = amounts[0].match_id
        late = MatchAmount(
            match_id=id, side="offer", organisation_id=amounts[0].organisation_id, year=YEAR, amount="9 t"
        )
        late.match_id = (await store.matches.add(copy_match(await store.matches.find(id)))).id
        await store.match_amounts.store_amount(late)
    second = card_of(await count_year(sol, "Et tall er rettet."))
    assert "as the suppliers give it: 70 GWh → 70 GWh (+1 −0)" in second.fallback
    assert "1 amount is not in it." in second.fallback
    assert "Amounts that differ: 14 → 12 (+0 −2)" in second.fallback


def copy_match(row: ListingMatch | None) -> ListingMatch:
    """Another one of the same two."""
    assert row is not None
    return ListingMatch(
        code="", offer_organisation_id=row.offer_organisation_id, need_organisation_id=row.need_organisation_id,
        facts_key="another", named=True, score=1.0, first_side="both", stage=RUNNING,
    )  # fmt: skip


async def read_word(talk: Conversation, who: Someone, card: Card) -> str:
    """The text of the file that the card leads to, by a link that opens what its reader may see then."""
    token = find_token(await who.clicks(card, "As a file"), "report")
    assert await read_linked_file(talk, build_linked_report, token[:-1] + "x", "en") is None
    written = await read_linked_file(talk, build_linked_report, token, "en")
    assert written is not None
    return written


async def test_erasing_somebody_changes_no_frozen_number_and_leaves_no_name(
    talk: Conversation, sol: Someone, browser: Browser, database: Database
) -> None:
    name = "Synnøve Sjeldenfugl"
    lost = await talk.person("synnove", organisation="eksempel", contact=True)
    async with talk.database.begin() as store:
        person = await store.people.load_person(lost.person_id)
        person.name = name
        (account,) = await store.people.list_reachable_accounts(person.id)
        account.name = name
        topic = await store.topics.find_topic_by_slug("nett")
        assert topic is not None
        asked = await store.questions.add(
            Question(
                asker_id=person.id, organisation_id=person.organisation_id, topic_id=topic.id, language="nb",
                text=f"Spør {name}?", state=ANSWERED, origin={}, suggested=[], guess=[],
            )
        )  # fmt: skip
        issue = await store.issues.add(
            Issue(
                title=f"{name} om nett", problem="Kø", wanted="Mer", addressee_kind="ministry", language="nb",
                raised_by_id=person.id, state=DECIDED, outcome=f"{name} fikk ja.",
            )
        )  # fmt: skip
        for row in (asked, issue):
            row.created_at = datetime(YEAR, 5, 1, tzinfo=UTC)
        issue.published_at = issue.closed_at = datetime(YEAR, 6, 1, tzinfo=UTC)
    card = card_of(await freeze(sol, await count_year(sol)))
    assert name in await read_word(talk, sol, card)
    before = await find_report(talk.database)
    await lost.submits(await lost.clicks(await lost.commands("meg", name="erase"), "Delete me"), word="slett")
    after = await find_report(talk.database)
    assert (after.figures, is_as_frozen(after)) == (before.figures, True)
    await browser.signs_in(sol)
    rows = dict(await read_year(browser, f"/web/reports/{YEAR}-1"))
    assert (rows["Questions asked"], rows["Issues decided"]) == (["1"], ["1"]), "the numbers stay"
    listed = (await browser.get(f"/web/reports/{YEAR}-1?figure=questions-asked")).text
    assert "Deleted on request" in listed
    told = [await read_word(talk, sol, card), listed, (await browser.get(f"/web/reports/{YEAR}-1")).text]
    for text in (*told, await dump(database)):
        assert hits(text, "Sjeldenfugl", "Synnøve") == []


async def test_reports_are_for_the_secretariat(talk: Conversation, sol: Someone, browser: Browser) -> None:
    await fill(talk, 8)
    card = card_of(await freeze(sol, await count_year(sol)))
    links = [button.url for button in card_of(await sol.clicks(card, "As a file")).list_buttons()]
    token = links[0].removeprefix(f"{BASE}/data/report/").removesuffix("/nb.docx")
    mia = await talk.person("mia", organisation="eksempel", contact=True)
    await browser.signs_in(sol)
    page = (await browser.get(f"/web/reports/{YEAR}-1")).text
    assert re.findall(r'<a href="/data/report/[^"]*/(en\.\w+)">As a file: \w+</a>', page) == ["en.docx", "en.pdf"]
    await browser.signs_in(mia)
    missing = await browser.get("/web/nowhere")
    for path in ("", f"/{YEAR}-1", f"/{YEAR}-1?figure=issues-raised"):
        assert await browser.get(f"/web/reports{path}") == missing
    async with talk.database.begin() as store:
        assert await build_linked_report(store, talk.dispatcher.arena, token, "nb") is not None
        (await store.people.load_person(sol.person_id)).role = "member"
        assert await build_linked_report(store, talk.dispatcher.arena, token, "nb") is None


@pytest.mark.both_engines
async def test_two_who_count_the_same_year_at_once_get_the_same_draft(talk: Conversation, sol: Someone) -> None:
    other = await talk.person("tor", role="secretariat")
    forms = [await who.clicks(await who.does("reports.list"), "Count a year") for who in (sol, other)]
    both = await asyncio.gather(*(who.submits(form) for who, form in zip((sol, other), forms, strict=True)))
    assert [card_of(one).title for one in both] == [f"Outcome report {YEAR}-1"] * 2
    assert sum(f"{YEAR}-1 is not frozen yet" in card_of(one).fallback for one in both) == 1
    async with talk.database.read() as store:
        assert len(await store.outcome_reports.list_reports()) == 1
