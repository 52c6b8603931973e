"""Writes what the index of progressions is made of: the chords of every sheet that the chord model was trained or measured on.

`models/training/train.sh originality-progressions`. What it writes is ignored by git.
"""

import json
from collections import Counter

import numpy as np

from . import catalogue, corpora, lead_sheets
from .chord_symbols import NO_CHORD, QUALITIES
from .lead_sheets import REST
from .originality_pieces import collections, may_be_protected
from .splits import families

PATH = corpora.STATE / "originality" / "progressions.json"


def chords_of(classes):
    """[[start, duration, root, quality]] in sixteenths of int [steps] classes: each chord once, from its first step to the next chord.

    Where none is said the one before lasts on: the melody goes on alone, and no other harmony begins.
    """
    changes = [
        (step, int(chord))
        for step, chord in enumerate(classes)
        if chord != NO_CHORD and (step == 0 or chord != classes[step - 1])
    ]
    once = [each for i, each in enumerate(changes) if i == 0 or each[1] != changes[i - 1][1]]
    ends = [start for start, _ in once[1:]] + [len(classes)]
    return [[start, end - start, *divmod(chord, len(QUALITIES))] for (start, chord), end in zip(once, ends)]


def notes_of(sheet):
    """[[start, duration, pitch]] in sixteenths of its melody."""
    begins = [*np.flatnonzero(sheet.onset).tolist(), len(sheet.onset)]
    # A note lasts until the next one or a rest.
    lengths = [next((i for i, pitch in enumerate(sheet.pitch[a:b]) if pitch == REST), b - a) for a, b in zip(begins, begins[1:])]
    return [[start, length, int(sheet.pitch[start])] for start, length in zip(begins, lengths)]


def has_upbeat(line):
    """Whether the first bar is shorter than the second: musicians begin to count behind it."""
    return len(line.bars) > 2 and line.bars[1] - line.bars[0] < line.bars[2] - line.bars[1]


def sheet_of(sheet, entry, split, family):
    return {
        "id": sheet.name,
        "title": entry.title,
        "composer": ", ".join(entry.composers) or None,
        "collection": entry.collection,
        "year": entry.year,
        "trained": split == "train",
        "protected": may_be_protected(entry),
        "family": family,
        "meter": list(entry.metre),
        "bar": sheet.bar,
        "upbeat": has_upbeat(entry.lines[0]),
        "chords": chords_of(sheet.chord),
        # What the model can be asked about without having learnt it.
        "melody": notes_of(sheet) if split != "train" else [],
    }


def main():
    splits = lead_sheets.load()
    sheets = [(sheet, split) for split, some in splits.items() for sheet in some]
    family = families({sheet.name: sheet.pitch[sheet.onset == 1].tolist() for sheet, _ in sheets})
    entries, twins = catalogue.load()
    # Lead sheets go by their path, four-part settings by their file.
    known = {each.name if each.collection == "openewld" else each.name.rsplit("/", 1)[-1]: each for each in entries}
    known |= {f"jsb-{split}-{i}": known[twin.rsplit("/", 1)[-1]] for split, some in twins.items() for i, twin in enumerate(some) if twin}
    found = [sheet_of(sheet, known[sheet.name], split, family[sheet.name]) for sheet, split in sheets]
    PATH.parent.mkdir(parents=True, exist_ok=True)
    unfinished = PATH.with_suffix(".part")
    unfinished.write_text(json.dumps({"collections": collections(), "sheets": found}, ensure_ascii=False, separators=(",", ":")))
    unfinished.replace(PATH)
    for name, count in Counter(sheet["collection"] for sheet in found if sheet["trained"]).items():
        print(f"{catalogue.COLLECTIONS[name]['name']}: {count} sheets trained on")
    print(f"{sum(sheet['trained'] and sheet['protected'] for sheet in found)} of them may be protected")
    print(f"{len(found)} sheets, {sum(len(sheet['chords']) for sheet in found)} chords; {PATH.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
