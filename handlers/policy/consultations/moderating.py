"""Moderate comments on the draft of an answer; each is one of the entries of its consultation."""

from __future__ import annotations

from handlers.access import rights
from handlers.chat.records import Moderable
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.directory.naming import signature
from handlers.policy.consultations.lookup import may_see_consultation
from handlers.policy.consultations.publishing import notice_subject
from handlers.questions.private_news import redraw_told
from storage.kit.database import Store
from storage.policy.consultation_responses import COMMENT, ConsultationNote
from storage.policy.consultations import Consultation

#: comments that one can point to
MOST = 20


def describe_comment(comment: ConsultationNote, consultation: Consultation) -> Moderable:
    async def by(store: Store, say: Say) -> str:
        return await signature(store, comment.person_id, comment.organisation_id, say)

    return Moderable(
        kind="comment",
        row=comment,
        subject=notice_subject(comment.consultation_id),
        author_id=comment.person_id,
        text=comment.text,
        hidden=comment.hidden_at is not None,
        shown=comment.hidden_at is None,
        name=lambda say: say("a comment on {code}", code=consultation.code),
        by=by,
    )


class CommentModeration:
    async def find(self, store: Store, id: int, *, lock: bool = False) -> Moderable | None:
        """Return the comment; it is held by its consultation."""
        comment = await store.voices.find_note(id)
        if comment is None or comment.kind != COMMENT:
            return None
        found = await (store.consultations.lock if lock else store.consultations.find)(comment.consultation_id)
        return describe_comment(comment, found) if found is not None else None

    async def find_visible(self, turn: Turn, id: int) -> Moderable:
        item = await self.find(turn.store, id)
        found = await turn.store.consultations.find(item.row.consultation_id) if item is not None else None
        sees = item is not None and found is not None and await may_see_consultation(turn.store, turn.person, found)
        if item is not None and item.hidden:
            sees = sees and (turn.person.secretariat or turn.person.id == item.author_id)
        rights.see(turn, sees, turn.say("I do not find that comment."))
        assert item is not None
        return item

    async def list_beside(self, store: Store, row: ConsultationNote) -> list[Moderable]:
        """Return the comments on the same draft."""
        found = await store.consultations.find(row.consultation_id)
        if row.hidden_at is not None or found is None:
            return []
        notes = await store.voices.notes(row.consultation_id, COMMENT, limit=MOST)
        return [describe_comment(note, found) for note in notes]

    async def hide(self, store: Store, row: ConsultationNote) -> str:
        row.hidden_at = store.now
        await _redraw(store, row.consultation_id)
        return ""

    async def restore(self, store: Store, row: ConsultationNote, before: str) -> None:
        row.hidden_at = None
        await _redraw(store, row.consultation_id)


async def _redraw(store: Store, consultation_id: int) -> None:
    """Bring up to date what those were told who take part, each alone or with other news."""
    await store.session.flush()
    await redraw_told(store, notice_subject(consultation_id))
