"""Lines as people write them freely: orders in many words, pasted invitations, and what is neither title nor place."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from handlers.chat.verbs import parse_command
from handlers.meetings.line_reader import MeetingLine, is_meeting_order, read_meeting_line

#: a Wednesday, at nine in Oslo
NOW = datetime(2026, 12, 2, 8, tzinfo=UTC)
#: line -> title, place
ORDERS = [
    ("Hei! Kan dere sette opp et møte med Statkraft om kabel på mandag kl 10-11? Vi sitter i møterom Havet.",
     "Møte med Statkraft om kabel", "møterom Havet"),
    ("hei hei, kunne du booket møterom Skagen til gjennomgang av avvik tirsdag 13-14", "Gjennomgang av avvik",
     "møterom Skagen"),
    ("Kan noen hjelpe meg med å sette opp et møte tirsdag kl 10 om brannvarsling?", "Møte om brannvarsling", ""),
    ("Eg lurer på om du kan setje opp eit møte om vegvedlikehald fredag kl 13", "Møte om vegvedlikehald", ""),
    ("Eg vil at du set opp eit møte om vasskvalitet på onsdag kl 12 i laboratoriet", "Møte om vasskvalitet",
     "laboratoriet"),
    ("Me lyt ha eit møte om snøbrøyting, helst torsdag kl 9 på kontoret", "Møte om snøbrøyting", "kontoret"),
    ("Kan du leggja inn internrevisjon måndag 18. januar 9-15 i møterom Fonn?", "Internrevisjon", "møterom Fonn"),
    ("Me møtest i kantina tysdag kl 12 for å snakke om julebordet", "Julebordet", "kantina"),
    ("Vi må snakke om lekkasjen. Torsdag kl 14 hos meg.", "Lekkasjen", "hos meg"),
    ("sett av torsdag 10. desember 13-15 til workshop om avfallsplan, rom Furu", "Workshop om avfallsplan", "rom Furu"),
    ("Vi inviterer til åpen dag lørdag 24. april kl 11-15 i parken", "Åpen dag", "parken"),
    ("Invitasjon til frokostseminar om kraftpriser, 19. januar 08.00-09.30, Sparebanken",
     "Frokostseminar om kraftpriser", "Sparebanken"),
    ("Innkaller herved til årsmøte i velforeningen 18. mars 2027 kl. 18.00 på skolen", "Årsmøte i velforeningen",
     "skolen"),
    ("På torsdag kl 12 er det informasjonsmøte om bompenger i storsalen", "Informasjonsmøte om bompenger", "storsalen"),
    ("Legg inn at vi skal ha verkstad om pumper på torsdag kl 9", "Verkstad om pumper", ""),
    ("Trenger et møterom onsdag 10-12 til budsjettmøte", "Budsjettmøte", ""),
    ("Can you get us a meeting with the insurance people tomorrow at 2pm in my office?",
     "Meeting with the insurance people", "my office"),
    ("hi! could u book the big meeting room thursday 2-3pm for a talk about lockers", "Talk about lockers",
     "big meeting room"),
    ("Hi team, let's meet on Thursday at 3pm to discuss the new parking rules, Zoom as usual", "The new parking rules",
     "Zoom"),
    ("Could you set something up with the electricians for Thursday 8am at the substation?",
     "Meeting with the electricians", "substation"),
    ("We're having a meeting about dust on Thursday at 10 in the canteen", "Meeting about dust", "canteen"),
    ("The fan broke down, so I'd like a meeting about spare parts Thursday at 10", "Meeting about spare parts", ""),
    ("Vi skal diskutere leieavtalen med advokaten mandag kl 13 på kontoret", "Leieavtalen med advokaten", "kontoret"),
    ("Hei, setter du opp møte med Telenor om fiber tirsdag kl 12?", "Møte med Telenor om fiber", ""),
    ("Please find time for a meeting about scaffolding, Tuesday at 9, site office", "Meeting about scaffolding",
     "site office"),
    ("Vi har drøfta det lenge, men no er det klart: kurs i sveising torsdag kl 9", "Kurs i sveising", ""),
]  # fmt: skip
#: a pasted invitation, or a line with labels -> title, place
LABELLED = [
    ("Emne: Oppfølging av støyklager\nTid: torsdag 10. desember 2026 kl. 09:00-10:00\nSted: Adm-bygget, møterom 3",
     "Oppfølging av støyklager", "Adm-bygget, møterom 3"),
    ("Møteinnkalling\nEmne: Budsjett\nNår: torsdag 10. desember 09:00\nKvar: Kantina", "Budsjett", "Kantina"),
    ("Subject: Supplier day\nWhen: 10 December 2026 9:00 (UTC+01:00) Amsterdam, Rome\nWhere: Hall C; Microsoft Teams",
     "Supplier day", "Hall C, Microsoft Teams"),
    ("Tittel: Felles øvelse / Dato: 12.01.2027 / Tid: 10.00-12.00 / Sted: Kaihallen", "Felles øvelse", "Kaihallen"),
    ("Tema: Stopp 2027. Dato: 14.01.2027. Klokkeslett: 12:00-13:30. Rom: Bjørnen", "Stopp 2027", "Bjørnen"),
    ("Møte med: Kari, Ola. Sak: støymåling. Tid: fredag 10-11. Sted: kontoret", "Støymåling", "kontoret"),
    ("Lag et møte fredag 11/12 klokka 08:15 med tittel Tømming av silo", "Tømming av silo", ""),
    ("Samling i Prøvedal fredag kl 12, tema damp", "Samling: damp", "Prøvedal"),
    ("Styremøte fredag kl 12. Sted: Rådhuset, møterom Stor. Sakliste: rekneskap, val, ymse.", "Styremøte",
     "Rådhuset, møterom Stor"),
    ("Møte fredag kl 12, agenda: ferie og vakter", "Ferie og vakter", ""),
]  # fmt: skip
#: words that are neither title nor place, behind "Fagprat om pumper torsdag kl 14 i verkstedet"
ASIDES = [
    ", ta med egne eksempler", ", meld fra innen mandag", ", gi beskjed innan onsdag", ". Husk vernesko",
    ", alle skal vera med", " - Lars kaller inn", ", lunsj fra 11.30", ", kaffe og kake serveres", " (Europe/Oslo)",
    ", velkommen!", ", they are coming here", ", let us know by Monday", ", bring your own cup", ", as usual",
    ", all shift leads must attend", ", bindande påmelding innan 9. desember", ". Mvh Kari",
    ", med Kari og Ola Nordmann",
]  # fmt: skip
#: line -> title, place: where the words stand, and what they are
PLACED = [
    ("Rom Gråsten, mandag ni til ti, leverandørmøte: pumper, ventiler og deler",
     "Leverandørmøte: pumper, ventiler og deler", "Rom Gråsten"),
    ("møterom 3: avklaring nabovarsel tomt 14, mandag kl 9", "Avklaring nabovarsel tomt 14", "møterom 3"),
    ("Møte på mandag kl 0900 om avvik, rom 2.12", "Møte om avvik", "rom 2.12"),
    ("frokostmøte, varsling i SCADA, 26. januar, 08:00, auditoriet", "Frokostmøte, varsling i SCADA", "auditoriet"),
    ("vernerunde bygg 7 fredag 0730 oppmøte ved porten", "Vernerunde bygg 7", "porten"),
    ("Omvisning for elever, torsdag kl 10, møt opp i resepsjonen", "Omvisning for elever", "resepsjonen"),
    ("Safety walk Friday noon, meet at gate 3", "Safety walk", "gate 3"),
    ("Brannrunde mandag kl 07:30, oppmøte vaktbua", "Brannrunde", "vaktbua"),
    ("Befaring fredag kl 9 og det blir nede ved kaia", "Befaring", "nede ved kaia"),
    ("Ekstraordinært styremøte i morgen kl 18. Vi tar det på Teams.", "Ekstraordinært styremøte", "Teams"),
    ("legg inn synfaring på reinseverket tysdag klokka elleve med grunneigarane", "Synfaring",
     "reinseverket"),
    ("samling fredag kl 9 vestibylen i administrasjonsbygget", "Samling", "vestibylen i administrasjonsbygget"),
    ("One-on-one with Ingrid, Friday 4.30pm, coffee bar in the lobby", "One-on-one with Ingrid",
     "coffee bar in the lobby"),
    ("contractor briefing tomorrow at 7.30 in the tent", "Contractor briefing", "tent"),
    ("workshop 1 June 9:00 until 2 June 15:00 at the hotel in Testsund", "Workshop", "hotel in Testsund"),
    ("møte tirsdag 8/12 kl 9-10 i 2. etasje om nye adgangskort", "Møte om nye adgangskort", "2. etasje"),
    ("Onsdag kl. 11 har vi samling i Amfiet om nye vaktplanar", "Samling om nye vaktplanar", "Amfiet"),
    ("Nabomøte om lukt. Samfunnshuset. Tirsdag 15. desember kl. 18.", "Nabomøte om lukt", "Samfunnshuset"),
    ("Introduksjonskurs, 1. februar 9-15. Stad: Fagskulen, rom 12. Ta med PC.", "Introduksjonskurs",
     "Fagskulen, rom 12"),
    ("Planmøte, Nordre felt, tirsdag 9-10, Teams", "Planmøte, Nordre felt", "Teams"),
    ("teams om trafoleie torsdag kl 14", "Trafoleie", "teams"),
    ("Teams-møte: pris og framdrift – 12. feb kl 14, med Lars og Kari", "Teams-møte: pris og framdrift", "Teams"),
    ("need an hour on Friday from 9am about the pump, zoom link https://zoom.us/j/1 as usual", "The pump", "zoom"),
    ("[Bli med i møtet](https://a.example/b) budsjettmøte på torsdag kl 12", "Budsjettmøte", ""),
    ("Vendor demo: leak detection, 2 Feb 2027 1pm-2pm, MS Teams", "Vendor demo: leak detection", "MS Teams"),
    ("Presentasjon av avvik mandag 14.12 kl 10 i auditoriet", "Presentasjon av avvik",
     "auditoriet"),
    ("Fysisk møte i Prøvedal 15/12 11-14: felles strategi", "Fysisk møte: felles strategi", "Prøvedal"),
    ("HMS-utvalget møtes onsdag kl 13 i møterom Vest", "HMS-utvalget", "møterom Vest"),
    ("Utvidet ledergruppe, 9/12, 08:30, «Fjellstua»", "Utvidet ledergruppe", "Fjellstua"),
    ("Kort status på bygg 12, fredag kl 9, 20 minutt, i resepsjonen", "Kort status på bygg 12", "resepsjonen"),
    ("Budget meeting Thu 10 Dec 9:30 to 11 in Meeting Room North with tenants", "Budget meeting",
     "Meeting Room North"),
    ("Demo of the booking app, Thursday 2 pm, online via Teams", "Demo of the booking app", "Teams"),
    ("Evaluering av bordet :) fredag kl 14 på pauserommet", "Evaluering av bordet", "pauserommet"),
    ("møde om straum tordag 17 des kl 14", "Møte om straum", ""),
]  # fmt: skip


def read(text: str) -> MeetingLine:
    return read_meeting_line(text, NOW, ZoneInfo("Europe/Oslo"))


@pytest.mark.parametrize(("text", "title", "place"), ORDERS)
def test_an_order_in_many_words_is_an_order(text: str, title: str, place: str) -> None:
    assert parse_command(text)[0] in ("timed", "meeting")
    assert is_meeting_order(text)
    line = read(text)
    assert (line.title, line.place, line.asks) == (title, place, ())


@pytest.mark.parametrize(
    "text",
    [
        "Takk for et godt møte på fredag, referatet ligger i mappa",
        "Sorry, can't make it to the safety walk on Friday.",
        "kan du sjekke om alle kan møtes tirsdag kl 10?",
        "Vi har møte fredag kl 10, kommer du?",
        "Har vi møte på fredag kl 10?",
        "Er det møte på fredag kl 10?",
        "me har hatt møte om støy torsdag kl 9 før",
        "We had a good meeting with the port authority on Tuesday, they'll get back to us",
    ],
)
def test_thanks_questions_and_reports_are_no_orders(text: str) -> None:
    assert parse_command(text)[0] != "meeting"
    assert not is_meeting_order(text)


@pytest.mark.parametrize(
    "text", ["avlys vernerunden på fredag", "Flytt styremøtet til fredag kl 12", "Please move the workshop to March"]
)
def test_what_changes_a_meeting_is_shown_the_meetings(text: str) -> None:
    assert parse_command(text) == ("asked", text)


@pytest.mark.parametrize(("text", "title", "place"), LABELLED)
def test_labels_say_what_is_title_and_place(text: str, title: str, place: str) -> None:
    line = read(text)
    assert (line.title, line.place, line.asks) == (title, place, ())


@pytest.mark.parametrize("aside", ASIDES)
def test_talk_is_neither_title_nor_place_nor_time(aside: str) -> None:
    line = read(f"Fagprat om pumper torsdag kl 14 i verkstedet{aside}")
    assert (line.title, line.place, line.asks) == ("Fagprat om pumper", "verkstedet", ())
    assert line.start == datetime(2026, 12, 3, 14)  # noqa: DTZ001 - a wall time


@pytest.mark.parametrize(("text", "title", "place"), PLACED)
def test_title_and_place_are_told_apart(text: str, title: str, place: str) -> None:
    line = read(text)
    assert (line.title, line.place, line.asks) == (title, place, ())


@pytest.mark.parametrize(
    ("text", "what", "said"),
    [
        ("Styremøte torsdag kl 9, gamle ganger", "place", "gamle ganger"),
        ("review of tender documents on Monday at 10, same place", "place", "same place"),
        ("We had trouble with it, so I'd like a meeting about it Thursday at 2", "title", ""),
        ("Samling 18. mars kl 9 til ? på hotellet", "end", "kl 9 til"),
    ],
)
def test_what_may_mean_two_things_is_asked(text: str, what: str, said: str) -> None:
    assert [(ask.what, ask.said) for ask in read(text).asks] == [(what, said)]


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("Møte om snø, torsdag klokka halv ett", "03.12 12:30"),
        ("Meeting about snow Thursday quarter to one", "03.12 12:45"),
        ("Møte om snø torsdag kl 13, tar vel en times tid", "03.12 13:00-03.12 14:00"),
        ("møte om snø torsdag kl 13, ein halvtime", "03.12 13:00-03.12 13:30"),
        ("Meeting on snow Thursday 1pm, need about 90 minutes", "03.12 13:00-03.12 14:30"),
        ("Samling 15. april kl 12 til 16. april kl 12", "15.04 12:00-16.04 12:00"),
        ("Øvelse 8.-9. juni, starter 0900 første dag og slutter 1500 andre dag", "08.06 09:00-09.06 15:00"),
        ("møte om snø imorgo kl ni", "03.12 09:00"),
        ("møte om snø i mårra kl 14", "03.12 14:00"),
    ],
)
def test_times_in_everyday_words(text: str, when: str) -> None:
    line = read(text)
    found = "-".join(f"{time:%d.%m %H:%M}" for time in (line.start, line.end) if time is not None)
    assert (found, line.asks) == (when, ())


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Tavlemøte hver morgen mandag til fredag kl 0645", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        ("Eg vil ha eit fast møte om snø kvar fjortande dag på onsdagar kl 14", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE"),
        ("Brannrunde hver første mandag kl 07:30", "FREQ=MONTHLY;BYDAY=1MO"),
        ("Quarterly review Q1 – 8 April 2027 at 10", ""),
        ("Thursday 10/12 0930-1030, quarterly numbers", ""),
    ],
)
def test_series_in_everyday_words(text: str, rule: str) -> None:
    assert (read(text).rule, read(text).asks) == (rule, ())
