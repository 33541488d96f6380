"""Settles what keeps an installation from beginning, as far as somebody says so."""

from __future__ import annotations

import getpass
from typing import TYPE_CHECKING

from app.cli.terminal import ask, can_ask, tell
from workers.installation.plan import Obstacle, ObstacleKind

if TYPE_CHECKING:
    from app.room import EngineRoom
    from workers.catalog.entry import CatalogEntry
    from workers.installation.plan import InstallPlan


def settle_code(room: EngineRoom, entry: CatalogEntry, *, is_allowed: bool) -> bool:
    """Have code allowed that did not come with the program; True when it may run.

    Args:
        room: Where it would run.
        entry: The engine's.
        is_allowed: Whoever gave the command has allowed it already.
    """
    code = room.unapproved(entry.id)
    if code is None:
        return True
    places = ", ".join(code.places)
    tell(
        f"{entry.name} runs code from {places} (according to {code.declared_in}). "
        "This code isn't part of Engine Room and can do anything you can do on this computer."
    )
    if not is_allowed and not (can_ask() and ask("Allow it?", default=False)):
        tell("To allow it, pass --allow-code.")
        return False
    try:
        room.approvals.approve(code)
    except OSError as error:
        tell(f"Couldn't save your choice; Engine Room will ask again: {error}")
    return True


def settle(
    room: EngineRoom, plan: InstallPlan, *, accept_license: bool, has_folder: bool
) -> list[str]:
    """Settle a plan's obstacles; returns what is to be told about those that are left.

    Args:
        room: Where it would be installed.
        plan: What would be done.
        accept_license: Whoever gave the command accepts all licences of its weights.
        has_folder: The weights are taken from a folder, for which nobody's leave is needed.
    """
    left: list[str] = []
    for obstacle in plan.obstacles:
        if has_folder and _is_about_download(obstacle):
            continue
        if obstacle.kind is ObstacleKind.LICENSE:
            is_settled = _settle_license(room, obstacle, is_accepted=accept_license)
            hint = " To accept it here, pass --accept-license."
        elif obstacle.kind is ObstacleKind.TOKEN:
            is_settled = _settle_token(obstacle)
            hint = " To enter it here, pass --token-stdin."
        else:
            is_settled, hint = False, ""
        if not is_settled:
            left.append(obstacle.message + hint)
    return left


def _is_about_download(obstacle: Obstacle) -> bool:
    is_source = obstacle.kind is ObstacleKind.SOURCE and obstacle.weights is not None
    return is_source or obstacle.kind is ObstacleKind.TOKEN


def _settle_license(room: EngineRoom, obstacle: Obstacle, *, is_accepted: bool) -> bool:
    from workers.weights.licenses import is_non_commercial

    weights = obstacle.weights
    assert weights is not None, "a licence is some weights'"
    if not is_accepted:
        if not can_ask():
            return False
        tell(obstacle.message)
        if is_non_commercial(weights.license):
            tell("Non-commercial use only.")
        if not ask(f"Accept {weights.license}?", default=False):
            return False
    try:
        room.installation.licenses.accept(weights)
    except OSError as error:
        tell(f"Couldn't save your choice: {error}")
        return False
    return True


def _settle_token(obstacle: Obstacle) -> bool:
    from workers.errors import TokenUnkept
    from workers.weights.tokens import store_token

    if not can_ask():
        return False
    tell(obstacle.message)
    try:
        store_token(getpass.getpass("Access token (hidden): "))
    except TokenUnkept as error:
        tell(str(error))
    except (ValueError, EOFError) as error:
        tell(str(error))
        return False
    return True
