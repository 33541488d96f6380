"""A tool that cannot be imported."""

raise OSError("the driver is too old")
