"""Runtime: how a process starts, lives, is watched and ends."""
