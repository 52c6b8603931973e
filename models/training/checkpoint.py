"""Checkpoints in the format of TensorFlow.js's `loadWeights`, as Magenta.js reads them: manifest, one shard, config.

Matrices and kernels are quantised to 8 bits a tensor (value = q * scale + min); vectors (biases, batch-norm) stay float32,
for they are few and every output passes through them.
"""

import hashlib
import json
from pathlib import Path

import numpy as np

SHARD = "group1-shard1of1"
MANIFEST = "weights_manifest.json"
CONFIG = "config.json"


def is_vector(values):
    """Whether at most one axis is longer than 1."""
    return sum(size > 1 for size in values.shape) <= 1


def quantise(values):
    """(uint8 values, {"dtype", "scale", "min"}) spanning the tensor's range."""
    low, high = float(values.min()), float(values.max())
    scale = (high - low) / 255 or 1.0
    return np.round((values - low) / scale).astype(np.uint8), {"dtype": "uint8", "scale": scale, "min": low}


def dequantise(q, quantization):
    """What TensorFlow.js computes on loading, rounded to float32."""
    return (q.astype(np.float64) * quantization["scale"] + quantization["min"]).astype(np.float32)


def write_checkpoint(folder, variables, config):
    """Writes {name: float32 array} and the config to a folder; returns the shard's size in bytes."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    entries, chunks = [], []
    for name, values in variables.items():
        entry = {"name": name, "shape": list(values.shape), "dtype": "float32"}
        if is_vector(values):
            chunks.append(np.ascontiguousarray(values, "<f4").tobytes())
        else:
            q, entry["quantization"] = quantise(values)
            chunks.append(np.ascontiguousarray(q).tobytes())
        entries.append(entry)
    shard = b"".join(chunks)
    (folder / SHARD).write_bytes(shard)
    write_json(folder / MANIFEST, [{"paths": [SHARD], "weights": entries}], indent=None)
    write_json(folder / CONFIG, config)
    return len(shard)


def read_checkpoint(folder):
    """{name: float32 array}, dequantised: exactly the weights that a browser will use."""
    folder = Path(folder)
    variables = {}
    for group in json.loads((folder / MANIFEST).read_text()):
        data = b"".join((folder / path).read_bytes() for path in group["paths"])
        at = 0
        for entry in group["weights"]:
            count = int(np.prod(entry["shape"]))
            quantization = entry.get("quantization")
            stored = np.frombuffer(data, np.uint8 if quantization else "<f4", count, at)
            at += stored.nbytes
            values = dequantise(stored, quantization) if quantization else stored.astype(np.float32)
            variables[entry["name"]] = values.reshape(entry["shape"])
        assert at == len(data), f"{folder}: shard longer than its manifest"
    return variables


def shard_digest(folder):
    """SHA-256 of the weights, hex."""
    return hashlib.sha256((Path(folder) / SHARD).read_bytes()).hexdigest()


def write_json(path, value, indent=2):
    path.write_text(json.dumps(value, indent=indent) + "\n")
