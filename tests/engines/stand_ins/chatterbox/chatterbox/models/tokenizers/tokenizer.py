"""What the multilingual model reads Chinese with; it goes to the net for both of its parts."""

import json


def hf_hub_download(repo_id, filename, cache_dir=None):
    raise OSError("offline")


class ChineseCangjieConverter:
    def __init__(self, model_dir=None):
        self.word2cj = {}
        self.segmenter = None
        try:
            path = hf_hub_download(
                repo_id="ResembleAI/chatterbox", filename="Cangjie5_TC.json", cache_dir=model_dir
            )
            with open(path, encoding="utf-8") as file:
                self.word2cj = dict(entry.split("\t") for entry in json.load(file))
        except OSError as error:
            print(f"Could not load Cangjie mapping: {error}")
        self._init_segmenter()

    def _init_segmenter(self):
        raise OSError("pkuseg would download its model")
