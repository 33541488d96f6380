"""Validates catalog entries, field by field, with messages that say what to write instead.

The fields of reflection are validated by the child's own code, so that the worker accepts what the
catalog accepts.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from workers.catalog.checks import (
    Check,
    flag,
    list_of,
    map_of,
    matching,
    maybe_empty,
    number,
    one_of,
    python_versions,
    relative_file,
    requirement,
    table_of,
    text,
)
from workers.child.entries import REFLECTION_FIELDS, validate_reflection

_ID = re.compile(r"[a-z0-9][a-z0-9_-]*")
_MODULE = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_PRECISION = re.compile(r"[A-Za-z0-9][\w.+-]*")
#: Device names of PyTorch, and UUIDs of GPUs.
_DEVICE = re.compile(r"cpu|mps|cuda:\d+|\w+(-[\w/]+)+")
#: ``owner/name``.
_REPOSITORY = re.compile(r"[\w.-]+/[\w.-]+")
#: A commit, branch, or tag.
_REVISION = re.compile(r"[\w][\w./-]*")
_COMMIT = re.compile(r"[0-9a-f]{40}")
_MAX_RATE = 192_000


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem with one field.

    Attributes:
        field: Its name; empty for the entry itself.
        message: What is wrong, and what to write instead.
    """

    field: str
    message: str

    def __str__(self) -> str:
        """Returns one line for the user."""
        return f"field {self.field!r} {self.message}" if self.field else self.message


def validate_entry(entry_id: object, fields: Mapping[str, Any]) -> list[Problem]:
    """Validates one entry.

    Args:
        entry_id: Its key in the table ``engines``.
        fields: All fields, as in TOML or JSON.

    Returns:
        All problems; empty if the entry is valid.
    """
    problems = [Problem("", complaint) for complaint in _check_id(entry_id)]
    problems += [Problem(name, "is missing") for name in ("name", "kind") if name not in fields]
    for name, value in fields.items():
        if name in REFLECTION_FIELDS:
            continue
        check = _CHECKS.get(name)
        complaint = check(value) if check else _unknown(name)
        if complaint:
            problems.append(Problem(name, complaint))
    problems += _check_runner(fields)
    if not problems:
        problems += _check_together(fields)
    return problems


def _check_id(entry_id: object) -> list[str]:
    if isinstance(entry_id, str) and _ID.fullmatch(entry_id):
        return []
    rule = "lowercase letters, digits, '-' and '_', such as 'my-engine'"
    return [f"the ID {entry_id!r} must consist of {rule}"]


def _check_runner(fields: Mapping[str, Any]) -> list[Problem]:
    """Checks that there is either an adapter or complete reflection."""
    reflection = [name for name in REFLECTION_FIELDS if name in fields]
    if "adapter" in fields:
        return [
            Problem(name, "can't be combined with 'adapter'; remove one of them")
            for name in reflection
        ]
    if not reflection:
        fields_to_set = "'adapter' (a module), or 'import_path', 'synth_method' and 'output_format'"
        return [Problem("", f"doesn't say how to run the engine; set {fields_to_set}")]
    problems: list[Problem] = []
    for complaint in validate_reflection(fields):
        name, _, message = complaint.partition(": ")
        problems.append(Problem(name, message))
    if fields.get("kind") == "stt":
        problems.append(Problem("kind", "must be 'tts': speech-to-text engines need an 'adapter'"))
    if "variant" in fields:
        problems.append(Problem("variant", "needs an 'adapter'"))
    return problems


