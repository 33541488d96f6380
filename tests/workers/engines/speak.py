"""Runs an adapter in its engine's own interpreter, and tells what it heard, line by line.

Arguments: where ``workers`` is, and the adapter's module. Each line of stdin is a request;
each line of stdout tells the chunks' lengths, rates and types, what they sound like, and
the result or the error.
"""

import hashlib
import importlib
import json
import resource
import sys

sys.path.insert(0, sys.argv[1])
adapter = importlib.import_module(sys.argv[2])
loaded_at_import = {"numpy", "onnxruntime", "hibari"} & set(sys.modules)
model = adapter._load()

import numpy as np  # noqa: E402 - only the engine may have brought it


def _speak(request):  # noqa: ANN001, ANN202
    chunks, rates, dtypes = [], set(), set()
    result = error = None
    answers = adapter._synthesize(model, request)
    try:
        while True:
            chunk = next(answers)
            samples = np.frombuffer(chunk["payload"], chunk["dtype"])
            chunks.append(samples)
            rates.add(chunk["sample_rate"])
            dtypes.add(chunk["dtype"])
    except StopIteration as end:
        result = end.value
    except ValueError as refused:
        error = str(refused)
    samples = np.concatenate(chunks) if chunks else np.zeros(0, np.float32)
    return {
        "result": result,
        "error": error,
        "chunks": [len(chunk) for chunk in chunks],
        "rates": sorted(rates),
        "dtypes": sorted(dtypes),
        "quietest_rms": min((float(np.sqrt(np.mean(c * c))) for c in chunks), default=0.0),
        "peak": float(np.abs(samples).max(initial=0.0)),
        "sha256": hashlib.sha256(samples.tobytes()).hexdigest(),
        "memory_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


print(json.dumps({"loaded_at_import": sorted(loaded_at_import)}), flush=True)  # noqa: T201
for line in sys.stdin:
    print(json.dumps(_speak(json.loads(line))), flush=True)  # noqa: T201
