"""Store the exchange: the sites of organisations."""
