"""Set a label before its text: with a colon, unless it is a question or ends in a sign of its own.

What is written of a round or a form may be either:

- a name, as in "Effekt: 4 MW",
- a question, as in "Hvor mye? 4 MW",
- a list that goes on, as in "Bygg 1, bygg 2 … 4 MW".
"""

from __future__ import annotations

#: signs at the end of a label behind which no colon stands
SIGNS = ("?", "!", ":", "…")


def end_label(label: str) -> str:
    """Return the label as it stands before a text.

    A label that comes from outside may have blanks at its end; they stay.
    """
    return label if label.rstrip().endswith(SIGNS) else f"{label}:"


def join_label(label: str, text: str) -> str:
    """Return the label and its text on one line."""
    return f"{end_label(label)} {text}"
