"""Immutable state that views draw from: plain data, without Qt."""
