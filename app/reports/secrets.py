"""Finds passwords, keys, and tokens by their form, or by the name before them. Pure."""

from __future__ import annotations

import re

#: Replaces a secret.
REMOVED = "[removed]"

#: Forms of tokens with a known prefix: of Hugging Face, OpenAI and Anthropic, GitHub, GitLab,
#: AWS (access key ids), Google (keys and OAuth), Slack, npm, PyPI, Replicate and NVIDIA, and
#: JSON Web Tokens; as https://docs.github.com/code-security/secret-scanning lists them.
_FORMS = re.compile(
    r"(?<![A-Za-z0-9])(?:"
    r"hf_[A-Za-z0-9]{8,}|sk-[\w-]{16,}|gh[opusr]_[A-Za-z0-9]{16,}|github_pat_\w{16,}"
    r"|glpat-[\w-]{16,}|A(?:BIA|CCA|GPA|IDA|KIA|NPA|NVA|PKA|ROA|SCA|SIA)[A-Z0-9]{12,}"
    r"|AIza[\w-]{30,}|ya29\.[\w-]{16,}|xox[abeoprs]-[\w-]{10,}|npm_[A-Za-z0-9]{30,}"
    r"|pypi-[\w-]{16,}|r8_[A-Za-z0-9]{16,}|nvapi-[\w-]{16,}|eyJ[\w-]{8,}\.[\w-]{4,}(?:\.[\w-]*)?"
    r")"
)
_PRIVATE_KEY = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)", re.DOTALL
)
_NAMES = (
    r"(?:pass(?:word|wd|phrase|code)?|pwd|secret|token|api[_-]?key|access[_-]?key(?:[_-]?id)?"
    r"|secret[_-]?key|private[_-]?key|credentials?|auth(?:orization)?|signature|session[_-]?id)"
)
#: Quoted, also with escaped quotes or cut at the end of the line; else up to the next blank.
_VALUE = r"""(?:\[removed\]|\\+(["']).*?\\+\2|"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?|\S+)"""
_SCHEME = r"(?:(?:bearer|basic|digest|token)[ \t]+)?"
_NAMED = re.compile(
    rf"""({_NAMES}\\*["']?[ \t]*(?:=>|[:=]|%3D)[ \t]*|--[\w-]*{_NAMES}[ \t]+){_SCHEME}{_VALUE}""",
    re.IGNORECASE,
)
_BEARER = re.compile(r"\b(bearer[ \t]+)[\w.~+/=-]{8,}", re.IGNORECASE)
_COOKIE = re.compile(r"(\bcookie\\*[\"']?[ \t]*[:=][ \t]*).+", re.IGNORECASE)
_IN_ADDRESS = re.compile(r"(\b[a-z][a-z0-9+.-]{1,20}://)[^\s/@]+@", re.IGNORECASE)
_IN_QUERY = re.compile(r"([?&](?:key|sig|code)=)[^\s&#]+", re.IGNORECASE)


def without_secrets(text: str) -> str:
    """Returns a text with ``[removed]`` in place of secrets."""
    text = _PRIVATE_KEY.sub(REMOVED, text)
    for pattern in (_COOKIE, _IN_ADDRESS, _NAMED, _BEARER, _IN_QUERY):
        at_end = "@" if pattern is _IN_ADDRESS else ""
        text = pattern.sub(rf"\g<1>{REMOVED}{at_end}", text)
    return _FORMS.sub(REMOVED, text)
