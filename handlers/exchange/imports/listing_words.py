"""List the headings and words by which tables of offers and needs are read, in three languages."""

from __future__ import annotations

from typing import Final

from handlers.chat.say import LANGUAGES, Say
from handlers.chat.turn import Arena
from handlers.exchange.flow_types import FLOW_TYPES
from handlers.exchange.imports.table_headings import index_headings
from handlers.exchange.matching.flow_phrases import name_flow_type
from handlers.exchange.matching.listing_texts import read_text_facts
from handlers.quantities.text_folding import fold_spelling
from storage.exchange.listings import HIDDEN_LEVEL, MEMBERS_LEVEL, NEED, OFFER, OPEN_LEVEL

#: what new listings have where the table does not say who sees them: the region of their organisation
REGION_LEVEL = "region"
#: field -> the headings by which it is known; the first three are those of the template: bokmål, nynorsk, English
HEADINGS: Final = {
    "id": "Id,Id,Id,nr,nummer,ref,referanse,reference,kode,code,no",
    "organisation": "Organisasjon,Organisasjon,Organisation,bedrift,verksemd,virksomhet,company",
    "site": "Sted,Stad,Site,anlegg,lokalitet,fabrikk,plant,location,where,hvor,kvar",
    "direction": "Tilbud eller behov,Tilbod eller behov,Offer or need,retning,direction,tilbud/behov,tilbod/behov,"
    "tilbyr eller trenger,tilbyr eller treng,tilbyr/trenger,tilbyr/treng,tilbys eller trengs,offered or needed",
    "type": "Type,Type,Type,hva,kva,what,slag,ressurs,resource",
    "amount": "Mengde,Mengd,Amount,energi,energy,effekt,power,quantity,antall,volum,volume",
    "unit": "Enhet,Eining,Unit,måleenhet,måleining",
    "temperature": "Temperatur,Temperatur,Temperature,temp,grader,gradar,degrees",
    "back": "Retur,Retur,Return,returtemperatur,tilbake,attende,return temperature,back",
    "months": "Når,Når,When,måneder,månader,months,periode,period,sesong,season",
    "quality": "Kvalitet,Kvalitet,Quality,spesifikasjon,specification",
    "waste_code": "Avfallskode,Avfallskode,Waste code,ewc,eal,avfallsnummer",
    "text": "Beskrivelse,Beskriving,Description,tekst,text,navn,namn,name,merknad,kommentar,comment,note",
    "level": "Hvem ser det,Kven ser det,Who sees it,nivå,level,synlighet,visibility",
    "valid_to": "Gjelder til,Gjeld til,In force until,til og med,valid to,valid until,utløper",
}
HEADING_FIELDS: Final = index_headings(HEADINGS)
#: the first three of each are those of the template
_DIRECTIONS = {
    OFFER: "Tilbud,Tilbod,Offer,tilby,tilbyr,offered,har,overskudd,overskot,surplus",
    NEED: "Behov,Behov,Need,treng,trenger,trengs,needed",
}
_LEVELS = {
    OPEN_LEVEL: "Åpen,Open,Open,alle,gjester,everyone,guests",
    MEMBERS_LEVEL: "Medlemmer,Medlemmer,Members,alle medlemmer,medlemer,all members",
    REGION_LEVEL: "Regionen,Regionen,Region,krets,krins,circle,vår region",
    HIDDEN_LEVEL: "Skjult,Skjult,Hidden,løynd",
}


def index_cell_words(words: dict[str, str]) -> dict[str, str]:
    """Return what each word stands for, spelt for a look-up; a key is a word too."""
    return {fold_spelling(word): key for key, said in words.items() for word in (key, *said.split(","))}


DIRECTION_WORDS: Final = index_cell_words(_DIRECTIONS)
LEVEL_WORDS: Final = index_cell_words(_LEVELS)


def find_type(text: str, description: str) -> str:
    """Return the type that a cell names, in our words or in its writer's; empty for one that nobody knows."""
    named = _index_types().get(fold_spelling(text))
    return named or read_text_facts(description, text or None, None).type or ""


def _index_types() -> dict[str, str]:
    zone = Arena().zone
    return {fold_spelling(name_flow_type(Say(one, zone), key)): key for one in LANGUAGES for key in FLOW_TYPES} | {
        key: key for key in FLOW_TYPES
    }


def list_template_words(language: str) -> dict[str, tuple[str, ...]]:
    """Return field -> the words of which its cells hold one, in this language."""
    at, say = LANGUAGES.index(language), Say(language, Arena().zone)
    return {
        "direction": tuple(words.split(",")[at] for words in _DIRECTIONS.values()),
        "type": tuple(name_flow_type(say, key) for key in FLOW_TYPES),
        "level": tuple(words.split(",")[at] for words in _LEVELS.values()),
    }


def list_template_headings(language: str) -> tuple[str, ...]:
    """Return the headings of the template. Its user's organisation is known, so it has no column for that."""
    at = LANGUAGES.index(language)
    return tuple(names.split(",")[at] for field, names in HEADINGS.items() if field != "organisation")
