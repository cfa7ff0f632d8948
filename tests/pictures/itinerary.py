"""Where the walk goes: what members write, in which order, until nearly every kind of card has been drawn."""

from __future__ import annotations

from tests.pictures.form_filling import TEXT
from tests.pictures.walk import Walk

MEMBER, CONTACT, DEPUTY, SECRETARIAT, GUEST, OTHER = "jon", "kari", "line", "marit", "nils", "ingrid"
QUESTION = "Har noen fått nettselskapet til å godta at to bedrifter deler effekt?"
#: what is asked of the bot itself, and changes nothing
PAGES = (
    "hjelp", "hjelp alt", "hjelp møte", "hjem", "finn varme", "finn noe som ikke finnes", "løsning L-001", "løsning",
    "møte", "møte ny", "sak", "sak S-1", "sak arkiv", "høring", "høring H-1", "høring arkiv", "innspill",
    "innspill ordninger", "bytte", "bytte treff", "bytte sted", "bytte flyt", "bytte kart", "bytte tomt",
    "bytte import", "bytte kart tema", "finn tomt 100 da med kai og 20 MW", "K-1", "B-1", "P-1", "B-47",
    "bytte tilby 4 MW varme", "vi har 6 MW overskuddsvarme på 60 grader", "hvem nett", "hvem Kari Eksempel",
    "hvem Eksempel Industripark", "tema", "meg", "varsler", "mine data", "saksliste", "referat", "kalender", "språk",
    "personvern", "rom", "effekt", "Når er neste møte?", "S-2", "trafo", "admin", "oppsett", "slett meg", "meg koble",
    "spør", "oppfølging", "heim", "mte",
)  # fmt: skip
#: what is written, and the buttons that are pressed then; each may need what is before it
DEEDS = (
    (CONTACT, "tema følg energi straks"),
    (OTHER, "tema følg nett daglig"),
    (MEMBER, QUESTION, "Spør likevel"),
    (MEMBER, TEXT.replace("\n\n", " ") + " Har noen gjort det?"),
    (OTHER, "Hva betaler dere i kaileie, og hvilken pris gir dere kundene?"),
    (SECRETARIAT, "møte ny Nettmøte for parkene, 16. mars 2027 kl 10-12, Eksempel Industripark", "Lagre"),
    (SECRETARIAT, "møte ny Nettfrokost, hver fredag kl 8-9 fra 5. mars, 4 ganger, https://meet.example.org/n", "Lagre"),
    (MEMBER, "møte ny Erfaringsmøte spillvarme 8. mars kl. 10-11.30, Prøvedal", "Foreslå"),
    (MEMBER, "neste tirsdag kl 9 om spillvarme"),
    (CONTACT, "bytte sted nytt", "Legg til et sted"),
    (OTHER, "bytte sted nytt", "Legg til et sted"),
    (CONTACT, "bytte tilby 4 MW spillvarme 65 grader hele året", "Legg inn tilbud"),
    (CONTACT, "bytte tilby 900 tonn treflis i året", "Legg inn tilbud"),
    (OTHER, "bytte trenger 4 MW varme 55 grader hele året", "Legg inn behov"),
    (CONTACT, "bytte tilby spillvarme 75 grader hele året", "Legg inn tilbud"),
    (SECRETARIAT, "sak ny", "Foreslå en sak"),
    (MEMBER, "sak ny", "Foreslå en sak"),
    (SECRETARIAT, "høring ny", "Registrer en høring"),
    (SECRETARIAT, "innspill ny", "Be om innspill", "Send"),
    (MEMBER, "løsning ny", "Lagre løsning"),
    (GUEST, QUESTION),
)
ROOMS = ("tema-nett", "tema-energi", "tema-symbiose", "tema-hms", "tema-klima")
PEOPLE = (MEMBER, CONTACT, OTHER, DEPUTY, SECRETARIAT, GUEST)


#: the day after, when a match has been found
NEXT_DAY = (
    (CONTACT, "bytte treff", "Spør uten navn"),
    (CONTACT, "bytte treff", "Interessant"),
    (OTHER, "bytte treff", "Interessant"),
    (OTHER, "bytte treff", "Neste steg"),
)


async def go_everywhere(walk: Walk) -> None:
    for deeds in (DEEDS, NEXT_DAY):
        for who, line, *labels in deeds:
            await walk.write(who, line)
            for label in labels:
                await walk.press_label(who, label)
        await walk.pass_days(1)
    for harmless in (True, False):
        for who in PEOPLE:
            for page in PAGES:
                await walk.write(who, page)
            await walk.press_everything(who, harmless=harmless)
        for room in ROOMS:
            for who in (MEMBER, CONTACT, SECRETARIAT):
                await walk.press_everything(who, room, harmless=harmless)
        await walk.press_everything(SECRETARIAT, "sekretariat", harmless=harmless)
        await walk.pass_days(40 if harmless else 12)
