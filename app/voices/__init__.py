"""The user's own voices: recordings that engines clone, kept by name. No Qt.

All of it reads and writes files, and is for background threads.
"""
