"""Hearing an engine: the pane, and one thing said at a time."""
