"""Check what a listing says against itself and against physics: what does not fit is asked about, and kept as it is."""
