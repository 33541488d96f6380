"""How the program lives on a desktop: one instance, the session's end, signals, the display."""
