"""How CosyVoice's ``cosyvoice/cli`` is called at the commit in the catalog: names alone, no code.

Written down from the repository, which no index has. Where the commit changes, so does this.
"""


class CosyVoice2:
    def __init__(
        self,
        model_dir,
        load_jit=False,
        load_trt=False,
        load_vllm=False,
        fp16=False,
        trt_concurrent=1,
    ): ...

    def add_zero_shot_spk(self, prompt_text, prompt_wav, zero_shot_spk_id): ...

    def inference_zero_shot(
        self,
        tts_text,
        prompt_text,
        prompt_wav,
        zero_shot_spk_id="",
        stream=False,
        speed=1.0,
        text_frontend=True,
    ): ...

    def inference_cross_lingual(
        self,
        tts_text,
        prompt_wav,
        zero_shot_spk_id="",
        stream=False,
        speed=1.0,
        text_frontend=True,
    ): ...


class CosyVoice3(CosyVoice2):
    def __init__(
        self, model_dir, load_trt=False, load_vllm=False, fp16=False, trt_concurrent=1
    ): ...


class CosyVoiceFrontEnd:
    def frontend_zero_shot(
        self, tts_text, prompt_text, prompt_wav, resample_rate, zero_shot_spk_id
    ): ...

    def frontend_cross_lingual(self, tts_text, prompt_wav, resample_rate, zero_shot_spk_id): ...


class CosyVoice2Model:
    def llm_job(self, text, prompt_text, llm_prompt_speech_token, llm_embedding, uuid): ...


def AutoModel(**kwargs): ...  # noqa: N802 - its name
