"""Recognise what newcomers ask of the bot in a set phrase: who it is, a person to write to, the way out."""

from __future__ import annotations

from handlers.language.late_patterns import compile_later
from handlers.language.lexicon import load_wordlist

#: words beside a request: "kan du", "please"
_ASKS = r"(?:(?:kan|kunne|vil|can|could|would) (?:du|dere|dykk|you) |please |vennligst )?"
#: what a person is called as opposed to the bot
_PERSON = r"(?:(?:et|eit|en|ein|a|an) )?(?:ekte |verkeleg |virkelig |real |live )?(?:menneske|person|human|folk)\w{0,2}"
#: the asker, "be" or "become", and who acts for an organisation
_FIRST, _BECOME = r"(?:jeg|eg|æ|vi|me|i|we)", r"(?:være|vere|bli|blir|verte|vert|be|become)"
_CONTACT = (
    r"(?:kontakt(?:person\w{0,2})?|varaperson|vara|representant\w{0,2}|contact(?: person)?|deputy|representative)"
)
#: "har ikke svart", "mangler", and what asks to write to those who have not: "purr på dem som"
_SILENT = (
    r"(?:(?:(?:har|have|has) (?:(?:enda|ennå|enno|fortsatt|still) )?(?:ikke|ikkje|not)"
    r"|(?:ikke|ikkje|not) (?:har|have|has)|has ?n t|have ?n t)"
    r" (?:(?:enda|ennå|enno|yet) )?(?:svart|svara|answered|replied|responded)"
    r"|(?:mangler|manglar)(?: svar| å svar[ea])?(?! (?:på|til|om)))"
)
_CHASE = (
    r"(?:purre?|mase?|minne?|remind|chase|nudge"
    r"|(?:sende?|send) (?:(?:en|ei|a) )?(?:purring|påminnelse|påminning|reminder))"
    r"(?: (?:på|til|to))?(?: (?:alle|de|dem|dei|those|everyone|everybody|\w+er|\w+ene|\w+ane))? (?:som|who|that)"
)
#: phrase -> what is asked; the group `of` names whom or what
PHRASES = (
    # "er du en robot?", "are you human", "kan jeg snakke med et menneske"
    ("human", compile_later(
        r"^(?:er|is|are) (?:du|dette|det|you|this|it) (?:bare |berre |just |really |egentlig |eigentleg )?"
        rf"(?:{_PERSON}|(?:(?:et|eit|en|ein|a|an) )?(?:ki|ai|chatgpt|maskin|machine|robot|bot|chatbot)(?: here| her)?)$"
    )),
    ("human", compile_later(
        r"^(?:kan|can|may|får|could) (?:jeg|eg|æ|vi|me|i|we) (?:få |get )?"
        r"(?:snakke?|snakka|prate?|prata|chatte|talk|speak|chat|hjelp|help)"
        rf" (?:med|til|av|frå|fra|to|with|from) {_PERSON}$"
    )),
    # "skriv til Marit", "send a message to Marit"
    ("write", compile_later(
        rf"^{_ASKS}(?:(?:skrive?|write) |(?:sende?|gi|gje|give) (?:(?:en|ei|a) )?(?:melding|beskjed|message|note) )"
        r"(?:til|to) (?P<of>\S+(?: \S+){0,2})$"
    )),
    # "kan jeg være kontakt for oss?", "how do I become the contact person for our organisation"
    ("appointment", compile_later(
        r"^(?:hei |hello |hi )?(?:(?:hvordan|korleis|koss|how|hva|kva|what)(?: (?:må|skal|do|must))? )?"
        r"(?:(?:kan|får|vil|skal|bør|kunne|can|could|may|should|do|want to|would like to) )?"
        rf"(?:{_FIRST} (?:(?:kan|får|vil|skal|gjerne|want|would|like|to|can) ){{0,4}}{_BECOME}|{_BECOME} {_FIRST}"
        rf"|(?:hvem|kven|who) (?:kan|får|can|may) {_BECOME}) (?:(?:den|the|a|vår|our|ny|new) )*{_CONTACT}"
        r"(?: (?:for|of|hos|i|på|til|at) (?:(?:vår|vårt|min|mitt|our|my|the|denne) )?"
        r"(?:oss|us|meg|me|organisasjon\w*|organisation|organization|bedrift\w*|firma\w*|selskap\w*|park\w*|klyng\w*"
        r"|company|cluster)(?: (?:vår|vårt|min|mi|mitt))?)?$"
    )),
    # "actually it does not concern us", "det berører oss ikke"
    ("consultation", compile_later(
        r"^(?:(?:actually|no|nei|men|jo|yes|ja|egentlig|eigentleg) )*(?:(?:it|this|that|det|dette|den) )?"
        r"(?:(?:does|do) ?(?:not|n t) )?(?:concerns?|affects?|berører|gjelder|gjeld|angår|vedkommer)"
        r"(?: (?:ikke|ikkje))? (?:oss|us)"
        r"(?: (?:ikke|ikkje|likevel|anyway|not)){0,2}$"
    )),
    # "what happened with our input", "hva skjedde med innspillet vårt"
    ("rounds", compile_later(
        r"^(?:hva|kva|ka|what) (?:happened|came|has come|has become|became|skjedde|skjer|har skjedd"
        r"|(?:ble|vart|blei) det) (?:to|with|of|med|av) (?:(?:our|my|the|det|vårt|mitt) )?"
        r"(?:\w*innspill\w*|\w*innspel\w*|input\w*|figures|tallene)"
        r"(?: (?:vårt|mitt|våre|mine|vi ga|vi gav|we gave))?$"
    )),
    # "jeg er borte til 10. desember, Siri tar over", "I am on leave until Friday"
    ("hours", compile_later(
        rf"^{_FIRST} (?:er|skal|blir|am|m|are|will be) (?:på |on |out on )?(?:borte|vekke|bortreist|ferie|permisjon"
        r"|away|holiday|vacation|leave) (?:til|frå|fra|until|till|from) .{3,80}$"
    )),
    # "eg vil gi frå meg temaet", "jeg vil slutte som temaansvarlig", "can Jon take over the topic"
    ("leading", compile_later(
        rf"^(?:(?:{_FIRST} (?:vil|ønsker|ynskjer|skal|må|kan|want to|would like to|need to) (?:gjerne )?(?:å )?)?"
        r"(?:gi|gje|overlate|overlata|hand over|give up|slutte|slutta|stop|step down)(?: (?:fra|frå|opp|over|bort))?"
        r"(?: meg)?(?: (?:som|being|leading|as))?"
        r"|(?:kan|can|could) (?:noen andre|nokon andre|someone else|somebody else|\S+) (?:ta over|overta|take over))"
        r" (?:(?:the|my|mitt|min) )?(?:tema\w*|topic(?: lead)?)(?: (?:mitt|mine|min))?(?: (?:til|to|as|som) .{1,40})?$"
    )),
    # "hvem overtar for Per", "who stands in for Per"
    ("who", compile_later(
        r"^(?:hvem|kven|kem|who) (?:overtar|overtek|(?:tar|tek) over|takes over|covers|stands in|steps in"
        r"|(?:er|is) (?:vikar|vara|stedfortreder|deputy)) (?:for|etter|after|from) (?P<of>\S+(?: \S+){0,2})$"
    )),
    # "fortell om Dømeøyra", "tell me about the grid"
    ("who", compile_later(
        rf"^{_ASKS}(?:fortell|fortel|fortelle|fortelja|tell) (?:(?:meg|oss|me|us) )?"
        r"(?:(?:litt|lite|mer|meir|noe|noko|more|something) )?(?:om|about) (?:the )?"
        r"(?!(?:dere|dykk|deg|dette|den|det|arena\w*|nettverket|you|yourself|this|it|network)$)"
        r"(?!(?:\S+ )?(?:erfaring|experience|hvordan|korleis|hva|kva|how|what))(?P<of>\S+(?: \S+){0,3})$"
    )),
    # "who else is here", "hvem er med her"
    ("members", compile_later(
        r"^(?:hvem|kven|kem|who) (?:(?:else|andre|alle|all) )?(?:er|is)(?: (?:det|andre|alle|else))?(?: som er)?"
        r" (?:(?:med|in|on) )?(?:her|here|med|i nettverket|in the network)(?: inne)?$"
    )),
    # "agenda for the grid workshop": whatever it is called
    ("agenda", compile_later(r"^(?:agenda|dagsorden|saks?list[ea]n?)(?: [^ ?]+){1,7}$")),
    # whatever it is called: "legg til sak på nettfrokosten"; what stands behind a colon is offered as an item
    ("agenda", compile_later(
        rf"^{_ASKS}(?:legge? (?:til|inn)|sette? opp|føre? opp|add|put|propose|foreslå|føreslå)"
        r"(?: (?:en|ei|eit|et|ein|a|an|ny|nytt|new)){0,2} (?:sak|punkt|agendapunkt|agendasak|(?:agenda )?item)"
        r" (?:på|til|i|on|to|for) (?:[^ ?]+ ?){1,10}$"
    )),
    # the words of the button, or of whoever has no name for the meeting: "foreslå til saklisten: brannøvelse"
    ("agenda", compile_later(
        rf"^{_ASKS}(?:legge? (?:til|inn)|sett?e?(?: opp)?|setje|føre? opp|add|put|propose|suggest|foreslå|føreslå)"
        r"(?: (?:det|dette|it|this))? (?:på|til|i|on|to|for) (?:the )?(?:agenda\w*|saks?list\w+|dagsorden)"
        r"(?:[: ][^?]{0,160})?$"
    )),
    # "referat nettfrokost", "minutes of the grid workshop"
    ("minutes", compile_later(r"^(?:(?:møte)?referat(?:et|a|ene)?|minutes)(?: [^ ?]+){1,5}$")),
    # "cant come on the 16th", "kan ikke komme på torsdag": without a word for oneself
    ("signing", compile_later(
        r"^(?:sorry |beklager |beklagar )?(?:can ?not|can ?t|kan ikke|kan ikkje|kommer ikke|kjem ikkje)"
        r"(?: (?:come|attend|make it|join|komme|kome|delta|møte))? (?:on|på) (?:the )?"
        r"(?:\d{1,2}\S*|(?:mån|man|tirs|tys|ons|tors|fre)dag\w*|(?:mon|tues|wednes|thurs|fri)day)(?: .{1,30})?$"
    )),
    # "how do i leave", "hvordan melder jeg meg ut"
    ("leave", compile_later(
        r"^(?:(?:how|hvordan|korleis|koss) (?:do|can|kan|skal)? ?(?:(?:jeg|eg|æ|i|we) )?|(?:i|we) want to "
        r"|(?:jeg|eg|æ) vil )"
        r"(?:leave|quit|get out|sign out|gå ut|gå ur|slutter?|sluttar|melder? (?:jeg |eg )?(?:meg|oss) ut"
        r"|melde (?:meg|oss) ut)(?: (?:av |from |of )?(?:the |this )?(?:arena\w*|her|here|network|nettverket))?$"
        r"|^meld (?:meg|oss) ut$"
    )),
    # "hva er nytt?", "anything new from the others?"
    ("week", compile_later(
        r"^(?:(?:hva|kva|ka|what)(?: er| is| s)? (?:nytt|new)|(?:er det|is there) (?:noe|noko|anything) (?:nytt|new)"
        r"|(?:noe|noko|anything) (?:nytt|new))(?: (?:her|here|fra|frå|from)(?: (?:de|dei|the) (?:andre|others))?)?$"
    )),
    # "angre spørsmålet mitt", "undo that last question"
    ("undo", compile_later(
        rf"^{_ASKS}(?:angr(?:e|er|a|ar)|undo|unsend|retract|withdraw|take back|kalle? tilbake"
        r"|trekk(?:e|je|ja)?(?: tilbake)?)"
        r" (?:(?:det|den|dette|the|my|that|mitt|min|mi|siste|last) ){0,3}"
        r"(?:spørsmål\w{0,2}|question|siste|last(?: one)?|that|det)(?: (?:mitt|min|mi))?"
        r"(?: (?:som )?(?:jeg|eg|æ|i) (?:nettopp |akkurat |nett |just )?"
        r"(?:sendte|sende|sent|stilte|spurte|spurde|asked))?$"
    )),
    # "hvem er stille", "who has been silent lately"
    ("silent", compile_later(
        r"^(?:hvem|kven|kem|who|hvilke organisasjoner|kva organisasjonar|which organisations)"
        r" (?:som )?(?:er|e|is|are|has been|have been|har vært|har vore)"
        r" (?:stille|tause?|inaktive?|silent|quiet|inactive)"
        r"(?: (?:nå|no|now|lenge|lately|i det siste|i nettverket|in the network|i arenaen|her|here))?$"
    )),
    # "åpne kartet", "show me the map of flows"
    ("map", compile_later(
        rf"^{_ASKS}(?:åpne?|opne?|vise?|syne?|se|sjå|show|open|see) (?:(?:meg|oss|me|us) )?"
        r"(?:kart\w{0,2}|(?:the )?map)"
        r"(?: (?:over|av|of|for) (?:the )?(?:parkene|parkane|strømmene|straumane|flows|parks|exchange|bytte\w{0,2}))?$"
    )),
    # "jeg kan mye om vannrensing", "I know a lot about permits": whose topics they may follow
    ("topics", compile_later(
        rf"^(?:hei |hi )?{_FIRST} (?:kan|veit|vet|know) "
        r"(?:(?:ganske |quite )?(?:mye|mykje|masse|en del|ein del|litt|noe|noko|a lot|lots|much|a bit|a fair bit"
        r"|something|a little) )(?:om|about) \S+(?: \S+){0,4}$"
    )),
    # "hvem har ikke svart på høringen", "purr på dem som ikke har svart", "who has not answered"
    ("missing", compile_later(
        rf"^(?:(?:hvem|kven|kem|who|(?:hvilke|kva|which) \w+)(?: (?:som|that))? {_SILENT}|{_ASKS}{_CHASE} {_SILENT})"
        r"(?: (?:ennå|enda|enno|yet))?(?: (?:(?:på|til|to) )?(?:(?:den|denne|the) )?"
        r"\w*(?:høring|høyring|innspill|innspel|consultation|hearing|input|round)\w*"
        r"(?: (?:om|about|on|round) .{1,60})?)?$"
    )),
    # "hvem har ansvar for hva etter forrige møte", "who is responsible for what after the last meeting"
    ("actions", compile_later(
        r"^(?:hvem|kven|kem|who) (?:har ansvar\w*(?: for)?|(?:er|is) (?:ansvarl[ei]g|responsible)(?: for)?"
        r"|(?:skal|skulle|tar|tek|tok|følger opp|følgjer opp|will|was to|should) ?(?:gjøre|gjere|do)?|gjør|gjer|does)"
        r" (?:hva|kva|ka|what)(?: (?:etter|fra|frå|på|after|from|since) (?:(?:det|the) )?"
        r"(?:(?:forrige|førre|siste|sist|last|previous) )?\w*(?:møte\w{0,2}|meeting\w?))?$"
    )),
    # "hva haster?", "what is most urgent for me", "hva bør jeg gjøre først"
    ("home", compile_later(
        r"^(?:hva|kva|ka|what)(?:(?: is| s)? (?:mest |most )?(?:haster|hastar|urgent)(?: (?:nå|no|now|mest|most)){0,2}"
        r"(?: (?:for|hos) (?:meg|oss|me|us))?"
        rf"|(?: bør| skal| må| should| must) {_FIRST} (?:gjøre|gjere|do) (?:først|fyrst|first))$"
    )),
    # "rett løysinga om fjernvarme", "update the solution about dust"
    ("find", compile_later(
        rf"^{_ASKS}(?:rette?|endre?|oppdatere?|fikse?|korriger\w?|change|correct|update|edit|fix) (?:(?:the|my) )?"
        r"(?:løsning\w{0,3}|løysing\w{0,3}|solution)(?: (?:min|mi|vår))?"
        r" (?:om|på|for|about|on) (?P<of>\S+(?: \S+){0,4})$"
    )),
    # "løsning om støv", "solutions for dust"
    ("find", compile_later(
        r"^(?:løsning\w{0,3}|løysing\w{0,3}|solutions?) (?:om|på|for|mot|about|on|to|against) (?P<of>\S+(?: \S+){0,4})$"
    )),
)  # fmt: skip
#: names of those who run the network: the page of one's contacts names them
SECRETARIAT = load_wordlist("page_secretariat", "page_words.txt")


def find_bot_phrase(said: str) -> tuple[str, str]:
    """Return what the phrase asks of the bot, and of whom or what; ("", "") for all else.

    `said`: the words in lower case, with single spaces between them.
    """
    for kind, pattern in PHRASES:
        found = pattern.match(said)
        if found:
            of = found.groupdict().get("of") or ""
            return ("who", "") if of in SECRETARIAT else (kind, of)
    return "", ""
