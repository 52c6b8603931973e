"""Single melodies on the 16th-note grid, for MusicRNN and MusicVAE.

A melody is a uint8 array of events, one a step: 0 holds what was, 1 stops the note, anything else begins a
note of that MIDI pitch. `encode` turns events into Magenta's MelodyConverter indices.
"""

import json
from dataclasses import dataclass

import numpy as np

from . import corpora, splits
from .abc_reader import read_tunes
from .chord_symbols import NO_CHORD
from .musicxml_reader import read_parts

HOLD = 0
NOTE_OFF = 1
FIRST_PITCH = 2
STEPS_PER_QUARTER = 4

LONG_REST = 16
MIN_NOTES = 12
#: A line with more onsets than this off the sixteenth grid (triplets) is left out rather than bent.
MAX_OFF_GRID = 0.1
MAX_CHORDS = 0.05
CACHE = "melodies-3.npz"

ARCHIVES = ["tunes", "hymnal", "bach", "openewld", "lieder"]
SPLITS = (
    "Whole pieces apart, 90 / 5 / 5 by a stable hash. Pieces whose melodies share a fifth of their runs of 12 intervals, "
    "in any book or key, are one family and fall on one side."
)


@dataclass
class Melody:
    """events: uint8 [steps]; bars: the steps where bars begin; bar: the commonest bar length in steps. chords: int16 [steps], a
    class of `chord_symbols`, no chord where the source names none."""

    piece: str
    split: str
    events: np.ndarray
    bars: np.ndarray
    bar: int
    chords: np.ndarray


def melodies_of(line):
    """A `Line` cut at long rests: a list of (events, bar starts, chords); empty if it is no plain melody."""
    notes = line.notes
    if len(notes) < MIN_NOTES or line.chords > MAX_CHORDS * len(notes):
        return []
    off_grid = sum((start * STEPS_PER_QUARTER).denominator != 1 for start, _, _ in notes)
    if off_grid > MAX_OFF_GRID * len(notes):
        return []
    grid = [
        (onset := round(start * STEPS_PER_QUARTER), max(onset + 1, round(end * STEPS_PER_QUARTER)), pitch)
        for start, end, pitch in notes
    ]
    stretches, current = [], []
    for note in grid:
        if current and note[0] - current[-1][1] >= LONG_REST:
            stretches.append(current)
            current = []
        if not current or note[0] > current[-1][0]:
            current.append(note)
    stretches.append(current)
    bars = np.array([round(bar * STEPS_PER_QUARTER) for bar in line.bars])
    chords = chords_of(line, grid[-1][1])
    result = []
    for stretch in stretches:
        if len(stretch) < MIN_NOTES:
            continue
        # Begin on the barline before the first note, so that an upbeat keeps its place in the bar.
        before = bars[bars <= stretch[0][0]]
        start = int(before[-1]) if len(before) else stretch[0][0]
        onsets = [onset for onset, _, _ in stretch]
        # Monophonic: a note stops where the next begins.
        ends = [min(end, following) for (_, end, _), following in zip(stretch, onsets[1:] + [stretch[-1][1]])]
        events = np.zeros(ends[-1] - start, np.uint8)
        for (onset, _, pitch), end in zip(stretch, ends):
            if end - start < len(events):
                events[end - start] = NOTE_OFF
            events[onset - start] = pitch
        within = bars[(bars >= start) & (bars < start + len(events))] - start
        result.append((events, within, chords[start : start + len(events)]))
    return result


def chords_of(line, steps):
    """int16 [steps]: the class of the last chord symbol at or before each step."""
    chords = np.full(steps, NO_CHORD, np.int16)
    for time, symbol in line.symbols:
        chords[round(time * STEPS_PER_QUARTER) :] = symbol
    return chords


