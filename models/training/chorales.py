"""Four-part pieces on the 16th-note grid for Coconet.

A piece is an int8 array [steps, 4]: MIDI pitch of soprano, alto, tenor, bass at each sixteenth. Every cell
sounds, because Coconet's softmax over pitch has no silence.
"""

import json

import numpy as np

from . import corpora
from .abc_reader import read_tunes

MIN_PITCH = 36
MAX_PITCH = 81
VOICES = 4
PITCHES = MAX_PITCH - MIN_PITCH + 1
CROP_STEPS = 64
MAX_TRANSPOSITION = 6


def jsb_grids():
    """The standard splits of the JSB chorales as they are: {"train" | "valid" | "test": list of [steps, 4], -1 for silence}."""
    ((_, text),) = list(corpora.members("jsb", ["Jsb16thSeparated.json"]))
    return {name: [np.array(piece, np.int8) for piece in pieces] for name, pieces in json.loads(text).items()}


def jsb():
    """The same for Coconet, which knows no silence."""
    return {name: [carry_rests(grid) for grid in grids] for name, grids in jsb_grids().items()}


def carry_rests(piece):
    """Fills silence (-1) with the voice's previous pitch, or its first one; None if a voice never sounds."""
    piece = piece.copy()
    for voice in range(piece.shape[1]):
        sounding = np.flatnonzero(piece[:, voice] >= 0)
        if len(sounding) == 0:
            return None
        latest = np.maximum.accumulate(np.where(piece[:, voice] >= 0, np.arange(len(piece)), sounding[0]))
        piece[:, voice] = piece[latest, voice]
    return piece


def transpositions(piece):
    """Shifts in semitones, up to a tritone either way, that keep the piece within Coconet's 46 pitches."""
    low, high = int(piece.min()), int(piece.max())
    return range(max(-MAX_TRANSPOSITION, MIN_PITCH - low), min(MAX_TRANSPOSITION, MAX_PITCH - high) + 1)


def crop(piece, rng, steps=CROP_STEPS):
    """A random stretch [steps, 4] of a piece, randomly transposed; short pieces hold their last chord."""
    start = int(rng.integers(0, max(1, len(piece) - steps + 1)))
    window = pad(piece[start : start + steps], steps)
    shifts = transpositions(piece)
    return window + np.int8(shifts[int(rng.integers(len(shifts)))])


def pad(window, steps=CROP_STEPS):
    """Repeats the last chord up to `steps`."""
    return np.concatenate([window, np.repeat(window[-1:], steps - len(window), axis=0)])


def first_windows(pieces, steps=CROP_STEPS):
    """What the held-out figures are measured on: [pieces, steps, 4], each piece's first steps, original key."""
    return np.stack([pad(piece[:steps], steps) for piece in pieces])


def from_lines(lines):
    """Four `Line`s, highest first, to a piece; None if it does not fit Coconet's four voices and 46 pitches."""
    steps = min(int(4 * line.end) for line in lines)
    piece = np.full((steps, VOICES), -1, np.int8)
    for voice, line in enumerate(lines):
        for start, end, pitch in line.notes:
            piece[round(4 * start) : round(4 * end), voice] = pitch
    piece = carry_rests(piece) if steps >= CROP_STEPS // 2 else None
    if piece is None or piece.min() < MIN_PITCH or piece.max() > MAX_PITCH:
        return None
    return piece


def hymn_lines():
    """Yields (file, [Line of each voice]) of each of the hymnal's public-domain settings."""
    for name, data in corpora.members("hymnal", [".abc"]):
        text = data.decode("utf-8", "replace")
        if "copyright" in text and "copyright: public domain" not in text.lower():
            continue
        for _, lines in read_tunes(text):
            yield name, lines


def hymns():
    """(file, piece) of each of the hymnal's plain four-part settings."""
    pieces = []
    for name, lines in hymn_lines():
        if len(lines) == VOICES and max(line.end for line in lines) - min(line.end for line in lines) <= 4:
            piece = from_lines(lines)
            if piece is not None:
                pieces.append((name, piece))
    return pieces


def fingerprint(piece, chords=4):
    """The set of runs of `chords` successive chords, free of transposition and rhythm."""
    changes = piece[np.flatnonzero(np.any(np.diff(piece, axis=0, prepend=-1) != 0, axis=1))].astype(int)
    return {
        tuple((changes[i : i + chords] - changes[i, 0]).flatten().tolist()) for i in range(len(changes) - chords + 1)
    }


def new_hymns(splits):
    """(file, piece) of the hymns that are no setting held out."""
    held_out = set().union(*(fingerprint(piece) for name in ("valid", "test") for piece in splits[name]))
    return [(name, piece) for name, piece in hymns() if len(fingerprint(piece) & held_out) <= 0.1 * len(fingerprint(piece))]


def hymns_trained_on():
    """The files of the hymns that Coconet is trained on."""
    return [name for name, _ in new_hymns(jsb())]


def training_pieces():
    """All four-part pieces to train on: the JSB train split, and hymns that are no setting held out.

    Each chorale counts twice, so that Bach stays the model of style.
    """
    splits = jsb()
    return 2 * splits["train"] + [piece for _, piece in new_hymns(splits)]
