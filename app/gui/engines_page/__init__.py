"""The window of all engines: facts, requirements, installation, and samples."""
