"""The model of 23 languages."""

from chatterbox.models.tokenizers.tokenizer import ChineseCangjieConverter
from chatterbox.speaking import Model, voice_of

SUPPORTED_LANGUAGES = [
    *("ar", "da", "de", "el", "en", "es", "fi", "fr", "he", "hi", "it", "ja", "ko", "ms"),
    *("nl", "no", "pl", "pt", "ru", "sv", "sw", "tr", "zh"),
]


class ChatterboxMultilingualTTS(Model):
    @classmethod
    def from_local(cls, ckpt_dir, device):
        model = super().from_local(ckpt_dir, device)
        model.converter = ChineseCangjieConverter(ckpt_dir)
        return model

    def prepare_conditionals(self, wav_fpath, exaggeration=0.5):
        self.conds = voice_of(wav_fpath)

    def generate(
        self,
        text,
        language_id,
        audio_prompt_path=None,
        exaggeration=0.5,
        cfg_weight=0.5,
        temperature=0.8,
        repetition_penalty=2.0,
        min_p=0.05,
        top_p=1.0,
    ):
        if audio_prompt_path:
            self.prepare_conditionals(audio_prompt_path, exaggeration)
        if language_id == "zh":
            text = [self.converter.word2cj[letter] for letter in text]
        return self._say(text, SUPPORTED_LANGUAGES.index(language_id))
