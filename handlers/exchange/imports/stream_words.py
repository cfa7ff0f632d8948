"""List the headings and words by which tables of streams are read: registers of plants, and energy mappings."""

from __future__ import annotations

from typing import Final

from handlers.chat.say import LANGUAGES, Say
from handlers.exchange.imports.listing_words import find_type, index_cell_words
from handlers.exchange.imports.table_headings import index_headings
from handlers.exchange.streams.stream_labels import name_stream_type
from handlers.quantities.text_folding import fold_spelling
from storage.exchange.streams import IN, OUT

#: field -> the headings by which it is known; the first three are those of the example: bokmål, nynorsk, English
HEADINGS: Final = {
    "id": "Id,Id,Id,nr,nummer,ref,referanse,reference,kode,code,no",
    "organisation": "Organisasjon,Organisasjon,Organisation,bedrift,verksemd,virksomhet,company",
    "site": "Sted,Stad,Site,anlegg,lokalitet,fabrikk,plant,location,where,hvor,kvar",
    "direction": "Inn eller ut,Inn eller ut,In or out,retning,direction,inn/ut,in/out",
    "type": "Type,Type,Type,energibærer,energiberar,energikilde,energikjelde,energivare,energy carrier,resource",
    "name": "Navn,Namn,Name,flyt,straum,strøm,stream,formål,føremål,prosess,process,beskrivelse,beskriving,description",
    "amount": "Mengde,Mengd,Amount,energi,energy,forbruk,årsforbruk,energiforbruk,energibruk,consumption,effekt,power",
    "unit": "Enhet,Eining,Unit,måleenhet,måleining",
    "basis": "Grunnlag,Grunnlag,Basis,datakvalitet,kilde,kjelde,målt eller beregnet,målt eller berekna",
    "year": "År,År,Year,måleår,referanseår",
    "temperature": "Temperatur,Temperatur,Temperature,temp,grader,gradar,degrees",
    "quality": "Kvalitet,Kvalitet,Quality,spesifikasjon,specification",
    "months": "Når,Når,When,måneder,månader,months,periode,period,sesong,season",
    "destination": "Går i dag til,Går i dag til,Goes today to,mottaker,mottakar,i dag,kommer fra,kjem frå,destination",
    "waste_code": "Avfallskode,Avfallskode,Waste code,eal,eal-kode,ewc",
}
STREAM_HEADINGS: Final = index_headings(HEADINGS)
#: headings of an amount that is used, so that what it tells of flows in
USED: Final = frozenset(map(fold_spelling, ("forbruk", "årsforbruk", "energiforbruk", "energibruk", "consumption")))
_DIRECTIONS = {
    IN: "Inn,Inn,In,input,tilført,forbruk,brukt",
    OUT: "Ut,Ut,Out,output,utslipp,avgitt,spill,overskudd,overskot",
}
_BASES = {
    "measured": "Målt,Målt,Measured,måling,måler,målar",
    "calculated": "Beregnet,Berekna,Calculated,utregnet,utrekna",
    "estimated": "Anslått,Anslått,Estimated,estimert,estimat,anslag",
}
#: names of energy carriers that are no offer of theirs
_CARRIERS = {
    "power": "elektrisitet,strøm,straum,el,kraft,elkraft,electricity,power",
    "heat": "fjernvarme,district heating",
}


STREAM_DIRECTIONS: Final = index_cell_words(_DIRECTIONS)
BASIS_WORDS: Final = index_cell_words(_BASES)
_CARRIER_TYPES: Final = index_cell_words(_CARRIERS)


def find_stream_type(text: str, name: str) -> str:
    """Return the type that a cell names; empty for one that nobody knows."""
    return _CARRIER_TYPES.get(fold_spelling(text)) or find_type(text, name)


def build_stream_example(say: Say) -> tuple[str, str]:
    """Return the headings and an example as lines that can be pasted back."""
    at = LANGUAGES.index(say.language)
    heads = [names.split(",")[at] for field, names in HEADINGS.items() if field != "organisation"]
    cells = (
        say("EXAMPLE"), say("North works"), _DIRECTIONS[OUT].split(",")[at], name_stream_type(say, "heat"),
        say("Cooling water of furnace 2"), "12", "GWh/år", _BASES["measured"].split(",")[at], "2025", "65", "",
        say("all year"), say("the sea"), "",
    )  # fmt: skip
    return "; ".join(heads), "; ".join(cells)
