"""Consultations are read from tables, feeds, calendars and the Storting's data; traps are refused in plain words."""

from __future__ import annotations

import json
import random
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.importers.record_export import export_records
from bot.importers.seeding import SeedError, seed_consultation_file
from bot.runtime.bootstrap_data import ensure_initial_topics
from handlers.chat.turn import Arena
from handlers.notifications.scheduled_notifications import MORNING
from handlers.policy.consultations.step_scheduler import KIND
from handlers.policy.source_parsers import ParsingContext, UnreadableSource, parse_source
from storage.access.audiences import Viewer
from storage.directory.organisations import Organisation
from storage.kit import schema_revisions
from storage.kit.database import Database
from storage.policy.consultations import FOUND, LEFT, OPEN, Consultation
from tests.conftest import Clock

MONDAY = datetime(2027, 4, 5, 8, tzinfo=UTC)
TABLE = (
    "id,title,sender,link,deadline,topics,text\n"
    "ed-1,Nettleie for industri,Energidepartementet,https://example.org/1,2027-06-15,nett;energi,Hvem betaler\n"
    "ed-2,Havvind,Energidepartementet,,2027-05-17,,\n"
)
STORTING = """<?xml version="1.0" encoding="utf-8"?>
<horinger_oversikt xmlns="http://data.stortinget.no" xmlns:i="http://www.w3.org/2001/XMLSchema-instance">
  <respons_dato_tid>2027-04-05T08:00:00</respons_dato_tid><versjon>1.6</versjon>
  <horinger_liste>
    <horing>
      <anmodningsfrist_dato_tid>2027-04-20T12:00:00</anmodningsfrist_dato_tid>
      <horing_sak_info_liste>
        <horing_sak_info>
          <sak_henvisning>Prop. 999 L (2026–2027)</sak_henvisning><sak_id>1</sak_id>
          <sak_korttittel>Energiloven</sak_korttittel><sak_tittel>Endringer i energiloven (oppdiktet)</sak_tittel>
        </horing_sak_info>
        <horing_sak_info><sak_id>2</sak_id><sak_korttittel>Nettplaner</sak_korttittel></horing_sak_info>
      </horing_sak_info_liste>
      <horing_status>Planlagt</horing_status><id>10001</id><innspillsfrist>2027-05-04T00:00:00</innspillsfrist>
      <komite><id>ENERGI</id><navn>Energi- og miljøkomiteen</navn></komite>
      <skriftlig>false</skriftlig><soknadfrist_dato>0001-01-01T00:00:00</soknadfrist_dato>
    </horing>
    <horing>
      <anmodningsfrist_dato_tid>0001-01-01T00:00:00</anmodningsfrist_dato_tid>
      <horing_sak_info_liste>
        <horing_sak_info><sak_tittel>Avfall (oppdiktet)</sak_tittel></horing_sak_info>
      </horing_sak_info_liste>
      <horing_status>Planlagt</horing_status><id>10002</id><innspillsfrist>2027-05-04T00:00:00</innspillsfrist>
      <komite><navn>Næringskomiteen</navn></komite><skriftlig>true</skriftlig>
    </horing>
    <horing><horing_status>Avlyst</horing_status><id>10003</id><innspillsfrist>2027-05-04T00:00:00</innspillsfrist></horing>
    <horing><horing_status>Avholdt</horing_status><id>10004</id><innspillsfrist>2027-02-04T00:00:00</innspillsfrist></horing>
  </horinger_liste>
</horinger_oversikt>"""
RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel><title>Høringer (oppdiktet)</title>
<item><title>Nye regler for nett</title><link>https://example.org/a</link><guid>a-1</guid>
<description>&lt;p&gt;Om nett. Høringsfrist: 15. juni 2027&lt;/p&gt;
&lt;script&gt;alert(1)&lt;/script&gt;</description></item>
<item><title>Uten frist</title><link>https://example.org/b</link><guid>b-1</guid></item>
<item><title>Over</title><link>https://example.org/c</link><guid>c-1</guid>
<description>Frist 03.02.2027</description></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Direktoratet</title><entry><id>tag:x,1</id>
<title>Grenseverdier</title><link href="https://example.org/d"/><summary>Frist: 2027-06-01</summary></entry></feed>"""
ICS = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//oppdiktet//
BEGIN:VTODO
UID:u-1@example.org
SUMMARY:Høring om areal
DUE;TZID=Europe/Oslo:20270615T120000
URL:https://example.org/e
ORGANIZER;CN=Kommunaldepartementet:mailto:post@example.org
END:VTODO
BEGIN:VEVENT
UID:u-2@example.org
SUMMARY:Høring om støy
DTSTART;VALUE=DATE:20270601
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture
async def filled(sqlite_url: str, clock: Clock) -> AsyncIterator[Database]:
    clock.set(MONDAY)
    database = Database(sqlite_url, clock=clock)
    await schema_revisions.prepare_schema(database)
    async with database.begin() as store:
        await ensure_initial_topics(store)
    yield database
    await database.close()


async def kept(database: Database) -> dict[str, Consultation]:
    async with database.read() as store:
        every = await store.consultations.list_consultations_in_states((FOUND, LEFT, OPEN), Viewer(whole=True))
        return {one.origin or one.code: one for one in every}


async def load(database: Database, text: str | bytes) -> int:
    return await seed_consultation_file(database, text.encode() if isinstance(text, str) else text, "file")


async def test_a_table_with_topics_opens_what_it_tells_of_and_may_be_loaded_again(filled: Database) -> None:
    for _ in range(2):
        assert await load(filled, TABLE) == 2
    found = await kept(filled)
    assert {id: one.state for id, one in found.items()} == {"ed-1": OPEN, "ed-2": FOUND}
    async with filled.read() as store:
        steps = await store.consultation_responses.map_consultation_steps(found["ed-1"].id)
        assert len(await store.consultations.list_consultation_topic_ids(found["ed-1"].id)) == 2
    assert str(steps["announce"].day) == "2027-05-04"
    await load(filled, TABLE.replace("2027-06-15", "2027-06-22"))
    async with filled.read() as store:
        assert (
            str((await store.consultation_responses.map_consultation_steps(found["ed-1"].id))["announce"].day)
            == "2027-05-11"
        ), "a new deadline"
    (row,) = [json.loads(line) for line in await export_records(filled, "consultations", csv=False)]
    assert (row["id"], row["code"], row["deadline"]) == ("ed-1", "H-1", "2027-06-22")
    (as_lines,) = [json.dumps({"id": "ed-3", "title": "Linje"})]
    assert await load(filled, as_lines) == 1


async def test_its_steps_are_taken_on_the_days_of_the_arena(filled: Database) -> None:
    """Eight in the morning in Oslo is the evening before at the other end of the world."""
    arena = Arena(zone=ZoneInfo("America/Los_Angeles"))
    await seed_consultation_file(filled, TABLE.encode(), arena=arena)
    async with filled.read() as store:
        (found,) = await store.consultations.list_consultations_in_states((OPEN,), Viewer(whole=True))
        clock = await store.escalations.find_escalation(KIND, found.id)
    assert clock is not None
    assert clock.since.astimezone(arena.zone).hour == MORNING.hour


async def test_what_is_taken_out_of_one_network_is_read_into_another(filled: Database) -> None:
    """Reach, signatures and what was sent come along; what is over is announced nowhere."""
    async with filled.begin() as store:
        for code in ("eksempel", "prove"):
            await store.organisations.add(Organisation(code=code, name=code.title(), kind="park"))
    rows = [
        {
            "id": "H-4", "title": "Nettleie", "deadline": "2027-02-01", "topics": ["nett"], "state": "closed",
            "reach": "own:eksempel", "version": 2, "draft_text": "Vi ber om ro", "signs": ["eksempel"],
            "unaffected": ["prove"], "sent_on": "2027-01-29", "sent_text": "Vi ber om ro", "outcome": "De lyttet",
        },
        {"id": "ed-9", "code": "H-7", "title": "Havvind", "deadline": "2027-06-15", "topics": ["energi"]},
    ]  # fmt: skip
    await load(filled, json.dumps(rows))
    first = list(await export_records(filled, "consultations", csv=False))
    one, two = map(json.loads, first)
    assert (one["id"], one["state"], one["reach"], one["signs"]) == ("H-4", "closed", "own:eksempel", ["eksempel"])
    assert one["unaffected"] == ["prove"]
    assert (two["id"], two["code"], two["state"]) == ("ed-9", "H-7", "open")
    assert await load(filled, "\n".join(first)) == 2
    assert list(await export_records(filled, "consultations", csv=False)) == first, "nothing is said twice"
    async with filled.read() as store:
        assert (await store.deliveries.count_deliveries_by_state()) == {}
    with pytest.raises(SeedError) as caught:
        await load(filled, json.dumps([{"id": "x", "title": "x", "signs": ["ukjent"]}]))
    assert "signs: no organisation has the id 'ukjent'" in str(caught.value)


async def test_the_open_data_of_the_storting_in_xml_and_in_json_tells_the_same(filled: Database) -> None:
    assert await load(filled, STORTING) == 2, "called off and over are left out"
    found = await kept(filled)
    one, other = found["storting:10001"], found["storting:10002"]
    assert one.title == "Energiloven / Nettplaner"
    assert one.sender == "Stortinget: Energi- og miljøkomiteen"
    assert str(one.deadline) == "2027-04-20", "to ask for a place comes first"
    assert one.link.endswith("h=10001")
    assert str(other.deadline) == "2027-05-04", "what is only written is sent in by then"
    assert other.title == "Avfall (oppdiktet)"
    stamp = int(datetime(2027, 5, 3, 22, tzinfo=UTC).timestamp() * 1000)
    hearing = {
        "id": 10002, "skriftlig": True, "horing_status": "Planlagt", "innspillsfrist": f"/Date({stamp}+0200)/",
        "anmodningsfrist_dato_tid": "/Date(-62135596800000)/", "komite": {"navn": "Næringskomiteen"},
        "horing_sak_info_liste": [{"sak_tittel": "Avfall (oppdiktet)"}],
    }  # fmt: skip
    assert await load(filled, json.dumps({"sesjon_id": "2026-2027", "horinger_liste": [hearing]})) == 1
    again = (await kept(filled))["storting:10002"]
    assert (again.deadline, again.title, again.sender) == (other.deadline, other.title, other.sender)


async def test_feeds_and_calendars_wait_for_the_secretariat(filled: Database) -> None:
    assert await load(filled, RSS) == 2, "what is over is left out"
    assert await load(filled, ATOM) == 1
    assert await load(filled, ICS) == 2
    found = await kept(filled)
    assert {one.state for one in found.values()} == {FOUND}
    assert str(found["a-1"].deadline) == "2027-06-15"
    assert found["a-1"].text == "Om nett. Høringsfrist: 15. juni 2027"
    assert found["b-1"].deadline is None
    assert str(found["tag:x,1"].deadline) == "2027-06-01"
    assert str(found["u-1@example.org"].deadline) == "2027-06-15"
    assert found["u-1@example.org"].sender == "Kommunaldepartementet"
    assert str(found["u-2@example.org"].deadline) == "2027-06-01"


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><rss><channel>&b;</channel></rss>'
)
HOSTILE = {
    "html": ("<!DOCTYPE html><html><body>Høringer</body></html>", "this is a web page"),
    "html behind a comment": ("\ufeff<!-- x --><HTML>", "this is a web page"),
    "xhtml": ('<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>', "this is a web page"),
    "billion laughs": (BOMB, "defines entities of its own"),
    "an outside entity": (BOMB.replace('"ha"', 'SYSTEM "file:///etc/passwd"'), "defines entities of its own"),
    "cut off": (RSS[:300], "not well-formed XML"),
    "other XML": ("<svg/>", "begins with svg"),
    "broken UTF-8": (b"id,title\n1,H\xf8ring\n", "line 2: not UTF-8"),
    "broken UTF-8 in a feed": (RSS.encode().replace("ø".encode(), b"\xf8"), "not well-formed XML"),
    "huge": (b" " * 5_000_001, "larger than 5 MB"),
    "broken JSON": ('{"horinger_liste": [', "not JSON"),
    "deep JSON": ('{"horinger_liste": ' + "[" * 100_000, "not JSON"),
    "no list": ('{"horinger_liste": 7}', "no list of hearings"),
    "no calendar": ("BEGIN:VCALENDAR\nBEGIN:VTODO\nDUE;VALUE=DATE:2027\n", "calendar"),
    "a date that is none": (ICS.replace("20270601", "00000000"), "entry 2: deadline: must be a day"),
    "no id": (ICS.replace("UID:u-2@example.org\n", ""), "entry 2: id: is required"),
    "deep calendar": ("BEGIN:VEVENT\n" * 20_000, "no calendar"),
    "quotes without an end": ('"id,title\n1,x\n', "not CSV"),
    "too few cells": ("id,title\n1\n", "line 2: has 1 cells"),
    "an unknown field": ("id,titel\n1,x\n", "line 2: titel: unknown field"),
    "no title": ("id,title\n1,x\n2,\n", "line 3: title: is required"),
    "a day that is none": ("id,title,deadline\n1,x,2027-02-30\n", "line 2: deadline: must be a day"),
    "over": ("id,title,deadline\n1,x,2027-02-01\n", "line 2: deadline: 2027-02-01 has already passed"),
    "topics and no deadline": ("id,title,topics\n1,x,nett\n", "line 2: deadline: is required where topics are given"),
    "an unknown topic": ("id,title,topics\n1,x,natt\n", "line 2: topics: unknown topic 'natt'"),
    "a script for a link": ("id,title,link\n1,x,javascript:alert(1)\n", "line 2: link: must be a whole address"),
    "twice": ("id,title\n1,x\n1,y\n", "line 3: id: '1' is in line 2 already"),
}


async def test_what_cannot_be_read_is_refused_in_plain_words_and_nothing_is_loaded(filled: Database) -> None:
    for name, (content, told) in HOSTILE.items():
        with pytest.raises(SeedError) as caught:
            await load(filled, content)
        assert told in str(caught.value), name
        assert str(caught.value).endswith("Nothing was loaded."), name
        assert await kept(filled) == {}, name


def test_whatever_a_file_holds_it_is_read_or_refused() -> None:
    """Five hundred files that were torn, mixed and overwritten."""
    chance, reader = random.Random(7), ParsingContext(MONDAY.date(), ZoneInfo("Europe/Oslo"))
    traps = (b"<!--", b"]]>", b"&#0;", b"BEGIN:VEVENT\n", b"DUE;VALUE=DATE:00000000\n", b"/Date(99999999999999)/")
    outcomes = set()
    for _ in range(500):
        content = bytearray(chance.choice((STORTING, RSS, ATOM, ICS, TABLE)).encode())
        for _ in range(chance.randint(1, 6)):
            at = chance.randrange(len(content))
            match chance.randrange(4):
                case 0:
                    content[at] = chance.randrange(256)
                case 1:
                    del content[at : at + 30]
                case 2:
                    content[at:at] = chance.choice(traps)
                case _:
                    content[at:at] = content[: at // 2]
        try:
            outcomes.add(len(list(parse_source(bytes(content), reader, []))) > 0)
        except UnreadableSource:
            outcomes.add(None)
    assert outcomes == {True, False, None}
