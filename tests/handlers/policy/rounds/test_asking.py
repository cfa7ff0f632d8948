"""Conversations in which the secretariat asks: what it types is told back in full, and what is wrong at its field."""

from __future__ import annotations

from datetime import date

from storage.directory.organisations import Organisation
from storage.policy.consultations import OPEN, Consultation
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.input import ROUND, asks, deputy, drafts
from tests.policy import passes, published, said


async def test_a_round_is_told_back_in_full_before_anybody_is_asked(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone
) -> None:
    echo = await drafts(sara, fields="Power today: number MW\nHave you applied?: choice yes / no / later\nA case: text")
    for line in (
        "Nobody has been asked yet.",
        "• Power today (MW)",
        "• Have you applied? (yes / no / later)",
        "• A case",
        "deadline Friday 12 March 2027",
        "Asks 2 organisations: Dømeøyra and Eksempel",
    ):
        assert line in said(echo)
    assert (kari.sees, ola.sees) == ([], [])
    form = await sara.clicks(echo, "Change")
    assert form.form is not None
    filled = {field.name: field.value for field in form.form.fields}
    assert filled["fields"] == "Power today: number MW\nHave you applied?: choice yes / no / later\nA case: text"
    assert filled["deadline"] == "2027-03-12"
    echo = await sara.submits(form, title="Grid and power")
    assert "R-1 Grid and power" in said(echo), "changed, and not one more"
    assert "Asks 2 organisations" in said(echo)
    assert "Discarded." in said(await sara.clicks(echo, "Do not send it"))
    assert "You have not asked for anything yet." in said(await sara.commands("", "input"))


#: field, what is typed, and what is said at it
WRONG = (
    ("title", " ", "Write what it is about."),
    ("why", "", "Write why you ask"),
    ("deadline", "", "Choose the deadline."),
    ("deadline", "17 February 2027", "has already passed"),
    ("deadline", "17 May 2027", "is not a working day"),
    # Whit Monday
    ("deadline", "17.5.2027", "The one before is Friday 14 May 2027."),
    ("deadline", "20 March 2027", "is not a working day"),
    ("deadline", "soon", "I do not understand “soon”"),
    ("fields", "", "Write at least one line."),
    ("fields", "Power in MW", "Line 1: write a name, a colon and a type"),
    ("fields", "Power: number", "Line 1: say in which unit"),
    ("fields", "Power: number MW\nPower: number GW", "Two lines have the same name."),
    ("fields", "Applied: choice yes", "Line 1: give two to 10 answers"),
    ("fields", "What you pay: number kr", "amounts of money cannot be asked for here"),
    ("fields", "What you pay: number NOK/MWh", "amounts of money cannot be asked for here"),
    ("fields", "Nowhere: scheme", "I do not know the scheme “Nowhere”. Choose from CO2-kompensasjon, Eksfin, Enova"),
    ("fields", "\n".join(f"F{n}: text" for n in range(9)), "Ask for 8 things at most"),
    ("code", "S-9", "I cannot find an open issue or consultation S-9."),
)


async def test_what_is_wrong_is_told_at_its_field(talk: Conversation, sara: Someone, kari: Someone) -> None:
    for field, typed, wrong in WRONG:
        reply = await drafts(sara, **{field: typed})
        assert wrong in reply.errors[field], (field, typed)
        assert list(reply.errors) == [field]


async def test_who_is_asked_is_chosen_by_organisation_kind_region_and_topic(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone
) -> None:
    async with talk.database.begin() as store:
        north = Organisation(code="nord", name="Nord", kind="cluster", region="Nordland")
        await store.organisations.add(north)
        topic = await store.topics.find_topic_by_slug("nett")
        assert topic is not None
        house = await store.organisations.find_organisation_by_code("eksempel")
        assert house is not None
        await store.organisations.set_known_topics(house.id, [topic.id])
    assert "Asks 3 organisations" in said(await drafts(sara))
    assert "Asks 1 organisation: Nord" in said(await drafts(sara, who="region:nordland"))
    assert "Asks 1 organisation: Nord" in said(await drafts(sara, kinds=("cluster",)))
    assert "Asks 1 organisation: Eksempel" in said(await drafts(sara, topics=("nett",)))
    assert "Asks 1 organisation: Dømeøyra" in said(await drafts(sara, who="chosen", organisations="dømeøyra"))
    assert "Asks 2 organisations: Dømeøyra and Nord" in said(await drafts(sara, who="except", organisations="eksempel"))
    assert "No contact for Nord can be reached yet." in said(await drafts(sara, who="region:nordland"))
    none = await drafts(sara, kinds=("public",))
    assert none.errors == {"who": "No organisation fits that. Ask more of them."}
    assert "organisations" in (await drafts(sara, who="chosen")).errors


