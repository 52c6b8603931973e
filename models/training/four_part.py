"""Four-part pieces as the harmony model reads them: pitches, attacks, metre and phrase ends on the 16th-note grid."""

import pickle
from dataclasses import dataclass

import numpy as np

from . import chorales, corpora
from .musicxml_reader import read_parts
from .splits import families, split_of

VOICES = 4
REST = -1
STEPS_A_QUARTER = 4
#: What the model knows of a metre; others, and pieces whose bars nobody knows, are 0.
METRES = {(4, 4): 1, (2, 2): 1, (3, 4): 2, (6, 4): 2, (2, 4): 3, (6, 8): 4}
BAR_STEPS = [16, 16, 12, 8, 12]
CHORALE, HYMN = 0, 1
STYLES = ("chorale", "hymn")


@dataclass
class Piece:
    """One setting for soprano, alto, tenor, bass.

    pitch: int8 [steps, 4], MIDI or -1 for silence. attack: uint8 [steps, 4], 1 where a note begins. attacks_known: whether
    a repeated note can be told from a held one. metre: int8 [steps], an index of BAR_STEPS, 0 unknown. place: int8
    [steps], sixteenths since the barline. phrase: uint8 [steps], 1 under the soprano's last note of a phrase, as
    the source says it. phrases_known: whether it says so.
    """

    name: str
    style: int
    pitch: np.ndarray
    attack: np.ndarray
    attacks_known: bool
    metre: np.ndarray
    place: np.ndarray
    phrase: np.ndarray
    phrases_known: bool


def from_lines(name, style, lines):
    """Four `Line`s, highest first; None where they are no four-part setting."""
    ends = [line.end for line in lines]
    if len(lines) != VOICES or max(ends) - min(ends) > 4 or any(not line.notes for line in lines):
        return None
    steps = int(STEPS_A_QUARTER * min(ends))
    if steps < 32:
        return None
    pitch = np.full((steps, VOICES), REST, np.int8)
    attack = np.zeros((steps, VOICES), np.uint8)
    phrase = np.zeros(steps, np.uint8)
    for voice, line in enumerate(lines):
        for start, end, midi in line.notes:
            # A grid cell belongs to the note that sounds when it begins.
            first, last = int(np.ceil(float(4 * start) - 1e-6)), int(np.ceil(float(4 * end) - 1e-6))
            if first < min(last, steps):
                pitch[first:last, voice] = midi
                attack[first, voice] = 1
                if voice == 0 and end in line.pauses:
                    phrase[first:last] = 1
    sounding = pitch[pitch >= 0]
    if sounding.min() < chorales.MIN_PITCH or sounding.max() > chorales.MAX_PITCH or (pitch >= 0).mean() < 0.8:
        return None
    metre, place = bars_of(lines[0], steps)
    return Piece(name, style, pitch, attack, True, metre, place, phrase, bool(phrase.any()))


def bars_of(line, steps):
    """(metre, place) of each step. A bar shorter than its metre is an upbeat when nothing came before it in its bar."""
    metre, place = np.zeros(steps, np.int8), np.zeros(steps, np.int8)
    starts = [round(4 * float(start)) for start in line.bars if start < line.end] + [round(4 * float(line.end))]
    carried = 0
    for index, (start, end) in enumerate(zip(starts, starts[1:])):
        kinds = [(beats, kind) for time, beats, kind in line.metres if 4 * time <= start + 0.5]
        kind = METRES.get(kinds[-1] if kinds else (4, 4), 0)
        length = BAR_STEPS[kind]
        # A barline in the middle of a bar (a repeat, the end of a line) does not begin a new one.
        offset = carried if index else (length - (end - start)) % length
        count = min(end, steps) - start
        metre[start:end] = kind
        place[start:end] = (offset + np.arange(max(0, count))) % length
        carried = (offset + end - start) % length
    return metre, place


SINGERS = ("Soprano", "Alto", "Tenor", "Bass")


def singers(lines):
    """The four voices of a setting; those who sing, where instruments play as well."""
    if len(lines) <= VOICES:
        return lines
    found = [[line for line in lines if line.name.startswith(name)] for name in SINGERS]
    return [named[0] for named in found if len(named) == 1]


def bach():
    """All of music21's Bach chorales that have four voices, whatever plays beside them."""
    pieces = []
    for name, data in corpora.members("bach", [".mxl", ".xml"]):
        lines = singers([line for line in read_parts(data) if line.notes])
        piece = from_lines(name.rsplit("/", 1)[-1], CHORALE, lines)
        if piece is not None:
            pieces.append(piece)
    return pieces


def hymns():
    """The hymnal's public-domain settings in four plain voices."""
    read = (from_lines(name.rsplit("/", 1)[-1], HYMN, lines) for name, lines in chorales.hymn_lines())
    return [piece for piece in read if piece is not None]


WINDOW = 12


def windows_of(pitch, length=WINDOW):
    """{a run of `length` steps of all four voices, in any key: the steps where it begins}."""
    found = {}
    for start in range(len(pitch) - length + 1):
        run = pitch[start : start + length].astype(np.int16)
        # One chord held for all of it would match anywhere.
        if (run == run[0]).all() or (run[0] < 0).any():
            continue
        key = np.where(run >= 0, run - run[0, 3], -99).astype(np.int8).tobytes()
        found.setdefault(key, []).append(start)
    return found