def _check_together(fields: Mapping[str, Any]) -> list[Problem]:
    """Checks combinations of fields that are valid by themselves."""
    problems: list[Problem] = []
    voices, default = fields.get("voices", []), fields.get("default_voice")
    if default is not None and voices and default not in voices:
        problems.append(Problem("default_voice", f"must be one of 'voices', not {default!r}"))
    problems += _check_default_voices(fields)
    if fields.get("kind") == "stt" and fields.get("supports_cloning"):
        problems.append(Problem("supports_cloning", "requires 'kind' to be 'tts'"))
    if ("min_vram_gb" in fields) != ("model_size_gb" in fields):
        given = "min_vram_gb" if "min_vram_gb" in fields else "model_size_gb"
        problems.append(Problem(given, "requires both 'min_vram_gb' and 'model_size_gb'"))
    if fields.get("device") == "cpu" and fields.get("cpu_mode") is False:
        problems.append(Problem("cpu_mode", "must not be false when 'device' is 'cpu'"))
    try:
        json.dumps(fields.get("init_args"), allow_nan=False)
    except (TypeError, ValueError) as error:
        complaint = f"contains a value that can't be sent as JSON ({error}); write it as text"
        problems.append(Problem("init_args", complaint))
    return problems


def _check_default_voices(fields: Mapping[str, Any]) -> list[Problem]:
    languages, voices = fields.get("languages", []), fields.get("voices", [])
    complaints: list[str] = []
    for language, voice in fields.get("default_voices", {}).items():
        if language not in languages:
            complaints.append(f"must be listed in 'languages', but {language!r} isn't")
        elif voices and voice not in voices:
            complaints.append(f"must be listed in 'voices', but {voice!r} isn't")
    return [Problem("default_voices", complaint) for complaint in complaints]


def _unknown(name: str) -> str:
    close = difflib.get_close_matches(name, [*_CHECKS, *REFLECTION_FIELDS], n=1)
    return f"is unknown; did you mean {close[0]!r}?" if close else ("is unknown; remove it")


_WEIGHTS = table_of(
    {
        "repository": matching(_REPOSITORY, "owner/name"),
        "revision": matching(_REVISION, "main"),
        "files": list_of(relative_file),
        "size_bytes": number(0, integer=True),
        "license": text,
        "gated": flag,
    },
    "repository",
    "license",
)
_SOURCE = table_of(
    {
        "repository": matching(_REPOSITORY, "owner/name"),
        "commit": matching(_COMMIT, "a commit's 40 hexadecimal digits"),
        "path": relative_file,
    },
    "repository",
    "commit",
)
_CHECKS: dict[str, Check] = {
    "name": text,
    "kind": one_of("tts", "stt"),
    "engine": text,
    "environment": matching(_ID, "my-engine"),
    "requirements": list_of(requirement),
    "overrides": list_of(requirement),
    "python": python_versions,
    "sources": list_of(_SOURCE),
    "weights": list_of(_WEIGHTS),
    "adapter": matching(_MODULE, "package.module"),
    "variant": matching(re.compile(r"\w+"), "turbo"),
    "languages": list_of(matching(_LANGUAGE, "en")),
    "voices": list_of(text),
    "default_voice": text,
    "default_voices": map_of(text),
    "sample_rate": number(8000, _MAX_RATE, integer=True),
    "streaming": flag,
    "supports_speed": flag,
    "supports_seed": flag,
    "supports_cloning": flag,
    "clip_text": one_of("unused", "optional", "required"),
    "clip_min_s": number(0, 600),
    "clip_max_s": number(0, 600),
    "max_characters": number(0, integer=True),
    "backends": list_of(one_of("cpu", "cuda", "rocm", "mps")),
    "preference": number(0, 100, integer=True),
    "ram_gb": number(0, 1024),
    "vram_budget": text,
    "min_vram_gb": number(0, 1024),
    "model_size_gb": number(0, 1024),
    "precision": matching(_PRECISION, "float16"),
    "cpu_mode": flag,
    "device": matching(_DEVICE, "cuda:1"),
    "idle_timeout_s": number(0),
    "startup_timeout_s": number(1),
    "request_timeout_s": number(1),
    "license": maybe_empty,
    "weights_license": maybe_empty,
}
