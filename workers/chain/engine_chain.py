"""Chain of engines that replace each other: the first that can answers a request."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from workers.catalog.entry import CatalogEntry
from workers.chain.attempts import Attempts
from workers.chain.chain_stream import ChainStream
from workers.chain.link import Link, is_clip, requested_voice
from workers.chain.order import Candidate, chain_order
from workers.errors import ChainFailed, WorkerError
from workers.process.stream import WorkerStream
from workers.tool.synthesis import SpeechRequest, speak
from workers.tool.tool_worker import ToolWorker

AUTO = "auto"
#: Longest wait of an engine for memory or for its turn, in seconds, while another engine is left.
PATIENCE_S = 10.0
#: Longest silence during a request, likewise, in seconds. Healthy engines answer, or give a first
#: chunk, in less. A silent one is killed, as after its own timeout.
SILENCE_S = 45.0
#: Added for each character if the engine doesn't stream: a real-time factor of 1.5 at 15 characters
#: a second.
SECONDS_PER_CHARACTER = 0.1


class EngineChain:
    """Asks one engine after the other until one has spoken. Safe from any thread.

    The next engine is asked when one crashes, is silent for too long, can't be started, has no
    memory, is stopped, or answers with an error of its own. So it is when an engine doesn't speak
    the language, can't read the script, or needs a longer voice sample. Errors of the request,
    such as a text without words or an unknown voice, are returned at once.

    In every method, ``engine`` is an engine's ID; several IDs, as a list or separated by commas,
    to ask in that order; or ``auto``, alone or after them, for all other installed engines in the
    order of :func:`workers.chain.order.chain_order`. The engine named first gets the request
    unchanged. The others use a voice of their own if they don't have the requested one.

    An answer names the engine in ``engine``, and the engines that failed, with reasons, in
    ``fallback``. If another voice was used, ``voice_wanted`` is the requested one.
    """

    def __init__(
        self,
        engines: Mapping[str, CatalogEntry],
        workers: Mapping[str, ToolWorker],
        is_installed: Callable[[str], bool] = lambda _: True,
        *,
        patience_s: float = PATIENCE_S,
        silence_s: float = SILENCE_S,
    ) -> None:
        """Starts nothing.

        Args:
            engines: The catalog's entries by ID, preferred ones first.
            workers: One worker for each, by the same IDs.
            is_installed: Returns whether an engine can be used; may read the disk.
            patience_s: Longest wait for memory or for its turn of an engine that isn't the last
                one, in seconds.
            silence_s: Longest silence of such an engine during a request, or before its first
                chunk, in seconds; more for long texts in one piece, and never more than the
                engine's own timeout.
        """
        self._engines = engines
        self._workers = workers
        self._is_installed = is_installed
        self._patience_s = patience_s
        self._silence_s = silence_s

    def call(
        self, request: Mapping[str, Any], *, engine: str | Sequence[str] = AUTO
    ) -> dict[str, Any]:
        """Requests one answer; never raises for an engine's failure.

        Args:
            request: As for :meth:`workers.ToolWorker.call`; ``text``, and perhaps ``language``,
                ``voice``, ``clip_text``, ``speed`` and ``seed``.
            engine: The engines; see the class.

        Returns:
            The answer, or ``{"error": …, "fallback": …}``; with ``"transient": True`` when
            the next call may succeed.
        """
        try:
            attempts = self._attempts(request, engine)
        except ChainFailed as error:
            return {"error": str(error), "fallback": []}
        try:
            return self._call(attempts)
        except ChainFailed as error:
            return {"error": str(error), "transient": True, "fallback": attempts.fallback}
        except WorkerError as error:
            return {"error": f"{error.worker}: {error}", "fallback": attempts.fallback}

    def _call(self, attempts: Attempts) -> dict[str, Any]:
        while True:
            link = attempts.next()
            try:
                adapted = link.request(attempts.request)
                answer = link.worker.ask(adapted, **self._limits(link, attempts, in_one_piece=True))
            except WorkerError as error:
                attempts.failed(link, error)
                continue
            if "error" not in answer:
                return attempts.answer(link, answer)
            attempts.failed(link, answer)

    def stream(
        self, request: Mapping[str, Any], *, engine: str | Sequence[str] = AUTO
    ) -> ChainStream:
        """Requests an answer in chunks.

        Another engine takes over only before the first chunk: the voice doesn't change within a
        speech.

        Args:
            request: As for :meth:`call`.
            engine: The engines; see the class.

        Raises:
            WorkerError: No engine can be started, or the request is wrong; while iterating, also
                when an engine fails.
        """
        attempts = self._attempts(request, engine)

        def begin(link: Link) -> WorkerStream:
            adapted = link.request(attempts.request)
            limits = self._limits(link, attempts, in_one_piece=not link.entry.streaming)
            return link.worker.stream(adapted, **limits)

        return ChainStream(attempts, begin)

    def synthesize(  # noqa: PLR0913 - ToolWorker's, and the engines
        self,
        *,
        text: str,
        engine: str | Sequence[str] = AUTO,
        language: str | None = None,
        voice: str | None = None,
        output_path: str | None = None,
        default_sample_rate: int = 24000,
        extra_request: Mapping[str, Any] | None = None,
    ) -> str:
        """Speaks a text into a WAV file, as :meth:`workers.ToolWorker.synthesize` does.

        Args:
            text: The text.
            engine: The engines; see the class.
            language: Language code; None for each engine's main one.
            voice: A name, or the path of a voice sample; None for each engine's own.
            output_path: Where to write; None makes a new file in the models folder.
            default_sample_rate: In Hz, for engines that don't report theirs.
            extra_request: Added to the request; overrides it.

        Returns:
            JSON: what :meth:`workers.ToolWorker.synthesize` returns, and ``fallback``.
        """
        answered: dict[str, Any] = {}

        def call(request: Mapping[str, Any]) -> dict[str, Any]:
            answered.update(self.call(request, engine=engine))
            return answered

        answer = speak(
            SpeechRequest(
                text, language or "", voice, output_path, default_sample_rate, extra_request or {}
            ),
            call,
            tool_name="speech",
            engine="",
            output_subdir="speech",
            device=lambda: None,
        )
        for name in ("voice", "language", "voice_wanted", "fallback"):
            if name in answered:
                answer[name] = answered[name]
        return json.dumps(answer)

    def order(
        self, request: Mapping[str, Any], engine: str | Sequence[str] = AUTO
    ) -> tuple[str, ...]:
        """Returns the IDs of the engines that would be asked now, in order. Reads devices.

        Raises:
            ChainFailed: There is no engine to ask.
        """
        ids = (link.entry.id for link in self._links(request, engine))
        return tuple(engine_id for engine_id in ids if self._is_installed(engine_id))

    def _limits(
        self, link: Link, attempts: Attempts, *, in_one_piece: bool
    ) -> dict[str, float | None]:
        """Returns how long an engine may take to answer, or to give its first chunk."""
        if attempts.is_last:  # no other engine is left, so it gets all its time
            return {"patience_s": None, "silence_s": None}
        silence_s = self._silence_s
        if in_one_piece:
            silence_s += len(str(attempts.request.get("text", ""))) * SECONDS_PER_CHARACTER
        silence_s = min(silence_s, link.worker.request_timeout)
        return {"patience_s": self._patience_s, "silence_s": silence_s}

    def _attempts(self, request: Mapping[str, Any], engine: str | Sequence[str]) -> Attempts:
        given = {name: value for name, value in request.items() if value is not None}
        if not given.get("language"):
            given.pop("language", None)
        links = self._links(given, engine)
        installed = [link for link in links if self._is_installed(link.entry.id)]
        attempts = Attempts(installed, given)
        for link in links:
            if link not in installed:
                attempts.skip(link.entry.id, "not installed")
        return attempts

    def _links(self, request: Mapping[str, Any], engine: str | Sequence[str]) -> list[Link]:
        names = _names(engine)
        named = [name for name in names if name != AUTO]
        links = [self._named(name, is_requested=number == 0) for number, name in enumerate(named)]
        if AUTO in names:
            links += [link for link in self._found(request) if link.entry.id not in named]
        if links:
            return links
        language, voice = request.get("language"), requested_voice(request)
        what = f"speaks {language!r}" if language else "speaks"
        if voice is not None and not is_clip(voice):
            what += f" in a voice {voice!r}"
        raise ChainFailed(f"no installed engine {what}; install one or choose another")

    def _named(self, engine: str, *, is_requested: bool) -> Link:
        entry = self._engines.get(engine)
        if entry is None or entry.kind != "tts":
            speaking = ", ".join(link.entry.id for link in self._speaking()) or "none"
            raise ChainFailed(f"no text-to-speech engine {engine!r}; available: {speaking}")
        return Link(entry, self._workers[engine], is_requested=is_requested)

    def _found(self, request: Mapping[str, Any]) -> list[Link]:
        """Returns the engines that can speak, in order; none if none has the requested voice."""
        links = {link.entry.id: link for link in self._speaking()}
        candidates = [
            Candidate(
                engine=engine,
                languages=link.entry.languages,
                standing=link.standing,
                has_voice=link.has_voice(request),
                preference=link.entry.preference,
            )
            for engine, link in links.items()
            if self._is_installed(engine)
        ]
        voice = requested_voice(request)
        is_name = voice is not None and not is_clip(voice)
        if is_name and not any(candidate.has_voice for candidate in candidates):
            return []
        return [links[engine] for engine in chain_order(candidates, request.get("language"))]

    def _speaking(self) -> list[Link]:
        return [
            Link(entry, self._workers[engine])
            for engine, entry in self._engines.items()
            if entry.kind == "tts"
        ]


def _names(engine: str | Sequence[str]) -> list[str]:
    """Returns the IDs, each once."""
    names = engine.split(",") if isinstance(engine, str) else engine
    stripped = (name.strip() for name in names)
    return list(dict.fromkeys(name for name in stripped if name)) or [AUTO]
