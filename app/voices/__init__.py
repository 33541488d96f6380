"""The user's own voices: named recordings that engines clone. No Qt.

Everything reads or writes files, and is for background threads.
"""
