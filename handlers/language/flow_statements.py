"""Recognise a line that may state an offer or a need: it has a figure or says so, and asks nobody anything."""

from __future__ import annotations

import re

from handlers.language.meeting_kinds import names_meeting

#: characters of the longest line; whoever writes more tells a story
LONGEST = 300
#: a figure with a unit in which flows, land, lots and places are counted
_COUNTED = re.compile(
    r"\d[\d .,±-]{0,12}(?:"
    r"°|grad\w{0,3}\b|degrees?\b"
    r"|[kmgt]wh?\b|[kmg]watt|tonn\w{0,2}\b|t(?:s|/\w+)?\b|kg\b|n?m[³3²2]\b|kubikk|kvadrat|kvm\b|l/s\b|liter"
    r"|da\b|daa\b|dekar|mål\b|hektar|acres?\b|bar\b|pall\w{0,4}\b|plass\w{0,3}\b|seats?\b|spaces?\b"
    r")"
)
#: what asks somebody, with or without a question mark
_QUESTION = re.compile(
    r"\?|\b(?:hvem|kven|kem|hva|kva|ka|hvor|hvordan|åssen|korleis|korsn|kor mykje|hvilken|hvilke|hvilket|hvorfor|"
    r"kvifor|koffor|noen|nokon|nåken|nokre|lure\w*|er det|finnes|finst|(?:kan|bør|skal|må) (?:vi|me|man|en|ein)|"
    r"har (?:du|de|dere|dykk|dokker)|anyone|anybody|somebody|who|what|how|where|which|when|why|wonder\w*|"
    r"(?:can|should|must) we|do you|does|is there|are there)\b"
)

