"""Store what the pages in a browser need: who has signed in there."""
