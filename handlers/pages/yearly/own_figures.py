"""Name the figures of one organisation's year, in the sections of its page.

Each counts the organisation's own records, so that none is a figure of another and none needs a floor.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from handlers.chat.say import Say
from handlers.pages.figures import Figure


class FigureSection(NamedTuple):
    """Hold figures of one kind of work."""

    label: Callable[[Say], str]
    figures: tuple[Figure, ...]


QUESTIONS = FigureSection(
    lambda say: say("Questions"),
    (
        Figure(
            "our-questions",
            lambda say: say("Questions we asked"),
            lambda say: say("Sent to others in the period. Anonymous ones are not counted."),
        ),
        Figure(
            "our-questions-answered",
            lambda say: say("– answered"),
            lambda say: say("Of these: answered or solved by now."),
        ),
        Figure(
            "our-questions-waiting",
            lambda say: say("– without an answer"),
            lambda say: say("Of these: nobody has answered yet."),
        ),
        Figure(
            "our-answers",
            lambda say: say("Questions we answered"),
            lambda say: say("Questions of others that somebody of ours answered in the period."),
        ),
    ),
)
SOLUTIONS = FigureSection(
    lambda say: say("Solutions"),
    (
        Figure(
            "our-solutions",
            lambda say: say("Solutions we shared"),
            lambda say: say("Written or loaded in the period, and still in the library."),
        ),
        Figure(
            "our-solutions-used",
            lambda say: say("Ours that others use"),
            lambda say: say("Somebody elsewhere has said in the period that they use it. Each counts once."),
        ),
        Figure(
            "our-solutions-adopted",
            lambda say: say("Others’ that we use"),
            lambda say: say("We have said in the period that we use it."),
        ),
    ),
)
ISSUES = FigureSection(
    lambda say: say("Issues"),
    (
        Figure("our-issues", lambda say: say("Issues we raised"), lambda say: say("Published in the period.")),
        Figure(
            "our-supports",
            lambda say: say("Issues we support"),
            lambda say: say("Said last in the period, with or without conditions."),
        ),
        Figure("our-supports-open", lambda say: say("– still open"), lambda say: say("Of these: no decision yet.")),
        Figure("our-supports-decided", lambda say: say("– decided"), lambda say: say("Of these: decided by now.")),
        Figure(
            "our-supports-dropped",
            lambda say: say("– put aside"),
            lambda say: say("Of these: put aside or replaced by now."),
        ),
    ),
)
CONSULTATIONS = FigureSection(
    lambda say: say("Consultations and input"),
    (
        Figure(
            "our-consultations",
            lambda say: say("Consultations we answered"),
            lambda say: say("Said last in the period whether it concerns us, or whether we sign."),
        ),
        Figure("our-signatures", lambda say: say("– signed"), lambda say: say("Of these: we signed the answer.")),
        Figure(
            "our-rounds",
            lambda say: say("Input rounds we were asked in"),
            lambda say: say("Sent out in the period, and not called off."),
        ),
        Figure(
            "our-rounds-answered",
            lambda say: say("– answered"),
            lambda say: say("Of these: answered. To decline counts as an answer."),
        ),
        Figure(
            "our-rounds-missing",
            lambda say: say("– without an answer"),
            lambda say: say("Of these: we have not answered."),
        ),
    ),
)
MEETINGS = FigureSection(
    lambda say: say("Meetings and promises"),
    (
        Figure(
            "our-meetings",
            lambda say: say("Meetings we were at"),
            lambda say: say("Begun in the period. By the minutes, somebody of ours was there."),
        ),
        Figure(
            "our-meetings-unrecorded",
            lambda say: say("Meetings without attendance"),
            lambda say: say("Somebody of ours said they would come. No minutes say whether they did."),
        ),
        Figure(
            "our-actions",
            lambda say: say("Actions we promised"),
            lambda say: say("With a last day in the period."),
        ),
        Figure("our-actions-done", lambda say: say("– done"), lambda say: say("Of these: done by now.")),
        Figure("our-actions-open", lambda say: say("– not done yet"), lambda say: say("Of these: still open.")),
        Figure("our-actions-dropped", lambda say: say("– dropped"), lambda say: say("Of these: dropped by now.")),
    ),
)
EXCHANGE = FigureSection(
    lambda say: say("Exchange"),
    (
        Figure(
            "our-matches",
            lambda say: say("Matches with two yeses"),
            lambda say: say("Both sides said yes in the period."),
        ),
        Figure(
            "our-matches-running",
            lambda say: say("Exchanges running"),
            lambda say: say("Running today, and since the period or earlier."),
        ),
        Figure(
            "our-amounts-agreed",
            lambda say: say("Amounts, both sides agree"),
            lambda say: say("As we gave them. The other side’s is at most a fifth away."),
            "yearly amount",
        ),
        Figure(
            "our-amounts-unverified",
            lambda say: say("Amounts, not confirmed"),
            lambda say: say("As we gave them. The other side gave none, or one more than a fifth away."),
            "yearly amount",
        ),
        Figure(
            "our-amounts-missing",
            lambda say: say("Exchanges without an amount"),
            lambda say: say("Running, and we gave no amount for the year. Nothing is estimated."),
        ),
    ),
)
#: in the order of the page
SECTIONS = (QUESTIONS, SOLUTIONS, ISSUES, CONSULTATIONS, MEETINGS, EXCHANGE)
#: name -> figure
OWN = {figure.name: figure for section in SECTIONS for figure in section.figures}
#: figures made of the same amounts: those that the other side confirms, and all others
AMOUNTS = ("our-amounts-agreed", "our-amounts-unverified")
