"""A user's catalog file."""

from __future__ import annotations

from pathlib import Path

from app.resources import CATALOG
from workers.catalog.approvals import Approvals
from workers.catalog.store import Catalog


def write_users_catalog(home: Path, text: str, *, is_allowed: bool = True) -> Path:
    """Writes a user's catalog and allows its code.

    Args:
        home: The folder in ``ENGINEROOM_HOME``.
        text: TOML.
        is_allowed: False to leave the code unapproved.

    Returns:
        The catalog file.
    """
    file = home / "config" / "catalog.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    if is_allowed:
        catalog = Catalog.load(CATALOG, file)
        approvals = Approvals(file.with_name("approvals.json"))
        for entry in catalog.entries:
            code = catalog.code(entry.id)
            if code is not None:
                approvals.approve(code)
    return file
