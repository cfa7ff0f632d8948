"""List patterns of what is neither title, place nor time, in Bokmål, Nynorsk and English."""

from __future__ import annotations

import re

ZONES = re.compile(
    r"(?<!\w)[:;]-?[)(dp](?!\w)|"
    r"\(?(?:utc|gmt)\s?[+-]\d{1,2}(?::?\d{2})?\)(?:(?!\b[a-zæøå]+:)[^\n.;()])*|\(?europe/(?:oslo|berlin|paris|amsterdam"
    r"|stockholm|copenhagen)\)?|\((?:cest|cet|utc|gmt)\s?(?:[+-]\d{1,2})?\)|\bce?s?t\b|\((?:norsk|lokal|local"
    r"|oslo)[ -]ti(?:d|me)\)"
    r"|(?<=\d )(?:sharp|presis)\b|(?<=\d )(?:på )?(?:den )?(?:første|fyrste|andre|siste|first|second"
    r"|last) (?:dag(?:en)?|day)\b"
    r"|\b(?:norsk|lokal) tid\b|\b(?:oslo|local|norwegian) time\b"
)
_SEASON = (
    r"(?:jul(?:a|en|eferien)?|nyttår|påsk[ea]n?|somm[ea]r(?:en|ferien)?|ferien|helg[ae]n?|christmas|easter|new year"
    r"|the (?:weekend|holidays|summer|break)|summer)"
)
#: days that are only nearly said
NEARLY = re.compile(
    rf"\b(?:(?:en|ein) (?:gang|gong|dag) |some ?(?:time|day) )?(?:før|etter|before|after) {_SEASON}\b(?! (?:kl|at)\b)"
    r"|\b(?:en|ein) (?:gang|gong)(?=\s*(?:$|[,.!?]))|\bso(?:me)?time soon\b|\bsnart\b(?=\s*(?:$|[,.!?]))"
)
_OR = r"(?:(?:og|and|men|but|så|so|også|also|husk å|hugs å|husk|hugs|please|vennligst|gjerne|eventuelt) )*"
#: of these the days are no days of the meeting
DEADLINE = re.compile(
    rf"{_OR}(?:(?:jeg|eg|vi|me|i|we) (?:trenger|treng|vil ha|ønsker|ønskjer|need|want)\b.*\b(?:innen|innan|by|before)\b"
    r"|(?:(?:bindende|bindande|obligatorisk|binding|gratis|free) )?(?:påmelding|påmeldingsfrist|svarfrist|frist"
    r"|deadline"
    r"|registration|sign[ -]?up)\b(?:sfrist|en|a)?"
    r"|(?:lunsj|lunch|kaffe|kaffi|coffee|mat|food|middag|dinner|registrering|registration|frokost|frukost"
    r"|breakfast|dørene åpner"
    r"|dørene opnar|doors open|mingling|servering|oppmøte) (?:fra|frå|from|kl|at|serveres|er|is)\b"
    r"|meld(?:e|ing)? (?:fra|ifra|frå|ifrå|deg|dere|dykk|dokker|på|av|forfall|inn)|si (?:i?fra|i?frå|til)"
    r"|(?:gi|gje|gi meg|send) (?:beskjed|tilbakemelding|svar|melding|bod)|svar (?:innen|innan|til|senest|seinast)"
    r"|rsvp|let (?:me|us) know|(?:sign|signing) up|register|reply|respond|answer|confirm|bekreft"
    r"|(?:send|lever|deliver|submit|levere?) (?:inn|inn |saker|innspill|innspel|your|the|input)\b)"
)
_VERB = (
    r"(?:er|blir|vert|var|tar|tek|skal|kan|må|bør|vil|har|gjelder|gjeld|kommer|kjem|handler|handlar|passer"
    r"|passar|is|will"
    r"|can|must|has|have|should|takes?|are|need|needs|may|bring|get)\b"
)
_STATES = (
    rf"(?:(?:vi|me|jeg|eg|we|they|he|she|han|hun|ho|you|du|dere|dykk)(?:'\w+| \w)|i(?:'\w+| (?:am|will|would"
    rf"|can|need|have|think|hope))"
    rf"|(?:it|that)'s|(?:det|dette|it|this|that|de|dei|alle|everyone|everybody) {_VERB})"
)
#: talk, of which only the words are taken
TALK = re.compile(
    rf"{_OR}(?:{_STATES}|(?:ta|tar|tek|ha|take|bring) (?:med|with|along|your)\b|bring\b|møt (?:presis|i god)"
    r"|(?:tar|tek|takes?|vil ta|will take|varer|varar|lasts?|beregn|berekn|set(?:t)? av|need|needs|trenger"
    r"|treng|allow|should take|blir)"
    r" (?:vel|nok|ca\.?|cirka|omtrent|omlag|om lag|about|around|roughly|max|maks|kanskje|maybe)?"
    r"|\w+ (?:kaller inn|kallar inn|stiller|leder|leier|ordner|ordnar|tar med|tek med|will|is (?:hosting"
    r"|bringing|leading)"
    r"|hosts|leads|chairs|brings)\b|(?:all|alle|everyone)\b.*\b(?:must|should|skal|må|bør)\b"
    r"|(?:avreise|avgang|departure|oppmøte|doors)\b"
    r"|(?:som|same|samme|as) (?:vanlig|vanleg|usual|sist|før|always|before)|(?:same|samme) (?:lenke|lenkje|link)"
    r"|(?:the )?(?:lenk[ea]n?|lenkja|link)(?: (?:gjelder|gjeld|er den|is|applies|under|below|i kalenderen"
    r"|kommer|kjem)\b)"
    r"|(?:husk|hugs|remember|don't forget|ikke glem|ikkje gløym|obs|nb|merk|note|ps)\b"
    r"|(?:fordi|ettersom|siden|sidan|because|since|as|da|då|i tilfelle|in case|hvis|dersom|viss|if)\b"
    r"|(?:kaffe|kaffi|lunsj|mat|kake|coffee|lunch|food|cake|servering|enkel servering|refreshments"
    r"|pizza)(?: og \w+| and \w+)?"
    r" (?:serveres|blir servert|vert servert|er|is|will be|provided|inkludert|inkl|included|served|på huset)"
    r"|(?:åpent|ope|open) for (?:alle|everyone|all)\b|gratis\b|all(?:e)? (?:er )?(?:velkom\w+|welcome)"
    r"|(?:velkom\w+|welcome)\b"
    r"|(?:mvh|hilsen|helsing|regards|best regards|kind regards|cheers|vennlig hilsen|venleg helsing)\b"
    r"|(?:takk|thanks|thank you|tusen takk)\b(?! for (?:sist|et|eit))|(?:ok|okay|greit|passer det|passar det"
    r"|høres|høyres|does that)\b)"
)
#: they stand behind other words of their clause
TRAILING = re.compile(
    r"\b(?:som (?:vanlig|vanleg)|as usual|som sist|(?:lenk[ea]n?|lenkja|link(?:en)?) (?:gjelder|gjeld|applies"
    r"|is the same).*"
    r"|hvis mulig|om mulig|viss mogleg|if possible|eller noe(?: sånt)?|or so|(?<=[\dm] )start|please|takk"
    r"|thanks)(?=\s*(?:$|[,.!?;\n]))"
)
_WHERE = r"(?:(?:nede|oppe|ute|inne|borte|rett|down|up|out|over|right|just) )?"
_MEET = (
    r"(?:(?:og|and) )?(?:(?:vi|me|we|alle|everyone) (?:skal )?(?:møtes|møtest|møter|treffes|treffest|ses|sees"
    r"|samles|samlast|meet(?: up)?|gather"
    r"|er|sit|sitter|sit|'ll be|will be|start|starter|startar|begynner|byrjar|begin)|(?:vi|me|we) (?:tar|tek"
    r"|kjører|køyrer|har|do"
    r"|take|hold) (?:det|dette|it|møtet|this)"
    r"|(?:starting|starts?|starter|startar|oppstart|avreise|avgang|departure|leaving)|(?:det|dette|it|this"
    r"|møtet) (?:blir|vert|er|is|will be|'ll be|foregår|føregår"
    r"|holdes|haldast)|it's|oppmøte(?:t)?(?: er)?|(?<=[,;-] )(?:samling|assembly)(?= )|oppmøtested|oppmøtestad"
    r"|møtested|møtestad|møteplass|møt opp"
    r"|møt(?=s? (?:ved|på|i)\b)"
    r"|(?:please )?meet(?: up)?|meeting point|holdes|haldast|held(?= (?:at|in))|gather)"
)
_PREPOSITION = (
    r"(?:ved|på|i|hos|hjå|at|in|by|on|from|fra|frå|near|outside|inside|utenfor|utanfor|foran|framfor|bak|behind"
    r"|under|next to|in front of)"
)
PRONOUN = re.compile(r"(?:det|dette|it|this|that)\b")
_DAY = (
    r"(?:(?:man|mån|tirs|tys|ons|tors|fre|lør|laur|søn|sun)dag|(?:mon|tues|wednes|thurs|fri|satur|sun)day|kl\b|\d|noon)"
)
LEAD = re.compile(
    rf"\b(?:oppmøte(?:sted|stad)?|møte(?:sted|stad|plass)|(?:meeting|assembly) point) (?!\w\b|er |is |kl|\d|fra "
    rf"|frå |{_PREPOSITION} )|\b{_MEET}[: ]\s?(?={_WHERE}{_PREPOSITION}\s(?!{_DAY}))"
)
