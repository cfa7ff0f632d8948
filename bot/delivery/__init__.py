"""Deliver the outbox: claim, prepare, send and record each delivery."""