async def test_words_that_ask_for_prices_volumes_or_bids_are_hinted_at(
    talk: Conversation, sara: Someone, kari: Someone
) -> None:
    assert "competition-sensitive" not in said(await drafts(sara))
    for line in ("Strømpris i kontrakten: text", "Salgsvolum: number t/år", "Did you bid? Our tenders: text"):
        echo = await drafts(sara, fields=line)
        assert "This may be competition-sensitive." in said(echo), line
        assert "Send" in said(echo), "a hint stops nobody"
    assert "about volumes" in said(await drafts(sara, why="Hvor mye produserer dere i høst?"))


async def test_a_round_for_an_issue_asks_only_those_who_may_see_it(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone
) -> None:
    await talk.carries("grid", "nett")
    await published(kari, sara, reach="own")
    wrong = await drafts(sara, code="S-1")
    assert wrong.errors == {"code": "Not all you ask may see S-1: Dømeøyra."}
    echo = await drafts(sara, code="s1", who="chosen", organisations="eksempel")
    assert "About issue: S-1 Faster grid connection" in said(echo)
    await sara.clicks(echo, "Send")
    assert "Input rounds: R-1 Grid capacity" in said(await kari.commands("S-1", "issue"))


async def test_a_round_is_for_a_consultation_and_is_named_there(
    talk: Conversation, sara: Someone, kari: Someone
) -> None:
    async with talk.database.begin() as store:
        hearing = Consultation(title="Nettregulering", state=OPEN, language="nb", deadline=date(2027, 6, 1))
        await store.consultations.add(hearing)
    form = await sara.does("rounds.write")
    assert form.form is not None
    assert {field.name: field.options for field in form.form.fields}["code"] == (("H-1", "H-1 Nettregulering"),)
    echo = await drafts(sara, code="h1")
    assert "About consultation: H-1 Nettregulering" in said(echo)
    form = await sara.clicks(echo, "Change")
    assert form.form is not None
    assert {field.name: field.value for field in form.form.fields}["code"] == "H-1"
    await sara.clicks(echo, "Send")
    assert "Input rounds: R-1 Grid capacity" in said(await kari.does("consultations.open", str(hearing.id)))
    assert "About consultation: H-1 Nettregulering" in said(await kari.commands("R-1", "input"))


async def test_the_deputy_is_asked_while_the_contact_is_away(
    talk: Conversation, sara: Someone, kari: Someone, clock: Clock
) -> None:
    tor = await deputy(talk, "tor", "eksempel")
    await asks(sara)
    await passes(talk, clock, minutes=5)
    assert (len(kari.sees), len(tor.sees)) == (1, 0)
    async with talk.database.begin() as store:
        person = await store.people.load_person(kari.person_id)
        person.paused_until = clock().replace(month=6)
    await asks(sara, title="Water")
    await passes(talk, clock, minutes=5)
    assert (len(kari.sees), len(tor.sees)) == (1, 1)
    assert "R-2 Water" in tor.last.text


async def test_only_the_secretariat_asks_and_a_line_of_chat_leads_to_the_form(
    talk: Conversation, sara: Someone, kari: Someone
) -> None:
    guest = await talk.person("gro", role="guest")
    assert "Only the secretariat can do this." in said(await kari.commands("ny", "input"))
    assert "Guests can answer" in said(await guest.commands("", "input"))
    await sara.says("innspill ny Nettkø i nord")
    form = await sara.clicks(sara.last, "Ask for input")
    assert form.form is not None
    assert form.form.fields[0].value == "Nettkø i nord"
    assert "I cannot find round R-7." in said(await kari.commands("R-7", "input"))
    await kari.says("Innspill til høringen om nettkø, hvem skriver?")
    assert "R-" not in kari.last.text, "a question to the network"


async def test_a_draft_is_nobodys_but_the_secretariats(talk: Conversation, sara: Someone, kari: Someone) -> None:
    await drafts(sara, **ROUND)
    assert "I cannot find that round." in said(await kari.does("rounds.open", "1"))
    assert "Your organisation is not being asked for anything now." in said(await kari.commands("", "input"))
    tom = await talk.person("tom", role="secretariat")
    assert "Nobody has been asked yet." in said(await tom.does("rounds.open", "1"))
    await tom.does("rounds.send", "1")
    assert "R-1 has already been sent." in said(await sara.does("rounds.send", "1")), "once, whoever was first"
