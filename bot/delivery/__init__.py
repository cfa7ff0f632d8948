"""Delivery: what is promised is claimed, prepared, sent and recorded."""
