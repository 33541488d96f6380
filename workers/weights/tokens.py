"""The user's access token for Hugging Face, kept in the system's keyring only.

It is never logged and never part of an error.
"""

from __future__ import annotations

import logging
import os
import threading

from workers.base.messages import translatable
from workers.errors import TokenNotStored

logger = logging.getLogger(__name__)

_SERVICE = "Engine Room"
_USER = "huggingface.co"
#: Variables that Hugging Face's tools read, too.
_VARIABLES = ("HF_TOKEN", "HUGGING_FACE_HUB_TOKEN")


class _Session:
    """The token that was entered since the program started; the keyring may reject it."""

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
    """Returns the token in use. May open the keyring, for which the system may ask the user.

    In this order: the one entered last, the keyring's, ``$HF_TOKEN``, the one of ``hf auth login``.
    """
    return _session.token or _from_keyring() or _from_environment() or _from_login()


def store_token(text: str) -> None:
    """Uses a token from now on, and stores it in the system's keyring.

    Args:
        text: As typed or pasted; surrounding white space is removed.

    Raises:
        ValueError: It isn't a token.
        TokenNotStored: There is no keyring, or it failed; the token is used until the program ends.
    """
    import keyring  # noqa: PLC0415 - 0.4 s

    token = text.strip()
    if not token or not token.isascii() or not token.isprintable() or " " in token:
        raise ValueError(
            translatable("That isn't an access token. A token is a single word such as hf_abc.")
        )
    _session.token = token
    try:
        keyring.set_password(_SERVICE, _USER, token)
    except Exception as error:  # noqa: BLE001 - a backend may raise anything, see _from_keyring
        # Only its type, and from None: a backend may repeat the token.
        reason = type(error).__name__
        logger.warning("couldn't save the access token: %s", reason)
        sentence = translatable(
            "Couldn't store the access token ({reason}). It's used until you quit. To keep "
            "it, unlock or install a keyring such as GNOME Keyring or KWallet, or set "
            "HF_TOKEN.",
            reason=reason,
        )
        raise TokenNotStored(sentence) from None


def forget_token() -> None:
    """Forgets the token and deletes it from the keyring; tokens of other programs stay."""
    import keyring  # noqa: PLC0415 - as above

    _session.token = None
    try:
        keyring.delete_password(_SERVICE, _USER)
    except Exception as error:  # noqa: BLE001 - a backend may raise anything, see _from_keyring
        logger.info("couldn't remove the access token from the keyring: %s", type(error).__name__)


def _from_keyring() -> str | None:
    import keyring  # noqa: PLC0415 - as above

    try:
        return keyring.get_password(_SERVICE, _USER) or None
    except Exception as error:  # noqa: BLE001 - errors of D-Bus, GTK, and the system, too
        logger.info("couldn't read the system keyring: %s", type(error).__name__)
        return None


def _from_environment() -> str | None:
    found = (os.environ.get(variable, "").strip() for variable in _VARIABLES)
    return next(filter(None, found), None)


def _from_login() -> str | None:
    """Returns the token of ``hf auth login``."""
    from huggingface_hub import get_token  # noqa: PLC0415 - half a second

    try:
        return get_token()
    except Exception as error:  # noqa: BLE001 - it may request a new one from a server
        logger.info("couldn't read the Hugging Face token file: %s", type(error).__name__)
        return None
