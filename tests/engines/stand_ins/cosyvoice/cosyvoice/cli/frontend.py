"""From text and clip to numbers."""

import logging

import matcha  # noqa: F401 - as the real one does, from its submodule
import numpy as np
import pyworld  # noqa: F401 - for its training alone
import soundfile
import torch

logging.basicConfig(level=logging.DEBUG)


def load_wav(wav, target_sr, min_sr=16000):
    speech, sample_rate = soundfile.read(wav, dtype="float32")
    assert sample_rate >= min_sr, f"wav sample rate {sample_rate} must be greater than {min_sr}"
    return speech, sample_rate


class CosyVoiceFrontEnd:
    def __init__(self):
        self.spk2info = {}

    def text_normalize(self, text, split=True, text_frontend=True):
        if "<|" in text and "|>" in text:
            return [text] if split else text
        texts = text.strip().split("/")  # it cuts, too
        return texts if split else text

    def frontend_zero_shot(
        self, tts_text, prompt_text, prompt_wav, resample_rate, zero_shot_spk_id
    ):
        if zero_shot_spk_id == "":
            speech, rate = load_wav(prompt_wav, 16000)
            assert len(speech) / rate <= 30, "do not support audio longer than 30s"
            voice = torch.tensor([round(float(np.abs(speech).mean()), 2)])
            model_input = {
                "prompt_text": prompt_text,
                "prompt_text_len": len(prompt_text),
                "llm_prompt_speech_token": torch.ones(1, 25),
                "llm_prompt_speech_token_len": 25,
                "llm_embedding": voice,
            }
        else:
            model_input = self.spk2info[zero_shot_spk_id]  # and writes into it
        model_input["text"] = tts_text
        model_input["text_len"] = len(tts_text)
        return model_input

    def frontend_cross_lingual(self, tts_text, prompt_wav, resample_rate, zero_shot_spk_id):
        model_input = self.frontend_zero_shot(
            tts_text, "", prompt_wav, resample_rate, zero_shot_spk_id
        )
        del model_input["prompt_text"]
        del model_input["prompt_text_len"]
        del model_input["llm_prompt_speech_token"]
        del model_input["llm_prompt_speech_token_len"]
        return model_input
