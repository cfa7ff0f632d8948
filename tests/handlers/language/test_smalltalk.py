"""Thanks, greetings, tests and questions about the bot are told from questions to the network."""

from __future__ import annotations

import pytest

from handlers.language import classify_smalltalk, is_thanks

THANKS = (
    "takk",
    "Takk!",
    "tusen takk for hjelpa",
    "Tusen takk for svaret 🙏",
    "thanks, that helped 👍",
    "Thank you so much!",
    "Takk for tipset",
    "mange takk for svar",
    "Supert, takk",
    "takk skal du ha",
    "Hjarteleg takk til dykk alle",
    "Takk Ola, det løste saken",
    "Setter stor pris på hjelpen",
)
NO_THANKS = (
    "",
    "👍",
    "Takk, men det hjalp ikke",
    "Takk, kan du sende den?",
    "Supert",
    "takk, vi prøver med 8 bar",
    "Takk for svar. Hva kostet det?",
    "Thanks, but our furnace is too small",
    "Det virket",
    "takk " * 100,
)


@pytest.mark.parametrize("text", THANKS)
def test_thanks_that_say_nothing_more(text: str) -> None:
    assert is_thanks(text)
    assert classify_smalltalk(text) == "thanks"


@pytest.mark.parametrize("text", NO_THANKS)
def test_thanks_with_something_to_say_are_no_mere_thanks(text: str) -> None:
    assert not is_thanks(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Hei!", "greeting"),
        ("hei alle sammen", "greeting"),
        ("God sommer", "greeting"),
        ("god morgen 🌞", "greeting"),
        ("Good morning everyone", "greeting"),
        ("test", "test"),
        ("Tester, 1 2 3", "test"),
        ("this is a test", "test"),
        ("bare en test", "test"),
        ("Virker dette?", "test"),
        ("Fungerer dette med 8 bar?", ""),
        ("Test av varmepumpe", ""),
        ("Korleis går det?", "greeting"),
        ("Velkommen til alle nye", "greeting"),
        ("Hei, hvem er ny kontaktperson?", ""),
        ("Hva er arenaen?", "about"),
        ("hva er arenaen for noe", "about"),
        ("Kva er arenaen?", "about"),
        ("What is the arena?", "about"),
        ("Hvem er du?", "about"),
        ("kven er du", "about"),
        ("Hva kan du gjøre?", "about"),
        ("what can you do?", "about"),
        ("How does this work?", "about"),
        ("Er du en robot?", "about"),
        ("Hei, hva er arenaen?", "about"),
        ("Hva kan jeg spørre deg om?", "about"),
        ("Hvordan kommer jeg i gang?", "about"),
        ("Snakkar eg med eit menneske?", "about"),
        ("Who can join the arena?", "about"),
        ("Hvordan kommer jeg i gang med solceller?", ""),
        ("Kan du hjelpe meg med en søknad?", ""),
        ("Vinn en iPhone! Klikk her", "spam"),
        ("Gratis spinn på nettcasino: https://example.test/c", "spam"),
        ("Har noen fått «klikk her og vinn en iPhone» i posten? https://example.test", ""),
        ("Vi skriver om kryptofabrikker på https://example.test/k", ""),
        ("sdfsdf", "nothing"),
        ("🎉🎉", "nothing"),
        ("?", "nothing"),
        ("x", "nothing"),
        ("", "nothing"),
        ("   \n", "nothing"),
        ("asdf", "nothing"),
        ("asdf qwer", "nothing"),
        ("\u200b\u200b", "nothing"),
        ("Hva er N-1?", ""),
        ("Hvem er kontaktperson for parken vår?", ""),
        ("Hei, noen som har 8 bar damp til overs?", ""),
        ("Test av anlegg for CO2-fangst, hvem har plass?", ""),
        ("hvordan slår jeg av varsler i helga", ""),
        ("Hei Kari!", "greeting"),
        ("Hei fra Mo i Rana", "greeting"),
        ("Hei Enova, når er fristen", ""),
        ("Er det noen her?", "test"),
        ("Er det noen her som har damp?", ""),
        ("haha", "nothing"),
        ("jkl jkl", "nothing"),
        ("DSA?", ""),
        ("Hvem leser det jeg skriver?", "about"),
        ("Hvem leser av målerne hos dere?", ""),
        ("Hvordan bruker dere det?", ""),
        ("Kurs i kranføring, bestill plass på https://example.test", ""),
        ("nett", ""),
        ("KI?", ""),
        ("Hva er arenaens syn på nettleie?", ""),
        ("当前情况怎么样", ""),
    ],
)
def test_small_talk_is_told_from_questions(text: str, kind: str) -> None:
    assert classify_smalltalk(text) == kind
