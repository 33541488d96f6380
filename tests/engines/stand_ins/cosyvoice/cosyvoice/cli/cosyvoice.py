"""What callers see."""

import os

from cosyvoice.cli.frontend import CosyVoiceFrontEnd
from cosyvoice.cli.model import CosyVoice2Model, CosyVoice3Model


class CosyVoice2:
    model_class = CosyVoice2Model

    def __init__(
        self,
        model_dir,
        load_jit=False,
        load_trt=False,
        load_vllm=False,
        fp16=False,
        trt_concurrent=1,
    ):
        self.model_dir = model_dir
        self.frontend = CosyVoiceFrontEnd()
        self.sample_rate = 24000
        self.model = self.model_class()

    def add_zero_shot_spk(self, prompt_text, prompt_wav, zero_shot_spk_id):
        model_input = self.frontend.frontend_zero_shot(
            "", prompt_text, prompt_wav, self.sample_rate, ""
        )
        del model_input["text"]
        del model_input["text_len"]
        self.frontend.spk2info[zero_shot_spk_id] = model_input
        return True

    def inference_zero_shot(
        self,
        tts_text,
        prompt_text,
        prompt_wav,
        zero_shot_spk_id="",
        stream=False,
        speed=1.0,
        text_frontend=True,
    ):
        prompt_text = self.frontend.text_normalize(prompt_text, False, text_frontend)
        for text in self.frontend.text_normalize(tts_text, True, text_frontend):
            print(f"synthesis text {text}")
            model_input = self.frontend.frontend_zero_shot(
                text, prompt_text, prompt_wav, self.sample_rate, zero_shot_spk_id
            )
            yield from self.model.tts(**model_input, stream=stream, speed=speed)

    def inference_cross_lingual(
        self,
        tts_text,
        prompt_wav,
        zero_shot_spk_id="",
        stream=False,
        speed=1.0,
        text_frontend=True,
    ):
        for text in self.frontend.text_normalize(tts_text, True, text_frontend):
            model_input = self.frontend.frontend_cross_lingual(
                text, prompt_wav, self.sample_rate, zero_shot_spk_id
            )
            yield from self.model.tts(**model_input, stream=stream, speed=speed)


class CosyVoice3(CosyVoice2):
    model_class = CosyVoice3Model

    def __init__(self, model_dir, load_trt=False, load_vllm=False, fp16=False, trt_concurrent=1):
        super().__init__(model_dir)


def AutoModel(**kwargs):  # noqa: N802 - its name
    for model_class, file in ((CosyVoice2, "cosyvoice2.yaml"), (CosyVoice3, "cosyvoice3.yaml")):
        if os.path.exists(os.path.join(kwargs["model_dir"], file)):
            return model_class(**kwargs)
    raise TypeError("No valid model type found!")
