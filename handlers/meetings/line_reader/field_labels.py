"""List the labels of fields: what stands before a colon, or before the words of a form, and which field it names."""

from __future__ import annotations

from typing import Final

from handlers.dates.date_words import list_words

TITLE: Final = "title"
TOPIC: Final = "topic"
AGENDA: Final = "agenda"
PLACE: Final = "place"
WHEN: Final = "when"
#: says more of the meeting, in words that other readers take: how long it lasts, its link, its seats
DETAIL: Final = "detail"
OTHER: Final = "other"
#: kind of field -> what it is called; "_" is a blank
_NAMES = {
    TITLE: "emne subject subj tittel title hva kva what navn namn summary emnefeltet",
    TOPIC: "tema topic sak saken saka gjelder gjeld vedr vedrørende angående",
    AGENDA: "agenda sakliste saksliste sakslista program dagsorden saker",
    PLACE: "sted stad place location loc lokasjon lokale lokalet venue hvor kvar where adresse address plass plassering"
    " rom room møterom møtested møtestad møteplass oppmøte oppmøtested oppmøtestad point",
    WHEN: "når when tid tidspunkt tidspkt klokkeslett time dato date dag day kl klokken klokka dtstart dtend start"
    " starter starts slutt slutter end ends foreslått forslag tid/sted tid/stad sted/tid stad/tid tid_og_sted"
    " tid_og_stad time_and_place dato/kl dato/tid date/time når/hvor når/kvar when/where",
    DETAIL: "varighet varigheit varer varar lengde lengd duration lenke lenkje link url antall tal maks max",
    OTHER: "hvorfor kvifor why hvem kven who med with deltakere deltakarar deltagere participants attendees innkalt"
    " innkalla innkalte inviterte invitees påmeldt møteleder møteleiar vert vertskap host arrangør organizer organiser"
    " ansvarlig ansvarleg kopi cc kontakt kontaktperson contact beskrivelse beskriving description merknad merknader"
    " note notes obs nb ps hilsen mvh rsvp frist frist_for_saker frist_for_innspill påmelding påmeldingsfrist deadline"
    " ta_med bring fra frå from til to",
}
#: label -> kind of field
LABELS: Final = {name.replace("_", " "): kind for kind, names in _NAMES.items() for name in list_words(names)}
