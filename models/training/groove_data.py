"""Drummers' recordings on the grid: for each sixteenth and each of nine drums whether it is hit, how hard and how far beside the step.

After Gillick et al. 2019, "Learning to Groove with Inverse Sequence Transformations".
"""

import csv
import io
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from . import corpora
from .groove_midi import note_ons

ARCHIVES = ("groove",)
SPLITS = "The dataset's own: whole recordings apart, as its info.csv has it. Validation chooses the weights; test is measured once."

#: The keys of General MIDI that stand for each drum: the same table as in src/domain/drums.ts.
DRUMS = (
    ("kick", (35, 36, 64, 66, 77, 84, 86, 87)),
    ("snare", (25, 27, 28, 31, 32, 33, 34, 37, 38, 39, 40, 60, 61, 62, 63, 65, 67, 68, 76, 85)),
    ("closed hi-hat", (22, 42, 44, 54, 69, 70, 71, 73, 75, 78, 82)),
    ("open hi-hat", (26, 46, 29, 30, 72, 74, 79, 83)),
    ("floor tom", (41, 43, 58)),
    ("middle tom", (45, 47)),
    ("high tom", (48, 50)),
    ("crash", (49, 52, 55, 57)),
    ("ride", (51, 53, 59, 56, 80, 81)),
)
NUM_DRUMS = len(DRUMS)
SNARE, TOMS = 1, (4, 5, 6)
INDEX = {key: index for index, (_, keys) in enumerate(DRUMS) for key in keys}

#: Styles with at least 150 bars in training; every other is "other".
STYLES = ("rock", "latin", "jazz", "funk", "afrocuban", "hiphop", "afrobeat", "neworleans", "dance", "soul", "reggae", "other")
#: Sixteenths a bar of the metres that are read. Another metre has too few recordings.
METERS = {"4-4": 16, "3-4": 12, "6-8": 12}
#: Strokes on snare and toms beyond the recording's median bar that make a bar a fill. Measured against the beats of the same
#: drummer and style it finds 55 % of the training recordings labelled a fill; of the bars of those labelled a beat, which have
#: fills of their own, it takes 11 %.
FILL_SURPLUS = 4


@dataclass(frozen=True)
class Performance:
    """One recording: `played` is float32 [steps, 27] of whole bars: nine hits (0 or 1), nine velocities in [0, 1], nine offsets in
    [-0.5, 0.5) of a step; a drum that is not hit has velocity and offset 0. `fills` is bool [bars], `counts` hits [bars]."""

    name: str
    split: str
    style: int
    bpm: float
    meter: str
    played: np.ndarray
    fills: np.ndarray
    counts: np.ndarray

    @property
    def bar(self):
        """Steps a bar."""
        return METERS[self.meter]


def on_grid(notes, bar):
    """float32 [steps, 27] of (quarter, pitch, velocity): whole bars; of two strokes on one drum in one step the louder counts.

    A last bar in which nothing is played behind its first quarter is the end of the recording, and is left out.
    """
    places = [(4 * quarter, INDEX.get(pitch, SNARE), velocity / 127) for quarter, pitch, velocity in notes]
    steps = [int(np.floor(place + 0.5)) for place, _, _ in places]
    bars, left = divmod(max(steps, default=0), bar)
    bars = max(1, bars + (left >= 4))
    played = np.zeros((bars * bar, 3, NUM_DRUMS), np.float32)
    for step, (place, drum, velocity) in zip(steps, places):
        if step < len(played) and velocity > played[step, 1, drum]:
            played[step, :, drum] = 1, velocity, place - step
    return played.reshape(len(played), 3 * NUM_DRUMS)


def hits_per_bar(played, bar):
    """int [bars, 9]: strokes on each drum."""
    return played[:, :NUM_DRUMS].reshape(-1, bar, NUM_DRUMS).sum(1).astype(int)


def measured_fills(strokes):
    """bool [bars]: more is played on snare and toms than in the recording's median bar, by `FILL_SURPLUS`; strokes is int [bars, 9]."""
    filling = strokes[:, (SNARE, *TOMS)].sum(1)
    return filling >= np.median(filling) + FILL_SURPLUS


def performance(row, data):
    """A `Performance` of a line of info.csv and its file, or None where its metre is not read."""
    bar = METERS.get(row["time_signature"])
    if bar is None:
        return None
    played = on_grid(note_ons(data), bar)
    strokes = hits_per_bar(played, bar)
    primary = row["style"].split("/")[0]
    labelled = row["beat_type"] == "fill"
    return Performance(
        name=row["midi_filename"],
        split=row["split"],
        style=STYLES.index(primary if primary in STYLES else "other"),
        bpm=float(row["bpm"]),
        meter=row["time_signature"],
        played=played,
        fills=np.full(len(strokes), True) if labelled else measured_fills(strokes),
        counts=strokes.sum(1),
    )


@lru_cache(maxsize=None)
def performances():
    """All recordings whose metre is read, in the order of info.csv."""
    files = dict(corpora.members("groove", (".mid", "info.csv")))
    (table,) = (name for name in files if name.endswith("info.csv"))
    folder = table[: -len("info.csv")]
    rows = csv.DictReader(io.StringIO(files[table].decode()))
    found = (performance(row, files[folder + row["midi_filename"]]) for row in rows if folder + row["midi_filename"] in files)
    return tuple(each for each in found if each is not None)


def in_split(split):
    """The recordings of "train", "validation" or "test"."""
    return tuple(each for each in performances() if each.split == split)


def busyness_table(pool, points=21):
    """float [points]: hits a step of a bar at evenly spaced quantiles of the bars of `pool`."""
    densities = np.concatenate([each.counts / each.bar for each in pool])
    return np.quantile(densities, np.linspace(0, 1, points))


def busyness(hits_a_step, table):
    """Where a bar stands among the training bars, in [0, 1]: 0 the emptiest, 1 the fullest."""
    return np.interp(hits_a_step, table, np.linspace(0, 1, len(table)))
