"""Builds and changes one environment; the caller holds its lock."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from workers.base.messages import translatable
from workers.environments import embeddable
from workers.environments.installed_packages import unneeded_packages
from workers.environments.interpreters import BaseInterpreter, download_interpreter
from workers.environments.marker import Marker, interpreter_in
from workers.environments.target_state import TargetState, install_arguments, resolve
from workers.errors import EnvironmentFailed
from workers.storage.trash import discard

if TYPE_CHECKING:
    from workers.environments.requirements import Contents
    from workers.environments.resolver import Resolution
    from workers.environments.torch_build import TorchBuild
    from workers.environments.uv import Uv
    from workers.environments.uv_output import ProgressReader


class Builder:
    """Builds one environment. Methods raise UvFailed, UvCancelled, and OSError.

    While a method changes the environment, its marker says that it is incomplete.
    """

    def __init__(self, folder: Path, uv: Uv, reader: ProgressReader) -> None:
        """Creates a builder.

        Args:
            folder: The environment's.
            uv: Runs uv.
            reader: Turns uv's output into progress.
        """
        self.folder = folder
        self.uv = uv
        self._reader = reader

    def resolve(self, target: TargetState, torch: TorchBuild | None) -> Resolution:
        """Finds out what to install for a target state; see :func:`~target_state.resolve`."""
        self._reader.report(translatable("Finding packages"), 0.0)
        return resolve(self.uv, target, torch)

    def build(self, target: TargetState, resolution: Resolution) -> Path:
        """Brings the environment to a target state.

        Args:
            target: The state.
            resolution: From :meth:`resolve`.

        Returns:
            The environment's interpreter.
        """
        contents, version = target.contents, target.base.version
        if resolution.torch is not None:
            contents = contents.with_torch(resolution.torch.backend)
        incomplete = Marker(target.before, version, complete=False)
        if target.rebuild:
            self._create_empty(target.base, incomplete)
        else:
            incomplete.write(self.folder)
        self.install(contents, resolution)
        return self.finish(Marker(contents, version, complete=True))

    def install(self, contents: Contents, resolution: Resolution) -> None:
        """Installs all requirements of some contents, as resolved."""
        # Workers run isolated and never write bytecode, so it is compiled here.
        command = ["pip", "install", "--compile-bytecode", *self._install_arguments()]
        options = (*self.uv.sources, *resolution.options)
        self._run([*command, *options, *contents.requirements])

    def shrink(self, state: Marker, remaining: Contents) -> Path:
        """Uninstalls what is no longer needed.

        Args:
            state: The environment's marker.
            remaining: What it has to hold from now on.

        Returns:
            The environment's interpreter.
        """
        Marker(state.contents, state.python, complete=False).write(self.folder)
        packages = unneeded_packages(self.folder, remaining.requirements)
        if packages:
            self._run(["pip", "uninstall", *self._install_arguments(), *packages])
        contents = state.contents.reduced_to(remaining)
        return self.finish(Marker(contents, state.python, complete=True))

    def finish(self, marker: Marker) -> Path:
        """Declares the environment complete.

        Returns:
            The environment's interpreter.
        """
        python = self._python()
        marker.write(self.folder)
        self._reader.report(translatable("Installed"), 1.0)
        return python

    def _create_empty(self, base: BaseInterpreter, marker: Marker) -> None:
        """Creates the environment anew, with nothing but an interpreter in it."""
        path = base.path
        if path is None:
            self._reader.report(translatable("Downloading Python"), 0.0, base.version)
            path = download_interpreter(self.uv, base)
        discard(self.folder)
        self.folder.mkdir(parents=True)
        marker.write(self.folder)
        self._reader.report(translatable("Creating environment"), 0.0, f"Python {marker.python}")
        if embeddable.is_embeddable(path):
            embeddable.copy(path, self.folder)
        else:
            self._run(["venv", "--allow-existing", "--python", str(path), str(self.folder)])

    def _install_arguments(self) -> list[str]:
        return install_arguments(self.folder, self._python())

    def _python(self) -> Path:
        python = interpreter_in(self.folder)
        if python is None:
            message = translatable(
                "Environment {name!r} has no Python interpreter in {folder}. Remove it and "
                "install it again",
                name=self.folder.name,
                folder=str(self.folder),
            )
            raise EnvironmentFailed(message, worker=self.folder.name)
        return python

    def _run(self, arguments: list[str]) -> None:
        self.uv.run(arguments, self._reader.line)
