"""Build the subjects of records that several contexts draw.

A subject is what the outbox finds the copies of a card by: whatever is drawn under one is redrawn together.
"""

from __future__ import annotations


def build_question_subject(question_id: int) -> str:
    """Return the subject under which all copies of a question's cards are redrawn."""
    return f"question:{question_id}"


def build_issue_subject(issue_id: int) -> str:
    """Return the subject under which all copies of an issue's cards are redrawn."""
    return f"issue:{issue_id}"


def build_consultation_subject(consultation_id: int) -> str:
    """Return the subject under which all copies of a consultation's cards are redrawn."""
    return f"consultation:{consultation_id}"


def build_question_answer_subject(answer_id: int) -> str:
    """Return the subject under which all copies of an answer to a question are redrawn."""
    return f"answer:{answer_id}"


def build_task_subject(task_id: int) -> str:
    """Return the subject of all cards of a joint task."""
    return f"task:{task_id}"
