"""Schemes: whether they hit is said once a year by each organisation, at any time or in a round, and names nobody."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.input import answers, asks, crowd, publishes
from tests.policy import said


async def id_of(talk: Conversation, who: Someone, name: str = "Enova") -> str:
    """A network that has none yet begins with those that everybody knows."""
    await who.commands("ordninger", "input")
    async with talk.database.read() as store:
        scheme = await store.schemes.find_scheme_by_name(name)
        assert scheme is not None
        return str(scheme.id)


async def reports(who: Someone, scheme: str, verdict: str, **more: str) -> str:
    return said(await who.submits(await who.does("schemes.report", scheme), verdict=verdict, **more))


async def test_the_secretariat_adds_schemes_and_retires_them(talk: Conversation, sara: Someone, kari: Someone) -> None:
    first = await kari.commands("ordninger", "input")
    listed = said(first) + said(await kari.clicks(first, "Next page"))
    for name in ("Enova", "Siva", "Innovasjon Norge"):
        assert name in listed
    assert "Only the secretariat can do this." in said(await kari.does("schemes.add"))
    form = await sara.does("schemes.add")
    assert (await sara.submits(form, name="ENOVA")).errors == {"name": "ENOVA is there already."}
    assert (await sara.submits(form, name=" ")).errors == {"name": "Write its name."}
    assert "Grønn plattform" in said(await sara.submits(form, name="Grønn plattform", about="Big projects."))
    scheme = await id_of(talk, kari, "Grønn plattform")
    assert "Eksempel: Works for us" in await reports(kari, scheme, "hit")
    assert "Ask members again" in said(await sara.does("schemes.retire", scheme))
    assert "Grønn plattform is not asked about any more." in said(await kari.does("schemes.report", scheme))
    assert "Grønn plattform" not in said(await kari.commands("ordninger", "input"))
    assert "Works for us" in said(await sara.does("schemes.reports", scheme)), "what was said of it stays"


async def test_it_is_said_by_who_acts_for_the_organisation_and_without_its_name_where_it_says_so(
    talk: Conversation, sara: Someone, kari: Someone, nils: Someone
) -> None:
    enova = await id_of(talk, kari)
    assert "Kari can answer for Eksempel in this." in said(await nils.does("schemes.report", enova))
    stray = await talk.person("rolf")
    assert "Until an organisation has confirmed that you belong to it" in said(
        await stray.does("schemes.report", enova)
    )
    guest = await talk.person("gro", role="guest")
    assert "I cannot find that scheme." in said(await guest.does("schemes.open", enova))
    form = await kari.does("schemes.report", enova)
    wrong = await kari.submits(form, verdict="", reason="Eksempel waits.", shared="unnamed")
    assert wrong.errors["verdict"] == "Choose one of these."
    assert wrong.errors["reason"] == "Leave out the name Eksempel: your organisation shares without its name."
    assert "competition-sensitive" in await reports(kari, enova, "missed", reason="Vi tar 80 kroner per time.")
    assert "Enova" in said(await kari.does("schemes.open", enova))
    assert "Eksempel: Does not work" in said(await nils.does("schemes.open", enova)), "one's own is seen"


async def test_under_nine_nothing_is_told_and_each_report_is_counted_once_a_year(
    talk: Conversation, sara: Someone, clock: Clock
) -> None:
    people = await crowd(talk, 11)
    enova = await id_of(talk, people[0])
    for who in people[:4]:
        await reports(who, enova, "missed")
    refused = "Fewer than nine new reports on Enova since the last edition."
    assert refused in said(await publishes(sara, enova, "schemes"))
    assert "Nothing is published of Enova yet." in said(await people[0].does("schemes.raise", enova))
    for who in people[4:10]:
        await reports(who, enova, "missed")
    assert "2027: 10 members – Works for us: fewer than five · Does not work: five or more" in said(
        await publishes(sara, enova, "schemes")
    )
    assert "totals count what you had answered then" in await reports(people[0], enova, "hit")
    await reports(people[10], enova, "hit")
    assert refused in said(await publishes(sara, enova, "schemes")), "one is new, and one has changed"
    clock.set(clock().replace(year=2028, month=2, day=1))
    for who in people[:5]:
        await reports(who, enova, "hit")
    assert refused in said(await publishes(sara, enova, "schemes")), "five would show what each has said"
    for who in people[5:9]:
        await reports(who, enova, "hit")
    seen = said(await publishes(sara, enova, "schemes"))
    assert "2028: 9 members – Works for us: five or more · Does not work: fewer than five" in seen
    assert "2027: 10 members" in seen


async def test_a_report_of_last_year_follows_the_answer_that_it_came_by(
    talk: Conversation, sara: Someone, kari: Someone, clock: Clock
) -> None:
    clock.set(datetime(2027, 12, 20, 9, tzinfo=UTC))
    enova = await id_of(talk, kari)
    round = await asks(sara, fields="Enova: scheme\nPower: number MW", deadline="20 January 2028")
    await answers(kari, round, f1="missed", f1why="Too narrow.", f2="7", shared="named")
    clock.set(datetime(2028, 1, 5, 9, tzinfo=UTC))
    for given, kept in (({"f1": "missed", "f1why": "Narrow.", "shared": "private"}, ["private"]), ({"f1": ""}, [])):
        await answers(kari, round, f2="8", **({"f1why": ""} | given))
        async with talk.database.read() as store:
            found = [await store.schemes.list_scheme_reports(int(enova), year) for year in (2027, 2028)]
        assert [[report.shared for report, _ in reports] for reports in found] == [kept, []]


async def test_what_is_answered_of_a_scheme_in_a_round_is_reported_and_taken_back_with_the_answer(
    talk: Conversation, sara: Someone, kari: Someone
) -> None:
    enova = await id_of(talk, kari)
    round = await asks(sara, fields="Enova: scheme\nPower: number MW")
    reply = said(await answers(kari, round, f1="missed", f1why="Too narrow.", f2="7"))
    assert "Enova: Does not work – Too narrow." in reply
    assert "Too narrow." in said(await sara.does("schemes.reports", enova))
    await answers(kari, round, f1="", f1why="", f2="7")
    assert "Nobody has reported on it this year." in said(await sara.does("schemes.reports", enova))
    await answers(kari, round, f1="hit")
    await kari.submits(await kari.does("rounds.decline", str(round)))
    assert "Nobody has reported on it this year." in said(await sara.does("schemes.reports", enova))
    # what was said outside of the round stays when the round's answer goes
    await answers(kari, round, f1="hit")
    await reports(kari, enova, "missed")
    await kari.submits(await kari.does("rounds.decline", str(round)))
    assert "Does not work" in said(await sara.does("schemes.reports", enova))
    # also where it says the same as the round's answer did
    await answers(kari, round, f1="hit")
    assert "Eksempel has already said that, through Kari." in await reports(kari, enova, "hit")
    await kari.submits(await kari.does("rounds.decline", str(round)))
    assert "Works for us" in said(await sara.does("schemes.reports", enova))
