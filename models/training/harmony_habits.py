"""The habits of the harmony model (src/generation/habits.ts) as `npm run fit:habits` left them, for its checkpoint."""

import hashlib
import json

import numpy as np

from . import corpora
from .four_part import STYLES

STATE = corpora.STATE / "evaluation"
VARIABLE = "habits"


def digest(variables):
    """Of a network's weights, as they ship: habits hold for it alone."""
    found = hashlib.sha256()
    for name in sorted(variables):
        if name != VARIABLE:
            found.update(np.ascontiguousarray(variables[name], "<f4").tobytes())
    return found.hexdigest()


def fitted(variables):
    """{"habits": float32 [styles, habits]} as fitted on this network; empty where they were not."""
    path = STATE / "habits.json"
    stored = json.loads(path.read_text()) if path.exists() else {"network": None}
    if stored["network"] != digest(variables):
        return {}
    return {VARIABLE: np.array([stored["tables"][style] for style in STYLES], np.float32)}
