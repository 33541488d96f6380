"""What a worker died of, in one sentence, and the one thing to do about it. Pure."""
