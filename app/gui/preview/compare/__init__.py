"""The page that compares engines."""
