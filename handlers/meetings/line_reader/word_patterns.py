"""Say what a token of a line is, and which words are one together, by the letters of `line_tokens`."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.dates import date_words
from handlers.dates.typed_times.time_pieces import Value
from handlers.language.late_patterns import compile_later


@dataclass(frozen=True, slots=True)
class Token:
    """Hold one token; `start` and `end` are places in the line."""

    kind: str
    start: int
    end: int
    value: Value = None


HOURS = frozenset(word for n, word in ((n, word) for word, n in date_words.NUMBERS.items()) if n <= 12) - {
    "a", "an", "en", "én", "e", "ei", "et", "to", "ein",
}  # fmt: skip
#: "10am-noon", "ni-ti"
TO_HOUR = compile_later(rf"-(?:noon|midday|{'|'.join(sorted(HOURS))})\b")
_HOUR = rf"(?:{'|'.join(sorted(HOURS))}|\d{{1,2}}(?:[.:]\d\d)?)"
#: times of day that people mean differently, or only nearly
_VAGUE = (
    rf"(?:(?:kl\.?|at|around|about|rundt) ?)?{_HOUR} ?(?:[ap]m)?-?ish\b",
    rf"(?:(?:ved|i|på|rundt|kring) )?{_HOUR}-?ti(?:den|da|a)\b",
    rf"(?:rundt|around|kring|omkring) {_HOUR}(?=$|[,;)]|\.(?!\d)| (?:on|om|about|in|i|på)\b)",
    # ten minutes before twelve, or two hours
    rf"(?<!from )(?:at )?(?:five|ten|twenty) to {_HOUR}(?: ?[ap]m\b)?(?![\w.:%-])",
    r"(?<!about )(?<!om )(?<!on )(?:(?:by|before|at|innen|før) )?(?:eod|eob|cob|close of (?:business|play))\b",
    r"(?:(?:mot|by|at|at the|towards) )?(?:end of (?:the )?day|slutten av (?:dagen|arbeidsdagen))\b",
    r"(?:utpå|i løpet av|during|in the course of) (?:the )?(?:dagen|day)\b",
)
_TIME_NEXT = (
    r"på (?:man|mån|tirs|tys|ons|tors|fre|lør|laur|søn|sun)|i (?:dag|morg|kveld|ettermiddag)|\w+dag\b|kl|førstk"
)
PARTS = tuple(
    (compile_later(pattern), kind)
    for pattern, kind in (
        *((pattern, "v") for pattern in _VAGUE),
        (r"(?:etter|før|rundt|after|before|around) (?:lunsj|lunch)(?:en)?\b", "v"),
        (
            (
                r"(?:etter|før|after|before) (?:kl\.? ?)?\d{1,2}(?:[.:]\d\d)?(?![\d./\w]|\s?\w)"
                r"|(?<=[ ,])[ap]\.?m\.?(?=$|[,.])"
            ),
            "v",
        ),
        (
            (
                r"first thing(?: in the morning)?\b|(?:at |over |around )?lunch-?time\b"
                r"(?! (?:talk|meeting|session|seminar|webinar|lecture|briefing|walk))|(?:i|over) lunsj(?:en)?(?= "
                r"|$)|midt på dagen\b|mid-?(?:morning"
                r"|afternoon)\b"
            ),
            "v",
        ),
        (r"når som helst\b|når det pass[ea]r\b|any ?time(?= on| in|$)|whenever\b", "v"),
        (
            r"(?:heile?|hele|hel|all|full|the whole) ?(?:dagen|dag|da[nåa]|day)(?= (?:from|fra|frå)\b|\W*(?:$|[,)]))",
            "v",
        ),
        (r"(?:heile?|hele|all|the whole) (?:dagen|dag|da[nå]|day)\b", "v"),
        (r"(?:sent|seint|tidlig|tidleg|late|early) (?:på|in) (?:the )?(?:dagen|day)\b", "v"),
        (r"(?:i|om|this|in the|på)\s+(?:formiddag|føremiddag|morning|morgenen|morgonen)(?:en)?\b", "Q"),
        (r"(?:i|om|this|in the|på|utpå)\s+(?:ettermiddag|kveld|afternoon|evening)(?:en)?\b|tonight\b", "Q"),
        (
            (
                r"(?:customers?|clients?|apprentices?|parents?|members?|neighbou?rs?|family|open|social|theme|quiz|games?"
                r"|film|music|career|club|community|award|coffee|info(?:rmation)?)['\u2019]?s?"
                r" (?:morning|afternoon|evening)\b"
            ),
            "x",
        ),
        (r"(?:fmd|ettm)\b\.?", "q"),
        (r"(?:formiddag|føremiddag|morgen|morgon|morning|tidlig|tidleg)(?:en)?\b", "q"),
        (r"(?:ettermiddag|kveld|afternoon|evening)(?:en)?\b", "q"),
        (r"(?:a|one) week (?:on|from)\b", "Z"),
        (r"\d{1,6},\d{1,3}(?![\d.:-]|\s?(?:t|h|hrs?|timer?|timar|hours?)\b)", "x"),
        (r"(?:fra og med|frå og med|from and including|på|paa|den|the|from|frå|fra)\b", "p"),
        (
            (
                r"(?:f\.?\s?o\.?\s?m\.?|med start|med oppstart|(?:første|fyrste) (?:gang|gong)|first (?:one"
                r"|time)|starting"
                r"|starts?|beginning)(?=\s)"
            ),
            "p",
        ),
        (r"(?<=[,;] )oppstart(?= (?:\d|den |i |uke|veke|\w{2,6}dag))", "p"),
        (
            (
                r"(?<=[,;.] )(?:forslag|forslagsvis|framlegg|suggestion|suggested|proposed)"
                r"(?=:? (?:på |on )?(?:\w{2,6}da[gy]\b|\d|i morg|tomorrow|kl))"
            ),
            "p",
        ),
        (r"(?<=[,;] )(?:the )?first(?= on )", "p"),
        (r"(?<=[,;] )(?:første|fyrste|first)(?: møtet?| meeting)?(?= (?:den )?\d)", "p"),
        (r"(?:to|tre|fire)[ -](?:dagers|dagars)(?= )", "x"),
        (
            (
                r"(?<!hver )(?<!hvert )(?<!kvar )(?<!kvart )(?<!every )"
                r"(?:første|fyrste|andre|tredje|fjerde|first|second"
                r"|third|fourth|[1-4]\.) (?:kvartal(?:et)?|quarter)\b(?! of (?:every|each))"
            ),
            "x",
        ),
        (r"(?<=\d[:.]\d\d )(?:hours|hrs)(?=\W*(?:$|[,.]| [-\u2013]))", "p"),
        (r"@(?=\s)|(?:i|in) (?:tidsrommet|perioden|the period)\b", "p"),
        (r"(?:si|say|la oss si|let's say)(?= (?:på )?\w{2,6}dag\b| (?:on )?\w{3,6}day\b| kl| \d)", "p"),
        (
            (
                r"(?:for eksempel|til dømes|for example|for instance|f\.? ?eks\.?|t\.? ?d\.?|e\.g\.?|eventuelt"
                r"|evt\.?)(?= )"
            ),
            "p",
        ),
        (r"(?<=[,;.] )(?:så|so|men|but|then|da|heller|rather)(?= (?:på |on |til |heller )?\w{2,6}da[gy]\b)", "p"),
        (r"(?:jeg|eg|vi|me|i|we) (?:foreslår|suggest|propose)(?= (?:på |on |the |den )?(?:\d|\w{2,6}da[gy]\b))", "p"),
        # said before a time: a label without its colon, "now on Friday", "early in January"
        (r"(?:dato|tid|tidspunkt|klokkeslett|date|time)(?=:? ?(?:\d|kl\b))", "p"),
        (rf"(?:altså|dvs\.?|that is|i\.e\.),?(?= (?:{_TIME_NEXT}|\d))", "p"),
        (rf"(?:no|nå|now|allerede|allereie|already|just)(?= (?:{_TIME_NEXT}))", "p"),
        (r"(?:tidlig|tidleg|sent|seint|early|late)(?= (?:i|in) (?!the\b|dag\b|morg|kveld))", "p"),
        (r"(?:som )?(?:varer|varar|lasts?|lasting) (?:til|to|until)\b(?! (?:time|timar|hour|dag|minutt|kvarter))", "-"),
        (r"(?:en|ein) (?:dag|gang|gong)(?= )|some ?(?:day|time)(?= )|ce?s?t\b", "p"),
        (r"(?<=dag )(?:en|ein) (?:gang|gong)\b|(?<=day )some ?time\b", "p"),
        (r"ca\.?(?=\s)|om ?lag\b|omtrent\b|rundt (?=kl)|about (?=\d)|around (?=\d|noon|midday)|cirka\b|roughly\b", "p"),
        (r"(?:either|enten|anten)(?= )", "p"),
        (r"(?:helst|gjerne|preferably|ideally|presis|sharp)\b", "p"),
    )
)
