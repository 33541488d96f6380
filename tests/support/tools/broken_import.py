"""A tool that fails to import."""

raise OSError("the driver is too old")
