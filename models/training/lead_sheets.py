"""Melodies with chords on the 16th-note grid: lead sheets as they are, four-part settings reduced to chords."""

import pickle
from dataclasses import dataclass

import numpy as np

from . import corpora, four_part
from .chord_reduction import chords_of
from .chord_symbols import NO_CHORD
from .musicxml_reader import read_parts
from .splits import families, split_of

REST = -1
STEPS_A_QUARTER = 4
STYLES = ("lead sheet", "four parts")
LEAD_SHEET, FOUR_PARTS = 0, 1
#: One tune in so many, by a hash of its family, is held out for each of "valid" and "test".
HELD_OUT = 0.08
CACHE = "lead-sheets-1.pickle"
ARCHIVES = ["openewld", "hymnal", "bach", "jsb"]
SPLITS = (
    "Whole pieces apart, 84 / 8 / 8 by a stable hash. Pieces whose melodies share a fifth of their runs of 12 intervals, in any "
    "key, are one family and fall on one side, a hymn with a lead sheet of its tune. Only lead sheets are measured on."
)


@dataclass
class Sheet:
    """A melody with its chords. Bars are all `bar` steps and the first begins at step 0.

    pitch: int16 [steps], MIDI or -1 for silence. onset: uint8 [steps], 1 where a note begins. chord: int16 [steps], a class of
    `chord_symbols`, no chord before the first symbol.
    """

    name: str
    style: int
    bar: int
    pitch: np.ndarray
    onset: np.ndarray
    chord: np.ndarray


def regular(line, bar):
    """({first step of each of the line's bars: where it goes}, steps in all), so that bar lines fall every `bar` steps.

    A shorter bar is filled up, the first one at its beginning, the others at their end.
    """
    starts = [round(STEPS_A_QUARTER * start) for start in line.bars]
    bars = [(start, end) for start, end in zip(starts, [*starts[1:], round(STEPS_A_QUARTER * line.end)]) if end > start]
    moved, at = {}, 0
    for index, (start, end) in enumerate(bars):
        length = end - start
        if index == 0 and length < bar:
            at = bar - length
        elif length >= bar:
            at = -(-at // bar) * bar
        moved[start] = at
        at += length
    return moved, -(-at // bar) * bar


def sheet_of(name, line):
    """A lead sheet's `Line` as a `Sheet`; None where it has no chords."""
    if not line.symbols or not line.notes:
        return None
    lengths = np.diff([round(STEPS_A_QUARTER * start) for start in [*line.bars, line.end]])
    bar = int(np.bincount(lengths).argmax())
    moved, steps = regular(line, bar)
    bars = np.array(sorted(moved))

    def place(time):
        step = round(STEPS_A_QUARTER * time)
        before = int(bars[max(0, np.searchsorted(bars, step, "right") - 1)])
        return moved[before] + step - before

    pitch, onset = np.full(steps, REST, np.int16), np.zeros(steps, np.uint8)
    for start, end, midi in line.notes:
        first = place(start)
        # An end on a bar line belongs to the bar before, which may have been filled up.
        last = first + max(1, round(STEPS_A_QUARTER * end) - round(STEPS_A_QUARTER * start))
        pitch[first:last], onset[first] = midi, 1
    chord = np.full(steps, NO_CHORD, np.int16)
    for time, symbol in line.symbols:
        chord[place(time) :] = symbol
    return Sheet(name, LEAD_SHEET, bar, pitch, onset, chord)


def reduced(piece):
    """A four-part `Piece` as a `Sheet`; None where its bars are not known throughout or change their length."""
    metre = int(piece.metre[0])
    if metre == 0 or (piece.metre != metre).any():
        return None
    bar, beat = four_part.BAR_STEPS[metre], 6 if four_part.METRES[6, 8] == metre else STEPS_A_QUARTER
    before = int(piece.place[0])
    after = -(before + len(piece.pitch)) % bar
    grid = np.pad(piece.pitch, ((before, after), (0, 0)), constant_values=REST)
    onset = np.pad(piece.attack[:, 0], (before, after))
    chord = chords_of(grid, list(range(0, len(grid), beat)))
    return Sheet(piece.name, FOUR_PARTS, bar, grid[:, 0].astype(np.int16), onset, chord)


def read_all():
    """{"train", "valid", "test": [Sheet]}: lead sheets on every side, four-part settings to train on only.

    Tunes of one family (see `splits`) are on one side, a hymn's with a lead sheet's. What the harmony model holds out is not
    used at all.
    """
    found = [
        sheet
        for name, data in corpora.members("openewld", [".mxl"])
        if (sheet := sheet_of(name, read_parts(data)[0])) is not None
    ]
    found += [sheet for piece in four_part.load()["train"] if (sheet := reduced(piece)) is not None]
    family = families({sheet.name: sheet.pitch[sheet.onset == 1].tolist() for sheet in found})
    splits = {"train": [], "valid": [], "test": []}
    for sheet in found:
        split = split_of(family[sheet.name], HELD_OUT)
        if split == "train" or sheet.style == LEAD_SHEET:
            splits[split].append(sheet)
    return splits


def load():
    """`read_all`, through a cache beside the training state."""
    path = corpora.STATE / CACHE
    if path.exists():
        return pickle.loads(path.read_bytes())
    sheets = read_all()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(pickle.dumps(sheets))
    return sheets
