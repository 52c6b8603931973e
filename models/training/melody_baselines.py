"""What the melody model is measured against: counted pairs of events, and the bar before."""

from dataclasses import dataclass

import numpy as np

from . import melodies


class Bigram:
    """p(event | the last pitch or rest, and whether it has just begun): a hold alone says nothing of what it holds.

    Counted over tunes of events in all transpositions that lie within [low, high].
    """

    def __init__(self, tunes, low, high):
        depth = high - low + 1 + melodies.FIRST_PITCH
        counts = np.full((2 * depth, depth), 0.01)
        for events in tunes:
            for shift in melodies.shifts(events, low, high):
                moved = np.where(events >= melodies.FIRST_PITCH, events + shift, events)
                indices = melodies.encode(moved, low)
                np.add.at(counts, (self.states(indices[None])[0, :-1], indices[1:]), 1)
        self.log_p = np.log(counts / counts.sum(1, keepdims=True))

    @staticmethod
    def states(indices):
        """int [melodies, steps]: what is known after each step."""
        steps = np.where(indices != melodies.HOLD, np.arange(indices.shape[1]), 0)
        last = np.take_along_axis(indices, np.maximum.accumulate(steps, 1), 1)
        return 2 * last + (indices == melodies.HOLD)

    def nll(self, indices):
        """[melodies, steps - 1]: -ln p of each event after the first."""
        return -self.log_p[self.states(indices)[:, :-1], indices[:, 1:]]


@dataclass
class LastBar:
    """With probability `trust` the event of a bar ago, else the bigram's."""

    bigram: Bigram
    trust: float

    def nll(self, indices, bars):
        other = np.exp(-self.bigram.nll(indices))
        found = other.copy()
        for row, bar in enumerate(bars):
            same = indices[row, bar:] == indices[row, :-bar]
            found[row, bar - 1 :] = self.trust * same + (1 - self.trust) * other[row, bar - 1 :]
        return -np.log(found)


def tuned_last_bar(bigram, indices, bars):
    """The `LastBar` whose trust fits held-out melodies best."""
    tried = [LastBar(bigram, trust) for trust in np.arange(0.05, 0.95, 0.05)]
    return min(tried, key=lambda one: one.nll(indices, bars).mean())
