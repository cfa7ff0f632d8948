"""Name the figures of the network's year, in the sections of its report. Those over organisations keep to a floor."""

from __future__ import annotations

from handlers.pages.figures import FIGURES, Figure
from handlers.pages.yearly.own_figures import FigureSection

_KNOWN = {figure.name: figure for figure in FIGURES}

QUESTIONS = FigureSection(
    lambda say: say("Questions"),
    tuple(
        _KNOWN[name]
        for name in ("questions-asked", "questions-answered", "questions-waiting", "questions-solved", "first-answer",
                     "time-to-solution")
    ),
)  # fmt: skip
SOLUTIONS = FigureSection(
    lambda say: say("Solutions"), tuple(_KNOWN[name] for name in ("solutions-saved", "solutions-used"))
)
ISSUES = FigureSection(
    lambda say: say("Issues"),
    (
        _KNOWN["issues-raised"],
        _KNOWN["issues-decided"],
        Figure(
            "issues-dropped",
            lambda say: say("Issues put aside"),
            lambda say: say("Put aside or replaced in the period, whenever they were raised."),
        ),
    ),
)
CONSULTATIONS = FigureSection(
    lambda say: say("Consultations"),
    (
        _KNOWN["consultations-opened"],
        _KNOWN["consultations-answered"],
        Figure(
            "consultation-signers",
            lambda say: say("Organisations that signed"),
            lambda say: say("Signed at least one answer that was sent in the period. Each counts once."),
        ),
    ),
)
MEETINGS = FigureSection(
    lambda say: say("Meetings"),
    (
        Figure(
            "meetings-held",
            lambda say: say("Meetings held"),
            lambda say: say("Held in the period, and not called off."),
        ),
    ),
)
EXCHANGE = FigureSection(
    lambda say: say("Exchange"),
    (
        Figure(
            "matches-known",
            lambda say: say("Matches with two yeses"),
            lambda say: say("Both sides said yes in the period."),
        ),
        Figure(
            "matches-running",
            lambda say: say("Exchanges running"),
            lambda say: say("Running on the day of counting, and since the period or earlier."),
        ),
        Figure(
            "amounts-supplied",
            lambda say: say("Supplied, as the suppliers give it"),
            lambda say: say("Told where enough have given an amount. Each counts as it was when it was first frozen."),
            "yearly amount",
        ),
        Figure(
            "amounts-received",
            lambda say: say("Received, as the receivers give it"),
            lambda say: say("Told where enough have given an amount. Each counts as it was when it was first frozen."),
            "yearly amount",
        ),
        Figure(
            "amounts-apart",
            lambda say: say("Amounts that differ"),
            lambda say: say("Amounts of the year of which the other side’s is more than a fifth away."),
        ),
        Figure(
            "matches-without-amount",
            lambda say: say("Exchanges without an amount"),
            lambda say: say("Running, and neither side gave an amount for the year. Nothing is estimated."),
        ),
    ),
)
PLOTS = FigureSection(
    lambda say: say("Plots"),
    (
        Figure(
            "plots-placed",
            lambda say: say("Land and power taken into use"),
            lambda say: say("As whoever has the plot tells it. Told where enough organisations have told of some."),
            "placed amount",
        ),
    ),
)
COVERAGE = FigureSection(
    lambda say: say("Coverage"),
    (
        Figure(
            "organisations",
            lambda say: say("Organisations in the network"),
            lambda say: say("There on the day of counting, and since the period or earlier."),
        ),
        Figure(
            "organisations-mapped",
            lambda say: say("Organisations that told of their streams"),
            lambda say: say("Told of at least one stream, or that there are none."),
        ),
    ),
)
#: in the order of the report
NETWORK_SECTIONS = (QUESTIONS, SOLUTIONS, ISSUES, CONSULTATIONS, MEETINGS, EXCHANGE, PLOTS, COVERAGE)
#: name -> figure
NETWORK = {figure.name: figure for section in NETWORK_SECTIONS for figure in section.figures}
