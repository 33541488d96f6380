"""The user's own voices in the window."""
