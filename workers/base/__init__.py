"""What every part of the library stands on: time, paths, events, messages. No policy."""
