"""Read numbers and units as members write them. No context below this one is needed, and no language is asked for."""
