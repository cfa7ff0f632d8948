"""List patterns of what people close a line with, and of what has to be done with its subject."""

from __future__ import annotations

from handlers.language.late_patterns import compile_later

#: clauses of talk, of which only the words are taken
CLOSING_TALK = compile_later(
    r"(?:(?:gi|gje) (?:meg |oss )?lyd\b"
    r"|\b[a-zæøå-]{2,30} to (?:bring|present|lead|chair|send|prepare|join|attend|host|provide)\b"
    r"|(?:no rush|no hurry|ingen hast|inga hast|haster ikke|hastar ikkje)\b"
    r"|(?:it |that |det |dette )?(?:should(?:n'?t| not)|won'?t|bør ikke|bør ikkje|vil ikke|vil ikkje)"
    r" (?:take|last|ta|vare)\b|(?:hope|hoping|håper|håpar|vonar) (?:that|this|it|dette|det|alle|all|everyone)\b"
    r"|(?:på forhånd|på førehand|in advance)\b|(?:hadde|ville) (?:vært|vore) (?:fint|supert|topp|flott)\b)"
)
#: words that end a clause: "Sett opp møte fredag kl 9 er du snill", "tar vi det fredag i stedet"
CLOSING_WORDS = compile_later(
    r"(?<=\w )(?:er du (?:snill|grei|hyggelig)(?=\W*$)|(?:i stedet|i staden|istedenfor|instead)(?=\s*(?:$|[,.;!?])))"
)
#: from when a series is held, where that is the next time anyhow: "starting this month"
STARTING_NOW = compile_later(
    r"(?<=[\w,] )(?:fra og med|frå og med|f\.?o\.?m\.?|start(?:ing|s|er|ar)?(?: i)?|beginning|begynner|byrjar|from) "
    r"(?:denne|this|inneværende) (?:måned(?:en)?|månad(?:en)?|month|uk[ae]n?|vek[ae]|week)\b"
)
#: what has to be done with the subject: "palleretur må tas opp", "the noise needs sorting"
TO_BE_DONE = compile_later(
    r"(?<=\w )(?:(?:må|bør|skal|lyt|needs? to|has to|have to|must)(?: (?:snart|nå|no|soon))? (?:tas opp|takast opp"
    r"|opp(?: til diskusjon)?|diskuteres|diskuterast|drøftes|drøftast|avklares|avklarast|gjennomgås|gjennomgåast"
    r"|be (?:discussed|sorted(?: out)?|settled|reviewed|looked at))|needs? (?:sorting|discussing|settling|looking at))"
    r"(?=\s*(?:$|[,.;!?]))"
)
#: where who writes will be, what they have booked, and where it is taken: "eg er på pakkeriet", "I've got the Oak Room"
STANDING_THERE = compile_later(
    r"(?<=[.?!,;] )(?:(?:jeg|eg) (?:er|sitter|sit|står|held til|holder til)|i(?:'m|'ll be| am| will be)) "
    r"(?=(?:på|ved|i|hos|hjå|at|in|by) (?!(?:ferie|jobb|jobben|arbeid|reise|kurs|møte|møter|tur|vei|veg|farta|telefon"
    r"|telefonen|plass|gang|holiday|leave|meetings?|a meeting|touch|charge|work)\b)[\w-]+(?: [\w-]+)?[.!]?$)"
    r"|(?<=[.?!,;] )(?:så|da|då) (?:tar|tek|kjører|køyrer|holder|held|gjør|gjer) (?:vi|me) (?:det|dette)"
    r" (?=(?:på|i|ved|hos|hjå) (?!\w{2,6}dag\b|\d|morg))"
    r"|(?<=[.?!,;] )(?:and )?(?:i|we)(?:(?:'ve| have) (?:got|booked|reserved)| can (?:use|have)) "
    r"(?=(?:the )?[\w-]+(?: [\w-]+){0,2} (?:room|suite|hall)\b)"
    r"|(?<=[.?!,;] )(?:og )?(?:jeg|eg|vi|me) (?:har (?:booka|booket|bestilt|reservert|fått|lånt)|kan (?:bruke|låne)) "
    r"(?=(?:møterom|rom|\w+rommet|\w+salen|\w+stua|\w+stova|auditoriet|kantin[ae]n?)\b)"
)
_NAME = "[A-ZÆØÅ][a-zæøå-]{1,30}"
#: who leads it, behind a comma: "v/ pensjonist Arne"
LED_BY = compile_later(
    rf"(?<=[,;(–-] )v(?:/ ?|ed )(?:[a-zæøå-]{{3,30}} {_NAME}(?: {_NAME})?|{_NAME} {_NAME})"
    r"(?=\s*(?:$|[,;.)]))"
)
