"""The table of engines and their workers."""
