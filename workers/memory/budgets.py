"""What each kind of worker is declared to need, until it has been measured."""

from __future__ import annotations

#: ``(least free GB, model size GB)`` by budget key, GB being 2**30 bytes. Callers may
#: add their own. Sources: the model cards' weights plus a CUDA context, rounded up;
#: Whisper from the table of openai/whisper's README, for int8 and float16 weights.
VRAM_BUDGETS: dict[str, tuple[float, float]] = {
    "tts_hibari": (0.0, 0.0),
    "tts_piper": (0.0, 0.0),
    "tts_kokoro_ja": (0.0, 0.0),
    "tts_pocket": (0.0, 0.0),
    "tts_kokoro": (0.5, 0.35),
    "tts_f5": (2.5, 1.3),
    "tts_omnivoice": (3.5, 2.9),
    "tts_chatterbox_turbo": (4.5, 3.4),
    "tts_chatterbox_ml": (5.0, 3.8),
    "tts_cosyvoice2": (4.5, 4.0),
    "tts_cosyvoice3": (5.0, 4.5),
    "tts_indic_parler": (2.5, 1.9),
    "whisper_tiny": (0.3, 0.1),
    "whisper_base": (0.5, 0.2),
    "whisper_small": (1.0, 0.5),
    "whisper_medium": (2.0, 1.5),
    "whisper_large": (4.0, 3.0),
}
