"""The program on its desktop: single instance, signals, end of the session, display."""
