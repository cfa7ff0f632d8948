"""Lines with who writes, why and for whom before the meeting, and with talk, people and places behind it."""

from __future__ import annotations

import pytest

from handlers.meetings.line_reader import is_meeting_order
from tests.handlers.meetings.line_reader.test_spoken_lines import read


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Rørleggeren her. Trenger en prat om sluk fredag kl 9 i kantina", "Prat om sluk"),
        ("Hi! Our choir would like a guided tour Friday at 9, kantina", "Guided tour"),
        ("On behalf of the Anglers' Club we would like to request a guided tour, Friday at 9, kantina", "Guided tour"),
        ("På vegne av Fiskelaget ønsker jeg en omvisning fredag kl 9 i kantina", "Omvisning"),
        ("Fritidskontoret inviterer til foredrag om sopp, fredag kl 9, kantina", "Foredrag om sopp"),
        ("Siden halve skiftet er borte tar vi driftsmøtet fredag kl 9 i kantina", "Driftsmøtet"),
        ("Since the crane is broken we must talk about lifting gear. Friday at 9, kantina", "Lifting gear"),
        ("eg og Turid må gå gjennom lagerlista, fredag kl 9, kantina", "Lagerlista"),
        ("Er det greitt med eit møte om vakt fredag kl 9 i kantina?", "Møte om vakt"),
        ("Fredag kl 9 må vi få tatt en runde om lukt, kantina", "Runde om lukt"),
        ("Could Friday at 9 work for a chat about pallets? Kantina", "Chat about pallets"),
        ("Kan noen kalle inn ledelsen + tillitsvalgt til lønnsmøte fredag kl 9, kantina", "Lønnsmøte"),
        ("Ask the welders to come in for a safety meeting Friday at 9, kantina", "Safety meeting"),
        ("Set up a meeting for us on lead times Friday at 9, kantina", "Meeting on lead times"),
        ("fredag kl 9 i kantina, lagerplass må tas opp", "Lagerplass"),
        ("Møte om lukt fredag kl 9 i kantina, gi lyd hvis dere ikke kan", "Møte om lukt"),
        ("Safety meeting, I suggest Friday at 9, kantina", "Safety meeting"),
        ("Møte om budsjettet for mars fredag kl 9 i kantina", "Møte om budsjettet for mars"),
        ("set opp møte om lukt fredag kl 9 i kantina er du snill", "Møte om lukt"),
        ("Audit prep Friday 9:00, kantina, Anna to bring the log", "Audit prep"),
        ("Foredrag om mugg fredag kl 9, v/ biolog Kari, kantina", "Foredrag om mugg"),
        ("møte om lukt. fredag kl 9. kantina", "Møte om lukt"),
    ],
)
def test_what_is_wrapped_around_a_meeting_is_left_out(text: str, title: str) -> None:
    line = read(text)
    assert is_meeting_order(text)
    assert (line.title, line.place.casefold(), line.asks) == (title, "kantina", ())
    assert f"{line.start:%m-%d %H:%M}" == "12-04 09:00"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Møte om utsleppet fredag kl 9? eg er på verkstaden", "verkstaden"),
        ("Møte om utsleppet fredag kl 9, møt meg utenfor porten", "porten"),
        ("Møte om utsleppet fredag kl 9. Vi er ti stk og møter opp ved porten", "porten"),
        ("Møte om utsleppet fredag kl 9, så tar vi det i peisestua", "peisestua"),
        ("Møte om utsleppet, og vi tenkte fredag kl 9 i peisestua", "peisestua"),
        ("Møte om utsleppet fredag kl 9. Jeg har booka møterom Granitt", "møterom Granitt"),
        ("Møte om utsleppet Friday at 9, I've got the Birch Room", "the Birch Room"),
        ("Møte om utsleppet fredag kl 9, hos dykk i 2. etasje", "2. etasje"),
        ("Møte om utsleppet fredag kl 9, Teams-møte 30 min", "Teams"),
        ("Møte om utsleppet fredag kl 9, eg er på ferie", ""),
    ],
)
def test_a_place_is_found_in_what_is_told(text: str, place: str) -> None:
    line = read(text)
    assert (line.title, line.place, line.asks) == ("Møte om utsleppet", place, ())


@pytest.mark.parametrize("text", ["Driftsmøte fredag kl 9, v/ Hovedporten", "Driftsmøte fredag kl 9, v/ porten"])
def test_a_place_leads_no_meeting(text: str) -> None:
    assert read(text).place.casefold().endswith("porten")


def test_meetings_that_one_meets_about_are_no_series() -> None:
    line = read("Prat hver fredag kl 9 om to faste møter, kantina")
    assert line.count is None
