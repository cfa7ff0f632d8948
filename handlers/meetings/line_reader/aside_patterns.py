"""List patterns of what is neither title, place nor time, in Bokmål, Nynorsk and English."""

from __future__ import annotations

import re

ZONES = re.compile(
    r"(?<!\w)[:;]-?[)(dp](?!\w)|"
    r"\(?(?:utc|gmt)\s?[+-]\d{1,2}(?::?\d{2})?\)(?:(?!\b[a-zæøå]+:)[^\n.;()])*|\(?europe/(?:oslo|berlin|paris"
    r"|amsterdam"
    r"|stockholm|copenhagen)\)?|\((?:cest|cet|utc|gmt)\s?(?:[+-]\d{1,2})?\)|\bce?s?t\b|\((?:norsk|lokal|local"
    r"|oslo)[ -]ti(?:d|me)\)"
    r"|(?<=\d )(?:sharp|presis)\b|(?<=\d )(?:på )?(?:den )?(?:første|fyrste|andre|siste|first|second"
    r"|last) (?:dag(?:en)?|day)\b"
    r"|\b(?:lunsj|lunch|mat|kaffe|kaffi|food|coffee|middag|dinner|servering) (?:er )?(?:inkl(?:\.|udert)?"
    r"|incl(?:\.|uded)?|serveres|på huset)(?!\w)"
    r"|\b(?:sted|stad|place|location|venue|rom|room|lokale|dato|date)\W{0,2}(?:kommer|bestilles|bestillast"
    r"|ik+j?e (?:satt|sett|fastsatt|bestemt)|not set|kjem|tba|tbd|tbc|følger|følgjer"
    r"|avklares|avklarast|meldes|bestemmes"
    r"|ik+j?e avklart|to be (?:announced|confirmed|decided)|later|senere|seinare)(?: (?:senere|seinare|later))?(?!\w)"
    r"|\b(?:både |both )?(?:fysisk|in[ -]person)(?= (?:i|på|ved|hos|hjå|at|in|oppmøte|attendance) )"
    r"|\b(?:er|blir|vert|is|has been) (?:fastsatt|fastsett|satt|sett|lagt|planlagt|bestemt|avtalt|avtala|set|fixed"
    r"|planned)(?= (?:til|to|for|on|at|\d|(?:man|mån|tirs|tys|ons|tors|fre|lør|laur|søn|sun)dag))"
    r"|\b(?:will be held|is (?:being )?held|blir holdt|vert halde|finner sted|finn stad|takes? place"
    r"|will take place|is scheduled(?: for)?"
    r"|(?:(?:må|skal|bør|kan|must|should) )?holdes(?= (?!i |på |ved |hos )))(?= )"
    r"|\b(?:in(?:to)?|on|inn i|i|på) (?:the |my |our )?(?:cal[ea]nd[ea]r|diary|kalender(?:en)?)\b(?: for\b)?"
    r"|\b(?:det|saken|saka|this|it'?s|that'?s)(?: is)? (?:haster|hastar|urgent)(?: (?:litt|veldig|fælt|very|mye"
    r"|mykje))?(?!\w)"
    r"|\b(?:(?:men|but) )?(?:uten|utan|without(?: a)?) (?:fast |fixed |set )?(?:tidspunkt|klokkeslett|time)\b"
    r"|\b(?:(?:aller )?helst|gjerne|fortrinnsvis|preferably|ideally)(?= (?:(?:på|i|ved|hos|hjå|in|at|on|via|over) (?!"
    r"(?:(?:man|mån|tirs|tys|ons|tors|fre|lør|laur|søn|sun)dag|(?:mon|tues|wednes|thurs|fri)day|uke|veke|week|morg|\d))"
    r"|digitalt|fysisk|online|teams|zoom))"
    r"|(?<=[,;] )(?:(?:vi|me|we) )?(?:møtes|møtast|møtest|samles|samlast|meet)(?= (?:\w{3,6}da[gy]\b|i morg\w+"
    r"|tomorrow|kl\b|at \d|\d|i dag|today))"
    r"|(?<=[,;] )(?:videomøte|videokonferanse|telefonmøte|nettmøte|(?:video|phone|conference) ?call)(?=\W*$)"
    r"|(?:(?<=time )|(?<=tter )|(?<=timer )|(?<=timar )|(?<=min ))(?:holder|held|er nok)\b|(?:(?<=minutes )"
    r"|(?<=hour ))(?:should do(?: it)?|is enough)\b"
    r"|\b(?:ring(?:er)? (?:deg |dere |dykk )?inn|dial in|logg (?:deg )?på|kople deg på|join)(?= (?:på|via|on|over) )"
    r"|(?<=\d )(?:works|passer|passar)(?: (?:best|fint|fine|well))?(?: (?:for|til)(?= (?:the |et |eit |en |ein "
    r"|a )?[\w-]+ ?[\w-]*))?"
    r"|\b(?:norsk|lokal) tid\b|\b(?:oslo|local|norwegian) time\b"
)
_SEASON = (
    r"(?:jul(?:a|en|eferien)?|romjul(?:a|en)|nyttår|nyåret?|påsk[ea]n?|pinse[na]?|somm[ea]r(?:en|ferien)?"
    r"|vinter(?:en|ferien)?|våren"
    r"|h(?:ø|au)st(?:en|ferien)?|ferien|fellesferien|helg[ae]n?|christmas|easter|new year(?:'s)?"
    r"|(?:the )?(?:weekend|holidays|summer|autumn"
    r"|winter|spring|break))"
)
_PERIOD = r"(?:måned(?:en)?|månad(?:en)?|kvartal(?:et)?|år(?:et)?|halvår(?:et)?|month|quarter|year)"
#: days that are only nearly said
NEARLY = re.compile(
    rf"\b(?:(?:(?:en|ein) (?:gang|gong|dag)|some ?(?:time|day)) )?(?:(?:like|rett|kort|just|right|shortly) )?"
    rf"(?:før|etter|over|i|på|mot|rundt|frå|fra|utpå|before|after|over|from|around|in|this|during) {_SEASON}\b"
    rf"|\b(?:(?:tidlig|tidleg|seint|sent|early|late|later|utpå|ut på) )?(?:(?:i|in|på|i løpet av|during|innen"
    rf"|innan|within) )?"
    rf"(?:neste|nest|next|denne|dette|this|the coming|kommende|komande) {_PERIOD}\b"
    rf"|\b(?:i løpet av|innen|innan|within|during|in the course of) (?:en|ei|ein|et|eit|a|the|to|two|de|dei"
    rf"|den)?\s?(?:(?:neste|next|første|fyrste) )?"
    rf"(?:par )?(?:dag(?:er|ar|en)?|uk[ae]|uker|vek[ae]|veker|days?|weeks?|måned(?:en)?|månad(?:en)?|months?)\b"
    r"|\b(?:en|ein) (?:gang|gong)(?=\s*(?:$|[,.!?]))|\bso(?:me)?time soon\b|\bsnart\b(?=\s*(?:$|[,.!?]))"
    r"|\b(?:snarest(?: (?:mulig|mogleg|råd))?|asap|a\.s\.a\.p\.?|(?:så|as) (?:snart|fort|raskt|soon) (?:som"
    r"|as) (?:mulig|mogleg|råd|possible)"
    r"|straks|omgående|urgently|(?:very )?soon|når det pass[ea]r"
    r"(?: for (?:dere|dykk|alle|deg|meg|oss))?|ved anledning|i nær framtid"
    r"|i nær fremtid)\b"
)
_OR = r"(?:(?:og|and|men|but|så|so|også|also|husk å|hugs å|husk|hugs|please|vennligst|gjerne|eventuelt) )*"
#: the year of a date beside it
NEXT_YEAR = re.compile(r"\b(?:neste|nest|next) (?:år|year)\b")
#: of these the days are no days of the meeting
DEADLINE = re.compile(
    rf"{_OR}(?:(?:jeg|eg|vi|me|i|we) (?:trenger|treng|vil ha|ønsker|ønskjer|need|want)\b.*\b(?:innen|innan|by"
    rf"|before)\b"
    r"|(?:(?:bindende|bindande|obligatorisk|binding|gratis|free) )?(?:påmelding|påmeldingsfrist|svarfrist|frist"
    r"|deadline"
    r"|registration|sign[ -]?up)\b(?:sfrist|en|a)?"
    r"|(?:(?:det (?:er|blir|vert)|there(?:'s| is| will be)) )?(?:lunsj|lunch|kaffe|kaffi|coffee|mat|food|middag"
    r"|dinner|registrering|registration|frokost|frukost"
    r"|breakfast|dørene åpner"
    r"|dørene opnar|doors open|mingling|servering|oppmøte) (?:fra|frå|from|kl|at|serveres|er|is)\b"
    r"|meld(?:e|ing)? (?:fra|ifra|frå|ifrå|deg|dere|dykk|dokker|på|av|forfall|inn)|si (?:i?fra|i?frå|til)"
    r"|(?:ring|call|text|sms|tlf|telefon|phone|mob(?:il)?)\b(?: \w+){0,3}\W{0,3}\d\d[\d ]{4,}"
    r"|(?:gi|gje|gi meg|send) (?:beskjed|tilbakemelding|svar|melding|bod)|svar (?:innen|innan|til|senest|seinast)"
    r"|(?:[\w-]{0,20}papir(?:a|er|ene|ane)?|agenda(?:en)?|saks?list\w*|program\w*|papers|slides|details|detaljer|detaljar|lenk\w+|link(?:en)?)"
    r" (?:sendes|sendast|blir sendt|vert sendt|is sent|will be sent|will follow|to follow|follows|kommer|kjem"
    r"|følger|følgjer)\b"
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
    rf"{_OR}(?:{_STATES}|(?:ta|tar|tek|ha|take|bring) (?:med|på|with|along|your)\b|wear\b|bring\b|møt (?:presis|i god)"
    r"|(?:tar|tek|takes?|vil ta|will take|varer|varar|lasts?|beregn|berekn|set(?:t)? av|need|needs|trenger"
    r"|treng|allow|should take|blir)"
    r" (?:vel|nok|ca\.?|cirka|omtrent|omlag|om lag|about|around|roughly|max|maks|kanskje|maybe)?"
    r"|\w+ (?:kaller inn|kallar inn|stiller|leder|leier|innleder|innleiar|presenterer|presenterar|orienterer"
    r"|orienterar|ordner|ordnar|tar med|tek med|will|is (?:hosting"
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
    r"|(?:deretter|etterpå|followed by|then|afterwards|etterfulgt av|etterfølgd av|med påfølgende|med påfølgjande)\b"
    r"|(?:åpent|ope|open) for (?:alle|everyone|all)\b|(?:kun|bare|berre|only) for\b|members only\b"
    r"|(?:haster|hastar|urgent(?:ly)?|kort varsel|short notice)\b(?=\W*$)"
    r"|(?:(?:med )?(?:enkel|lett|light) )?(?:servering|refreshments)\b(?=\W*$)"
    r"|(?:(?:og|and) )?(?:må ha|must have|treng|trenger|need|needs)\b(?! (?:et|eit|en|ein|an?) )"
    r"|(?:er du (?:snill|grei)|om du (?:vil|kan)|if you (?:can|would|please))\b(?=\W*$)"
    r"|(?:heile|hele) gjengen\b|the whole (?:gang|team)\b|alle sammen\b|alle saman\b"
    r"|obligatorisk\w*|mandatory\b|(?:på|in) (?:norsk|engelsk|english|norwegian)\b|(?:viktig|important)\b"
    r"|(?:kort|kjapt|kjapp|raskt|uformelt|uformell|short|quick|brief|informal)\b(?=\W*$)"
    r"|(?:kan|kunne|can|could|vil|will) (?:du|dere|de|you) (?:ordne|ordna|fikse|fiksa|sette|setje|legge|leggje"
    r"|kalle|sort"
    r"|arrange|set|book|organi[sz]e)\b"
    r"|gratis\b|all(?:e)? (?:er )?(?:velkom\w+|welcome)"
    r"|(?:velkom\w+|welcome)\b"
    r"|(?:mvh|hilsen|helsing|regards|best regards|kind regards|cheers|vennlig hilsen|venleg helsing)\b"
    r"|(?:takk|thanks|thank you|tusen takk)\b(?! for (?:sist|et|eit))|(?:ok|okay|greit|passer det|passar det"
    r"|høres|høyres|does that)\b)"
)
_MEAL = (
    r"(?:lunsj|lunch|kaffe|kaffi|kake|cake|coffee|mat|food|middag|dinner|pizza|servering|refreshments|mingling|drinks)"
)
#: they stand behind other words of their clause
TRAILING = re.compile(
    rf"\b(?:(?:(?:og|med|and|with) )?(?:(?:enkel|felles|lett|light) )?{_MEAL}(?: (?:og|and) {_MEAL})?"
    r"(?: (?:i|på|hos|in|at) [\w ]{2,30})?"
    r" (?:etterpå|etterpa|afterwards|to follow)|"
    rf"(?:(?<=, )|(?<=\d ))(?:med|with|inkl\.?|inkludert|including|incl\.?) (?:(?:enkel|felles|lett|light) )?{_MEAL}"
    rf"(?: (?:og|and) {_MEAL})?|"
    rf"(?<=[.!?] )(?:(?:felles|enkel|joint|light) )?{_MEAL} (?:i|på|ved|hos|hjå|in|at) [^.;\n\d]{{2,40}}|"
    r"(?:og |and )?(?:ta med|husk|hugs|bring(?: your)?|bruk(?! av\b)) [^,.;\n]{1,40}|som (?:vanlig|vanleg)|as usual"
    r"|som sist|(?:lenk[ea]n?|lenkja|link(?:en)?) (?:gjelder|gjeld|applies"
    r"|is the same).*"
    r"|(?:hver|kvar|each|every) (?:gang|gong|time)"
    r"|hvis mulig|om mulig|viss mogleg|if possible|eller noe(?: sånt)?|or so|(?<=[\dm] )start|please|pls|plz|takk"
    r"|thanks|thx|tnx)(?=\s*(?:$|[,.!?;\n]))"
)
_WHERE = r"(?:(?:nede|oppe|ute|inne|borte|rett|down|up|out|over|right|just) )?"
_MEET = (
    r"(?:(?:og|and) )?(?:(?:vi|me|we|alle|everyone) (?:skal )?(?:møtes|møtest|møter|treffes|treffest|ses|sees"
    r"|samles|samlast|meet(?: up)?|gather|kan (?:være|vere|sitte|sitje|møtes|møtast)|can (?:be|sit|meet)"
    r"|er|sit|sitter|sit|'ll be|will be|start|starter|startar|begynner|byrjar|begin)|(?:(?:vi|me|we) "
    r"|(?<=[,;.] ))(?:tar|tek|ta"
    r"|kjører|køyrer|har|holder|held|gjør|gjer|do"
    r"|take|hold) (?:det|dette|it|møtet|this)"
    r"|(?:starting|starts?|starter|startar|oppstart|avreise|avgang|departure|leaving)|it'll be|that'll be|(?:det"
    r"|dette|it|this"
    r"|møtet) (?:blir|vert|er|is|will be|'ll be|foregår|føregår"
    r"|holdes|haldast)|it's|(?:opp|fram|frem)møte(?:t)?(?: er)?|(?<=[,;-] )(?:samling|assembly)(?= )"
    r"|(?<=[,;] )(?:vert|blir"
    r"|er|is|møtes|møtast|møtest|samles|samlast|treffes|treffest)(?= (?:i|på|ved|in|at) )"
    r"|(?<=\w )(?<!å )(?:møtes|møtest|møtast|samles|samlast|treffes|treffest|meets|gathers)(?= (?:i|på|ved|hos"
    r"|hjå|in|at) )"
    r"|oppmøtested|oppmøtestad|(?<=[.?!,;] )(?:og )?(?:sted|stad|place|venue|location|(?:møte)?rommet|lokalet"
    r"|the room) (?:er|is|blir|vert|heter|heiter)(?= )"
    r"|(?<=[.?!,;] )(?:(?:de|dei|han|hun|ho|they) )?(?:kommer|kjem|come) (?:hit|til oss|to us)"
    r"|møtested|møtestad|møteplass|møt opp|muster|assemble"
    r"|møt(?=s? (?:ved|på|i)\b)"
    r"|(?:please )?meet(?: up)?|meeting point|holdes|haldast|held(?= (?:at|in))|gather)"
)
_PREPOSITION = (
    r"(?:ved|på|i|hos|hjå|at|in|by|on(?! (?:the )?\w+(?: \w+)?[,.?]| (?:how|what|why))|from|fra|frå|near|outside"
    r"|inside|utenfor|utanfor|foran|framfor|bak|behind"
    r"|under|next to|in front of)"
)
#: a greeting with a name that ends the line, in the capitals it was typed with: "Mvh Bente"
SIGNATURE = re.compile(
    r"(?:(?<=[.!?,;\n])|(?<=[.!?,;\n] )|(?<=\S )(?=(?:[MV]|H[ei]l|[BK](?:est|ind) |Many |Regards"
    r"|Tusen )))(?i:(?:(?:med )?(?:vennlig|venleg|beste|best|kind|warm) )?"
    r"(?:mvh|hilsen|helsing|regards|cheers|best wishes|takk|tusen takk|thanks|many thanks|thank you))[,.!]{0,2}\s+"
    r"(?:[A-ZÆØÅ][\w-]{1,30}\.?\s?){1,3}$"
)
#: "vi i Eksempel vil gjerne invitere til"
INVITING = re.compile(
    r"(?:vi|me|we|jeg|eg|i)\b[^,.;:]{0,60}?\b(?:inviter\w{0,3}|invite|innkall\w{0,3})(?: \w+){0,3}? (?:til|to)\b"
)
#: words that lead to what one meets about
TOPIC = re.compile(
    r"(?<!\w)(?:(?:og |and )?(?:det|dette|saken|saka|møtet|it|this|that)(?:'s| is)? (?:gjelder|gjeld|handler om"
    r"|handlar om"
    r"|er om|blir om|vert om|dreier seg om|dreiar seg om|skal handle om|concerns|about)|(?:med "
    r"|with )?(?:som )?(?:tema(?:et)?|emne"
    r"|topic|subject|saken|saka)"
    r" (?:er|blir|vert|is|will be)|(?<=[-,;.] )(?:gjelder|gjeld):?|(?<=[,.;] )(?:vi|me|we) (?:skal|vil|bør|will"
    r"|should) (?:snakke|snakka|prate|diskutere"
    r"|drøfte|drøfta|talk|discuss)(?: om| about)?|med tema|with the topic of|(?<=\bmøte )tema(?= \w))(?: at)? (?=\w)"
)
#: words that lead to the name of the meeting: "som heter", "with the title"
TITLED = re.compile(
    r"(?<!\w)(?:(?:og |and )?(?:med|with|under) (?:the )?(?:tittel(?:en)?|title|overskrift(?:en|a)?|heading|namn(?:et)?"
    r"|navn(?:et)?|name)(?: of)?|titled|entitled|named|called"
    r"|(?<!rommet )(?<!salen )(?<!lokalet )(?:som )?(?:heter|heiter|kalles|kallast)|kalt"
    r"|kall (?:det|møtet|den)|call (?:it|the meeting))(?! (?:by|off|for|in|av|på|til|inn)\b):?(?= \S)"
)
#: "unntatt i påska": the words before
EXCEPTED = re.compile(r"\b(?:unntatt|unnateke|except|ikke|ikkje|not)\s$")
#: another time than the meeting's, behind it: "skipet går 0800", "doors open 18.30"
ELSE = re.compile(
    r".*\b(?:åpner|opnar|opens?|går|gjeng|leaves|departs|kommer|kjem|arrives?|stenger|stengjer|closes?|serveres"
    r"|serverast"
    r"|served|ankommer|anløper|seiler|siglar|sails|kjører|køyrer|må være|må vere|slipper|slepp)\b"
)
PRONOUN = re.compile(r"(?:det|dette|it|this|that)\b")
_DAY = (
    r"(?:(?:man|mån|tirs|tys|ons|tors|fre|lør|laur|søn|sun)dag|(?:mon|tues|wednes|thurs|fri|satur|sun)day|kl\b"
    r"|\d|noon|(?:januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember|january|february"
    r"|march|may|june|july|october|december|uke|veke|week)\b)"
)
LEAD = re.compile(
    rf"\b(?:oppmøte(?:sted|stad)?|møte(?:sted|stad|plass)|(?:meeting|assembly) point) (?!\w\b|er |is |kl|\d|fra "
    rf"|frå |{_PREPOSITION} )|\b{_MEET}[: ]\s?(?={_WHERE}{_PREPOSITION}\s(?!{_DAY}))"
)
