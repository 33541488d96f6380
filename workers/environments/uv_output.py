"""Reads uv's output: progress, and the cause of a failure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from workers.base.events import Progress
from workers.base.messages import translatable

#: A line of uv's output -> stage, detail, and the fraction done by then.
_STAGES: tuple[tuple[re.Pattern[str], str, float], ...] = (
    (re.compile(r"Creating virtual environment"), translatable("Creating environment"), 0.02),
    (re.compile(r"Resolved (?P<detail>\d+ packages?)"), translatable("Found"), 0.05),
    (re.compile(r"Prepared (?P<detail>\d+ packages?)"), translatable("Downloaded"), 0.80),
    (re.compile(r"Installed (?P<detail>\d+ packages?)"), translatable("Installed"), 0.85),
    (re.compile(r"Bytecode compiled"), translatable("Compiled"), 0.99),
)
_DOWNLOADING = re.compile(r"Downloading (?P<name>\S+) \((?P<size>[\d.]+)(?P<unit>[KMG]?i?B)\)")
_DOWNLOADED = re.compile(r"\s*Downloaded (?P<name>\S+)")
_BUILDING = re.compile(r"\s*Building (?P<detail>\S+)")
_DOWNLOAD = translatable("Downloading")
_UNITS = {"B": 1.0, "KiB": 2.0**10, "MiB": 2.0**20, "GiB": 2.0**30}

#: A message of uv -> what to do. The first match counts.
_ADVICE: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(r"No space left|os error (28|112)", re.IGNORECASE),
        translatable("free some disk space and try again"),
    ),
    (
        re.compile(r"download\.pytorch\.org"),
        translatable(
            "check that download.pytorch.org is reachable. If it isn't, put the PyTorch wheel "
            "in a folder listed in pip's find-links, or all wheels in the folder set in "
            "ENGINEROOM_WHEELS, and try again"
        ),
    ),
    (
        re.compile(
            r"dns error|error sending request|tcp connect|connection (refused|reset)|timed out"
            r"|failed to fetch|network connectivity is disabled",
            re.IGNORECASE,
        ),
        translatable(
            "check your network connection or the package index set for pip or uv, and try again"
        ),
    ),
    (
        re.compile(r"No solution found|not found in the (package registry|provided package loc)"),
        translatable(
            "check the entry's requirements: no package version matches this computer and its "
            "Python"
        ),
    ),
    (
        re.compile(r"Permission denied|Access is denied|os error (5|13|32)\b", re.IGNORECASE),
        translatable(
            "stop the engines that use it, make sure the folder is writable, and try again"
        ),
    ),
)


class UvFailed(Exception):
    """uv exited with an error.

    Attributes:
        lines: The last lines of its output.
    """

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = tuple(lines)

    @property
    def cause(self) -> str:
        """Uv's error message, on one line of at most 600 characters."""
        text = re.sub(r"\s+", " ", " ".join(self.lines))
        found = re.search(r"error: (.+)", text)
        return (found[1] if found else text).replace(" cause: ", ": ").strip(" .")[:600]

    @property
    def is_unsolvable(self) -> bool:
        """Whether the index was reached but no set of packages meets the requirements."""
        return "No solution found" in str(self)

    @property
    def advice(self) -> str:
        """What to do, as a clause."""
        text = str(self)
        for pattern, advice in _ADVICE:
            if pattern.search(text):
                return advice
        return translatable(
            "see the log for the full output of uv. Try again, or remove the environment first"
        )


class ProgressReader:
    """Turns uv's output into progress whose fraction never decreases."""

    def __init__(self, report: Callable[[Progress], None] | None) -> None:
        self._report = report
        self._fraction = 0.0
        self._announced: dict[str, float] = {}
        self._arrived = 0.0

    def line(self, line: str) -> None:
        """Reads one line of uv's output and reports what it says of the progress."""
        download = _DOWNLOADING.match(line)
        if download:
            size = float(download["size"]) * _UNITS.get(download["unit"], 1.0)
            self._announced[download["name"]] = size
            self.report(
                _DOWNLOAD, None, f"{download['name']} ({download['size']} {download['unit']})"
            )
            return
        arrived = _DOWNLOADED.match(line)
        if arrived and self._announced:
            self._arrived += self._announced.get(arrived["name"], 0.0)
            share = self._arrived / sum(self._announced.values())
            self.report(_DOWNLOAD, 0.05 + 0.75 * share, f"downloaded {arrived['name']}")
            return
        building = _BUILDING.match(line)
        if building:
            self.report(translatable("Building"), None, building["detail"])
            return
        for pattern, stage, fraction in _STAGES:
            match = pattern.match(line)
            if match:
                self.report(stage, fraction, match.groupdict().get("detail") or "")

    def report(self, stage: str, fraction: float | None, detail: str = "") -> None:
        """Reports a stage; a fraction of None leaves the fraction as it is."""
        self._fraction = max(self._fraction, fraction or 0.0)
        if self._report is not None:
            done_bytes = int(self._arrived) if stage == _DOWNLOAD else None
            self._report(Progress(stage, self._fraction, detail, done_bytes))
