"""The steps of making one environment, for whoever holds its lock."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from workers.base.messages import translatable
from workers.environments import embeddable
from workers.environments.installed_packages import unneeded_packages
from workers.environments.interpreters import BaseInterpreter, download_interpreter
from workers.environments.marker import Marker, interpreter_in
from workers.environments.target_state import TargetState, install_arguments, resolved
from workers.errors import EnvironmentFailed
from workers.storage.trash import discard

if TYPE_CHECKING:
    from workers.environments.requirements import Contents
    from workers.environments.resolver import Resolution
    from workers.environments.torch_build import TorchBuild
    from workers.environments.uv import Uv
    from workers.environments.uv_output import ProgressReader


class Builder:
    """Works on one environment. Its methods raise what ``run_uv`` raises, and OSError."""

    def __init__(self, folder: Path, uv: Uv, reader: ProgressReader) -> None:
        """Nothing is done yet.

        Args:
            folder: The environment's.
            uv: Does the work.
            reader: Gets its lines.
        """
        self.folder = folder
        self.uv = uv
        self._reader = reader

    def resolve(self, target: TargetState, torch: TorchBuild | None) -> Resolution:
        """Find out how to install what is to be, see :func:`~target.resolved`."""
        self._reader.report(translatable("Finding packages"), 0.0)
        return resolved(self.uv, target, torch)

    def build(self, target: TargetState, resolution: Resolution) -> Path:
        """Make or change the environment, which is not whole meanwhile.

        Args:
            target: What it is to be.
            resolution: How.

        Returns:
            Its interpreter.
        """
        contents, version = target.contents, target.base.version
        if resolution.torch is not None:
            contents = contents.with_torch(resolution.torch.backend)
        incomplete = Marker(target.before, version, complete=False)
        if target.rebuild:
            self._make_empty(target.base, incomplete)
        else:
            incomplete.write(self.folder)
        self.install(contents, resolution)
        return self.finish(Marker(contents, version, complete=True))

    def install(self, contents: Contents, resolution: Resolution) -> None:
        """Install all that it has to hold, as was found out."""
        # Workers run isolated and never write bytecode: it is compiled once, here.
        command = [
            "pip",
            "install",
            "--compile-bytecode",
            *install_arguments(self.folder, self._python()),
        ]
        options = (*self.uv.sources, *resolution.options)
        self._run([*command, *options, *contents.requirements])

    def reduce(self, state: Marker, wanted: Contents) -> Path:
        """Take out what it need not hold any more; it is not whole meanwhile.

        Args:
            state: What it is.
            wanted: What it is to hold, of what it holds.

        Returns:
            Its interpreter.
        """
        Marker(state.contents, state.python, complete=False).write(self.folder)
        packages = unneeded_packages(self.folder, wanted.requirements)
        if packages:
            self._run(
                ["pip", "uninstall", *install_arguments(self.folder, self._python()), *packages]
            )
        contents = state.contents.reduced_to(wanted)
        return self.finish(Marker(contents, state.python, complete=True))

    def finish(self, marker: Marker) -> Path:
        """Declare the environment whole.

        Returns:
            Its interpreter.
        """
        python = self._python()
        marker.write(self.folder)
        self._reader.report(translatable("Installed"), 1.0)
        return python

    def _make_empty(self, base: BaseInterpreter, marker: Marker) -> None:
        """Make the environment anew, with nothing in it but its interpreter."""
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
