"""Failures of engines: cards with the cause, the last output, and one remedy."""
