"""The main window: memory, engines, preview, and a status line."""
