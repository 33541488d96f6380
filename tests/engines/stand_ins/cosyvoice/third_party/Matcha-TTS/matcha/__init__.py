"""Stands in for Matcha-TTS, which CosyVoice imports from its submodule."""
