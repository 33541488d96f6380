"""The preview panel: speak, compare, and transcribe with any engine."""
