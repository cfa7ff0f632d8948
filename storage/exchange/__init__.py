"""Store the exchange: the sites of organisations, and what they offer and need there."""
