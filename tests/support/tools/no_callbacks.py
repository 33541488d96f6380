"""A tool without callbacks, but for one of a variant."""


def _load_half():
    return None
