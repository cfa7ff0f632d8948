"""Provide files and feeds that put the arena's meetings into people's own calendars."""

from handlers.meetings.calendar.feed_subscriptions import router

__all__ = ["router"]
