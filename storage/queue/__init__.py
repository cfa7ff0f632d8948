"""Store incoming events, outgoing deliveries, and delivery results."""
