"""Lines about a meeting as people type them: read as they are meant, or asked about with the reason."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from handlers.dates.date_words import list_words
from handlers.dates.time_zones import convert_to_local
from handlers.meetings.line_reader import Ask, MeetingLine, is_meeting_order, read_meeting_line

OSLO = ZoneInfo("Europe/Oslo")
#: a Saturday, at ten in Oslo
NOW = datetime(2026, 11, 28, 9, tzinfo=UTC)
#: line -> title, day and times, place
TIMES = [
    ("møte ny Erfaringsmøte nett 8. desember kl. 10-11.30", "Erfaringsmøte nett", "2026-12-08 10:00/11:30", ""),
    ("nytt møte i morgen klokka to om spillvarme, i Prøvedal", "Møte om spillvarme", "2026-11-29 14:00", "Prøvedal"),
    ("innkall til møte fredag 18.12. 13:00-14:30 om nett", "Møte om nett", "2026-12-18 13:00/14:30", ""),
    ("sett opp et møte neste tirsdag kl 9 om nett", "Møte om nett", "2026-12-01 09:00", ""),
    ("Fagdag torsdag 10/12 kl. 10 til 15", "Fagdag", "2026-12-10 10:00/15:00", ""),
    ("Kurs 15.12.2026 10:00-12:00 Eksempel Industripark, sal 2", "Kurs", "2026-12-15 10:00/12:00",
     "Eksempel Industripark, sal 2"),
    ("Driftsmøte tirsdag 8. desember klokken ni til tolv i kantina", "Driftsmøte", "2026-12-08 09:00/12:00", "kantina"),
    ("i morgen kl 10-11.30 digitalt, brannøving", "Brannøving", "2026-11-29 10:00/11:30", "digitalt"),
    ("Workshop: hydrogen, torsdag 13-15", "Workshop: hydrogen", "2026-12-03 13:00/15:00", ""),
    ("møte om plan for 2027 fredag kl 10", "Møte om plan for 2027", "2026-12-04 10:00", ""),
    ("Budsjett 2027 mandag 12.30", "Budsjett 2027", "2026-11-30 12:30", ""),
    ("Webinar i kveld kl 8", "Webinar", "2026-11-28 20:00", ""),
    ("rådhuset, fredag kl 14, omvisning", "Omvisning", "2026-12-04 14:00", "rådhuset"),
    ("Teams, møte om nett, tirsdag kl 9", "Møte om nett", "2026-12-01 09:00", "Teams"),
    ("møte 10.12 10.15-11.45 om avfall", "Møte om avfall", "2026-12-10 10:15/11:45", ""),
    ("10.15 onsdag møte om lærlinger", "Møte om lærlinger", "2026-12-02 10:15", ""),
    ("Kan vi ta et møte om kai torsdag kl 14?", "Møte om kai", "2026-12-03 14:00", ""),
    ("CO2-møte fredag kl 10, 1,5 time", "CO2-møte", "2026-12-04 10:00/11:30", ""),
    ("Møte om prosjekt 2-3 fredag kl 10", "Møte om prosjekt 2-3", "2026-12-04 10:00", ""),
    ("møte om støy måndag 7. desember klokka halv to i grendehuset", "Møte om støy", "2026-12-07 13:30", "grendehuset"),
    ("møte om gass fredag fra ti til elleve", "Møte om gass", "2026-12-04 10:00/11:00", ""),
    ("møte om gass fredag kl ti på ti", "Møte om gass", "2026-12-04 09:50", ""),
    ("møte om gass fredag fem over halv ti", "Møte om gass", "2026-12-04 09:35", ""),
    ("møte om gass 10. desember klokka 12-1", "Møte om gass", "2026-12-10 12:00/13:00", ""),
    ("møte om gass 10. desember kl. 8:30-16", "Møte om gass", "2026-12-10 08:30/16:00", ""),
    ("møte om gass 10. desember kl 10, halvannen time", "Møte om gass", "2026-12-10 10:00/11:30", ""),
    ("halvannen times styringsgruppemøte onsdag kl ett", "Styringsgruppemøte", "2026-12-02 13:00/14:30", ""),
    ("2. desember kl 9 halvanna time arealstrategi", "Arealstrategi", "2026-12-02 09:00/10:30", ""),
    ("legg inn møtet vårt om fjernvarme 22. januar kl 13", "Fjernvarme", "2027-01-22 13:00", ""),
    ("set up our meeting about district heating 22 January at 1pm", "District heating", "2027-01-22 13:00", ""),
    ("i Årdal i morgon klokka to: nytt møte om tilkomstvegen", "Tilkomstvegen", "2026-11-29 14:00", "Årdal"),
    ("in a week's time at 1pm, district heating talk", "District heating talk", "2026-12-05 13:00", ""),
    ("evaluering av øvinga 14. desember kl 14, varer éin time, beredskapsrommet", "Evaluering av øvinga",
     "2026-12-14 14:00/15:00", "beredskapsrommet"),
    ("møte om høringssvar onsdag kl 12-13, fristen er 15. desember", "Møte om høringssvar",
     "2026-12-02 12:00/13:00", ""),
    ("call for extraordinary general meeting 14 December at 16:00", "Extraordinary general meeting",
     "2026-12-14 16:00", ""),
    ("kl 15 onsdag rask prat om vektbrua", "Rask prat om vektbrua", "2026-12-02 15:00", ""),
    ("Nytt om energistøtte, onsdag kl 9", "Nytt om energistøtte", "2026-12-02 09:00", ""),
    ("digitalt driftsmøte onsdag 8.30", "Driftsmøte", "2026-12-02 08:30", "digitalt"),
    ("digitalt driftsmøte onsdag 8.30 på Teams", "Driftsmøte", "2026-12-02 08:30", "Teams"),
    ("Lunchtime talk on concrete. Wednesday 12-1. Auditorium.", "Lunchtime talk on concrete",
     "2026-12-02 12:00/13:00", "Auditorium"),
    ("Møte om brannvern 14. desember kl 7.30", "Møte om brannvern", "2026-12-14 07:30", ""),
    ("i morgon tidleg kl 7 synfaring", "Synfaring", "2026-11-29 07:00", ""),
    ("Kan du setje opp eit møte om vassforsyning torsdag i neste veke klokka ti?", "Møte om vassforsyning",
     "2026-12-03 10:00", ""),
    ("om ei veke kl 10 oppstart", "Oppstart", "2026-12-05 10:00", ""),
    ("mandag om to uker kl 9 oppstart", "Oppstart", "2026-12-07 09:00", ""),
    ("veke 3 tysdag kl 10 verksmøte", "Verksmøte", "2027-01-19 10:00", ""),
    ("om 2 timer rask avklaring", "Rask avklaring", "2026-11-28 12:00", ""),
    ("Møte tirsdag kl 12 spillvarme", "Spillvarme", "2026-12-01 12:00", ""),
    ("Befaring tirsdag kl 12 Nordre kai", "Befaring", "2026-12-01 12:00", "Nordre kai"),
    ("møte om fase 2 fredag kl 12", "Møte om fase 2", "2026-12-04 12:00", ""),
    ("møte om tariff 2. kvartal fredag kl 12", "Møte om tariff 2. kvartal", "2026-12-04 12:00", ""),
    ("Opplæring i Teams onsdag kl 10", "Opplæring i Teams", "2026-12-02 10:00", ""),
    ("Digital tvilling: workshop onsdag kl 10", "Digital tvilling: workshop", "2026-12-02 10:00", ""),
    ("Møte (internt) mandag kl 10", "Møte (internt)", "2026-11-30 10:00", ""),
    ("fridag for ansatte mandag kl 10", "Fridag for ansatte", "2026-11-30 10:00", ""),
    ("3.-4. juni 2027 kl 9-15 vårsamling", "Vårsamling", "2027-06-03 09:00/2027-06-04 15:00", ""),
    ("Let's have a meeting on Thursday at 3 about noise", "Meeting about noise", "2026-12-03 15:00", ""),
    ("please schedule a webinar about CBAM for 10 December at 13:00 online", "Webinar about CBAM",
     "2026-12-10 13:00", "online"),
    ("Board meeting next Tuesday 9:30-11am in the boardroom", "Board meeting", "2026-12-01 09:30/11:00", "boardroom"),
    ("Steering committee, 3 Dec, 2pm-3:30pm, Zoom", "Steering committee", "2026-12-03 14:00/15:30", "Zoom"),
    ("Meeting on the 15th at 10am about noise", "Meeting about noise", "2026-12-15 10:00", ""),
    ("a week on Monday at 10, steering group", "Steering group", "2026-12-07 10:00", ""),
    ("Pipes – Tuesday 12:00–13:00 – Teams", "Pipes", "2026-12-01 12:00/13:00", "Teams"),
    ("Webinar on 3rd of December, 10 o'clock", "Webinar", "2026-12-03 10:00", ""),
    ("Kvartalsmøte første mandag i januar kl 9", "Kvartalsmøte", "2027-01-04 09:00", ""),
    ("harbour group on the last Friday of February at 10", "Harbour group", "2027-02-26 10:00", ""),
    ("harbour group Thursday week at 10", "Harbour group", "2026-12-10 10:00", ""),
    ("Invite everyone to a workshop on safety 14 December 10am-noon", "Workshop on safety",
     "2026-12-14 10:00/12:00", ""),
    ("møte mandag om lås, varighet 2 timer, kl 12", "Møte om lås", "2026-11-30 12:00/14:00", ""),
    ("Vi tar styremøte onsdag 16. desember kl 16", "Styremøte", "2026-12-16 16:00", ""),
    ("Møte 2 om forbruk mandag kl 9", "Møte 2 om forbruk", "2026-11-30 09:00", ""),
    ("Medlemsmøte onsdag kl 18 hjå Eksempel Bedrift AS", "Medlemsmøte", "2026-12-02 18:00", "Eksempel Bedrift AS"),
    ("Rom 204: industrivern onsdag kl 11", "Industrivern", "2026-12-02 11:00", "Rom 204"),
    ("Frokost onsdag kl 8, Kantina på Eksempel Industripark", "Frokost", "2026-12-02 08:00",
     "Kantina på Eksempel Industripark"),
    ("styremøte og julemiddag 15/12 kl 17-19.30", "Styremøte og julemiddag", "2026-12-15 17:00/19:30", ""),
    ("beredskapsøvelse 4. mai 2027 kl. 8 på kaia", "Beredskapsøvelse", "2027-05-04 08:00", "kaia"),
    ("2026-12-14T09:00 arbeidsmøte", "Arbeidsmøte", "2026-12-14 09:00", ""),
    ("Møte om 1,5 mill tirsdag kl 9", "Møte om 1,5 mill", "2026-12-01 09:00", ""),
    ("Møte om sone 2-3 tirsdag 9-10", "Møte om sone 2-3", "2026-12-01 09:00/10:00", ""),
    ("steering group Tuesday at nine thirty (Teams)", "Steering group", "2026-12-01 09:30", "Teams"),
    ("Hei! Sett opp et møte om skred fredag kl 9 på Teams? Takk", "Møte om skred", "2026-12-04 09:00", "Teams"),
    ("Sted: sal 3. Tid: tirsdag kl 9. Tema: nettkø", "Nettkø", "2026-12-01 09:00", "sal 3"),
    ("Hackathon from 18 June 9:00 to 19 June 15:00, lab building", "Hackathon", "2027-06-18 09:00/2027-06-19 15:00",
     "lab building"),
]  # fmt: skip
#: line -> rule, number of times, first time
SERIES = [
    ("hver andre tirsdag kl 9 fra 8. desember, 6 ganger, nett", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", 6,
     "2026-12-08 09:00"),
    ("hver fredag kl 12 lunsj", "FREQ=WEEKLY;BYDAY=FR", None, "2026-12-04 12:00"),
    ("hver lørdag kl 11 kaffe", "FREQ=WEEKLY;BYDAY=SA", None, "2026-11-28 11:00"),
    ("hver lørdag kl 9 kaffe", "FREQ=WEEKLY;BYDAY=SA", None, "2026-12-05 09:00"),
    ("første onsdag i måneden kl 9 nett", "FREQ=MONTHLY;BYDAY=1WE", None, "2026-12-02 09:00"),
    ("månedlig driftsmøte første mandag kl 9", "FREQ=MONTHLY;BYDAY=1MO", None, "2026-12-07 09:00"),
    ("den siste torsdagen i måneden kl. 14-15 nettverk", "FREQ=MONTHLY;BYDAY=-1TH", None, "2026-12-31 14:00"),
    ("den 5. hver måned kl 10 drift", "FREQ=MONTHLY;BYMONTHDAY=5", None, "2026-12-05 10:00"),
    ("Tirsdager og torsdager kl 8 stand-up", "FREQ=WEEKLY;BYDAY=TU,TH", None, "2026-12-01 08:00"),
    ("kvar hverdag kl 8 morgonmøte, 5 gonger", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", 5, "2026-11-30 08:00"),
    ("Hver onsdag kl 9 drift ut året", "FREQ=WEEKLY;BYDAY=WE;UNTIL=20261231T235959", None, "2026-12-02 09:00"),
    ("Every Monday at 9 until 15 December stand-up", "FREQ=WEEKLY;BYDAY=MO;UNTIL=20261215T235959", None,
     "2026-11-30 09:00"),
    ("every Friday at 2 from 1 January, coffee", "FREQ=WEEKLY;BYDAY=FR", None, "2027-01-01 14:00"),
    ("every 3 months from 12 January 13:00 review", "FREQ=MONTHLY;INTERVAL=3", None, "2027-01-12 13:00"),
]  # fmt: skip
#: line -> what is asked, why, about which words
ASKED = [
    ("møte om slam 31. februar kl 10", "date", "no_such_day", "31. februar"),
    ("webinar 12/13 at 10", "date", "no_such_day", "12/13"),
    ("møte torsdag 8. desember kl 10 om støy", "date", "weekday", "torsdag 8. desember"),
    ("møte tirsdag eller torsdag kl 10 om støy", "date", "several", "tirsdag eller torsdag"),
    ("møte 8. eller 9. desember kl 10 om støy", "date", "several", "8. eller 9. desember"),
    ("møte 1.2.2026 kl 10 om støy", "date", "past", "1.2.2026"),
    ("møte 27. november kl 10 om støy", "date", "past", "27. november"),
    ("møte neste uke kl 10 om støy", "date", "vague", "neste uke"),
    ("samling i januar kl 10", "date", "vague", "i januar"),
    ("møte kl 14 om støy", "date", "missing", ""),
    ("hver uke kl 9 drift", "date", "missing", ""),
    ("hver tirsdag kl 9 drift, 9. desember", "date", "weekday", "9. desember"),
    ("møte torsdag om støy", "time", "missing", ""),
    ("møte torsdag kl 6 om støy", "time", "half_of_day", "kl 6"),
    ("møte torsdag etter lunsj om støy", "time", "vague", "etter lunsj"),
    ("fagdag fredag hele dagen", "time", "vague", "hele dagen"),
    ("Meeting about ports 3 or 4pm Thursday", "time", "several", "3 or 4pm"),
    ("steering group 5 January 10 to 11 or 13 to 14", "time", "several", "10 to 11 or 13 to 14"),
    ("møte torsdag kl 25 om støy", "time", "no_time", "kl 25"),
    ("frokost i dag kl 8", "time", "past", "kl 8"),
    ("møte om støy fredag kl 15-10", "end", "end_before_start", "kl 15-10"),
    ("Meeting about flue gas on 12 May from 10 to", "end", "half_said", "from 10 to"),
    ("sted: , befaring fredag kl 9", "place", "half_said", ""),
    ("fagdag fredag kl 9, rådhuset eller Teams", "place", "several", "rådhuset eller Teams"),
    ("hver onsdag kl 13 noen ganger, kurs", "count", "vague", "noen ganger"),
    ("hver onsdag kl 13 kurs til sommeren", "count", "vague", "til sommeren"),
    ("every Tuesday until further notice at 9, noise", "count", "vague", "until further notice"),
    ("to ganger i uka fra mandag kl 9 drift", "rule", "unknown", "to ganger i uka"),
    ("møte fredag kl 9", "title", "missing", ""),
]  # fmt: skip


def read(text: str, now: datetime = NOW) -> MeetingLine:
    return read_meeting_line(text, now, OSLO)


def shown(line: MeetingLine) -> str:
    if line.start is None:
        return ""
    if line.end is None:
        return f"{line.start:%Y-%m-%d %H:%M}"
    form = "%H:%M" if line.end.date() == line.start.date() else "%Y-%m-%d %H:%M"
    return f"{line.start:%Y-%m-%d %H:%M}/{line.end.strftime(form)}"


@pytest.mark.parametrize(("text", "title", "when", "place"), TIMES)
def test_a_line_gives_its_time_place_and_title(text: str, title: str, when: str, place: str) -> None:
    line = read(text)
    assert (line.title, shown(line), line.place, line.asks) == (title, when, place, ())


@pytest.mark.parametrize(("text", "rule", "count", "first"), SERIES)
def test_a_line_gives_its_series(text: str, rule: str, count: int | None, first: str) -> None:
    line = read(text)
    assert (line.rule, line.count, f"{line.start:%Y-%m-%d %H:%M}", line.asks) == (rule, count, first, ())


@pytest.mark.parametrize(("text", "what", "reason", "said"), ASKED)
def test_what_is_not_clear_is_asked_and_named(text: str, what: str, reason: str, said: str) -> None:
    line = read(text)
    assert [(ask.what, ask.reason, ask.said) for ask in line.asks] == [(what, reason, said)]
    assert (line.start is None) == (what in ("date", "time"))


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("Webinar fredag kl 9 https://meet.example.org/a?b=c", "https://meet.example.org/a?b=c"),
        ("Webinar fredag kl 9 (https://meet.example.org/a).", "https://meet.example.org/a"),
        ("Webinar fredag kl 9, meet.google.com/abc-defg-hij", "meet.google.com/abc-defg-hij"),
        ("Webinar fredag kl 9 på zoom.us/j/98765", "zoom.us/j/98765"),
    ],
)
def test_a_link_is_one_without_its_scheme_too(text: str, link: str) -> None:
    line = read(text)
    assert (line.title, line.link, shown(line)) == ("Webinar", link, "2026-12-04 09:00")


def test_seats_and_sign_up_are_no_title_and_no_place() -> None:
    line = read(
        "Kurs fredag 11.12. kl 9 maks 20 deltakere, påmelding innen 9. desember, Eksempel Industripark, 2 per park"
    )
    assert (line.title, line.place, line.asks) == ("Kurs", "Eksempel Industripark", ())
    assert (line.limits.capacity, line.limits.seats_each) == (20, 2)
    assert line.limits.signup == "påmelding innen 9. desember"


@pytest.mark.parametrize(
    "text",
    [
        *(text for text, *_ in TIMES),
        "sett opp et møte om nett",
        "book a meeting about noise",
        "hver fredag kl 12",
        "Samling for parkane i januar",
        "torsdag 10/12 kl. 10 til 15",
        "kl 10-11.30 digitalt",
    ],
)
def test_a_line_about_a_new_meeting_is_an_order(text: str) -> None:
    assert is_meeting_order(text)


@pytest.mark.parametrize(
    "text",
    [
        "Når er neste møte, og hva står på sakslista?",
        "Hva tar vi opp på møtet torsdag kl 10?",
        "Har noen holdt møte om regulering i uke 50?",
        "Who is coming to the meeting on 8 December?",
        "Vi hadde møte om nett tirsdag kl 10, og det gikk bra",
        "flytt møtet til fredag kl 10",
        "avlys møtet på torsdag",
        "meld meg på møtet 8. desember",
        "Hvem har erfaring med spillvarme?",
        "møte om nett",
        "Spillvarme",
        "kvotene blir dyrere hvert år, hvordan budsjetterer dere",
        "vi treffes så sjelden i klynga, hakke dere no lettvint digitalt hver måned",
        "Noen som vet hvorfor strømmen gikk tirsdag kl 9",
        "",
    ],
)
def test_what_asks_reports_or_changes_orders_nothing(text: str) -> None:
    assert not is_meeting_order(text)


WORDS = st.sampled_from(
    sorted(
        list_words(
            "kl klokka ti to til 10 11.30 12:00 8. desember 31. februar tirsdag neste uke om hver andre første i "
            "måneden ut juni 30. 6 ganger noen , - – ; : ( ) 2027 2027-12-01 8/12 17.03 pm halv kvart over på den fra "
            "og eller møte om støy Teams sted: https://a.b/c maks 20 plasser påmelding innen morgen kveld etter lunsj "
            "hele dagen next week every Monday 99 0 24 0001-01-01 9999-12-31 999 uker kvartal år"
        )
    )
)


@settings(max_examples=300, deadline=None)
@example("0 0000) 000")
@given(st.text(max_size=200) | st.lists(WORDS, max_size=16).map(" ".join))
def test_any_text_is_read(text: str) -> None:
    line = read(text)
    is_meeting_order(text)
    here = convert_to_local(NOW, OSLO)
    assert line.start is None or line.start > here
    assert line.end is None or (line.start is not None and line.end > line.start)
    assert (line.start is None) == bool({"date", "time"} & set(line.asked))
    assert bool(line.title) != (Ask("title") in line.asks)


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(["Møte om spillvarme", "Nettfrokost", "Webinar on hydrogen", "Kaffi med naboane"]),
    st.datetimes(datetime(2026, 12, 1), datetime(2028, 12, 31)),  # noqa: DTZ001 - wall times
    st.integers(15, 600),
    st.sampled_from(["", "Teams", "Eksempel Industripark", "sal 2"]),
    st.permutations(range(3)),
)
def test_what_is_written_from_what_was_read_is_read_alike(
    title: str, start: datetime, minutes: int, place: str, order: list[int]
) -> None:
    end = start + timedelta(minutes=minutes)
    end_text = f"{end:%H:%M}" if end.date() == start.date() else f"{end:%d.%m.%Y %H:%M}"
    parts = [title, f"{start:%d.%m.%Y %H:%M}-{end_text}", place]
    first = read(", ".join(filter(None, (parts[n] for n in order))))
    assert (first.title, first.place) == (title, place)
    again = read(f"{first.title}, {shown(first).replace('/', ' - ')}, {first.place}")
    assert (again.title, again.start, again.end, again.place) == (first.title, first.start, first.end, first.place)
