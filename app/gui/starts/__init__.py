"""Questions before an engine starts: whether to stop other engines or run foreign code."""
