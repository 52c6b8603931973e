"""Which cells Coconet must infer: masks over (voice, step), 1 where the pitch is unknown."""

import numpy as np

from .chorales import VOICES


def orderless(rng, steps):
    """A number of unknown cells drawn uniformly, then which ones: the NADE-style mask of the Coconet paper."""
    cells = VOICES * steps
    mask = np.zeros(cells, np.float32)
    mask[rng.permutation(cells)[: rng.integers(1, cells + 1)]] = 1
    return mask.reshape(VOICES, steps)


def voices_given(rng, steps, given):
    """The given voices are known throughout; of the rest a share of the cells, drawn uniformly, is unknown."""
    mask = np.zeros((VOICES, steps), np.float32)
    asked = [voice for voice in range(VOICES) if voice not in given]
    part = np.zeros(len(asked) * steps, np.float32)
    part[rng.permutation(len(part))[: rng.integers(1, len(part) + 1)]] = 1
    mask[asked] = part.reshape(len(asked), steps)
    return mask


def training_mask(rng, steps):
    """[voices, steps]: what the app asks for most, harmony under a soprano, beside every other question."""
    kind = rng.random()
    if kind < 0.4:
        return orderless(rng, steps)
    if kind < 0.8:
        return voices_given(rng, steps, {0})
    given = rng.permutation(VOICES)[: rng.integers(1, VOICES)]
    return voices_given(rng, steps, set(given.tolist()))
