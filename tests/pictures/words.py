"""What the members in the pictures say: one conversation, once in each language."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    question: str
    answer: str
    more: str
    #: the command, and the title in it
    meeting: str
    meeting_title: str
    issue_command: str
    #: as a row of `python -m bot seed issues`
    issue: dict[str, str]


WORDS = {
    "nb": Words(
        question="Har noen fått nettselskapet til å godta at to bedrifter deler effekt?",
        answer="Ja. Vi ba om egen måler per bedrift og en felles grense om natta, og fikk ja på fire uker.",
        more="Vi gjorde det samme i fjor. Få med hva som skjer når en av bedriftene blir solgt.",
        meeting="møte ny Nettmøte for parkene, 16. mars 2027 kl 10-12, Eksempel Industripark",
        meeting_title="Nettmøte for parkene",
        issue_command="sak S-7",
        issue={
            "title": "Svarfrist for nettilknytning",
            "problem": "Parkene venter i årevis på svar om mer effekt, og ingen sier hvorfor.",
            "affected": "Alle parker som skal vokse.",
            "wanted": "Nettselskapet svarer innen seks måneder, og begrunner svaret.",
            "addressee": "Energidepartementet",
        },
    ),
    "nn": Words(
        question="Har nokon fått nettselskapet til å godta at to verksemder deler effekt?",
        answer="Ja. Vi bad om eigen målar per verksemd og ei felles grense om natta, og fekk ja på fire veker.",
        more="Vi gjorde det same i fjor. Få med kva som skjer når ei av verksemdene blir seld.",
        meeting="møte ny Nettmøte for parkane, 16. mars 2027 kl 10-12, Eksempel Industripark",
        meeting_title="Nettmøte for parkane",
        issue_command="sak S-7",
        issue={
            "title": "Svarfrist for nettilknyting",
            "problem": "Parkane ventar i årevis på svar om meir effekt, og ingen seier kvifor.",
            "affected": "Alle parkar som skal vekse.",
            "wanted": "Nettselskapet svarar innan seks månader, og grunngir svaret.",
            "addressee": "Energidepartementet",
        },
    ),
    "en": Words(
        question="Has anyone got the grid company to accept that two companies share capacity?",
        answer="Yes. We asked for one meter per company and a shared limit at night, and got a yes in four weeks.",
        more="We did the same last year. Write down what happens when one of the companies is sold.",
        meeting="meeting new Grid meeting for the parks, 16 March 2027 at 10-12, Eksempel Industripark",
        meeting_title="Grid meeting for the parks",
        issue_command="issue S-7",
        issue={
            "title": "A deadline for grid connections",
            "problem": "Parks wait for years to hear whether they get more power, and nobody says why.",
            "affected": "Every park that wants to grow.",
            "wanted": "The grid company answers within six months, and gives its reasons.",
            "addressee": "The Ministry of Energy",
        },
    ),
}
