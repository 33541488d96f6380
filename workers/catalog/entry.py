"""Catalog entries: engines, their weights, and their code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, cast

Kind = Literal["tts", "stt"]
#: Whether an engine that clones uses the transcript of a voice sample.
ClipText = Literal["unused", "optional", "required"]
Backend = Literal["cpu", "cuda", "rocm", "mps"]


@dataclass(frozen=True, slots=True)
class Weights:
    """A model's files in a repository on Hugging Face.

    Attributes:
        repository: ``owner/name``.
        license: SPDX identifier, or the owners' name for it.
        revision: A commit, or a branch; the branch's commit at the first download is kept.
        files: Patterns of its files; empty for all.
        size_bytes: Size of these files; 0 if unknown.
        gated: Access must be requested on the repository's page.
    """

    repository: str
    license: str
    revision: str = "main"
    files: tuple[str, ...] = ()
    size_bytes: int = 0
    gated: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """Code that is in no package: a repository on GitHub at a commit.

    Attributes:
        repository: ``owner/name``.
        commit: 40 hexadecimal digits.
        path: Target folder below the engine's code; empty for the top.
    """

    repository: str
    commit: str
    path: str = ""


@dataclass(frozen=True, slots=True)
class CatalogEntry:
    """An engine that can be installed and run. Its fields are valid; see ``validate``.

    It runs through ``adapter``, a tool module, or through the five fields of
    :mod:`workers.child.reflection`, ``import_path`` to ``output_format``.

    Attributes:
        id: Unique; also the name of its worker and its folders.
        name: For the user.
        kind: ``tts`` for text to speech, ``stt`` for speech to text.
        engine: The engine's name in results; the ID by default.
        environment: Its environment, which engines may share; the ID by default.
        requirements: Packages that it needs, as for pip.
        overrides: Requirements that replace what packages require of each other, as for uv's
            ``--override``.
        python: Versions of Python that its packages support, such as ``>=3.10,<3.13``; empty for
            any.
        sources: Code that is in no package.
        weights: Model files; empty if its packages contain them.
        adapter: Module with ``_load`` and ``_synthesize``; None for reflection.
        variant: Selects ``_load_<variant>`` in the adapter; None for ``_load``.
        import_path: ``package.module:Class``; None with an adapter.
        init_args: Arguments of the class.
        synth_method: Method of the class that speaks; None with an adapter.
        params_map: Request key -> argument of that method.
        output_format: What the method returns; None with an adapter.
        languages: Language codes, the main one first.
        voices: Names of built-in voices; empty if there is no choice.
        default_voice: Used by default; None if the engine decides.
        default_voices: Language code -> default voice, where it isn't ``default_voice``.
        sample_rate: Of its audio, in Hz.
        streaming: It answers in chunks.
        supports_speed: Requests may set ``speed``.
        supports_seed: Requests may set ``seed`` to get the same audio again.
        supports_cloning: Requests may set ``voice`` to the path of a voice sample.
        clip_text: Whether it uses the transcript, ``clip_text`` in a request.
        clip_min_s: Shortest usable voice sample, in seconds.
        clip_max_s: Longest usable voice sample, in seconds; 0 for any.
        max_characters: Longest text of one call; longer ones are split at sentences. 0 if the
            engine splits them itself.
        backends: What it runs on; empty if unknown.
        preference: Of engines that could speak equally soon, ``auto`` prefers the one with the
            largest number.
        ram_gb: RAM that it needs, with or without a GPU, in GB (2**30 bytes); 0 if unknown.
        vram_budget: Key of its memory budget; ``<kind>_<id>`` by default.
        min_vram_gb: Free GPU memory that it needs to start, in GB (2**30 bytes); None to use the
            table of budgets, or a measurement.
        model_size_gb: GPU memory that it is expected to use, in GB; None likewise.
        precision: Of its model, such as ``float16``; memory is measured for each. Empty if there
            is only one.
        cpu_mode: It also runs on the CPU, if no GPU has room for it.
        device: The only device that it runs on: ``cuda:1``, a GPU's UUID, or ``cpu``; None for
            any.
        idle_timeout_s: Idle timeout in seconds; 0 for never.
        startup_timeout_s: Longest time without output while it loads, in seconds.
        request_timeout_s: Longest time for an answer, in seconds.
        license: Of its code, SPDX; empty if unknown.
        weights_license: Of its weights, SPDX; empty if unknown.
    """

    id: str
    name: str
    kind: Kind
    engine: str
    environment: str
    vram_budget: str
    requirements: tuple[str, ...] = ()
    overrides: tuple[str, ...] = ()
    python: str = ""
    sources: tuple[Source, ...] = ()
    weights: tuple[Weights, ...] = ()
    adapter: str | None = None
    variant: str | None = None
    import_path: str | None = None
    init_args: Mapping[str, Any] = field(default_factory=dict[str, Any], hash=False)
    synth_method: str | None = None
    params_map: Mapping[str, str] = field(default_factory=dict[str, str], hash=False)
    output_format: str | None = None
    languages: tuple[str, ...] = ()
    voices: tuple[str, ...] = ()
    default_voice: str | None = None
    default_voices: Mapping[str, str] = field(default_factory=dict[str, str], hash=False)
    sample_rate: int = 24000
    streaming: bool = False
    supports_speed: bool = False
    supports_seed: bool = False
    supports_cloning: bool = False
    clip_text: ClipText = "unused"
    clip_min_s: float = 0.0
    clip_max_s: float = 0.0
    max_characters: int = 0
    backends: tuple[Backend, ...] = ()
    preference: int = 0
    ram_gb: float = 0.0
    min_vram_gb: float | None = None
    model_size_gb: float | None = None
    precision: str = ""
    cpu_mode: bool = False
    device: str | None = None
    idle_timeout_s: float = 300.0
    startup_timeout_s: float = 90.0
    request_timeout_s: float = 120.0
    license: str = ""
    weights_license: str = ""

    def voice_for(self, language: str | None) -> str | None:
        """Returns the default voice for a language; None if the engine decides.

        An unknown region falls back to the language, and a language without a region to its
        first region.
        """
        code = (language or "").lower().replace("_", "-")
        bare = code.partition("-")[0]
        known = [item for item in self.languages if item.lower() == code]
        known += [item for item in self.languages if item.lower() == bare]
        known += [item for item in self.languages if item.lower().partition("-")[0] == bare]
        return self.default_voices.get(known[0] if known else "") or self.default_voice

    @classmethod
    def from_fields(cls, entry_id: str, fields: Mapping[str, Any]) -> CatalogEntry:
        """Returns the entry for fields that ``validate_entry`` accepted."""
        values: dict[str, Any] = {
            "id": entry_id,
            "engine": entry_id,
            "environment": entry_id,
            "vram_budget": f"{fields['kind']}_{entry_id}",
        }
        for name, value in fields.items():
            make = _TABLES.get(name)
            if make is not None:
                values[name] = tuple(make(**_frozen(table)) for table in value)
            else:
                values[name] = _frozen({name: value})[name]
        return cls(**values)


_TABLES = {"weights": Weights, "sources": Source}


def _frozen(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Returns the fields with lists as tuples."""
    return {
        name: tuple(cast("list[Any]", value)) if isinstance(value, list) else value
        for name, value in fields.items()
    }
