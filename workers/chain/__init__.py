"""Chain of engines: if one fails, the next one answers."""
