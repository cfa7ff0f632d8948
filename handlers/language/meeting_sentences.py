"""List the patterns of sentences about meetings: those that ask, report, tell or name a time."""

from __future__ import annotations

import re

from handlers.language.late_patterns import compile_later

#: words that begin a question or a statement, and not what a secretary notes
ASKING = compile_later(
    r"(?:(?:husk |hugs |remember )?(?:på )?(?:the )?(?:frist(?:en)?\b|deadline)|minn[ea]r "
    r"(?:om|på)|takk\b(?! for)|thanks\b(?! for)|sorry|beklager|beklagar|orsak|unnskyld|noen|nokon|any ?one"
    r"|any ?body|når|hva|kva|hvem|kven|hvor|kor|hvordan|korleis|hvorfor|kvifor|hvilke[nt]?|kan|må|har|er|blir"
    r"|finnes|finst|skal|kommer|kjem|husker|hugsar|vi|me|jeg|eg|what|when|who|where|why|how|which|is|are|do"
    r"|does|did|has|have|was|were|will|any|can|could|should|we|our"
    r"|i(?= (?:work|can|can't|cannot|am|was|have|will|would|need|want|think|don't))|i'm|i'll|i've)\b"
)
#: a cheap sign of a day or a time of day
TIME_WORD = compile_later(
    r"\b(?:kl|klokk|at (?:[01]?\d|2[0-4])(?![\d-])(?! ?(?:[°º%]|degrees|[cfk]\b|barg?\b|kv\b))|halv "
    r"|half past |quarter (?:past|to) |noon|i ?morg|i ?mår|i ?morr|i ?overm|i dag|i kveld|tomorrow|today"
    r"|tonight|neste |next |hver|kvar|every|annenhver|(?:man|mån|tirs|tys|ons|tors|fre|lør|laur|søn|sun)dag"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|første|last|om (?:en|ein|et|eit|to|tre|fire|fem|ti) "
    r"(?:time|timar|halvtime|kvarter|uke|veke|dag)|in an? (?:hour|week|few)|snar(?:t|est)|asap|soon|straks|så "
    r"(?:fort|snart|raskt) som|nyttår|nyåret|romjul|(?:gange?r|gonger|gongar) "
    r"(?:i|per|om)|times a|twice a|før (?:jul|påske|sommer|sommar|ferie|helg)|(?:thurs|tues|weds|tirs|tors)\b"
    r"|before (?:christmas|easter|summer)|(?:januar|februar|mars|april|juni|juli|august|september|oktober"
    r"|november|desember|april|january|february|march|june|july|october|december)\b|in? "
    r"(?:jan|feb|mar|apr|ma[iy]|jun|jul|aug|sep|okt|oct|nov|des|dec))"
)
TIME_SIGN = compile_later(rf"\d|{TIME_WORD.pattern}")
_MONTH = (
    r"(?:jan(?:uar|uary)?|feb(?:ruar|ruary)?|mars|march|apr(?:il)?|mai|may|jun[ie]?|jul[iy]?|aug(?:ust)?|sep(?:t(?:ember)?)?"
    r"|okt(?:ober)?|october|nov(?:ember)?|des(?:ember)?|december)\b"
)
#: a day that is said outright
DAY_SAID = compile_later(
    r"(?:(?:[\wøæå]{3,6}da[gy],? )?(?:den |the )?(?:"
    rf"\b\d{{1,2}}(?:\.|st|nd|rd|th)? (?:of )?{_MONTH}|\b{_MONTH} \d{{1,2}}\b"
    r"|(?<!kl )(?<!kl\. )\b\d{1,2}[./](?:0?[1-9]|1[0-2])\b(?!\d))"
    r"|\b(?:(?:man|mån|tirs|tys|ons|tors|fre|lør|laur|søn)dag|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b"
    r"|\b(?:i (?:morg[eo]n|overmorg[eo]n|dag)|tomorrow|today)\b)",
    re.IGNORECASE,
)
#: how often, anywhere in a line
RHYTHM_SAID = compile_later(
    r"\b(?:hver|hvert|kvar|kvart|annenhver|annankvar|every|each|\w+lig|\w+leg|weekly|monthly)\b", re.IGNORECASE
)
#: what begins a reason, and who comes
SINCE = compile_later(r"\W*(?:siden|sidan|fordi|ettersom|since|because)\b")
COMING = compile_later(r"\b(?:kommer|kjem|ankommer|comes?|coming|arrives?|visits?|besøker|besøkjer|vitjar)\b")
#: how often, where it begins the line: "månedlig møte om nett", "a weekly meeting on noise"
RHYTHM = compile_later(
    r"(?:(?:et|eit|en|ein|a|an|nytt|ny|new)\s+)*(?:dagleg|daglig|daily|ukentlig|vekentleg|vekevis|ukevis"
    r"|weekly|bi-?weekly|fortnightly|månedlig|månadleg|månadsvis|månedsvis|monthly|kvartalsvis|quarterly"
    r"|halvårlig|halvårleg|årlig|årleg|yearly)t?\s+((?:[\w-]+\s+){0,2}[\w-]+)"
)
RHYTHM_LAST = compile_later(
    r"([\w-]+)\s.{0,300}\b(?:daglig|dagleg|daily|ukentlig|vekentleg|weekly|månedlig|månadleg|monthly)$"
)
#: "et møte med kommunen", "lunch meeting about parking"
KIND_FIRST = compile_later(
    r"(?:(?:et|eit|en|ein|a|an|kort|kjapt|lite|short|quick|felles|joint|ekstra|asap|snarlig"
    r"|digitalt)\s+){0,3}(?:[\w-]+\s)?[\w-]*(?:møte|meeting|mtg|prat|samtale)\s(?:om|med|mellom|ang\.?"
    r"|angående|about|with|re|regarding|between)\s"
)
#: several meetings, of which a line says something
PLURAL = compile_later(r"\w+(?:(?<!semin)(?<!webin)ar|er|ene|ane|ings|shops|inars|calls|sessions|tours|visits)$")
#: a question mark; one that stands alone leaves an end open: "kl 9 til ?"
QUESTION = compile_later(r"(?<=[^\s-])\?(?:$|[ \"'»”)])")
#: what is asked of others in a line that begins as a wish
WONDERING = compile_later(
    r"\b(?:lurer|lurar|wonder\w*|hvordan|korleis|how|hvem|kven|who|(?:noen|nokon) (?:som|her)|any(?:one|body))\b"
)
#: words that begin a question which no meeting answers
OPEN_QUESTION = compile_later(
    r"(?:noen|nokon|any ?one|any ?body|når|hva|kva|hvem|kven|hvor|kor|hvordan|korleis|hvorfor|kvifor"
    r"|hvilke[nt]?|har|er(?! det (?:greit|greitt|ok|okay|mulig|mogleg|fint|plass))|blir|finnes|finst|kommer"
    r"|kjem|husker|hugsar|what|when|who|where|why|how|which|is(?! it (?:ok|okay|possible|fine))|are|do|does"
    r"|did|has|have|was|were|will|any)\b"
)
#: a form: what follows its first label is the meeting, whatever it is called
LABELLED = compile_later(r"\W*(?:what|hva|kva|title|tittel|tema|topic|subject|emne)\s?:\s", re.IGNORECASE)
#: what mail puts before a subject
ANSWERED = compile_later(
    r"(?:(?<=^)|(?<=\n)|(?<=emne: )|(?<=subject: ))"
    r"(?:\s?(?:vs|sv|vb|re|fwd?|aw|videresendt|vidaresend[dt]?|forwarded(?: message)?)\s?:\s?){1,9}",
    re.IGNORECASE,
)
#: said between the order and its object: "could you schedule, when you have a minute, a session"
INSERTED = compile_later(
    r",? (?:when(?:ever)?|if|once) you (?:have|get|can|find)(?: (?:a|the))?"
    r"(?: (?:minute|moment|chance|time))?,|,? (?:når|hvis|viss|om) du (?:har|får|kan|rekker|rekk)"
    r"(?: (?:tid|et øyeblikk|høve|anledning|ei stund))?, ",
    re.IGNORECASE,
)
#: "put a meeting in for": the verb's other half behind its object
PUT_IN = compile_later(
    r"\b((?:a|an) (?:\w+ )?(?:meeting|call|session|hour)|half an hour|\d+ min\w*) in(?= (?:with|for|on|about)\b)",
    re.IGNORECASE,
)
#: where words that order may begin after others
BOUNDARY = compile_later(
    r"(?:[.!?;,:]|\s-|\b(?:så|so|derfor|difor|therefore|hence|and|og|men|but)(?: derfor| difor)?:?)\s+(?=\S)",
    re.IGNORECASE,
)
#: asks how others do it: "månedlig møte, hvordan får dere det til"
HOW = compile_later(
    r"\b(?:hvordan|korleis|how)\b(?: \w+){1,2} (?:dere|de|dykk|du|andre|man|ein|you|others|people)\b|, "
    r"(?:noen|nokon|anyone|anybody) (?:som|who|with|med)\b"
)
#: tells of a meeting that there is: "neste møte er torsdag", "møtet starter kl 9"
TELLING = compile_later(
    r"(?:(?:påminnelse|påminning|reminder|husk|hugs|obs|nb)\W{1,3})?"
    r"(?:(?:det |the |vårt |our )?(?:neste|nest|next) "
    r"(?!uke|veke|week|måned|month)[\w-]+(?: [\w-]+){0,3}"
    r"|(?:[\w-]*(?:møtet|seminaret|kurset|webinaret|samlinga|samlingen)|the [\w-]*meeting)(?: [\w.]+){0,5}) "
    r"(?:er|blir|vert|starter|startar|begynner|byrjar|varer|varar|is|starts|begins|lasts)"
    r"(?! (?:fastsatt|fastsett|satt|sett|lagt|set|planlagt|planned))\b|(?:the )?"
    r"(?:[\w-]*skift(?:et|a)?|(?:[\w-]+ )?shifts?)(?: \w+)? "
    r"(?:runs?|går|gjeng|byrjar|begynner|starter|startar|starts?|works?|jobber|jobbar|arbeider|arbeidar|er på"
    r"|is on|are on|har|slutter|sluttar|ends?)\b"
)
REPORTING = compile_later(
    r"\b(?:møttes|møttest|hadde|var|varte|lasted|ble|blei|vart|holdt|heldt|diskuterte|drøftet|drøfta|avklarte"
    r"|snakket|snakka|deltok|gikk|gjekk|kom fram|fikk|fekk|had|was|were|met|discussed|(?<!be )"
    r"(?<!is )held|went|(?<!be )decided|attended|referat|the minutes|vedtok|i går|yesterday|forrige|førre"
    r"|last week|sist|takk for|thanks for|thank you for|referatet|(?<!\d )minutes (?:of|from))\b"
)
#: a verb of what is over
PAST = compile_later(r"\b(?:went|was|were|had|gikk|gjekk|var|hadde|ble|blei|vart)\b")
