"""Translates errors of huggingface_hub into messages for the user.

No message contains the server's own text: it may repeat the request, which has the access token.
"""

from __future__ import annotations

import contextlib
from collections.abc import Generator
from http import HTTPStatus
from typing import Any

from workers.base.messages import Translatable, translatable
from workers.errors import WeightsFailed

_DEFAULT_ENDPOINT = "https://huggingface.co"
#: Responses that may succeed later.
_TEMPORARY = {
    HTTPStatus.REQUEST_TIMEOUT,
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.INTERNAL_SERVER_ERROR,
    HTTPStatus.BAD_GATEWAY,
    HTTPStatus.SERVICE_UNAVAILABLE,
    HTTPStatus.GATEWAY_TIMEOUT,
}
#: Longest wait that a server may ask for, in seconds.
_MAX_WAIT_S = 60.0
_WHERE = translatable(
    "on the Engines page, with `engineroom engines install --token-stdin`, or in the "
    "environment variable HF_TOKEN"
)


class HubUnavailable(Exception):
    """The server can't be reached or is busy; the same request may succeed later.

    Attributes:
        reason: Why, for the user.
        is_busy: The server was reached and said that it is busy.
        wait_s: How long to wait before the next request, in seconds; None if it didn't say.
    """

    def __init__(self, reason: str, *, is_busy: bool = False, wait_s: float | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.is_busy = is_busy
        self.wait_s = wait_s


@contextlib.contextmanager
def translate_hub_errors(
    repository: str, endpoint: str | None, *, has_token: bool
) -> Generator[None, None, None]:
    """Translates what huggingface_hub raises inside.

    Args:
        repository: ``owner/name``, for the messages.
        endpoint: The server's address; None for the library's default.
        has_token: An access token was sent.

    Raises:
        WeightsFailed: The server refuses, and would refuse again.
        HubUnavailable: It can't be reached, or is busy.
    """
    import httpx2  # noqa: PLC0415 - half a second
    from huggingface_hub import constants  # noqa: PLC0415 - as above
    from huggingface_hub.errors import (  # noqa: PLC0415 - as above
        HfHubHTTPError,
        HFValidationError,
        OfflineModeIsEnabled,
    )

    page = f"{endpoint or constants.ENDPOINT or _DEFAULT_ENDPOINT}/{repository}"
    try:
        yield
    except OfflineModeIsEnabled as error:
        sentence = translatable(
            "Can't download the weights of {repository} while HF_HUB_OFFLINE is set. Unset it "
            "and restart Engine Room, or import the weights from a folder.",
            repository=repository,
        )
        raise WeightsFailed(sentence, repository=repository) from error
    except HfHubHTTPError as error:
        # From None: the library's message contains the server's text.
        raise _response_error(error, repository, page, has_token=has_token) from None
    except (httpx2.HTTPError, httpx2.InvalidURL, OSError) as error:
        raise HubUnavailable(str(error) or type(error).__name__) from error
    except HFValidationError as error:
        sentence = translatable(
            "{repository} isn't a valid repository name. Check 'repository' in the engine's "
            "catalog entry.",
            repository=repository,
        )
        raise WeightsFailed(sentence, repository=repository) from error
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        sentence = translatable(
            "{page} didn't reply as Hugging Face does. Open it in a browser to check whether "
            "your network requires a login, and check HF_ENDPOINT if it's set.",
            page=page,
        )
        raise WeightsFailed(sentence, repository=repository) from error


def _response_error(error: Any, repository: str, page: str, *, has_token: bool) -> Exception:
    """Returns the exception for an ``HfHubHTTPError``."""
    from huggingface_hub.errors import (  # noqa: PLC0415 - as above
        GatedRepoError,
        RepositoryNotFoundError,
        RevisionNotFoundError,
    )

    status = error.response.status_code
    if status in _TEMPORARY:
        retry_after = error.response.headers.get("Retry-After", "")
        wait_s = min(float(retry_after), _MAX_WAIT_S) if retry_after.isdigit() else None
        reason = translatable("the server replied {answer}", answer=_answer(status))
        return HubUnavailable(reason, is_busy=True, wait_s=wait_s)
    if isinstance(error, RevisionNotFoundError):
        sentence = translatable(
            "{repository} doesn't have this revision. Check 'revision' in the engine's "
            "catalog entry.",
            repository=repository,
        )
        return WeightsFailed(sentence, repository=repository)
    is_gated = isinstance(error, GatedRepoError)
    if isinstance(error, RepositoryNotFoundError) and not is_gated and not has_token:
        sentence = translatable(
            "{page} doesn't exist or requires access. Check 'repository' in the engine's "
            "catalog entry. If it's correct, enter an access token {where}.",
            page=page,
            where=_WHERE,
        )
        return WeightsFailed(sentence, repository=repository, page=page)
    if is_gated or status in (401, 403):
        is_rejected = status == HTTPStatus.UNAUTHORIZED and has_token
        sentence = _access_needed(repository, page, is_rejected=is_rejected)
        return WeightsFailed(sentence, repository=repository, page=page)
    sentence = translatable(
        "The server refused to send the weights of {repository}: {answer}. See {page}.",
        repository=repository,
        answer=_answer(status),
        page=page,
    )
    return WeightsFailed(sentence, repository=repository)


def _access_needed(repository: str, page: str, *, is_rejected: bool) -> Translatable:
    """Returns what to do about gated weights."""
    if is_rejected:
        return translatable(
            "The server rejected the access token for the weights of {repository}; it may "
            "have expired. Create a new token and enter it {where}.",
            repository=repository,
            where=_WHERE,
        )
    return translatable(
        "Access to the weights of {repository} must be requested. Request access on {page}, "
        "create an access token for that account, and enter it {where}.",
        repository=repository,
        page=page,
        where=_WHERE,
    )


def _answer(status: int) -> str:
    """Returns a status with its name, such as ``404 Not Found``."""
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)
