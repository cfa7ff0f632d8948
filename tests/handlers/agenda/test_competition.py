"""What looks like something competitors must not share, in three languages, and what does not."""

from __future__ import annotations

import pytest

from handlers.competition import sensitive


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Vi betaler 82 øre/kWh for kjølevann", "prices"),
        ("Prisen vår går opp i mai", "prices"),
        ("Me krev 450 kr per tonn for mottak", "prices"),
        ("Kva betaler de for straumen?", "prices"),
        ("Hva tar dere for kaileie?", "prices"),
        ("Hvilken rabatt gir leverandøren dere?", "prices"),
        ("We charge 40 EUR per tonne", "prices"),
        ("What do you pay for nitrogen?", "prices"),
        ("Our margins are thin this year", "prices"),
        ("NOK 1 200/MWh er det vi gir", "prices"),
        ("Vi produserer 12 000 tonn i året", "volumes"),
        ("Me leverer om lag 800 t til våren", "volumes"),
        ("Kapasitetsutnyttelsen ligger på 80 %", "volumes"),
        ("Our order book is full until June", "volumes"),
        ("Vi stanser ovnen i uke 20", "volumes"),
        ("We shut down the line in May", "volumes"),
        ("Vi byr på anlegget i Dømeøyra", "bids"),
        ("Bodet vårt ligg inne", "bids"),
        ("Our bid goes in on Friday", "bids"),
        ("Kundene våre vil ha det billigere", "customers"),
        ("Kunden vår i Prøvedal klagar", "customers"),
        ("Skal vi fordele kundene i nord?", "customers"),
        ("Can you send your customer list?", "customers"),
    ],
)
def test_a_text_that_looks_like_it_gets_a_hint(text: str, kind: str) -> None:
    assert kind in sensitive(text)


@pytest.mark.parametrize(
    "text",
    [
        "Hvor lang er køen for mer nettkapasitet?",
        "Nettleia går opp i nord, har nokon lese forslaget?",
        "Kvoteprisen var 70 euro i går",
        "Vi trenger 12 MW innen 2029",
        "Vi har 6 MW overskuddsvarme på 60 °C",
        "Statsbudsjettet har 1,2 mrd. kr til grønn plattform",
        "Høringssvaret må sendes innen 17. mars kl. 12",
        "Har dere møte med kommunen om tomta?",
        "We have 30 apprentices each year",
        "Hvem kan vise oss kaia?",
        "Enova gir 40 prosent støtte",
        "Vi bygger ny linje i 2028",
        "Me byter pumper i veke 12",
        "",
    ],
)
def test_what_everybody_may_say_gets_none(text: str) -> None:
    assert sensitive(text) == frozenset()
