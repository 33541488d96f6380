"""A tool with only one callback, of a variant."""


def _load_half():
    return None
