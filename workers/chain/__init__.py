"""Several engines as one: the next one answers when one cannot."""
