"""The report of an engine's failure, as text for a bug tracker. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.reports.scrub import scrub
from workers.base.sizes import memory_size

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from app.reports.scrub import Identity
    from app.reports.system_facts import SystemFacts
    from workers.catalog.entry import CatalogEntry
    from workers.devices.probe import DeviceReading
    from workers.diagnosis.failure import Failure


@dataclass(frozen=True, slots=True)
class Incident:
    """A failure of an engine, and what is known about it.

    Attributes:
        entry: The engine's catalog entry.
        failure: The failure of its worker or its installation.
        was_installing: It was being installed.
        fixed_to: The only device that it runs on; None for any.
        devices: The last reading.
        log: Last lines of its log, oldest first.
    """

    entry: CatalogEntry
    failure: Failure
    was_installing: bool = False
    fixed_to: str | None = None
    devices: tuple[DeviceReading, ...] = ()
    log: Sequence[str] = ()


def report(incident: Incident, system_facts: SystemFacts, identity: Identity) -> str:
    """Writes the report in English, without the sender's identity."""
    sections = (
        ("Engine Room: engine failure", _what(incident)),
        ("Engine", _engine(incident)),
        ("System", _machine(incident.devices, system_facts)),
        ("Last lines of the log", incident.log or incident.failure.stderr_tail or ("(none)",)),
    )
    blocks = ("\n".join((f"## {title}", "", *lines)) for title, lines in sections)
    return scrub("\n\n".join(blocks) + "\n", identity)


def _what(incident: Incident) -> Iterator[str]:
    failure, diagnosis = incident.failure, incident.failure.diagnosis
    if incident.was_installing:
        yield "When: during installation"
    else:
        yield "When: during startup" if failure.while_starting else "When: while running"
    yield f"Cause: {diagnosis.cause.value}. {diagnosis.sentence}"
    if diagnosis.detail:
        yield f"Source: {diagnosis.detail}"
    yield f"Error: {failure.text}"
    yield f"Exit: {failure.outcome if failure.outcome is not None else 'no process exited'}"
    yield f"Suggested fix: {diagnosis.remedy.value}"


def _engine(incident: Incident) -> Iterator[str]:
    entry = incident.entry
    yield f"Name: {entry.name} ({entry.id}, {entry.kind})"
    yield f"Runs: {entry.adapter or entry.import_path}" + (
        f", variant {entry.variant}" if entry.variant else ""
    )
    yield f"Environment: {entry.environment}"
    yield f"Requirements: {', '.join(entry.requirements) or '(none)'}"
    yield f"Precision: {entry.precision or '(one only)'}"
    yield f"CPU mode: {'yes' if entry.cpu_mode else 'no'}"
    yield f"Device: {incident.fixed_to or 'any with room'}"


def _machine(devices: Sequence[DeviceReading], system_facts: SystemFacts) -> Iterator[str]:
    frozen = ", frozen" if system_facts.is_frozen else ""
    yield f"Engine Room {system_facts.program}, Python {system_facts.python}{frozen}"
    yield system_facts.system
    for device in devices:
        kind = f"GPU {device.index}" if device.kind == "gpu" else "RAM"
        driver = f", driver {device.driver}" if device.driver else ""
        yield (
            f"{kind}: {device.name}, {memory_size(device.total_bytes, rounded=True)}, "
            f"{memory_size(device.free_bytes, rounded=True)} free{driver}"
        )
    if not devices:
        yield "Memory: no reading yet"
