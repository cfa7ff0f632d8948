"""Report, hide and restore comments on a draft. Each comment is an entry in the log of its consultation."""

from __future__ import annotations

from handlers.access import rights
from handlers.chat.record_moderation import Moderable
from handlers.chat.say import Say
from handlers.chat.turn import Arena, Turn
from handlers.directory.display_names import format_signature
from handlers.policy.consultations.consultation_publication import (
    build_consultation_notice_subject,
    build_shown_consultation_subject,
)
from handlers.policy.consultations.lookup import may_see_consultation
from handlers.questions.private_notices import redraw_subject_notices
from storage.kit.database import Store
from storage.policy.consultation_responses import COMMENT, ConsultationLogEntry
from storage.policy.consultations import Consultation

MOST_COMMENTS = 20


def build_moderable_comment(comment: ConsultationLogEntry, consultation: Consultation) -> Moderable:
    async def describe_comment_author(store: Store, say: Say) -> str:
        return await format_signature(store, comment.person_id, comment.organisation_id, say)

    return Moderable(
        kind="comment",
        row=comment,
        subject=build_consultation_notice_subject(comment.consultation_id),
        author_id=comment.person_id,
        text=comment.text,
        hidden=comment.hidden_at is not None,
        shown=comment.hidden_at is None,
        name=lambda say: say("a comment on {code}", code=consultation.code),
        by=describe_comment_author,
    )


class CommentModeration:
    async def find_moderable(self, store: Store, id: int, *, lock: bool = False) -> Moderable | None:
        """Return the comment. `lock` takes the row lock of its consultation."""
        comment = await store.consultation_responses.find_consultation_log_entry(id)
        if comment is None or comment.kind != COMMENT:
            return None
        found = await (store.consultations.lock if lock else store.consultations.find)(comment.consultation_id)
        return build_moderable_comment(comment, found) if found is not None else None

    async def find_visible(self, turn: Turn, id: int) -> Moderable:
        item = await self.find_moderable(turn.store, id)
        found = await turn.store.consultations.find(item.row.consultation_id) if item is not None else None
        sees = item is not None and found is not None and await may_see_consultation(turn.store, turn.person, found)
        if item is not None and item.hidden:
            sees = sees and (turn.person.secretariat or turn.person.id == item.author_id)
        rights.need_reader(turn, sees, turn.say("I cannot find that comment."))
        assert item is not None
        return item

    async def list_alternatives(self, store: Store, row: ConsultationLogEntry) -> list[Moderable]:
        """Return the comments on the same draft."""
        found = await store.consultations.find(row.consultation_id)
        if row.hidden_at is not None or found is None:
            return []
        notes = await store.consultation_responses.list_consultation_log(
            row.consultation_id, COMMENT, limit=MOST_COMMENTS
        )
        return [build_moderable_comment(note, found) for note in notes]

    async def hide_record(self, store: Store, arena: Arena, row: ConsultationLogEntry) -> str:
        row.hidden_at = store.now
        await _redraw_comment_notices(store, row.consultation_id)
        return ""

    async def restore_record(self, store: Store, arena: Arena, row: ConsultationLogEntry, before: str) -> None:
        row.hidden_at = None
        await _redraw_comment_notices(store, row.consultation_id)


async def _redraw_comment_notices(store: Store, consultation_id: int) -> None:
    """Redraw the messages that the people involved got, alone or in a batch, and what somebody has opened."""
    await store.session.flush()
    await redraw_subject_notices(store, build_consultation_notice_subject(consultation_id))
    await store.outbox.refresh_copies(build_shown_consultation_subject(consultation_id))
