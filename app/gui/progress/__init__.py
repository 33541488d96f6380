"""Progress in the task bar or dock of the desktop."""