def annotated(pitch, name, sources):
    """A `Piece` of a JSB grid: attacks, bars and phrase ends from the pieces of `sources` (index by `index_of`) that hold
    the same music, whatever their key, repeats and titles; where none does, they are unknown."""
    steps = len(pitch)
    votes = {}
    for key, starts in windows_of(pitch).items():
        for source, at in sources.get(key, ()):
            for start in starts:
                votes.setdefault((id(source), at - start), [source, set()])[1].add(start)
    attack = np.zeros((steps, VOICES), np.uint8)
    attack[0] = pitch[0] >= 0
    attack[1:] = (pitch[1:] != pitch[:-1]) & (pitch[1:] >= 0)
    metre, place, phrase = np.zeros(steps, np.int8), np.arange(steps, dtype=np.int8) % 16, np.zeros(steps, np.uint8)
    known = np.zeros(steps, bool)
    for (_, offset), (source, starts) in sorted(votes.items(), key=lambda vote: (-len(vote[1][1]), vote[0])):
        if len(starts) < WINDOW:
            break
        # The stretch between matches too: editions differ in a note here and there.
        first, last = min(starts), min(max(starts) + WINDOW, len(source.pitch) - offset, steps)
        todo = np.flatnonzero(~known[first:last]) + first
        if len(starts) < 0.2 * (last - first) or len(todo) == 0:
            continue
        there = todo + offset
        metre[todo], place[todo], phrase[todo] = source.metre[there], source.place[there], source.phrase[there]
        # What sounds on unchanged is struck where the source strikes it; a change of pitch is always struck.
        attack[todo] |= source.attack[there] & (pitch[todo] >= 0)
        known[todo] = True
    everywhere = known.mean() > 0.95
    if everywhere:
        continue_bars(metre, place, known)
    return Piece(name, CHORALE, pitch.astype(np.int8), attack, bool(everywhere), metre, place, phrase, bool(everywhere))


def continue_bars(metre, place, known):
    """Counts bars on through the steps that are not known, from the nearest known one."""
    there = np.flatnonzero(known)
    for step in np.flatnonzero(~known):
        near = there[np.abs(there - step).argmin()]
        metre[step] = metre[near]
        place[step] = (place[near] + step - near) % BAR_STEPS[metre[near]]


def index_of(pieces):
    """Where every run of WINDOW steps stands: {run: [(piece, step)]}."""
    index = {}
    for piece in pieces:
        for key, starts in windows_of(piece.pitch).items():
            index.setdefault(key, []).extend((piece, start) for start in starts)
    return index


def runs(piece):
    """The runs of eight successive chords of a piece, in any key and rhythm: what tells one setting from another."""
    return chorales.fingerprint(piece.pitch, 8)


#: A piece that shares this part of its runs of eight chords with a held-out one is taken for the same setting. (Two
#: settings of one tune share next to none, copies in two editions most of them: nothing lies between.)
SAME_SETTING = 0.05
#: One hymn in so many, by a hash of its tune, is held out for each of "valid" and "test".
HYMN_TUNES_HELD_OUT = 0.08


def jsb_pieces(sources):
    """The standard splits of the JSB chorales, annotated from `sources`: {"train" | "valid" | "test": [Piece]}."""
    index = index_of(sources)
    return {
        split: [annotated(grid, f"jsb-{split}-{i}", index) for i, grid in enumerate(grids)]
        for split, grids in chorales.jsb_grids().items()
    }


def read_all():
    """Everything, apart by whole settings: {"train", "valid", "test", "hymns-valid", "hymns-test": [Piece]}.

    "valid" and "test" are the standard splits of `jsb`. Whatever in `bach` or `hymnal` is the same setting as one of
    theirs is dropped; a JSB training piece that `bach` holds too is read from there, where its attacks are known.
    """
    chorales_read, hymns_read = bach(), hymns()
    splits = jsb_pieces(chorales_read)
    held_out = set().union(*(runs(piece) for split in ("valid", "test") for piece in splits[split]))
    is_new = lambda piece, seen, most: len(runs(piece) & seen) <= most * len(runs(piece))
    train = [piece for piece in chorales_read if is_new(piece, held_out, SAME_SETTING)]
    covered = set().union(*(runs(piece) for piece in train))
    train += [piece for piece in splits["train"] if is_new(piece, covered, 0.2)]
    by_split = {"train": [], "valid": [], "test": []}
    family = families({piece.name: melody_of(piece) for piece in hymns_read})
    for piece in hymns_read:
        if is_new(piece, held_out, SAME_SETTING):
            by_split[split_of(family[piece.name], HYMN_TUNES_HELD_OUT)].append(piece)
    return {
        "train": train + by_split["train"],
        "valid": splits["valid"],
        "test": splits["test"],
        "hymns-valid": by_split["valid"],
        "hymns-test": by_split["test"],
    }


def melody_of(piece):
    """The soprano's pitches, note by note."""
    return piece.pitch[np.flatnonzero(piece.attack[:, 0]), 0].tolist()


def load():
    """`read_all`, through a cache beside the training state."""
    path = corpora.STATE / "four-part-2.pickle"
    if path.exists():
        return pickle.loads(path.read_bytes())
    pieces = read_all()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(pickle.dumps(pieces))
    return pieces
