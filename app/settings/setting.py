"""One setting: its place in the file, default, check, and effect; and checks to choose from.

Settings are declared as attributes of a :class:`SettingGroup`. Read through the class, an
attribute is the declaration; read through an instance, it is the value, of the declared type::

    Settings.theme              # AppSetting[str]: what SettingsStore.set() takes
    store.settings.theme        # str
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Literal, TypeVar, cast, overload

if TYPE_CHECKING:
    from typing import Self

    from workers.catalog.entry import CatalogEntry
    from workers.tool.tool_worker import ToolWorker

T = TypeVar("T")
WordT = TypeVar("WordT", bound=str)

#: Parts of :class:`app.room.EngineRoom` that settings apply to.
Part = Literal["supervisor", "player", "log"]


class SettingsInvalid(ValueError):
    """A value in a settings file isn't valid; the message names its key.

    Attributes:
        path: Keys that lead to the value, from the top of the document. Without it the rest of
            the document is valid. Empty where nothing in the document can be used.
    """

    def __init__(self, message: str, path: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.path = path


class Setting(Generic[T]):
    """Declares one value that the user decides.

    Attributes:
        path: Keys that lead to it in the file, from the top of the document or of its engine's
            table.
        default: Holds where the file doesn't have it.
        check: Turns what TOML holds into a value. Raises ValueError with what is expected.
        dump: Turns a value into what TOML holds; None keeps it out of the file.
        name: Of the attribute that declares it.
    """

    name: str

    def __init__(
        self,
        path: str,
        default: T,
        check: Callable[[object], T],
        *,
        dump: Callable[[T], object] | None = None,
    ) -> None:
        """Args: path: Keys joined by dots, such as ``general.theme``."""
        self.path = tuple(path.split("."))
        self.default = default
        self.check = check
        self.dump: Callable[[T], object] = dump or _plain

    def __set_name__(self, owner: type[SettingGroup], name: str) -> None:
        self.name = name

    @overload
    def __get__(self, group: None, owner: type[SettingGroup]) -> Self: ...
    @overload
    def __get__(self, group: SettingGroup, owner: type[SettingGroup]) -> T: ...
    def __get__(self, group: SettingGroup | None, owner: type[SettingGroup]) -> Self | T:
        return self if group is None else group.get(self)

    def __repr__(self) -> str:
        return f"<setting {'.'.join(self.path)}>"

    def read(self, document: Mapping[str, Any], parents: tuple[str, ...] = ()) -> T | None:
        """Returns the value in a parsed document; None where there is none.

        Args:
            document: The document, or the table of one engine.
            parents: Keys that lead to ``document``, for errors.

        Raises:
            SettingsInvalid: The value isn't valid, or stands below something that is no table.
        """
        found: Any = document
        for depth, key in enumerate(self.path):
            if not isinstance(found, Mapping):
                raise invalid((*parents, *self.path[:depth]), "a table", found)
            found = cast("Mapping[str, Any]", found).get(key)
            if found is None:
                return None
        try:
            return self.check(found)
        except ValueError as expected:
            raise invalid((*parents, *self.path), str(expected), found) from None


class AppSetting(Setting[T]):
    """A setting of the program.

    Attributes:
        part: The part of the room that ``effect`` takes.
        effect: Applies a value to that part, when it's built and at every change; None where
            the value is read when it's needed.
    """

    def __init__(
        self,
        path: str,
        default: T,
        check: Callable[[object], T],
        *,
        part: Part | None = None,
        effect: Callable[[Any, T], None] | None = None,
        dump: Callable[[T], object] | None = None,
    ) -> None:
        super().__init__(path, default, check, dump=dump)
        self.part = part
        self.effect = effect


class EngineSetting(Setting[T]):
    """A setting of one engine; a default of None leaves it to the engine's catalog entry.

    Attributes:
        effect: Applies a value to the engine's worker, when it's built and at every change;
            None where the value is read when it's needed.
    """

    def __init__(
        self,
        path: str,
        default: T,
        check: Callable[[object], T],
        *,
        effect: Callable[[ToolWorker, CatalogEntry, T], None] | None = None,
    ) -> None:
        super().__init__(path, default, check)
        self.effect = effect


class SettingGroup:
    """Immutable values of the settings that a subclass declares."""

    rows: ClassVar[tuple[Setting[Any], ...]] = ()

    def __init__(self, values: Mapping[str, Any] | None = None) -> None:
        """Args: values: Decided values by setting name; defaults hold for the others."""
        self._values = dict(values or {})

    def __init_subclass__(cls) -> None:
        cls.rows = tuple(value for value in vars(cls).values() if isinstance(value, Setting))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, SettingGroup) or type(self) is not type(other):
            return NotImplemented
        return all(self.get(setting) == other.get(setting) for setting in self.rows)

    __hash__ = None  # pyright: ignore[reportAssignmentType] - values may be mappings

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._values})"

    def get(self, setting: Setting[T]) -> T:
        """Returns a setting's value."""
        return self._values.get(setting.name, setting.default)

    def is_decided(self, setting: Setting[Any]) -> bool:
        """Returns whether the user decided a setting, though perhaps for its default."""
        return setting.name in self._values

    def replace(self, setting: Setting[T], value: T) -> Self:
        """Returns a copy in which a setting has another value."""
        return self._with_values({**self._values, setting.name: value})

    def _with_values(self, values: Mapping[str, Any]) -> Self:
        return type(self)(values)

    @classmethod
    def read_values(
        cls, document: Mapping[str, Any], parents: tuple[str, ...] = ()
    ) -> tuple[dict[str, Any], list[SettingsInvalid]]:
        """Reads a parsed document, and leaves out values that aren't valid.

        Returns:
            Values by setting name, and an error for each value that was left out.
        """
        values: dict[str, Any] = {}
        errors: dict[tuple[str, ...], SettingsInvalid] = {}
        for setting in cls.rows:
            try:
                value = setting.read(document, parents)
            except SettingsInvalid as error:
                errors.setdefault(error.path, error)  # Settings may share a damaged table.
            else:
                if value is not None:
                    values[setting.name] = value
        return values, list(errors.values())


def invalid(path: tuple[str, ...], expected: str, value: object) -> SettingsInvalid:
    """Makes the error for a value that isn't what is expected."""
    return SettingsInvalid(f"{'.'.join(path)} must be {expected}, not {value!r}", path)


def _plain(value: object) -> object:
    """Returns a value as TOML holds it; whole numbers without a fraction, as people write them."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


# Checks: each turns what TOML holds into a value.


def flag(value: object) -> bool:
    """Returns true or false.

    Raises:
        ValueError: ``value`` is something else, as in every check below. The message
            completes the sentence "must be ...".
    """
    if isinstance(value, bool):
        return value
    raise ValueError("true or false")


def number(unit: str, most: float = math.inf) -> Callable[[object], float]:
    """Makes a check for numbers from 0 to ``most``."""

    def check(value: object) -> float:
        if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= most:
            return float(value)
        bounds = "0 or more" if most == math.inf else f"0 to {most:g}"
        raise ValueError(f"{bounds} {unit}")

    return check


def line(value: object) -> str:
    """Returns a text of one line that isn't blank."""
    if isinstance(value, str) and value.strip() and value.isprintable():
        return value
    raise ValueError("a single line of text")


def one_of(words: Iterable[WordT]) -> Callable[[object], WordT]:
    """Makes a check for one of a few words."""
    known = {str(word): word for word in words}

    def check(value: object) -> WordT:
        if isinstance(value, str) and value in known:
            return known[value]
        raise ValueError(" or ".join(f"'{word}'" for word in known))

    return check
