"""Ask owners for the one answer that would decide most about their listings, and let the secretariat propose it."""
