"""List patterns of what is neither title, place nor time, in Bokmål, Nynorsk and English."""

from __future__ import annotations

from handlers.language.late_patterns import compile_later

ZONES = compile_later(
    r"(?<!\w)[:;]-?[)(dp](?!\w)|\(?(?:utc|gmt)\s?[+-]\d{1,2}(?::?\d{2})?\)"
    r"(?:(?!\b[a-zæøå]+:)[^\n.;()])*|\(?europe/(?:oslo|berlin|paris|amsterdam|stockholm|copenhagen)\)?"
    r"|\((?:cest|cet|utc|gmt)\s?(?:[+-]\d{1,2})?\)|\bce?s?t\b|\((?:norsk|lokal|local|oslo)[ -]ti(?:d|me)\)"
    r"|(?<=\d )(?:sharp|presis)\b|(?<=\d )(?:på )?(?:den )?(?:første|fyrste|andre|siste|first|second|last) "
    r"(?:dag(?:en)?|day)\b|\b(?:lunsj|lunch|mat|kaffe|kaffi|food|coffee|middag|dinner|servering) (?:er )?"
    r"(?:inkl(?:\.|udert)?|incl(?:\.|uded)?|serveres|på huset)"
    r"(?!\w)|\b(?:sted|stad|place|location|venue|rom|room|lokale|dato|date)\W{0,2}(?:kommer|bestilles"
    r"|bestillast|ik+j?e (?:satt|sett|fastsatt|bestemt)|not set|kjem|tba|tbd|tbc|følger|følgjer|avklares"
    r"|avklarast|meldes|bestemmes|ik+j?e avklart|to be (?:announced|confirmed|decided)|later|senere|seinare)"
    r"(?: (?:senere|seinare|later))?(?!\w)|\b(?:både |both )?(?:fysisk|in[ -]person)"
    r"(?= (?:i|på|ved|hos|hjå|at|in|oppmøte|attendance) )|\b(?:er|blir|vert|is|has been) "
    r"(?:fastsatt|fastsett|satt|sett|lagt|planlagt|bestemt|avtalt|avtala|set|fixed|planned)"
    r"(?= (?:til|to|for|on|at|\d|(?:man|mån|tirs|tys|ons|tors|fre|lør|laur|søn|sun)dag))"
    r"|\b(?:will be held|is (?:being )?held|blir holdt|vert halde|finner sted|finn stad|takes? place"
    r"|will take place|is scheduled(?: for)?|(?:(?:må|skal|bør|kan|must|should) )?holdes(?= "
    r"(?!i |på |ved |hos )))(?= )|\b(?:in(?:to)?|on|inn i|i|på) (?:the |my |our )?"
    r"(?:cal[ea]nd[ea]r|diary|kalender(?:en)?)\b(?: for\b)?|\b(?:det|saken|saka|this|it'?s|that'?s)(?: is)? "
    r"(?:haster|hastar|urgent)(?: (?:litt|veldig|fælt|very|mye|mykje))?(?!\w)|\b(?:(?:men|but) )?"
    r"(?:uten|utan|without(?: a)?) (?:fast |fixed |set )?"
    r"(?:tidspunkt|klokkeslett|time)\b|\b(?:(?:aller )?helst|gjerne|fortrinnsvis|preferably|ideally)"
    r"(?= (?:(?:på|i|ved|hos|hjå|in|at|on|via|over) (?!(?:(?:man|mån|tirs|tys|ons|tors|fre|lør|laur|søn"
    r"|sun)dag|(?:mon|tues|wednes|thurs|fri)day|uke|veke|week|morg|\d))|digitalt|fysisk|online|teams|zoom))"
    r"|(?<=[,;] )(?:(?:vi|me|we) )?(?:møtes|møtast|møtest|samles|samlast|meet)"
    r"(?= (?:\w{3,6}da[gy]\b|i morg\w+|tomorrow|kl\b|at \d|\d|i dag|today))|(?<=[,;] )"
    r"(?:videomøte|videokonferanse|telefonmøte|nettmøte|(?:video|phone|conference) ?call)"
    r"(?=\W*$)|(?:(?<=time )|(?<=tter )|(?<=timer )|(?<=timar )|(?<=min )|(?<=arter ))"
    r"(?:(?:bør |burde )?(?:holder?|halde|held)|er nok)(?: (?:lenge|lengje|fint|godt|massevis))?\b"
    r"|(?:(?<=minutes )|(?<=hour ))(?:should do(?: it)?|is enough)\b"
    r"|\b(?:ring(?:er)? (?:deg |dere |dykk )?inn|dial in|logg (?:deg )?på|kople deg på|join)(?= (?:på|via|on|over) )"
    r"|(?<=\d )(?:works|passer|passar)"
    r"(?: (?:best|fint|fine|well))?(?: (?:for|til)(?= (?:the |et |eit |en |ein |a )?[\w-]+ ?[\w-]*))?"
    r"|\b(?:norsk|lokal) tid\b|\b(?:oslo|local|norwegian) time\b|(?<=\w )o['’]?clock\b"
    r"|\b(?:shall we say|skal vi si|la oss si|let['’]?s say)\b"
    r"|\b(?:og|and) (?:then|deretter|så)(?= (?:every|each|hver|kvar|weekly|monthly|quarterly)\b)"
    r"|(?<=[,;.] )(?:og |and )?(?:invite|inviter|invitere|copy in|cc)\b [^,.;\d]{2,60}$"
    r"|, (?:(?:møte ny|nytt møte|ny møte)|new meeting)$"
    r"|\b(?:fordi|because|ettersom|sidan|siden) [^,.;\d]{3,80}$"
)
_SEASON = (
    r"(?:jul(?:a|en|eferien)?|romjul(?:a|en)|nyttår|nyåret?|påsk[ea]n?|pinse[na]?|somm[ea]r(?:en|ferien)?"
    r"|vinter(?:en|ferien)?|våren|h(?:ø|au)st(?:en|ferien)?|ferien|fellesferien|helg[ae]n?|christmas|easter"
    r"|new year(?:'s)?|(?:the )?(?:weekend|holidays|summer|autumn|winter|spring|break))"
)
_PERIOD = r"(?:måned(?:en)?|månad(?:en)?|kvartal(?:et)?|år(?:et)?|halvår(?:et)?|month|quarter|year)"
#: days that are only nearly said
NEARLY = compile_later(
    r"\b(?:(?:(?:en|ein) (?:gang|gong|dag)|some ?(?:time|day)) )?(?:(?:like|rett|kort|just|right|shortly) )?"
    rf"(?:før|etter|over|i|på|mot|rundt|frå|fra|utpå|before|after|over|from|around|in|this|during) {_SEASON}\b"
    r"|\b(?:(?:tidlig|tidleg|seint|sent|early|late|later|utpå|ut på) )?"
    r"(?:(?:i|in|på|i løpet av|during|innen|innan|within) )?"
    rf"(?:neste|nest|next|denne|dette|this|the coming|kommende|komande) {_PERIOD}\b"
    r"|\b(?:i løpet av|innen|innan|within|during|in the course of) "
    r"(?:en|ei|ein|et|eit|a|the|to|two|de|dei|den)?\s?(?:(?:neste|next|første|fyrste) )?(?:par )?"
    r"(?:dag(?:er|ar|en)?|uk[ae]|uker|vek[ae]|veker|days?|weeks?|måned(?:en)?|månad(?:en)?|months?)\b"
    r"|(?<!day )\bsome ?time(?=\s*(?:$|[,.!?]))"
    r"|(?<!dag )\b(?:en|ein) (?:gang|gong)(?=\s*(?:$|[,.!?]))|\bso(?:me)?time soon\b|\bsnart\b(?=\s*(?:$|[,.!?]))"
    r"|\b(?:snarest(?: (?:mulig|mogleg|råd))?|asap|a\.s\.a\.p\.?|(?:så|as) (?:snart|fort|raskt|soon) "
    r"(?:som|as) (?:mulig|mogleg|råd|possible)|straks|omgående|urgently|(?:very )?soon"
    r"|når det pass[ea]r(?: for (?:dere|dykk|alle|deg|meg|oss))?|ved anledning|i nær framtid|i nær fremtid)\b"
)
#: that it is urgent, of a meeting whose day is said
URGENT = compile_later(r"\b(?:asap|a\.s\.a\.p\.?|snarest(?: (?:mulig|mogleg))?|omgående|urgently)(?=[\s,.!]|$)")
_OR = r"(?:(?:og|and|men|but|så|so|også|also|husk å|hugs å|husk|hugs|please|vennligst|gjerne|eventuelt) )*"
#: the year of a date beside it
NEXT_YEAR = compile_later(r"\b(?:neste|nest|next) (?:år|year)\b(?!['’]s)")
#: of these the days are no days of the meeting
DEADLINE = compile_later(
    rf"{_OR}(?:(?:jeg|eg|vi|me|i|we) (?:trenger|treng|vil ha|ønsker|ønskjer|need|want)\b.*\b(?:innen|innan|by"
    r"|before)\b|(?:(?:bindende|bindande|obligatorisk|binding|gratis|free) )?"
    r"(?:påmelding|påmeldingsfrist|svarfrist|frist|deadline|registration|sign[ -]?up)(?:sfrist|en|a)?\b"
    r"|(?:(?:det (?:er|blir|vert)|there(?:'s| is| will be)) )?"
    r"(?:lunsj|lunch|kaffe|kaffi|coffee|mat|food|middag|dinner|registrering|registration|frokost|frukost"
    r"|breakfast|dørene åpner|dørene opnar|doors open|mingling|servering|oppmøte) "
    r"(?:fra|frå|from|kl|at|serveres|er|is)\b|meld(?:e|ing)? "
    r"(?:fra|ifra|frå|ifrå|deg|dere|dykk|dokker|på|av|forfall|inn)|si "
    r"(?:i?fra|i?frå|til)|(?:ring|call|text|sms|tlf|telefon|phone"
    rf"|mob(?:il)?)\b(?: \w+){{0,3}}\W{{0,3}}\d\d[\d ]{{4,}}|(?:gi|gje|gi meg|send) "
    r"(?:beskjed|tilbakemelding|svar|melding|bod)|svar "
    rf"(?:innen|innan|til|senest|seinast)|(?:[\w-]{{0,20}}papir(?:a|er|ene|ane)?|agenda(?:en)?|saks?list\w*"
    r"|program\w*|papers|slides|details|detaljer|detaljar|lenk\w+|link(?:en)?) "
    r"(?:sendes|sendast|blir sendt|vert sendt|is sent|will be sent|will follow|to follow|follows|kommer|kjem"
    r"|følger|følgjer)\b|rsvp|let (?:me|us) know|(?:sign|signing) up|register|reply|respond|answer|confirm"
    r"|bekreft|(?:send|lever|deliver|submit|levere?) (?:inn|inn |saker|innspill|innspel|your|the|input)\b)"
)
_VERB = (
    r"(?:er|blir|vert|var|tar|tek|skal|kan|må|bør|vil|har|gjelder|gjeld|kommer|kjem|handler|handlar|passer"
    r"|passar|is|will|can|must|has|have|should|takes?|are|need|needs|may|bring|get)\b"
)
_STATES = (
    r"(?:(?:vi|me|jeg|eg|we|they|he|she|han|hun|ho|you|du|dere|dykk)"
    r"(?:'\w+| \w)|i(?:'\w+| (?:am|will|would|can|need|have|think|hope))|(?:it|that)'s"
    rf"|(?:det|dette|it|this|that|de|dei|alle|everyone|everybody) {_VERB})"
)
#: talk, of which only the words are taken
TALK = compile_later(
    rf"{_OR}(?:{_STATES}|(?:ta|tar|tek|ha|take|bring) (?:med|på|with|along|your)\b|wear\b|bring\b|møt "
    r"(?:presis|i god)|(?:tar|tek|takes?|vil ta|will take|varer|varar|lasts?(?! one)|beregn|berekn|set(?:t)? av"
    r"|(?:needs?|trenger|treng)(?! (?:et|eit|en|ein|an?) (?!time|hour|halv))|allow|should take|blir) "
    r"(?:vel|nok|ca\.?|cirka|omtrent|omlag|om lag|about|around"
    r"|roughly|max|maks|kanskje|maybe)?|\w+ (?:kaller inn|kallar inn|stiller|leder|leier|innleder|innleiar"
    r"|presenterer|presenterar|orienterer|orienterar|ordner|ordnar|tar med|tek med|will|is "
    r"(?:hosting|bringing|leading)|hosts|leads|chairs|brings)\b"
    r"|(?:all|alle|everyone)\b.*\b(?:must|should|skal|må|bør)\b|(?:avreise|avgang|departure|oppmøte|doors)\b"
    r"|(?:som|same|samme|as) (?:vanlig|vanleg|usual|sist|før|always|before)|(?:same|samme) "
    r"(?:lenke|lenkje|link)|(?:the )?(?:lenk[ea]n?|lenkja|link)"
    r"(?: (?:gjelder|gjeld|er den|is|applies|under|below|i kalenderen|kommer|kjem)\b)"
    r"|(?:husk|hugs|remember|don't forget|ikke glem|ikkje gløym|obs|nb|merk|note|ps)\b"
    r"|(?:fordi|ettersom|siden|sidan|because|since|as|da|då|i tilfelle|in case|hvis|dersom|viss|if)\b"
    r"|(?:kaffe|kaffi|lunsj|mat|kake|coffee|lunch|food|cake|servering|enkel servering|refreshments|pizza)"
    r"(?: og \w+| and \w+)? (?:serveres|blir servert|vert servert|er|is|will be|provided|inkludert|inkl"
    r"|included|served|på huset)|(?:deretter|etterpå|followed by|then|afterwards|etterfulgt av|etterfølgd av"
    r"|med påfølgende|med påfølgjande)\b|(?:åpent|ope|open) for "
    r"(?:alle|everyone|all)\b|(?:kun|bare|berre|only) for\b|members only\b"
    r"|(?:haster|hastar|urgent(?:ly)?|kort varsel|short notice)\b(?=\W*$)|(?:(?:med )?(?:enkel|lett|light) )?"
    r"(?:servering|refreshments)\b(?=\W*$)|(?:(?:og|and) )?"
    r"(?:må ha|must have|treng|trenger|need|needs)\b(?! (?:et|eit|en|ein|an?) )"
    r"|(?:er du (?:snill|grei)|om du (?:vil|kan)|if you (?:can|would|please))\b(?=\W*$)"
    r"|(?:heile|hele) gjengen\b|the whole (?:gang|team)\b|alle sammen\b|alle saman\b|obligatorisk\w*"
    r"|mandatory\b|(?:på|in) (?:norsk|engelsk|english|norwegian)\b|(?:viktig|important)\b"
    r"|(?:kort|kjapt|kjapp|raskt|uformelt|uformell|short|quick|brief|informal)\b(?=\W*$)"
    r"|(?:kan|kunne|can|could|vil|will) (?:du|dere|de|you) "
    r"(?:ordne|ordna|fikse|fiksa|sette|setje|legge|leggje|kalle|sort|arrange|set|book|organi[sz]e)\b|gratis\b"
    r"|all(?:e)? (?:er )?(?:velkom\w+|welcome)|(?:velkom\w+|welcome)\b"
    r"|(?:mvh|hilsen|helsing|regards|best regards|kind regards|cheers|vennlig hilsen|venleg helsing)\b"
    r"|(?:takk|thanks|thank you|tusen takk)\b(?! for (?:sist|et|eit))"
    r"|(?:ok|okay|greit|passer det|passar det|høres|høyres|does that)\b)"
)
_MEAL = (
    r"(?:lunsj|lunch|kaffe|kaffi|kake|cake|coffee|mat|food|middag|dinner|pizza|servering|refreshments|mingling|drinks)"
)
#: they stand behind other words of their clause
TRAILING = compile_later(
    rf"\b(?:(?:(?:og|med|and|with) )?(?:(?:enkel|felles|lett|light) )?{_MEAL}(?: (?:og|and) {_MEAL})?"
    rf"(?: (?:i|på|hos|in|at) [\w ]{{2,30}})? (?:etterpå|etterpa|afterwards|to follow)|(?:(?<=, )|(?<=\d ))"
    r"(?:med|with|inkl\.?|inkludert|including|incl\.?) "
    rf"(?:(?:enkel|felles|lett|light) )?{_MEAL}(?: (?:og|and) {_MEAL})?|(?<=[.!?] )"
    rf"(?:(?:felles|enkel|joint|light) )?{_MEAL} (?:i|på|ved|hos|hjå|in|at) [^.;\n\d]{{2,40}}|(?:og |and )?"
    rf"(?:ta med|husk|hugs|bring(?: your)?|bruk(?! av\b)) [^,.;\n]{{1,40}}|som "
    r"(?:vanlig|vanleg)|as usual|som sist|(?:lenk[ea]n?|lenkja|link(?:en)?) "
    r"(?:gjelder|gjeld|applies|is the same).*|(?:hver|kvar|each|every) "
    r"(?:gang|gong|time)|hvis mulig|om mulig|viss mogleg|if possible|eller noe(?: sånt)?|or so"
    r"|(?<=[\dm] )start|please|pls|plz|takk|thanks|thx|tnx)(?=\s*(?:$|[,.!?;\n]))"
)
_WHERE = r"(?:(?:nede|oppe|ute|inne|borte|rett|down|up|out|over|right|just) )?"
_MEET = (
    r"(?:(?:og|and) )?(?:(?:vi|me|we|alle|everyone) (?:skal )?"
    r"(?:møtes|møtest|møter(?: opp)?|treffes|treffest|ses|sees|samles|samlast|meet(?: up)?|gather|kan "
    r"(?:være|vere|sitte|sitje|møtes|møtast)|can (?:be|sit|meet)|er|sit|sitter|sit|'ll be|will be|start"
    r"|starter|startar|begynner|byrjar|begin)|(?:(?:vi|me|we) |(?<=[,;.] ))"
    r"(?:tar|tek|ta|kjører|køyrer|har|holder|held|gjør|gjer|do|take|hold) "
    r"(?:det|dette|it|møtet|this)|(?:starting|starts?|starter|startar|oppstart|avreise|avgang|departure"
    r"|leaving)|it'll be|that'll be|(?:det|dette|it|this|møtet) "
    r"(?:blir|vert|er|is|will be|'ll be|foregår|føregår|holdes|haldast)|it's|(?:opp|fram|frem)møte(?:t)?"
    r"(?: er)?|(?<=[,;-] )(?:samling|assembly)(?= )|(?<=[,;.?!] )"
    r"(?:vert|blir|er|is|møtes|møtast|møtest|samles|samlast|treffes|treffest)(?= (?:i|på|ved|in|at) )|(?<=\w )"
    r"(?<!å )(?:møtes|møtest|møtast|samles|samlast|treffes|treffest|meets|gathers)"
    r"(?= (?:i|på|ved|hos|hjå|in|at) )|oppmøtested|oppmøtestad"
    r"|(?:og|and) (?:møter(?: opp)?|will (?:gather|meet))|møt (?:meg|oss)"
    r"|(?<=[.?!,;] )(?:og )?"
    r"(?:sted|stad|place|venue|location|(?:møte)?rommet|lokalet|the room) (?:er|is|blir|vert|heter|heiter)"
    r"(?= )|(?<=[.?!,;] )(?:(?:de|dei|han|hun|ho|they) )?(?:kommer|kjem|come) "
    r"(?:hit|til oss|to us)|møtested|møtestad|møteplass|møt opp|muster|assemble|møt(?=s? (?:ved|på|i)\b)"
    r"|(?:please )?meet(?: up)?|meeting point|holdes|haldast|held(?= (?:at|in))|gather)"
)
_PREPOSITION = (
    r"(?:ved|på|i|hos|hjå|at|in|by|on(?! (?:the )?\w+(?: \w+)?[,.?]| (?:how|what|why))|from|fra|frå|near"
    r"|outside|inside|utenfor|utanfor|foran|framfor|bak|behind|under|next to|in front of)"
)
#: a greeting with a name that ends the line, in the capitals it was typed with: "Mvh Bente"
SIGNATURE = compile_later(
    r"(?:(?<=[.!?,;\n])|(?<=[.!?,;\n] )|(?<=\S )(?=(?:[MV]|H[ei]l|[BK](?:est|ind) |Many |Regards|Tusen )))"
    r"(?i:(?:(?:med )?(?:vennlig|venleg|beste|best|kind|warm) )?"
    r"(?:mvh|hilsen|helsing|regards|cheers|best wishes|takk|tusen takk|thanks|many thanks"
    r"|thank you))[,.!]{0,2}\s+(?:[A-ZÆØÅ][\w-]{1,30}\.?\s?){1,3}$"
)
_NAME = r"[A-ZÆØÅ][\w-]{1,30}"
#: who comes, by name, behind a comma or a full stop: "Kari, Per og Ola kommer"
COMING = compile_later(
    rf"(?<=[,.;!?] )(?:{_NAME}, ){{0,6}}{_NAME},? (?:og|and|&) {_NAME} "
    r"(?:kommer|kjem|deltar|deltek|blir med|vert med|er med|stiller|skal være med|skal vere med|come|join|attend"
    r"|are coming|are joining|will (?:come|join|attend))\b(?! (?:fra|frå|from|til|to|med|with|innom)\b)"
)
#: "vi i Eksempel vil gjerne invitere til"
INVITING = compile_later(
    r"(?:vi|me|we|jeg|eg|i)\b[^,.;:]{0,60}?\b(?:inviter\w{0,3}|invite|innkall\w{0,3})(?: \w+){0,3}? (?:til|to)\b"
)
#: words that lead to what one meets about
TOPIC = compile_later(
    r"(?<!\w)(?:(?:og |and )?(?:det|dette|saken|saka|møtet|it|this|that)(?:'s| is)? "
    r"(?:gjelder|gjeld|handler om|handlar om|er om|blir om|vert om|dreier seg om|dreiar seg om|skal handle om"
    r"|concerns|about)|(?:med |with )?(?:som )?(?:tema(?:et)?|emne|topic|subject|saken|saka) "
    r"(?:er|blir|vert|is|will be)|(?:tema|emne|theme|topic|subject)(?: (?:for|of) (?:møtet|the meeting))? (?:er|is)"
    r"|(?<=[-,;.] )(?:gjelder|gjeld):?|(?<=[,.;] )(?:vi|me|we) "
    r"(?:skal|vil|bør|will|should) (?:snakke|snakka|prate|diskutere|drøfte|drøfta|talk|discuss)"
    r"(?: om| about)?|med tema|with the topic of|(?<=\bmøte )tema(?= \w))(?: at)? (?=\w)"
)
#: words that lead to the name of the meeting: "som heter", "with the title"
TITLED = compile_later(
    r"(?<!\w)(?:(?:og |and )?(?:med|with|under) (?:the )?"
    r"(?:tittel(?:en)?|title|overskrift(?:en|a)?|heading|namn(?:et)?|navn(?:et)?|name)"
    r"(?: of)?|titled|entitled|named|called|(?<!rommet )(?<!salen )(?<!lokalet )(?:som )?"
    r"(?:heter|heiter|kalles|kallast)|kalt|kall (?:det|møtet|den)|call (?:it|the meeting))"
    r"(?! (?:by|off|for|in|av|på|til|inn)\b):?(?= \S)"
)
#: "unntatt i påska": the words before
EXCEPTED = compile_later(r"\b(?:unntatt|unnateke|except|ikke|ikkje|not)\s$")
#: another time than the meeting's, behind it: "skipet går 0800", "doors open 18.30"
ELSE = compile_later(
    r".*\b(?:åpner|opnar|opens?|går|gjeng|leaves|departs|kommer|kjem|arrives?|stenger|stengjer|closes?"
    r"|serveres|serverast|served|ankommer|anløper|seiler|siglar|sails|kjører|køyrer|må være|må vere|slipper"
    r"|slepp)\b"
)
PRONOUN = compile_later(r"(?:det|dette|it|this|that|one(?!-))\b")
_DAY = (
    r"(?:(?:man|mån|tirs|tys|ons|tors|fre|lør|laur|søn|sun)dag|(?:mon|tues|wednes|thurs|fri|satur|sun)day|kl\b"
    r"|\d|noon|(?:januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember|january"
    r"|february|march|may|june|july|october|december|uke|veke|week)\b)"
)
#: "ho kjem til resepsjonen"
_COMES_TO = (
    r"(?<=[.?!,;] )(?:og |and )?(?:(?:vi|me|we|de|dei|han|hun|ho|they|he|she|alle|everyone) )?"
    r"(?:kommer|kjem|comes?|will come) (?:hit |here )?(?:til|to) (?:the )?(?=(?:[\w-]+ ){0,2}\w*"
    r"(?:bygget|rommet|senteret|kontoret|hallen|salen|stua|stova|resepsjonen|kantina|kantinen|parken|porten|brakka"
    r"|building|office|reception|hall|room|centre|canteen|gate)\b)"
)
LEAD = compile_later(
    r"\b(?:oppmøte(?:sted|stad)?|møte(?:sted|stad|plass)|(?:meeting|assembly) point) "
    rf"(?!\w(?![\w-])|er |is |kl|\d|fra |frå |{_PREPOSITION} )|\b{_MEET}[: ]\s?(?={_WHERE}{_PREPOSITION}\s(?!{_DAY}))"
    rf"|{_COMES_TO}"
)
#: a clause that only greets, begs pardon or says that it is urgent
GREETING = compile_later(
    r"(?:(?:kjære|dear) [\w ]{1,40}|vel møtt?|dere|dykk|dokker|folkens|team|guys|everyone|alle(?: sammen"
    r"| saman)?|hei+|hallo|hi|hello|hey|heisann"
    r"|ha (?:en|ein) (?:fin|god) (?:dag|kveld|helg)|have a (?:nice|good|great) (?:day|evening|weekend)"
    r"|god (?:morgen|morgon|dag|kveld|ettermiddag|helg)|good (?:morning|afternoon|evening|day)|ja|ok"
    r"|morning|afternoon|evening|(?:(?:det|dette|it|this) )?(?:haster|hastar|is urgent)(?: \w+)?"
    r"|(?:sorry|beklager|beklagar|orsak)(?: [\w'’]+){0,5})"
    r"(?: (?:alle(?: sammen| saman)?|igjen|there|all|everyone|team|folkens))?$"
)
