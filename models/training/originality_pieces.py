"""Writes what the index of originality is made of: every piece of the corpora but the drummers', with its lines in ticks.

`models/training/train.sh originality-pieces`. What it writes is ignored by git.
"""

import json
from collections import Counter

from . import catalogue, corpora, counting, four_part, lead_sheets, melodies, splits
from .chorales import hymns_trained_on

#: Who died later may be protected in 2026 where that lasts for 70 years.
LAST_FREE_DEATH = 1955
#: Collections of songs so late that a composer of whom nothing is known may be.
LATE = {"openewld"}

PATH = corpora.STATE / "originality" / "pieces.json"
TICKS = 480


def trained_names(twins):
    """The names of the pieces that any model was trained on, as `catalogue` names them."""
    known = {melody.piece for melody in melodies.in_split("train")}
    settings = {piece.name for piece in four_part.load()["train"]} | {sheet.name for sheet in lead_sheets.load()["train"]}
    settings |= set(hymns_trained_on())
    for i, twin in enumerate(twins["train"]):
        settings |= {f"jsb-train-{i}", twin or ""}
    return known, settings


def is_trained(name, known, settings):
    """Melodies go by their path, four-part settings by their file."""
    return name in known or name in settings or name.rsplit("/", 1)[-1] in settings


def notes_of(line):
    """[[start, duration, pitch]] in ticks; what falls between two (a seventh of a beat) goes to the nearest."""
    return [[start := round(TICKS * a), max(1, round(TICKS * b) - start), pitch] for a, b, pitch in line.notes]


def line_of(part, line):
    bars = sorted({round(TICKS * bar) for bar in line.bars if bar < line.end})
    return {"part": part, "notes": notes_of(line), "bars": bars}


def may_be_protected(entry):
    """Whether somebody may hold rights in a piece: a composer died after LAST_FREE_DEATH, or nobody knows when and the collection is LATE.

    Its collection says that it is free, and may go by the law of one country or by a text's author.
    """
    deaths = [known.died if (known := counting.composer_of(name, entry)) else None for name in entry.composers]
    return any(died is not None and died > LAST_FREE_DEATH for died in deaths) or (entry.collection in LATE and None in deaths)


def piece_of(entry, family, trained):
    return {
        "id": entry.name,
        "title": entry.title,
        "composer": ", ".join(entry.composers) or None,
        "collection": entry.collection,
        "year": entry.year,
        "trained": trained,
        "protected": may_be_protected(entry),
        "family": family,
        "meter": list(entry.metre),
        "lines": [line_of(part, line) for part, line in zip(catalogue.PARTS, entry.lines)],
    }


def collections():
    """[{"id", "name", "source", "licence"}] of every collection."""
    return [
        {"id": name, "name": each["name"], **{key: corpora.SOURCES[each["archive"]][key] for key in ("source", "licence")}}
        for name, each in catalogue.COLLECTIONS.items()
    ]


def main():
    entries, twins = catalogue.load()
    family = splits.families({each.name: [pitch for _, _, pitch in each.lines[0].notes] for each in entries})
    known, settings = trained_names(twins)
    pieces = [piece_of(each, family[each.name], is_trained(each.name, known, settings)) for each in entries]
    PATH.parent.mkdir(parents=True, exist_ok=True)
    # Whoever reads meanwhile gets the old one or the new one whole.
    unfinished = PATH.with_suffix(".part")
    unfinished.write_text(json.dumps({"collections": collections(), "pieces": pieces}, ensure_ascii=False, separators=(",", ":")))
    unfinished.replace(PATH)
    counts = Counter(piece["collection"] for piece in pieces)
    taught = Counter(piece["collection"] for piece in pieces if piece["trained"])
    held = sum(piece["protected"] for piece in pieces)
    for name, count in counts.items():
        print(f"{catalogue.COLLECTIONS[name]['name']}: {count} pieces, {taught[name]} of them trained on")
    lines = [line for piece in pieces for line in piece["lines"]]
    print(f"{held} pieces may be protected: a composer died after {LAST_FREE_DEATH} or nobody knows when")
    print(f"{len(pieces)} pieces, {len(lines)} lines, {sum(len(line['notes']) for line in lines)} notes; {PATH.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
