"""Compare the figures of signers with those of answers sent before, so that no difference of two sums tells one.

The same organisations sign one answer after another, and need the same power. Six sign one and seven the next:
the difference is the seventh's figure.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal

from handlers.policy.rounds import disclosure_control
from storage.kit.database import Store
from storage.policy.consultation_responses import YES
from storage.policy.consultations import Consultation

#: figure -> organisation id -> what it has given
SignerFigures = dict[str, dict[int, Decimal]]
FIGURES = ("employees", "mw", "tonnes")
#: figures further apart than this are separate facts
APART = timedelta(days=365)


async def load_signer_figures(store: Store, consultation: Consultation) -> tuple[SignerFigures, int]:
    """Return what those that sign the current text have given, and how many they are."""
    signing = [
        (response, organisation)
        for response, organisation in await store.consultation_responses.list_responses(consultation.id)
        if response.signs == YES and response.version == consultation.version
    ]
    figures: SignerFigures = {name: {} for name in FIGURES}
    for response, organisation in signing:
        given = {"employees": organisation.employees, "mw": response.mw, "tonnes": response.tonnes}
        for name, figure in given.items():
            if figure is not None:
                figures[name][organisation.id] = Decimal(str(figure))
    return figures, len(signing)


async def list_withheld_figures(store: Store, consultation: Consultation, figures: SignerFigures) -> set[str]:
    """Return the figures whose sum, beside one of an answer sent within a year, would tell what somebody gave."""
    withheld: set[str] = set()
    for earlier in await store.consultations.list_consultations_sent_since(store.now - APART):
        told = {name: earlier.strength[name][0] for name in FIGURES if name in earlier.strength}
        told = {name: total for name, total in told.items() if total is not None and name not in withheld}
        if told and earlier.id != consultation.id:
            before, _ = await load_signer_figures(store, earlier)
            withheld |= {name for name in told if not _may_tell_beside(figures[name], before[name], told[name])}
    return withheld


def _may_tell_beside(now: Mapping[int, Decimal], before: Mapping[int, Decimal], told: float) -> bool:
    """Return True if both sums may be known: the figures that only one of them holds may be told themselves.

    Return False where what was told is no longer the sum: somebody has left, or changed a figure.
    """
    if float(sum(before.values())) != told:
        return False
    for one, other in ((now, before), (before, now)):
        alone = [figure for id, figure in one.items() if figure and other.get(id) != figure]
        if alone and not disclosure_control.may_disclose_sum(alone):
            return False
    return True
