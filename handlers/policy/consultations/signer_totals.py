"""Count the signers, and add up the figures that they have given.

Sums obey the rules of `handlers.policy.rounds.disclosure_control`. At least five have given the figure, and none
is more than a quarter of it. The sums are frozen when the answer is sent, and never change after that. Of two
sums, before and after a signature or a correction, the difference would be one organisation's figure. For the
same reason an earlier answer may forbid a sum (`figure_overlap`). Until the answer is sent only the secretariat
sees the sums: it keeps the register that they come from.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from decimal import Decimal

from handlers.chat.cards import Part, Text
from handlers.chat.say import Say, capitalise_first_letter
from handlers.chat.turn import ReaderContext, View
from handlers.policy.consultations import figure_overlap, recipients, signatures
from handlers.policy.rounds import disclosure_control
from storage.kit.database import Store
from storage.policy.consultations import OPEN, Consultation


def sum_disclosable_figures(figures: Iterable[Decimal]) -> float | None:
    """Return the sum of the figures. Return None if the sum would disclose something about one of them."""
    given = [figure for figure in figures if figure]
    return float(sum(given)) if disclosure_control.may_disclose_sum(given) else None


async def count_signer_totals(store: Store, consultation: Consultation) -> dict[str, list[float | None]]:
    """Return figure -> its disclosable sum, the number that have given it, and the number that sign the current
    text.
    """
    return _count_totals(*await figure_overlap.load_signer_figures(store, consultation))


async def freeze_signer_totals(store: Store, consultation: Consultation) -> dict[str, list[float | None]]:
    """Count the totals that go with the answer for good: without sums that an earlier answer would give away."""
    figures, signing = await figure_overlap.load_signer_figures(store, consultation)
    withheld = await figure_overlap.list_withheld_figures(store, consultation, figures)
    return _count_totals(figures, signing, withheld)


def _count_totals(
    figures: figure_overlap.SignerFigures, signing: int, withheld: Collection[str] = ()
) -> dict[str, list[float | None]]:
    return {
        name: [None if name in withheld else sum_disclosable_figures(given.values()), len(given), signing]
        for name, given in figures.items()
    }


async def draw_signer_totals(at: ReaderContext | View, consultation: Consultation) -> list[Part]:
    """Draw how many have answered, who signs, and the disclosable sums."""
    say, said = at.say, await at.store.consultation_responses.list_responses(consultation.id)
    lines = [await describe_answer_count(at, consultation)] if consultation.state == OPEN else []
    lines += signatures.describe_signature_counts(say, said, consultation)
    found: list[Part] = [Text(" · ".join(filter(None, lines)), "strong")] if any(lines) else []
    told = await _describe_figure_sums(at, consultation)
    return found + ([Text("\n".join(told))] if told else [])


async def describe_answer_count(at: ReaderContext | View, consultation: Consultation) -> str:
    """Return "9 av 14 har gitt endelig svar": to say that it concerns one is not the last word."""
    organisations = await recipients.list_recipient_organisations(at.store, consultation)
    done = recipients.list_answered_organisation_ids(
        await at.store.consultation_responses.list_responses(consultation.id), organisations, consultation
    )
    return at.say("{k} of {n} have given a final answer", k=len(done), n=len(organisations)) if organisations else ""


async def _describe_figure_sums(at: ReaderContext | View, consultation: Consultation) -> list[str]:
    """Return a line for each figure that somebody has given, with the number that have given it."""
    say, is_open = at.say, consultation.state == OPEN
    reader = None if isinstance(at, View) else at.person
    known = await count_signer_totals(at.store, consultation) if is_open else consultation.strength
    names = {"employees": say("employees"), "mw": say("MW of power"), "tonnes": say("tonnes of CO₂ a year")}
    found = []
    for key, name in names.items():
        together, given, of = known.get(key) or (None, 0, 0)
        if not given:
            continue
        count = say("given by {k} of {n} that co-sign", k=given, n=of)
        if together is None or (is_open and not (reader is not None and reader.secretariat)):
            figure = capitalise_first_letter(name)
            found.append(say("{figure}: {count}, the sum is not shown", figure=figure, count=count))
        else:
            found.append(f"{_format_rounded_figure(say, together)} {name} ({count})")
    return found


def _format_rounded_figure(say: Say, value: float) -> str:
    return say.format_number(int(value) if value == int(value) else round(value, 1))
