"""The signature of a mail is no part of what it says."""

from __future__ import annotations

import pytest

from handlers.language.mail_signatures import cut_signature


@pytest.mark.parametrize(
    "signature",
    [
        ". Mvh Kari, tlf 900 00 000, Kontor: Vestbygget 3. etg",
        ". Med vennlig hilsen Kari, driftssjef, Prøvedal Næringspark",
        ", helsing Anne Grete, tannlegekontoret i Parkvegen",
        " hilsen gunnar på drift",
        ". Kind regards, Kwame, Head of Property",
        ". Rgds U.",
        ". Respectfully, E. Thorne",
    ],
)
def test_what_closes_a_mail_is_cut(signature: str) -> None:
    assert cut_signature(f"møte om damp fredag kl 10{signature}") == "møte om damp fredag kl 10"


@pytest.mark.parametrize(
    "text",
    [
        "Hilsen fra ordføreren, fredag kl 10",
        "Julehilsen til naboene fredag kl 10",
        "Hei, mvh Kari. Møte om damp fredag kl 10",
        "møte om damp, hilsen Kari, fredag kl 10",
        "meeting about regards and thanks on Friday at 10",
    ],
)
def test_a_greeting_that_ends_nothing_stays(text: str) -> None:
    assert cut_signature(text) == text
