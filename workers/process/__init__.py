"""Worker processes: starting, watching, and stopping them, and cleaning up after them."""
