"""Approvals, licenses, and access tokens that an installation needs from the user."""

from __future__ import annotations

import getpass
from typing import TYPE_CHECKING

from app.cli.terminal import ask, can_ask, print_error
from workers.installation.plan import Obstacle, ObstacleKind

if TYPE_CHECKING:
    from app.room import EngineRoom
    from workers.catalog.entry import CatalogEntry
    from workers.installation.plan import InstallPlan


def approve_code(room: EngineRoom, entry: CatalogEntry, *, is_allowed: bool) -> bool:
    """Gets approval for code that isn't part of Engine Room; returns whether it may run.

    Args:
        room: Keeps approvals.
        entry: The engine's catalog entry.
        is_allowed: The command line approves it; nothing is asked.
    """
    code = room.unapproved(entry.id)
    if code is None:
        return True
    places = ", ".join(code.places)
    print_error(
        f"{entry.name} runs code from {places} (according to {code.declared_in}). "
        "This code isn't part of Engine Room and can do anything you can do on this computer."
    )
    if not is_allowed and not (can_ask() and ask("Allow it?", default=False)):
        print_error("To allow it, pass --allow-code.")
        return False
    try:
        room.approvals.approve(code)
    except OSError as error:
        print_error(f"Couldn't save your choice; Engine Room will ask again: {error}")
    return True


def resolve_obstacles(
    room: EngineRoom, plan: InstallPlan, *, accept_license: bool, has_folder: bool
) -> list[str]:
    """Resolves what keeps a plan from being carried out; returns a sentence for what is left.

    Args:
        room: Keeps accepted licenses.
        plan: What would be done.
        accept_license: The command line accepts all licenses of the weights.
        has_folder: Weights are imported from a folder, which needs no access to the server.
    """
    unresolved: list[str] = []
    for obstacle in plan.obstacles:
        if has_folder and _concerns_download(obstacle):
            continue
        if obstacle.kind is ObstacleKind.LICENSE:
            is_resolved = _accept_license(room, obstacle, is_accepted=accept_license)
            hint = " To accept it here, pass --accept-license."
        elif obstacle.kind is ObstacleKind.TOKEN:
            is_resolved = _ask_for_token(obstacle)
            hint = " To enter it here, pass --token-stdin."
        else:
            is_resolved, hint = False, ""
        if not is_resolved:
            unresolved.append(obstacle.message + hint)
    return unresolved


def _concerns_download(obstacle: Obstacle) -> bool:
    is_source = obstacle.kind is ObstacleKind.SOURCE and obstacle.weights is not None
    return is_source or obstacle.kind is ObstacleKind.TOKEN


def _accept_license(room: EngineRoom, obstacle: Obstacle, *, is_accepted: bool) -> bool:
    from workers.weights.licenses import is_non_commercial

    weights = obstacle.weights
    assert weights is not None, "a license belongs to weights"
    if not is_accepted:
        if not can_ask():
            return False
        print_error(obstacle.message)
        if is_non_commercial(weights.license):
            print_error("Non-commercial use only.")
        if not ask(f"Accept {weights.license}?", default=False):
            return False
    try:
        room.installation.licenses.accept(weights)
    except OSError as error:
        print_error(f"Couldn't save your choice: {error}")
        return False
    return True


def _ask_for_token(obstacle: Obstacle) -> bool:
    from workers.errors import TokenNotStored
    from workers.weights.tokens import store_token

    if not can_ask():
        return False
    print_error(obstacle.message)
    try:
        store_token(getpass.getpass("Access token (hidden): "))
    except TokenNotStored as error:
        print_error(str(error))
    except (ValueError, EOFError) as error:
        print_error(str(error))
        return False
    return True
