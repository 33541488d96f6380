"""What the window says: wording, numbers, durations, keys, and translation."""
