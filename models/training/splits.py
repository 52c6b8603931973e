"""Which pieces are trained on: a stable hash of a piece's family, so that no tune is on both sides.

Pieces are one family when their melodies share enough runs of intervals, whatever the book, key or title.
"""

import hashlib
from collections import defaultdict

RUN = 12
SHARED = 0.2


def interval_runs(pitches, run=RUN):
    """The set of runs of `run` successive intervals: free of transposition and rhythm."""
    steps = [b - a for a, b in zip(pitches, pitches[1:])]
    # A run on one note is in every collection and makes nobody kin.
    return {tuple(steps[i : i + run]) for i in range(len(steps) - run + 1) if any(steps[i : i + run])}


def families(pieces):
    """{piece id: family id} for {piece id: list of its pitches in order}.

    Two pieces are joined when a fifth of the smaller one's runs stand in the other; families are joined
    transitively and named by their first member's id.
    """
    runs = {name: interval_runs(pitches) for name, pitches in pieces.items()}
    holders = defaultdict(list)
    for name in sorted(runs):
        for run in runs[name]:
            holders[run].append(name)
    shared = defaultdict(int)
    for names in holders.values():
        for i, first in enumerate(names):
            for second in names[i + 1 :]:
                shared[first, second] += 1
    parent = {name: name for name in pieces}

    def root(name):
        while parent[name] != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    for (first, second), count in shared.items():
        if count >= SHARED * min(len(runs[first]), len(runs[second])):
            a, b = sorted((root(first), root(second)))
            parent[b] = a
    return {name: root(name) for name in pieces}


def split_of(family, share=0.05):
    """"train", "valid" or "test" (the last two `share` of all each), from the family id alone."""
    bucket = int.from_bytes(hashlib.sha256(family.encode()).digest()[:4], "big") % 100
    return "valid" if bucket < 100 * share else "test" if bucket < 200 * share else "train"
