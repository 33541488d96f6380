"""The page that transcribes audio."""