_THIS = r"(?: (?:det|den|dette|disse|noe|noko|litt|mer|meir|it|this|some|that|any))?"
#: what ends an offer or a need and asks who answers it: "..., noen som trenger?"
_WHO = re.compile(
    r"[ .,;:!–-](?:(?:er det|finnes det|is there) )?(?:"
    r"(?:noen|nokon|nåken|nokre)(?: som)? (?:trenger|treng|vil ha|kan bruke|kan nytte|kan ta imot|har bruk for|ønsker|"
    r"ønskjer|er interesser\w+|interesser\w+|har|kan levere|kan skaffe)"
    r"|(?:hvem|kven) (?:vil ha|trenger|treng|kan bruke|kan nytte|har bruk for|tar|tek|har|kan levere)"
    r"|(?:trenger|treng|har) (?:noen|nokon|dere|dykk|de)|interesser\w+"
    r"|(?:anyone|anybody|who)(?: who)? (?:wants?|needs?|can use|could use|would like|interested|is interested|got"
    r"|has|have|can supply)|does (?:anyone|anybody) (?:need|want|have)|any takers|interested"
    rf"){_THIS}(?: til overs| spare)?$"
)
#: names of what is left over, which nobody would offer without saying that it is there
_SURPLUS = (
    r"(?:spill|rest|avfalls|overskudd|overskot)(?:s?(?:varm|damp|vann|vatn|gass|olj|kraft|energi|material|mass)\w*)"
    r"|overskudd|overskot|ledige?|ledigt|unytta|unyttet|ubrukte?"
    r"|waste (?:heat|gas|water)|surplus|excess|spare|unused|free"
)
_PREPOSITION = r"om|for|på|til|å|med|av|i|mot|about|to|of|with|in|on|against"
#: what says in words that something is left over or wanted
_LEFT_OR_WANTED = re.compile(
    rf"\b(?:har|hev|have|has|got|is|er|sitter|sit|får|produserer|produce)(?: (?:med|på))? "
    rf"(?:(?!(?:{_PREPOSITION})\b)[\w-]+ ){{0,3}}(?:{_SURPLUS})\b"
    r"|^(?:ledige?|ledigt|unused|surplus|excess) "
    r"|\b(?:til overs|til gode|til salgs|til sals|til leie|til leige|til henting|til avhenting|til disposisjon"
    r"|(?:som|den|det) ingen (?:bruker|brukar|vil ha)|som (?:ikke|ikkje) (?:blir|vert|er) brukt"
    r"|nobody uses|goes to waste"
    r"|(?:går|gikk|gjekk|goes) (?:rett |straight )?(?:i|til|på|to|into) (?:fjorden|sjøen|sjø|deponi|lufta|the sea)"
    r"|(?:blir?|bli|vert|verte) (?:gjerne )?kvitt|kvitte oss|tilbyr|tilbyd|gir bort|gjev bort"
    r"|kan (?:tilby|levere|avgi|avse|selge|selje|leie ut|leige ut|låne ut|gi bort|gje bort)"
    r"|slipper (?:vi )?ut|slepp\w* (?:vi |me )?ut|fakler|fakla|fakler|deponerer"
    r"|(?:trenger|treng|behøver|mangler|manglar)(?! (?:(?:ikke|ikkje) )?å\b)|etterlyser"
    r"|(?:ønsker|ønskjer|vil) (?:å )?(?:kjøpe|leie|leige|ta imot)|på jakt etter|ute etter"
    r"|(?:ser|leter|leiter|leitar) etter"
    r"|(?:tar|tek) (?:gjerne )?imot|har (?:behov|bruk) for"
    r"|left ?over|available|for sale|to rent|give away|giving away|get rid of|can (?:offer|supply|provide|deliver)"
    r"|offering|flaring|venting|needs?(?! to\b)|looking for|in need of|seeking|want to (?:buy|rent)|would take)\b"
)
#: "trenger vi ..." asks, "spillvarme er ..." talks about it, and "vis ..." tells the bot what to do
_ASKS_OR_TELLS = re.compile(
    r"(?:vis|list|show|finn|find|søk|search|registrer|register|legg|lag|opne|åpne|open|slett|delete|endre|change)\b"
    r"|(?!(?:det|vi|me|there|that|this) )[\w-]+ (?:er|var|is|was) "
    r"(?!til overs|ledig|unytt|ubrukt|available|left|unused)"
    r"|(?:har|kan|skal|må|bør|får|vil|trenger|treng|slipper|slepp|er|blir|vert|do|does|can|could|should|have|is|are"
    r"|will) "
    r"(?:vi|me|jeg|eg|man|en|ein|du|de|dere|dykk|dokker|det|den|dette|it|we|you|i|they|this|there|those)\b"
)
#: what is done, had or wanted that is no flow: advice, an agreement, trouble
_OTHER_THING = re.compile(
    r"\b(?:hjelp\w*|bistand|råd|rådgiv\w*|tips|erfaring\w*|innspel|innspill|info\w*|kunnskap\w*|kompetanse|avtale\w*"
    r"|tillatelse\w*|utslippsløyve\w*|løyve\w*|konsesjon\w*|søknad\w*|støtte\w*|tilskudd\w*|tilskot\w*|finansier\w*"
    r"|leverandør\w*|konsulent\w*|anbefal\w*|tilrå\w*|forslag|mal|maler|malar|eksempel\w*|eksempler|problem\w*|trøbbel"
    r"|utfordring\w*|feil|lekkasje\w*|brudd|brot|krav|pålegg|avslag|spørsmål|planer|planar|mulighet\w*|moglegheit\w*"
    r"|kontakt med|noen som kan (?!ta imot|bruke|levere)\w+|regelverk\w*|rapport\w*|stilling\w*|tid til|tall på|tal på"
    r"|vurder\w*|analyse\w*|kurs\w*|partner\w*|plan|planen|lærer\w*|teacher\w*|researcher\w*|forsker\w*|samarbeid\w*|oversikt\w*|dokumentasjon\w*|bekreft\w*|stadfest\w*|svar\w*"
    r"|har (?:\w+ )?(?:fått|hatt|brukt|målt|bygd|bygget|levert|begynt|starta|startet|gjort|kjøpt|søkt|vært|vore|blitt|"
    r"vorte|prøvd|testet|testa|installert|lagt|tenkt|regnet|rekna|hørt|høyrt|sett|mistet|mista)"
    r"|help\w*|advice|experience\w*|input|information|knowledge|agreement\w*|permit\w*|licen[cs]e\w*|permission|funding"
    r"|support|supplier\w*|consultant\w*|recommend\w*|examples?|problems?|trouble\w*|issues?|leak\w*|failure\w*"
    r"|requirements?|questions?|plans|consider\w*|advise|someone (?:who|to) (?!take|has|supply|use)\w+|overview|report"
    r"|(?:have|has) (?:been|had|tried|used|built|measured|installed|started|heard|done|lost))\b"
)


def may_state_flow(text: str) -> bool:
    """Return True if the line may tell of something that flows, lies or stands somewhere, and asks nobody else.

    Who takes it, or has it, may be asked at the end. Without a figure its words say that it is left over or wanted.
    """
    if len(text) > LONGEST:
        return False
    said = " ".join(text.casefold().split())
    told = _leave_asking_end(said)
    if _QUESTION.search(told) is not None or names_meeting(text):
        return False
    if _COUNTED.search(told) is not None:
        return True
    says_so = told != said or _LEFT_OR_WANTED.search(told) is not None
    return says_so and _ASKS_OR_TELLS.match(told) is None and _OTHER_THING.search(told) is None


def _leave_asking_end(said: str) -> str:
    """Return the line without "noen som trenger?" at its end; any other line as it is."""
    bare = said.rstrip("?!. ")
    told = _WHO.sub("", bare)
    return said if told == bare else told
