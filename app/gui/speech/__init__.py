"""Requests to speech engines and playback of the answer, without widgets."""
