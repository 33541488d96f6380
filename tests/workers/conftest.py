"""Fixtures of the tests of ``workers``; each test fails if it leaves something behind."""

from __future__ import annotations

from tests.support.gpu_workers import inbox, make_worker, puppet
from tests.support.no_leftovers import no_leftovers
from tests.support.tool_room import room

__all__ = ["inbox", "make_worker", "no_leftovers", "puppet", "room"]
