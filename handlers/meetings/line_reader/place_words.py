"""List words of places: rooms, houses, sites, and what stands before and behind their names."""

from __future__ import annotations

from handlers.dates.date_words import list_words
from handlers.language.late_patterns import compile_later

ONLINE = list_words(
    "teams zoom skype webex digitalt digital online nettmøterom meet fjernmøte whereby telefon telefonisk slack"
    " phone tlf tlf. tems digitlt digtalt digitallt digitally virtually"
    " teasm"
)
#: words that may stand before the name of a service that the meeting uses
USING = list_words("på pa via over on by through using per")
AT = list_words(
    "i på hos hjå ved in at on @ hjemme heime inne nede oppe"
    " v/ ute borte down up utenfor utanfor foran framfor bak near outside inside"
)
#: adverbs that may stand before those
ADVERBS = list_words("hjemme heime inne nede oppe ute borte down up out over rett right just oppmøte")
#: words that join the name of a place to a larger one, or to who is there
OF_PLACE = AT | list_words("til by behind to of under")
JOINING = list_words("og and eller or / & +")
#: of these "digital" says which one: "ressursgruppe digital", "digital ressursgruppe"
BODY = compile_later(
    r"\w*(?:gruppe|gruppa|råd|rådet|utval|utvalg|utvalget|nettverk|nettverket|forum|group|network|board)$"
)
#: who meets: "møte i Styret"
MEETING_BODY = compile_later(
    rf"{BODY.pattern}|\w{{0,30}}(?:møte|styre|klubb|komit[eé]|team|klyng|lag|lei[ln]g|leiing|ledels|foren|foreining|park|verk)"
)
#: "kurs i Teams" is about it
LEARNING = compile_later(r"\w*(?:kurs|opplæring|innføring|training|course|workshop|introduction)$")
#: places that are also kinds of meeting, or nouns without a sign of a place
BARE_PLACES = list_words("workshop smelter barracks barrack culvert brakke brakka rigg rig yard pier stores")
ARTICLES = list_words("the a our vårt vår det den my min mitt her his their hans hennes")
#: where somebody is at home
HOMES = frozenset(
    f"{whose} {what}" for whose in ("their", "our", "your", "my") for what in ("place", "site", "premises")
)
MODIFIERS = ARTICLES | list_words(
    "main old new big small large meeting conference board boiler control training coffee lunch pump "
    "turbine town city meetingroom workshop seminar course gamle nye store vesle lille stor liten microsoft"
    " felles mitt ditt ny "
    "gammel adm admin"
)
ABOUT = list_words("om about vedr vedr. angående ang ang. re on regarding av of for rundt")
#: a company is where one meets only behind "hos" and "at"
COMPANY = list_words("as asa sa ans da ltd inc gmbh ab oy plc llc")
#: where people meet, also in a line about something
VENUE = compile_later(
    r"(?:grende|kultur|samfunns|klubb|forsamlings|bydels|ungdoms|bede|menighets|kyrkjelyds|folkets )hus(?:et)?"
    r"|(?:administrasjons|velferds|besøks|adm(?:in)?\.? ?-?)bygg(?:et)?"
    r"|\w*hotell(?:et)?"
    r"|hotel|restaurant(?:en)?|kro(?:en|a)?$"
)
#: "status på bygg 12" is about it
SPEAKING = compile_later(
    r"(?:status|oppdatering|oppdateringa|svar|fokus|innspill|innspel|arbeid|tilbud|tilbod|behov|forslag|update"
    r"|gjennomgang)$"
)
#: what stands behind "i" and "in" without a place
NO_PLACE = list_words(
    "regi forbindelse samband tillegg stedet staden norsk engelsk english norwegian person tvers vegne "
    "vegner behalf connection addition advance forkant etterkant høring lag gang general short løpet "
    "løpande case detalj detail praksis practice teori fellesskap samarbeid cooperation collaboration "
    "parallell parallel fred hva kva bruk nytt vente sikte"
)
#: what may follow "i" even in a line about something
ROOM = compile_later(
    r"(?:\w*rommet|(?:(?:møte?|moete|gruppe|konferanse|klasse|auditorie|lunsj|pause|spise|styre|data|kontroll"
    r"|prosjekt"
    r"|kurs|vakt|skift|peise|tavle|undervisnings)rom|meetingroom)(?:met)?"
    r"|(?:\w{2,}e|\w+s|\w*stor|\w*vesle|\w*lille|\w*gym|\w*fest|\w*sam)?sal(?:en)?|\w{0,12}kantin(?:a|e|en)"
    r"|auditori(?:um|et)|resepsjon(?:en)?"
    r"|(?:vakt|port|brakke|arbeids)bu(?:a|en)|brakk(?:a|e|en)|(?:møte|spise|kontor)brakk(?:a|e|en)|vakta"
    r"|rådhus(?:et)?|kommunehus(?:et)?|boardroom|canteen|lobby(?:en)?"
    r"|auditorium|gatehouse|cafeteria|lunchroom|room|kontoret|office|library|biblioteket|meeting room|foaje(?:en)?"
    r"|aula(?:en)?|vestibyle(?:n)?|foyer(?:en)?|atri(?:um|et)|telt(?:et)?|tent|hangar(?:en)?|mess[ae]n?"
    r"|amfi(?:et|scen[ae]n?)?"
    r"|styrerom|hovedsal(?:en)?|hovudsal(?:en)?|garasj(?:e|en)|(?:brakke|kontor|bolig)rigg(?:en)?|warehouse|garage|meetingroom)$"
)
HOUSE = compile_later(
    r"(?:(?!vind|sol|bil|maskin)\w*park(?:en)?|(?:(?!driv|veks)\w*)hus(?:et)?|(?!data|kompetanse)\w*sent(?:er"
    r"|eret|ret)"
    r"|(?:nord|sør|øst|aust|vest)si(?:da|den)|\w*hotell(?:et)?|\w*skole(?:n)?|\w*skule(?:n)?|(?:adm(?:in)?\.)?[\w-]*bygg(?:et)?|\w*bygning(?:en)?|\w*lokale(?:t|ne)?|\w*hallen"
    r"|\w*bibliotek|\w+hall|(?:felles|ute|inngangs|grill|fri)område(?:t)?"
    r"|rom|hall|building|house|\w{3,}house|lab(?:en)?|centre|center|hotel|school|reception|verksted|\w*verkstedet"
    r"|\w*verkstaden|kafé|corner|offices|studio|[\w-]*kontor(?:et)?|\w*ekspedisjon(?:en)?"
    r"|kafe(?:en)?|café|cafe|bar|pub|restaurant(?:en)?|tower|etasje|etg|floor|kontor|torget|arena|scen[ae]n?|stage"
    r"|klubbhus(?:et)?|samfunnshus(?:et)?|\w*stu[ae]n?|\w*stova|museet|kirka|kirken|kyrkja|pavilion|paviljong(?:en)?"
    r"|\w*sentral(?:en)|\w*stasjon(?:en)|lager(?:et)|plant|yard|\w*gym|entrance|(?:hoved|hovud)?inngang(?:en)?"
    r"|desk|parkingplass(?:en)?|parking lot|tårnet)$"
)
#: what is a place behind a time, and a subject elsewhere
SITE = compile_later(
    r"\w*(?:kai|kaia|kaien|port|porten|tomt|tomta|tomten|anlegg|anlegget|verket|brygga|bryggen|terminalen|havna|hamna"
    r"|plassen|lageret|quay|gate|dock|pier|site|jetty|parkeringa|parkeringen|grøfta|banen|bana"
    r"|kjeller(?:en)?|loft(?:et)?|kjøkken(?:et)?|terrassen?|verft(?:et)?|skur(?:et)?|låven?|hytt[ae]n?|bod(?:en"
    r"|a)|naust(?:et)?"
    r"|kirken?|kyrkja|kapell(?:et)?|teater(?:et)?|kino(?:en)?|galleri(?:et)?|stadion|flyplass(?:en)?"
    r"|depot(?:et)?|hagen|tunet"
    r"|gård(?:en)?|gard(?:en)?|torg(?:et)?|sløyfa|svingen|vaktbu[ae]?n?|slippen|resepsjonen|inngangen|punktet"
    r"|foundry|mill|støperi(?:et)?|cabin|hut|shack|annexe?|area|point|square|deck|wing|suite|terminal|depot|shed|barn|church|chapel|camp|stadium"
    r"|plaza|station"
    r"|factory|studio|store|tower|lodge|club|marina|harbou?r|airport|foyer|mezzanine|basement|terrace|garden"
    r"|kitchen|booth"
    r"|theatre|museum|gallery|lounge|quarters|headquarters|premises|showroom)$"
)
#: words that number a place: "sal 2", "rom 204", "bygg B"
NUMBERED = compile_later(
    r"(?:sal|\w*rom|meetingroom|room|rm|\w*hall|bygg|building|etasje|etg|floor|plan|gate"
    r"|port|plass|lab"
    r"|workshop|office|kontor|kai|brakke|quay|dock|(?:assembly |meeting )?point|\w*punkt|\w*plass|fløy|wing|deck|unit"
    r"|lokale|stand|warehouse|lager|linje|line|ovn|nr\.?)$"
)
NUMBER = compile_later(r"(?:\d{1,4}(?:\.\d{1,3})?[a-z]?|[a-z](?:[.-]?\d{1,4})?)\.?$")
#: "plan 3" is a floor, "plan 2027" is a plan
YEAR = compile_later(r"(?:19|20|21)\d\d$")
YEARLY = ("plan", "floor")
#: institutions, whose names go on as a subject does: "Senter for havvind"
INSTITUTION = compile_later(
    r"(?:institutt|institute|universitet|university|høgskole|høgskule|college|avdeling|department|centre|center"
    r"|senter|kontor|office|museum)$"
)
#: endings of names of places, for names that were typed in lower case
PLACE_NAME = compile_later(
    r"\w{3,}(?:(?<!mo|pe|ti)dal|dalen|sund|sundet|vik|vika|viken|(?<![aeiou])nes|neset|fjord|fjorden|øy|øya|øyra|våg"
    r"|vågen|heim|stad|berg|havn|hamn|borg|strand|stranda|haug|haugen)$"
)
#: a noun that is known to both, as places are: "aulaen", "porten"
DEFINITE = compile_later(r"\w{3,}(?:en|et|a)$")
#: endings of nouns that are no places
ABSTRACT = compile_later(
    r"\w*(?:ing|ingen|inga|else|elsen|elsa|het|heten|heita|sjon|sjonen|plan|planen|tet|teten|skap|skapet|isme"
    r"|logi|ment"
    r"|mentet|avtalen|avtala|budsjettet|rekneskapen|regnskapet|saken|saka|prosessen|strategien|året|uka|veka"
    r"|dagen|loven"
    r"|lova|vatnet|vannet|strømmen|straumen|kraften|krafta|gassen|støyen|arbeidet|prosjektet)$"
)
ROOM_NOUNS = compile_later(
    r"(?:rom|rommet|m(?:ø|o|oe)te?rom(?:met)?|sal|room|hall|bygg|building|kontor|lab|suite|stue|gate|port)$"
)
