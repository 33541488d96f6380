"""The code behind a catalog entry: what a user has to trust before an engine runs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EngineCode:
    """The code behind one entry.

    Attributes:
        engine: The entry's id.
        declared_in: Where the entry stands: a file, or a package with its version.
        places: Where its code comes from, one line each, for people: a folder, packages of an
            index, a repository.
        fingerprint: Of all that decides which code runs: 64 hexadecimal digits. Another
            adapter, version or place is another fingerprint.
    """

    engine: str
    declared_in: str
    places: tuple[str, ...]
    fingerprint: str
