from tests.support.wine.fixtures import program, watcher, windows

__all__ = ["program", "watcher", "windows"]
