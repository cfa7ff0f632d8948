"""Which language a text is in, also when it is short, misspelt or typed without æ, ø and å."""

from __future__ import annotations

import pytest

from handlers.language import detect_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Hvordan løste dere kapasitetskøen?", "nb"),
        ("Korleis løyste de kapasitetskøen?", "nn"),
        ("How did you solve the capacity queue?", "en"),
        ("Nokon som treng damp, 8 bar, frå hausten av?", "nn"),
        ("Noen som trenger damp, 8 bar, fra høsten av?", "nb"),
        ("Looking for CO2-rich off-gas for algae, 2 t/h", "en"),
        ("LCA-konsulent som kan metall?", "nb"),
        ("Plot price per square metre – are we allowed to discuss that here?", "en"),
        ("use of data centre heat", "en"),
        ("kva kostar fangst, grovt", "nn"),
        ("Me er 25 tilsette og vil byte omn. Kva støtte passar for oss?", "nn"),
        ("fagbrev på job hvem har gjort det", "nb"),
        ("enøk tiltak ventilasjon hall", "nb"),
        ("Er det mogleg å dele kostnadene mellom verksemdene?", "nn"),
        ("noen som har erfaring med Power BI og Copilot?", "nb"),
        ("Alkaline or PEM for variable load?", "en"),
        ("", "nb"),
        ("🎉", "nb"),
        ("18 MW", "nb"),
        ("Dzień dobry", "nb"),
    ],
)
def test_the_language_of_a_text(text: str, language: str) -> None:
    assert detect_language(text) == language
