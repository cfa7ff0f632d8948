"""Provide meetings: series and occurrences, RSVPs, agenda, minutes, actions, reminders and calendars."""
