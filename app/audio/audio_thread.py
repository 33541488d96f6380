"""The one thread on which PortAudio is used."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable

from app.audio import portaudio

logger = logging.getLogger(__name__)


class AudioThread:
    """Runs commands one after another; starts with the first one.

    A daemon thread: a hanging audio service must not keep the program from ending.
    """

    def __init__(self, watch: Callable[[], bool], watch_interval_s: float) -> None:
        """Starts no thread yet.

        Args:
            watch: Called on the thread when it has been idle for an interval after a command;
                True asks for another call. A silent player costs nothing.
            watch_interval_s: The interval in seconds.
        """
        self._watch = watch
        self._watch_interval_s = watch_interval_s
        # put() of a SimpleQueue takes no lock of Python's: the real-time callback may use it.
        self._commands: queue.SimpleQueue[Callable[[], object] | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._closed = False

    @property
    def closed(self) -> bool:
        """True once :meth:`close` was called."""
        return self._closed

    def post(self, command: Callable[[], object]) -> None:
        """Queues a command; never blocks. Ignored after :meth:`close`."""
        if self._closed:
            return
        self._commands.put(command)
        if self._thread is None:
            self._start()

    def close(self, timeout_s: float) -> bool:
        """Runs the queued commands, and ends PortAudio and the thread; blocks.

        Args:
            timeout_s: Longest wait in seconds.

        Returns:
            False if the thread still hangs in the audio system.
        """
        with self._lock:
            self._closed = True
            thread = self._thread
        if thread is None:
            return True
        self._commands.put(None)
        thread.join(timeout_s)
        return not thread.is_alive()

    def _start(self) -> None:
        with self._lock:
            if self._thread is None and not self._closed:
                self._thread = threading.Thread(
                    target=self._run, name="engineroom.audio", daemon=True
                )
                self._thread.start()

    def _run(self) -> None:
        watching = False
        while True:
            try:
                command = self._commands.get(timeout=self._watch_interval_s if watching else None)
            except queue.Empty:
                watching = self._watch()
                continue
            if command is None:
                break
            watching = True
            try:
                command()
            except Exception:
                # The thread must survive: the next playback may succeed.
                logger.exception("%r failed on the audio thread", command)
        portaudio.release()
