"""Tokens in one thread, sound of them in the caller's."""

import threading
import uuid

import torch

#: Tokens for a letter, and samples for a token.
LETTER, TOKEN = 10, 480
#: Tokens that it looks ahead.
_AHEAD = 3
_NONE = torch.zeros(1, 0)


class CosyVoice2Model:
    needs_instruction = False

    def __init__(self):
        self.device = torch.device("cpu")
        self.token_hop_len = 25
        self.lock = threading.Lock()
        self.tts_speech_token_dict = {}
        self.llm_end_dict = {}
        self.hift_cache_dict = {}
        self.waiting = threading.Event()

    def llm_job(self, text, prompt_text, llm_prompt_speech_token, llm_embedding, uuid):
        spoken = prompt_text + text
        if self.needs_instruction:
            assert "<|endofprompt|>" in spoken, (
                "<|endofprompt|> not detected in text or prompt_text"
            )
        if "out of memory" in text:
            raise RuntimeError("CUDA out of memory. Tried to allocate 2.00 GiB.")
        words = text.rpartition("|>")[2]
        count = 10**9 if "for ever" in words else LETTER * len(words)
        is_known = 0.1 if llm_prompt_speech_token.shape[1] else 0.0
        for _ in range(count):
            token = float(llm_embedding) + is_known + 0.001 * float(torch.rand(1))
            self.tts_speech_token_dict[uuid].append(token)
            if count == 10**9:
                self.waiting.wait(0.001)
        self.llm_end_dict[uuid] = True

    def token2wav(self, tokens):
        if not tokens:
            raise RuntimeError("Calculated padded input size per channel: (0)")
        return torch.tensor(tokens).repeat_interleave(TOKEN).unsqueeze(0)

    def tts(
        self,
        text,
        llm_embedding,
        prompt_text="",
        llm_prompt_speech_token=_NONE,
        stream=False,
        speed=1.0,
        **kwargs,
    ):
        this_uuid = str(uuid.uuid1())
        with self.lock:
            self.tts_speech_token_dict[this_uuid], self.llm_end_dict[this_uuid] = [], False
            self.hift_cache_dict[this_uuid] = None
        job = (text, prompt_text, llm_prompt_speech_token, llm_embedding, this_uuid)
        p = threading.Thread(target=self.llm_job, args=job)
        p.start()
        offset, hop = 0, self.token_hop_len
        while stream:
            self.waiting.wait(0.005)
            if len(self.tts_speech_token_dict[this_uuid]) - offset >= hop + _AHEAD:
                tokens = self.tts_speech_token_dict[this_uuid][offset : offset + hop]
                offset += hop
                if "no sound" in text:
                    raise RuntimeError("CUDA out of memory. Tried to allocate 20.00 MiB.")
                yield {"tts_speech": self.token2wav(tokens)}
            left = len(self.tts_speech_token_dict[this_uuid]) - offset
            if self.llm_end_dict[this_uuid] is True and left < hop + _AHEAD:
                break
        p.join()
        if stream:
            assert speed == 1.0, "speed change only support non-stream inference mode"
        speech = self.token2wav(self.tts_speech_token_dict[this_uuid][offset:])
        yield {"tts_speech": speech[:, : int(speech.shape[1] / speed)]}
        with self.lock:
            self.tts_speech_token_dict.pop(this_uuid)
            self.llm_end_dict.pop(this_uuid)
            self.hift_cache_dict.pop(this_uuid)


class CosyVoice3Model(CosyVoice2Model):
    needs_instruction = True