def lines():
    """Yields (piece id, Line) of every melody of the corpora."""
    for name, data in corpora.members("tunes", [".abc"]):
        for header, voices in read_tunes(data.decode("utf-8", "replace")):
            if len(voices) == 1:
                yield f"{name}#{header['X']}", voices[0]
    for name, data in corpora.members("hymnal", [".abc"]):
        text = data.decode("utf-8", "replace")
        if "copyright" in text and "copyright: public domain" not in text.lower():
            continue
        for _, voices in read_tunes(text):
            if len(voices) == 4:
                yield name, voices[0]
    for name, data in corpora.members("bach", [".mxl", ".xml"]):
        parts = read_parts(data)
        if len(parts) == 4:
            yield name, parts[0]
    for name, data in corpora.members("openewld", [".mxl"]):
        yield name, read_parts(data)[0]
    for name, data in corpora.members("lieder", [".mxl"]):
        sung = [part for part in read_parts(data) if part.lyrics >= MIN_NOTES]
        if len(sung) == 1:
            yield name, sung[0]


def read_all():
    """Every melody with its split, read from the archives."""
    found = [(piece, line, stretches) for piece, line in lines() if (stretches := melodies_of(line))]
    family = splits.families({piece: [pitch for _, _, pitch in line.notes] for piece, line, _ in found})
    return [
        Melody(piece, splits.split_of(family[piece]), events, bars, commonest(np.diff(line_bars(line))), chords)
        for piece, line, stretches in found
        for events, bars, chords in stretches
    ]


def line_bars(line):
    return np.array([round(bar * STEPS_PER_QUARTER) for bar in line.bars] + [round(line.end * STEPS_PER_QUARTER)])


def commonest(values):
    return int(np.bincount(np.maximum(values, 0)).argmax()) if len(values) else 16


def load():
    """All melodies, from the cache under the state folder where there is one."""
    path = corpora.STATE / CACHE
    if not path.exists():
        melodies = read_all()
        path.parent.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(
            path,
            meta=json.dumps([[m.piece, m.split, m.bar, len(m.events), len(m.bars)] for m in melodies]),
            events=np.concatenate([m.events for m in melodies]),
            bars=np.concatenate([m.bars for m in melodies]),
            chords=np.concatenate([m.chords for m in melodies]),
        )
    saved = np.load(path)
    melodies, at, bar_at = [], 0, 0
    events, bars, chords = saved["events"], saved["bars"], saved["chords"]
    for piece, split, bar, steps, count in json.loads(str(saved["meta"])):
        here, within = slice(at, at + steps), slice(bar_at, bar_at + count)
        melodies.append(Melody(piece, split, events[here], bars[within], bar, chords[here]))
        at, bar_at = at + steps, bar_at + count
    return melodies


def in_split(name):
    """The melodies of "train", "valid" or "test"."""
    return [melody for melody in load() if melody.split == name]


def window(events, start, steps):
    """`steps` events from `start` as the app would cut them out: a note under way begins anew, silence is held.

    Past the melody's end the last note stops and silence follows.
    """
    piece = events[start : start + steps].copy()
    if piece[0] < FIRST_PITCH:
        earlier = events[:start][::-1]
        last = earlier[np.argmax(earlier != HOLD)] if np.any(earlier) else HOLD
        piece[0] = last if piece[0] == HOLD and last >= FIRST_PITCH else HOLD
    if len(piece) < steps:
        rest = np.zeros(steps - len(piece), np.uint8)
        rest[0] = NOTE_OFF
        piece = np.concatenate([piece, rest])
    return piece


def shifts(events, low, high, most=6):
    """Transpositions up to `most` semitones that keep the pitches in [low, high]; else the octaves that do."""
    pitches = events[events >= FIRST_PITCH].astype(int)
    if len(pitches) == 0:
        return [0]
    first, last = low - pitches.min(), high - pitches.max()
    near = range(max(-most, first), min(most, last) + 1)
    return list(near) or [shift for shift in (-24, -12, 12, 24) if first <= shift <= last]


def encode(events, min_pitch):
    """Events to MelodyConverter indices: 0 hold, 1 note off, 2 + (pitch - min_pitch) onset."""
    events = events.astype(np.int64)
    return np.where(events >= FIRST_PITCH, events - min_pitch + FIRST_PITCH, events)
