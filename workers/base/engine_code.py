"""The code of an engine that isn't part of this program; the user has to allow it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EngineCode:
    """The code of one catalog entry.

    Attributes:
        engine: The entry's ID.
        declared_in: The file, or the package with its version, that declares the entry.
        places: Where the code comes from, for the user, one line each: files, packages,
            repositories.
        fingerprint: SHA-256 of everything that determines which code runs, as 64 hexadecimal
            digits.
    """

    engine: str
    declared_in: str
    places: tuple[str, ...]
    fingerprint: str
