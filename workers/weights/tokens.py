"""The user's access token for the hub: in the system's keyring, and nowhere else.

It is never logged, and never part of an error.
"""

from __future__ import annotations

import logging
import os
import threading

from workers.base.messages import translatable
from workers.errors import TokenUnkept

logger = logging.getLogger(__name__)

_SERVICE = "Engine Room"
_USER = "huggingface.co"
#: Where the hub's own tools look as well.
_VARIABLES = ("HF_TOKEN", "HUGGING_FACE_HUB_TOKEN")


class _Session:
    """The token that was given since the program started; the keyring may not take it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._token: str | None = None

    @property
    def token(self) -> str | None:
        with self._lock:
            return self._token

    @token.setter
    def token(self, token: str | None) -> None:
        with self._lock:
            self._token = token


_session = _Session()


def read_token() -> str | None:
    """The token that is in force. May ask the system for it, and the system the user.

    The one given last counts, then the keyring's, then that of the environment variable
    ``HF_TOKEN``, then the one that the hub's own tools have been logged in with.
    """
    return _session.token or _kept() or _from_environment() or _of_other_tools()


def store_token(text: str) -> None:
    """Use a token from now on, and keep it in the system's keyring.

    Args:
        text: As it was typed or pasted; white space around it does not count.

    Raises:
        ValueError: It cannot be a token.
        TokenUnkept: The system has no keyring, or that refuses; the token is used nevertheless,
            until the program ends.
    """
    import keyring  # noqa: PLC0415 - 0.4 s that no start pays

    token = text.strip()
    if not token or not token.isascii() or not token.isprintable() or " " in token:
        raise ValueError(
            translatable("That isn't an access token. A token is a single word such as hf_abc.")
        )
    _session.token = token
    try:
        keyring.set_password(_SERVICE, _USER, token)
    except Exception as error:  # noqa: BLE001 - a back end may raise anything, see _kept
        # Only its kind, and from none: a back end may repeat what it was given.
        reason = type(error).__name__
        logger.warning("couldn't save the access token: %s", reason)
        sentence = translatable(
            "Couldn't store the access token ({reason}). It's used until you quit. To keep "
            "it, unlock or install a keyring such as GNOME Keyring or KWallet, or set "
            "HF_TOKEN.",
            reason=reason,
        )
        raise TokenUnkept(sentence) from None


def forget_token() -> None:
    """Take the token out of the keyring, too; those of other programs stay."""
    import keyring  # noqa: PLC0415 - as above

    _session.token = None
    try:
        keyring.delete_password(_SERVICE, _USER)
    except Exception as error:  # noqa: BLE001 - a back end may raise anything, see _kept
        logger.info("couldn't remove the access token from the keyring: %s", type(error).__name__)


def _kept() -> str | None:
    import keyring  # noqa: PLC0415 - as above

    try:
        return keyring.get_password(_SERVICE, _USER) or None
    except Exception as error:  # noqa: BLE001 - not only keyring's own: D-Bus, GTK, the system
        logger.info("couldn't read the system keyring: %s", type(error).__name__)
        return None


def _from_environment() -> str | None:
    found = (os.environ.get(variable, "").strip() for variable in _VARIABLES)
    return next(filter(None, found), None)


def _of_other_tools() -> str | None:
    """What ``hf auth login`` has left on this machine."""
    from huggingface_hub import get_token  # noqa: PLC0415 - half a second that no start pays

    try:
        return get_token()
    except Exception as error:  # noqa: BLE001 - it may ask a server for a fresh one
        logger.info("couldn't read the Hugging Face token file: %s", type(error).__name__)
        return None
