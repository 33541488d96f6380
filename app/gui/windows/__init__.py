"""The program's windows: made when they are needed, shown, and closed."""
