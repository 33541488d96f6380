"""Transcripts with timestamps: how engines return them, and how they are saved."""
