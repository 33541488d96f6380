"""Requirements as an entry declares them: a package and its version, never an option."""

from __future__ import annotations

import re


def distribution(requirement: str) -> str:
    """The normalised name of what a requirement asks for: ``hibari-tts`` of ``Hibari_TTS==0.2.1``.

    Raises:
        ValueError: It does not begin with a name, as an option or a path would not.
    """
    match = re.match(
        r"\s*([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\s*($|[\[(<>=!~;@\s,])", requirement
    )
    if match is None:
        raise ValueError(f"{requirement!r} is not a requirement such as 'package==1.2.3'")
    return re.sub(r"[-_.]+", "-", match[1]).lower()


def merged(held: tuple[str, ...], wanted: tuple[str, ...]) -> tuple[str, ...]:
    """All requirements of both; of one package, what is wanted replaces what is held."""
    replaced = {distribution(requirement) for requirement in wanted}
    kept = (item for item in held if distribution(item) not in replaced)
    return tuple(sorted({*kept, *wanted}))
