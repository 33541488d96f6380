"""The English model: a clip of more than 5 s, made as loud as others."""

import numpy as np

from chatterbox.speaking import Model, voice_of


class ChatterboxTurboTTS(Model):
    def norm_loudness(self, wav, sr, target_lufs=-27):
        return wav * np.float64(1.0)  # which numpy 2 makes float64 of

    def prepare_conditionals(self, wav_fpath, exaggeration=0.5, norm_loudness=True):
        self.conds = voice_of(wav_fpath, 5.0, self.norm_loudness if norm_loudness else None)

    def generate(
        self,
        text,
        repetition_penalty=1.2,
        min_p=0.00,
        top_p=0.95,
        audio_prompt_path=None,
        exaggeration=0.0,
        cfg_weight=0.0,
        temperature=0.8,
        top_k=1000,
        norm_loudness=True,
    ):
        if audio_prompt_path:
            self.prepare_conditionals(audio_prompt_path, exaggeration, norm_loudness)
        return self._say(text)
