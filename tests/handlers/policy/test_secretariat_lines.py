"""What a secretariat types of what it asks members for is answered as it is meant, and goes to nobody else."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from handlers.chat import verbs
from handlers.chat.cards import Reply
from storage.kit.database import Database
from tests.conftest import Clock
from tests.consultations import MONDAY, opened, said
from tests.conversation import Conversation, Someone
from tests.meetings import meets
from tests.parks import kari, ola, sara

__all__ = ["kari", "ola", "sara"]


@pytest.fixture
async def talk(sqlite_url: str, clock: Clock) -> AsyncIterator[Conversation]:
    clock.set(MONDAY)
    database = Database(sqlite_url, clock=clock)
    talk = await Conversation(database).begin()
    await talk.carries("grid", "nett")
    yield talk
    await database.close()


async def types(who: Someone, text: str) -> Reply:
    """As every platform reads a line."""
    name, rest = verbs.parse_command(text)
    return await who.commands(rest, name=name or "ask")


@pytest.mark.parametrize(
    "text",
    ["hvem har ikke svart", "kven har ikkje svara enno på høyringa", "purr på dem som ikke har svart", "hvem mangler"],
)
async def test_the_secretariat_reads_who_has_not_answered_and_a_member_what_waits_for_them(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone, text: str
) -> None:
    nobody = said(await types(sara, text))
    assert "Nobody: all who are asked now have answered." in nobody
    await opened(sara)
    await ola.does("consultations.affected", "1")
    shown = said(await types(sara, text))
    assert "H-1 Tariffs for the grid – Eksempel" in shown
    assert "Dømeøyra" not in shown
    member = said(await types(kari, text))
    assert "Who has not answered" not in member
    assert talk.room("grid") == [], "nobody was asked"


@pytest.mark.parametrize("text", ["purr på de som ikke har svart på H-1", "mitt svar på H-1 er at det berører oss"])
async def test_a_line_that_names_one_record_shows_it(talk: Conversation, sara: Someone, text: str) -> None:
    await opened(sara)
    assert "H-1 Tariffs for the grid" in said(await types(sara, text))


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        (
            "ny høring fra NVE om tariffer, frist 18. juni. Kan noen ta den",
            {"title": "Tariffer", "sender": "NVE", "deadline": "2027-06-18", "text": "Kan noen ta den"},
        ),
        ("registrer høyring: tariffar", {"title": "Tariffar", "sender": "", "deadline": "", "text": ""}),
        (
            "create a new consultation from RME about tariffs, deadline 18 June",
            {"title": "Tariffs", "sender": "RME", "deadline": "2027-06-18", "text": ""},
        ),
    ],
)
async def test_a_consultation_that_is_told_in_a_line_fills_its_form(
    talk: Conversation, sara: Someone, text: str, filled: dict[str, str]
) -> None:
    form = (await types(sara, text)).form
    assert form is not None
    assert form.title == "Register a consultation"
    assert {field.name: field.value for field in form.fields if field.name in filled} == filled


@pytest.mark.parametrize(
    ("text", "title"),
    [("ny sak om kompensasjonsordningen", "Raise an issue"), ("lag en innspillsrunde om effekt", "Input round")],
)
async def test_what_a_new_record_is_about_may_follow_its_kind(
    talk: Conversation, sara: Someone, text: str, title: str
) -> None:
    form = (await types(sara, text)).form
    assert form is not None
    assert form.title == title
    assert form.fields[0].value == text.rpartition("om ")[2].capitalize()


@pytest.mark.parametrize("text", ["ny sak fra avisa i dag", "ny høring om tariffer, hva svarer dere?"])
def test_what_is_told_or_asked_begins_no_record(text: str) -> None:
    assert verbs.parse_command(text)[0] not in ("issue", "consultation")


async def test_whoever_is_away_reads_who_answers_meanwhile(talk: Conversation, kari: Someone, sara: Someone) -> None:
    alone = said(await types(kari, "jeg er på ferie fra mandag"))
    assert "Until when are you away?" in alone
    assert "Nobody else can answer for Eksempel. The secretariat appoints a deputy." in alone
    assert "Write to Sara" in alone
    await talk.person("tor", organisation="eksempel", contact=True)
    shown = said(await types(kari, "jeg er borte til 5. mai, Tor tar over"))
    assert "Pause until 5 May 2027" in shown
    assert "Meanwhile Tor can answer for Eksempel." in shown
    assert "Until when" not in shown
    assert "answer for Eksempel" not in said(await types(kari, "du sender altfor mange påminnelser om kvelden"))


async def test_whoever_gives_up_a_topic_reads_who_names_its_lead(talk: Conversation, sara: Someone) -> None:
    lise = await talk.person("lise", organisation="tredje", leads="nett")
    shown = said(await types(lise, "eg vil gi frå meg temaet"))
    assert "You lead grid and grid capacity. The secretariat names topic leads" in shown
    assert "Write to Sara" in shown
    assert "Topics" in said(await types(sara, "kan Jon ta over temaet"))


async def test_a_question_is_shown_by_its_number_in_a_line(talk: Conversation, kari: Someone) -> None:
    await kari.commands("Hvordan fordeler dere nettkapasitet mellom bedriftene i parken?")
    assert "Question 1" in said(await types(kari, "lukk spørsmål 1"))
    assert "Ask the network" not in said(await types(kari, "spørsmål 1"))
    assert "I cannot find #9." in said(await types(kari, "vis spørsmål 9"))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("actually it does not concern us", "Open consultations"),
        ("det gjelder ikke oss likevel", "Open consultations"),
        ("what happened with our input", "Input rounds"),
        ("kva vart det av innspelet vårt", "Input rounds"),
        ("H-1 affects us, we would lose two million a year because of the grid", "H-1 Tariffs for the grid"),
        ("cant come on the 16th", "No meetings are planned."),
        ("referat nettfrokost", "Minutes of past meetings"),
        ("nei vent", "You have no question that can be undone."),
        ("ok send", "Your organisation"),
        ("ubesvarte spørsmål", "Your organisation"),
        ("ukens oppsummering", "Your week"),
    ],
)
async def test_a_half_sentence_about_what_is_asked_goes_to_nobody(
    talk: Conversation, sara: Someone, kari: Someone, text: str, shown: str
) -> None:
    await opened(sara)
    assert shown in said(await types(kari, text))
    assert talk.room("grid") == []


async def test_a_question_that_is_looked_up_can_be_changed_there(talk: Conversation, kari: Someone) -> None:
    lise = await talk.person("lise", organisation="tredje", leads="nett")
    await kari.commands("Hvordan fordeler dere nettkapasitet mellom bedriftene i parken?")
    form = (await lise.clicks(await types(lise, "spørsmål 1"), "Change or report")).form
    assert form is not None
    assert "Change topic" in [label for field in form.fields for _, label in field.options]


async def test_an_item_for_a_meeting_is_offered_to_its_agenda_and_to_nobody_else(
    talk: Conversation, sara: Someone
) -> None:
    await meets(talk.database, sara.person_id, title="Nettfrokost", starts="2027-04-20T08:30", minutes=45)
    shown = said(await types(sara, "legg til sak på nettfrokosten: priser på kraft og volum per kunde"))
    assert "Nettfrokost" in shown
    assert "priser på kraft og volum per kunde" in shown
    assert talk.room("grid") == []


@pytest.mark.parametrize(
    "line",
    [
        "føreslå til sakslista: felles brannøving i parkane", "foreslå til saklisten: felles brannøving i parkane",
        "sett på saklisten: felles brannøving i parkane", "set på sakslista: felles brannøving i parkane",
        "propose for the agenda: felles brannøving i parkane",
    ],
)  # fmt: skip
async def test_an_item_without_a_meeting_s_name_is_offered_to_the_next_agenda(
    talk: Conversation, sara: Someone, line: str
) -> None:
    await meets(talk.database, sara.person_id, title="Nettfrokost", starts="2027-04-20T08:30", minutes=45)
    shown = said(await types(sara, line))
    assert "Nettfrokost" in shown
    assert "felles brannøving i parkane" in shown.lower()
    assert talk.room("grid") == []
