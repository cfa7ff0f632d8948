"""Store what is reported, held back and hidden."""
