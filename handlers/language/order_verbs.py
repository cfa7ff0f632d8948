"""List the verbs and wishes that order a meeting, and what announces one."""

from __future__ import annotations

from handlers.language.order_openings import join_choices

ARTICLE = r"(?:(?:et|ett|eit|en|ein|ei|a|an|nytt|ny|new|the)\s+)*"
NOUN = r"(?:nytt?møte|møteserie|meeting series|møt[e]?|mte|møet|møde|mote|moete|meeting|meting|meetting|mtg|møtet)"
_DAY = (
    r"(?:(?:man|mån|tirs|tys|ons|tors|fre|lør|laur|søn)dag|(?:mon|tues|wednes|thurs|fri|satur|sun)day|i morg[eo]n"
    r"|tomorrow|(?:den )?\d)"
)
#: to make one; what other things are made by too only with an article or the noun behind it
MAKE = join_choices(
    r"(?:setter|set|lager|lagar|booker|bookar|legger|legg|kaller|kallar|ordner|ordnar|fikser|fiksar) "
        r"(?:du|dere|de|dykk)(?: opp| inn)?(?: til)?",
    r"(?:put|place|set|legg(?:e)?|sett(?:e)?) (?:(?:a|an|en|et|eit|ein) )?(?:hold|invite|sperre|plass) "
        r"(?:in|on|i|på) (?:[\w'’]+ ){0,3}(?:calendars?|kalender\w*)(?: (?:for|til))?",
    r"set(?:t|te|ter|je|tje|ja|tja|ta)? (?:op+|up)",
    r"(?:satt|sett|setting) (?:opp|up)",
    r"set (?:something|noe|noko) up",
    r"før(?:e|a)? opp",
    r"(?:lagt inn|kalt inn|kalla inn)(?= (?:et|eit|en|ein) )",
    r"(?:få|fa) (?:satt opp|sett opp|booka|booket|lagt inn|kalla inn|kalt inn|ordna|ordnet|fiksa|fikset)",
    r"(?:get|bring|samle?|samla|få) (?:[\w'’-]+ ){1,6}(?:together|sammen|saman)"
        r"(?= (?:to|for|on|about|om|til|på|next|neste|this|\d|i morg\w+|tomorrow|\w+da[gy])\b)",
    r"lag(?:e|a|et)?",
    r"opprett(?:e|a|et)?",
    r"book(?:e|a|et|er|ar|ing)?(?: me(?:g)?| us| oss)?(?: inn| in)?",
    r"put in(?= [\w’'/ -]{3,60}(?:meeting|forum|call|review|sync|workshop|session|stand-?up|briefing"
        r"|course|seminar|webinar|walk|drill|visit|refresher|handover"
        r"|training)\b)",
    r"get (?:[\w'’-]+ ){1,4}in for",
    "convene",
    r"be(?:de)? inn til",
    r"få (?:på plass|inn(?= [\w-]*møte))",
    r"(?:put|get|pop|stick|drop|pencil) (?:something|it|us|a slot|some time|time) in"
        r"(?: (?:the|my|our) (?:diary|calendar))?(?: for)?(?= )",
    r"(?:samle|samla)(?: [\w-]+){1,4}?(?= (?:om|for å|i dag|i morg\w+|\w+dag) )",
    r"bestil(?:l|le|la|t)(?: inn)?",
    r"call (?:[\w'’-]+ ){1,4}in(?: to| for)?(?= )",
    r"ask (?:[\w'’-]+ ){1,6}to (?:come in|come|meet|join us) for",
    r"call in (?:[\w'’-]+ ){1,6}(?:for|to)(?= )",
    "set aside",
    r"(?:make|gjør|gjer) (?:it|this|det|dette)(?: til)?(?= (?:an?|en|ein|et|eit) )",
    r"(?:samle|samla)(?: [\w-]+){1,8} (?:til|for)(?= (?:et |eit |en |ein |ei )?[\w-]*"
        r"(?:møte|gjennomgang|gjennomgong|samling|dag|workshop|seminar|prat|dialog))",
    r"(?:booka|bestilt|innkalt|lagt inn|kalt inn|kalla inn|avtalt|planlagt|arrangert|ordnet|ordna)"
        r"(?= (?:et|eit|en|ein) |\s\w*møte)",
    r"(?:scheduling|arranging|organi[sz]ing|creating)(?= an? )",
    r"planlegg(?:e|je|ja|er)?",
    r"(?:inn)?kall(?:e|a|er|ar)?(?: inn)?(?! til\b)(?: [\w-]+,?){1,6}? til(?= (?:et |eit |en |ein )?"
        r"(?:[\w-]+ )?\w*møte)",
    r"(?:kall(?:e|a|er|ar)? inn|innkall(?:e|a|er|ar)?)(?! til\b)(?: (?:[\w-]+|[+&])){1,5}? til(?= \S)",
    r"(?:kall(?:e|a|er|ar)?(?: herved| hermed)? inn|(?:møte)?innkall(?:e|a|er|ar)?(?: herved| hermed)?)"
        r"(?: til)?",
    r"(?:ny )?(?:møte)?innkalling(?: til)?",
    r"(?:call for|notice of)(?= (?:an? |the )?(?:[\w-]+ ){0,3}[\w-]*meeting\b)",
    "schedule",
    "arrange",
    r"organi[sz](?:e|er|ere|era)",
    r"arranger(?:e|a)?",
    r"kall(?:e|a|er|ar)? sam(?:m?en|an)(?: til)?",
    r"call together|(?:call|summon) (?:[\w'’-]+ ){1,4}to(?= an? )|pencil in(?= the )",
    r"(?:lager|lagar|ordner|ordnar|fikser|fiksar|legger inn|opprettar|oppretter)"
        r"(?= (?:et|eit|en|ein) (?:[\w-]+ )?\w*møte)",
    r"avtal(?:e|a|er|ar)?",
    r"legg(?:e|je|ja|a)? inn",
    r"legg(?:e|je|ja)?(?= (?:et|eit|en|ein|ei) (?:kort |kjapp )?(?:time|prat|\w*møte)\b)",
    r"legg(?:e|je|ja)? til(?= \w)",
    r"registrer(?:e|a)?(?= (?:et |eit |nytt |ein |en )*\w*møte)",
    r"hold(?= \w{3,6}day\b)",
    rf"(?:create|make|plan|add|call)(?= (?:an? |{NOUN}))",
    r"(?:ordn(?:e|a)?|fiks(?:e|a)?|sort(?: out)?|(?:få|ha) (?:inn|til)|reserver?"
        r"(?:e|a)?|pencil in|put(?: in)?|(?:get|give|gi|gje|skaff)(?: us| me| oss| meg)?)"
        rf"(?= (?:et|eit|en|ein|an?|\d{{1,3}} ?(?:min|m|t|h)\w*|{NOUN})\b)",
    r"(?:set(?:t|te|je|tje|ja|tja|ta)?|hold(?:e)?|hald(?:e|a)?) av(?: tid)?(?: (?:til|for))?",
    r"block(?: off)?(?= )",
    r"save the date(?: for)?",
    r"(?:invite|inviter(?:e|a)?)(?: [\w-]+){1,7} (?:to(?= an? |(?: [\w’'-]+){1,3} "
        r"(?:meeting|coffee|lunch|workshop|forum|breakfast|drill|talk)\b)"
        r"|til(?= (?:et |eit |\w*møte|\w*(?:samling|befaring|synfaring|seminar|webinar|kurs|workshop|frokost"
        r"|frukost|lunsj|middag|øvelse|øving)\b)))",
    r"ta(?: inn)?(?= ei?t )",
    rf"reserver?(?:e|a)?(?= (?:{_DAY}|the |(?:møte)?rom |room ))",
    r"find (?:a )?(?:time|slot) for",
    r"finne? (?:en |ei |et |eit )?(?:tid|time|tidspunkt|plass|rom) (?:til|for)",
    r"have(?= an? (?:[\w-]+ )?\w*(?:meeting|call))",
    r"send(?:e)?(?: ut| out)? (?:(?:en|ei|an?|the) )?(?:møte)?"
        r"(?:innkalling|invitasjon(?:er|ar)?|invitations?|invites?)(?: pls| please)?(?: til| for| om| to)?",
    r"skriv(?:e|a)? (?:inn|opp|ned)",
    r"note(?:r(?:e)?)?(?= (?:et |eit |an? |\w*møte|meeting))",
    r"set(?:t|te|je|tje|ja|tja)? inn",
    r"inviter(?:e|a)?(?: alle)? til",
    r"invite (?:everyone|everybody|all|members|you(?: all)?) to",
    r"(?:kjør|køyr|hold|hald|gjennomfør|host|run|ta|start)(?:e|a)?"
        r"(?= (?:et|eit|en|ein|ei|an?) (?:[\w-]+ ){0,2}[\w-]*"
        r"(?:møte|meeting|workshop|seminar|webinar|samling|kurs|course|session|prat|call|gjennomgang|runde"
        r"|review)\b)",
)  # fmt: skip
#: "legg inn at vi skal ha"
THAT = (
    r"(?: (?:at|that) (?:vi|me|jeg|eg|we|i)\b(?:'re|'ll)?(?: (?:skal|har|må|vil|tar|tek|are|will|have))?"
    r"(?: (?:ha|ta|have|having|hold|holding))?)?:?"
)
WE = r"(?:vi|me|jeg|eg|we|i)"
#: before what is to be done
MUST = r"(?:må|skal|bør|burde|lyt|needs? to|should|ought to|must|ha(?:ve|s) (?:got )?to|got to)"
_MEET = (
    r"snakke|snakkast|snakkes|prate|talk|møtes|møtast|meet|sette oss ned|setje oss ned|sit down|diskutere|drøfte|drøfta"
    r"|discuss|go through|gå gjennom"
)
#: to have one
WISH = join_choices(
    rf"(?:{WE} )?(?:{MUST}|vil|want to) (?:{_MEET})(?: sammen| saman| together)?",
    rf"(?:{WE} (?:og|and) [\w-]+|[\w-]+ (?:og|and) (?:jeg|eg|i|me)|noen|nokon|someone|somebody)"
        rf" {MUST} (?:{_MEET}|se på|sjå på|look at)(?: sammen| saman| together)?",
    rf"{WE} (?:spør|ber)(?: (?:fint|pent|pænt))? om(?= \S)",
    r"er det (?:greit|greitt|ok|okay|fint|mulig|mogleg) (?:med|å (?:ta|ha|få))",
    r"(?:(?:nå|no) er det|det er|it'?s|it is) (?:på (?:høy |høg )?tide|(?:high |about )?time)"
        r" (?:med|for|å (?:ta|ha|få)|to have)",
    rf"{WE} (?:har|have) (?:snakka|snakket|prata|pratet|talked|spoken)(?: (?:om|about))? "
        r"(?:å (?:ta|ha) (?:et|eit)|å (?:møtes|møtast|møtest)|having|meeting)",
    rf"{WE} (?:møtes|møtest|møtast|samles|samlast|meet|gather) (?:til|for)(?= \w+ \w| \w*møte)",
    rf"{WE} (?:inviterer|inviterar|innkaller|innkallar|kaller inn|kallar inn|invite)(?: herved| hermed)?"
        r"(?: alle| you| everyone| all)? (?:til|to)",
    r"(?:du|dere|de|dykk) (?:er|blir|vert) invitert(?:e)? til",
    r"you are (?:all )?invited to",
    rf"(?:{WE} )?(?:vil|ønsker|ønskjer|want|would like)(?: gjerne)?(?: (?:å|to))? "
        r"(?:invitere|invitera|invite)(?: (?:alle|dere|dykk|you|everyone|all))? (?:til|to)",
    r"(?:kom|bli med|ver med|vær med|come|join us) (?:på|til|to|for|at)"
        r"(?= (?!det\b|the\b|this\b|\w*møtet\b)[\w-]+ )",
    r"(?:velkommen|velkomen|welcome) (?:til|to)",
    r"(?:det (?:blir|vert|er)|(?:da|då|så) (?:blir|vert|er) det)(?= (?:et|eit|en|ein|(?:[\w-]+ )?\w*møte))",
    r"det (?:innkalles|innkallast|kalles(?: herved| hermed)? inn|inviteres|inviterast|gjøres klart"
        r"|gjerast klart|legges opp)(?: herved| hermed)? (?:til|for)",
    r"(?:[\w-]{1,30} ){1,4}(?:innkalles|innkallast|kalles inn|kallast inn|inviteres|inviterast|er invitert"
        r"|are invited|bes møte|is called)(?: herved| hermed)? (?:til|to)",
    r"(?:det (?:er|hadde vært|ville vært|hadde vore) )?(?:fint|flott|bra|greit|supert|nice|great|good) "
        r"(?:med|with)",
    r"there(?:'s| is| will be)(?= an? )",
    r"(?:we|i)(?:'re| are|'m| am) (?:having|holding|planning)",
    r"(?:vi|me|we) (?:tar|tek|har|held|holder|kjører|køyrer|have(?! to))",
    rf"{WE} (?:skal|må|vil|bør|lyt|treng|trenger|ønsker|ønskjer|ynskjer|want to|need to|will|should|need"
        r"|want|request)(?: (?:gjerne|snart|snarest|derfor|difor|også|og))?"
        r"(?: (?:å|to(?= (?:have|hold|take))))?(?: (?:ha|have|hold(?:e)?|ta|take|få(?: til)?))?",
    r"(?:i|we)(?:'d| would| should) (?:like|love)(?: to have)?",
    rf"{WE} skulle (?:så |so )?(?:gjerne )?(?:hatt|hatt oss)",
    r"det (?:må|bør|skal|lyt) (?:bli|vere|være)",
    r"(?:må|skal) (?:ta|ha|få)",
    rf"(?:ja,? )?{WE} (?:tenkte|tenkjer|tenker|trur|tror|thought|think|foreslår|suggest|propose)(?: (?:at|that))?"
        r" (?:vi|me|we) (?:skulle|kunne|kan|bør|burde|should|could|might|ought to)(?: (?:ta|ha|få|have|take|do|get))?",
    rf"(?:{WE} think )?(?:the |all )?\w{1,30} (?:should|ought to|need to|must) (?:sit down|meet|get together)"
        r"(?: together)?(?= (?:about|to|on|over)\b)",
    rf"{WE} (?:vil|ønsker|ønskjer|skulle|want|would like)(?: gjerne)?(?: at| us to)(?: (?:vi|me|we))?"
        r"(?: (?:skal|kan|kunne))? (?:møtes|møtast|møtest|meet|samles|samlast|snakke|prate|ta|har|tar|tek)",
    r"let'?s (?:meet|talk|get together)(?: up)?",
    r"(?:la|lat) oss (?:møtes|snakke|prate|ta|ha)",
    r"(?:kan|skal) (?:vi|me) (?:møtes|møtast|snakkes|snakkast|snakke|prate)",
    r"(?:can|could|shall) we (?:meet|talk)",
    r"let'?s (?:have|do|take)",
    r"(?:(?:kan|kunne|skal) (?:vi|me) (?:ta|ha|få til|få)|får (?:vi|me) til)",
    r"(?:can|could|shall) we (?:have|get|do)",
)  # fmt: skip
#: what announces an order: "Påminnelse: ...", "invitasjon til ..."
ANNOUNCED = join_choices(
    "kalenderhold", "calendar hold", "quick one", "short one", "en kjapp en", "ein kjapp ein",
    "møtebooking", "møtebestilling", "(?:varsel|melding|beskjed|notice) (?:om|of) (?:møte|meeting)",
    "påminnelse", "påminning", "møteønske",
    "ønske om møte", "møteforespørsel", "(?:meeting )?request", "invitasjon",
    "invitation", "invite", "(?:møte|meeting )(?:invitasjon|invite|invitation|innkalling)", "reminder", "kalender",
    "calendar", "(?:(?:ny|new) )?(?:møteserie|serie|meeting series|series)",
    "gjentakende møte", "gjentakande møte", "fast møte",
    "(?:møte)?innkalling", "husk", "hugs", "remember", "obs", "nb",
)  # fmt: skip
