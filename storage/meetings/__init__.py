"""Store meetings: series and occurrences, RSVPs, agenda, minutes, actions and calendar feeds."""
