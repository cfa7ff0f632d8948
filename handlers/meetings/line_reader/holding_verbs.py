"""Recognise verbs that say no more than that a meeting is held: "arrangeres", "finner sted", "is set for"."""

from __future__ import annotations

from handlers.language.late_patterns import compile_later

#: passive forms, and phrases that are of a meeting alone
_HELD = (
    r"avholdes|avholdast|arrangeres|arrangerast|foregår|føregår|finner sted|finn stad|går av stabelen|gjennomføres"
    r"|gjennomførast|avvikles|avviklast|berammes|skjer|settes(?: opp)?(?= til)|setjast(?: opp)?(?= til)"
    r"|(?:takes|will take|is taking) place|happens|is happening"
)
#: what a verb of time and mood comes before
_TO_BE = (
    r"skje|foregå|føregå|finne (?:sted|stad)|(?:av)?holdes|(?:av)?haldast|tas|takast|settes(?: opp)?|setjast(?: opp)?"
    r"|legges|leggjast|gjennomføres|gjennomførast|arrangeres|arrangerast|avvikles|avviklast"
)
_DONE = (
    r"(?:av)?holdt|halden?|haldt|arrangert|lagt|lagd|satt(?: opp)?|sett(?: opp)?|planlagt|berammet|beramma|fastsatt"
    r"|fastsett|spikret|spikra|booket|booka|avtalt|gjennomført|avviklet|avvikla"
)
_ENGLISH = r"held|set|scheduled|planned|booked|arranged|fixed|on"
_SOON = r"(?: (?:nå|no|allerede|alt|også|òg|now))?"
#: not of a clause that says what happens
_OF_NO_OTHER = "".join(rf"(?<!\b{one} )" for one in ("som", "hva", "kva", "what", "that", "which", "how", "det"))
#: what has to follow, so that the verb is none of a clause of its own
_WHEN_OR_WHERE = (
    r"(?= (?:til |for |den |på |on |i |in |ved |at |by |hos |hjå |the |om |about )*"
    r"(?:\w{2,6}da[gy]\b|\w{3,6}day\b|\d|kl\b|klokk|i mor|i kveld|tomorrow|tonight|neste|next|hver|kvar|every"
    r"|(?:annenhver|annankvar|siste|last|første|fyrste|first|andre|second|tredje|third)\b)"
    r"|(?= (?:i|in|ved|at|hos|hjå|på) \w))"
)
#: the verb, behind what is held
HOLDING = compile_later(
    rf"(?<=\w ){_OF_NO_OTHER}(?:(?:{_HELD})|(?:skal|vil|må|kan){_SOON} (?:{_TO_BE})"
    rf"|(?:skal bli|vil bli|blir|vert|er){_SOON} (?:{_DONE})"
    rf"|(?:is|are|will be|has been|to be){_SOON} (?:{_ENGLISH}))(?!\w){_WHEN_OR_WHERE}"
)
