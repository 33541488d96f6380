"""The page that speaks a text."""
