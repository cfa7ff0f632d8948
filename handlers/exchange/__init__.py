"""Match what members have to spare with what others need, from the words that they write."""
