"""List the words by which a line says that a meeting will be another, or none at all."""

from __future__ import annotations

from handlers.language.late_patterns import compile_later

#: a verb that changes what there is: "flytt styremøtet"
CHANGING = compile_later(
    r"(?:(?:kan|can|could) (?:du|you|vi|we) "
    r"|(?:vi|me|eg|jeg|we|i) (?:må|lyt|vil|skal|bør|have to|need to|must|want to) "
    r"(?:dessverre |diverre |unfortunately )?)?(?:please |vennligst )?"
    r"(?:(?:husk|hugs|remember|don'?t forget) (?:å|to) )?(?:(?:avlys|flytt|utsett|utset|kanseller"
    r"|endr|slett|påmeld|remind)\w{0,6}|(?:stryke?|droppe?)(?= (?:[\w-]+ )?[\w-]*møt)"
    r"|meld\w{0,3} (?:meg|oss|deg|dere|dykk|på|av)|cancel\w{0,6}|(?:un|de)register|withdraw|avbestill"
    r"|(?:remove|take) (?:me|us)|(?:trekke?|stryke?) (?:meg|oss|(?:påmelding|plass)\w{0,3})|move"
    r"|postpone|reschedule|delete|change|sign (?:me|us)|register"
    r"|(?:legg|sett|set|add|put) (?:[\w-]+ ){1,6}(?:på|til|i|on|to) (?:the )?(?:agenda|sakliste|saklist|dagsorden)\w*"
    r"|jeg kommer|eg kjem|i'?m coming|minn meg)\b"
)
#: says of a meeting that it is not as it was: "er utsatt", "can't make Friday"
NOT_AS_WAS = compile_later(
    r"\b(?:utsatt|utsett|avlyst|avlyses|kansellert|flytt(?:et|es|a|ast)|cancelled|canceled|postponed|moved"
    r"|rescheduled"
    r"|(?:ikke|ikkje) (?:noe|noko|et|eit|no) (?:\w+ )?\w*møte|inga? (?:\w+ )?\w*møte|ingen møte|^no (?:\w+ )?meeting"
    r"|, (?:og )?(?:ikke|ikkje|not)(?: (?:kl\.?|klokk[ae]n?|at))? \d"
    r"|blir (?:ikke|ikkje)|vert ikkje|i stedet|i staden|istedenfor|i staden for|instead|fortsatt|framleis"
    r"|still (?:on|at)|passer ikke|passar ikkje"
    r"|(?:får|rekker|rekk|klarer|klarar|greier|orker) (?:ikke|ikkje) (?:til )?(?:å )?(?:komme|koma|kome|møte|møta|delta"
    r"|ver[ae] med|være med|bli med|\w*møtet)\b|(?:sender|sending) (?:en |ein |a |my )?(?:vara|stedfortreder"
    r"|vikar|deputy"
    r"|stand-?in)\b|meld(?:er|e|ar)? (?:om )?forfall"
    r"|kan ikke|kan ikkje|kommer ikke|kjem ikkje|can't|cannot|won't|unable)\b"
)
#: another time of a meeting that there is: "the meeting about pipes, change of hour to 16"
NEW_TIME = compile_later(
    r"\b(?:change of (?:hour|time|date|day)|new (?:time|date)|ny(?:tt)? (?:tid(?:spunkt)?|dato|klokkeslett)|tidsendring"
    r"|endra tid|endret tid|endring av (?:tid|dato))\b"
)
