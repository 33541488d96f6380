"""What both models have in common."""

import numpy as np
import soundfile
import torch

RATE = 24000
#: Samples for each letter.
LETTER = 480


class Conditionals:
    def __init__(self, voice):
        self.voice = voice


class T3(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.tfmr = torch.nn.Identity()


class Model:
    def __init__(self, conds, device):
        self.sr = RATE
        self.t3 = T3()
        self.device = device
        self.conds = conds

    @classmethod
    def from_local(cls, ckpt_dir, device):
        print("loaded PerthNet (Implicit) at step 250,000")
        return cls(Conditionals(float((ckpt_dir / "conds.pt").read_text())), device)

    def _say(self, text, language=0):
        """The voice's loudness, the language in the first sample, and a little chance."""
        if not text:
            text = "You need to add some text for me to talk."
        parts = [self.t3.tfmr(0.001 * torch.rand(LETTER)) for _ in text]
        wav = self.conds.voice + torch.cat(parts)
        wav[0] = language
        return wav.unsqueeze(0)


def voice_of(path, at_least=0.0, normalize=None):
    """How loud a clip is, as its voice."""
    wav, rate = soundfile.read(path, dtype="float32")
    assert len(wav) / rate > at_least, "Audio prompt must be longer than 5 seconds!"
    if normalize is not None:
        wav = normalize(wav, rate)
    assert wav.dtype == np.float32, "expected scalar type Float but found Double"
    return Conditionals(round(float(np.abs(wav).mean()), 2))
