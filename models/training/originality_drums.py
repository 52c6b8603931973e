"""Writes what the index of drums is made of: which drums of nine are struck at which sixteenth, bar by bar, of every recording.

`models/training/train.sh originality-drums`. What it writes is ignored by git.
"""

import json
import re
from collections import Counter

import numpy as np

from . import corpora
from .groove_data import NUM_DRUMS, performances

PATH = corpora.STATE / "originality" / "drums.json"
COLLECTION = {"id": "groove", "name": "Groove MIDI Dataset"}


def masks_of(played, bar):
    """[[nine numbers]] of float32 [steps, 27], a bar each: bit `step` of the number of a drum is 1 where it is struck."""
    hits = played[:, :NUM_DRUMS].reshape(-1, bar, NUM_DRUMS).astype(int)
    return (hits << np.arange(bar)[:, None]).sum(1).tolist()


def words_of(name):
    """(title, who plays, what is played where all were given the same) of "drummer1/eval_session/1_funk-groove1_138_beat_4-4.mid"."""
    drummer, session, file = name.split("/")
    number, style, tempo, kind, _ = file.split("_")
    given = re.search(r"groove\d+$", style)
    what = "fill" if kind == "fill" else "beat"
    title = f"{style.replace('-', ' ').capitalize()} {what}, {tempo} bpm, no. {number}"
    spaced = lambda word: re.sub(r"(\d+)", r" \1", word.replace("_", " "))
    return title, f"{spaced(drummer).capitalize()}, {spaced(session)}", given and given[0]


def recording_of(performance):
    title, who, given = words_of(performance.name)
    return {
        "title": title,
        "composer": who,
        "trained": performance.split == "train",
        "drummer": performance.name.split("/")[0],
        # Where all drummers played the same from paper, they are versions of it.
        "family": given or performance.name,
        "meter": [int(number) for number in performance.meter.split("-")],
        "bars": masks_of(performance.played, performance.bar),
    }


def main():
    recordings = [recording_of(each) for each in performances()]
    source = {key: corpora.SOURCES["groove"][key] for key in ("source", "licence")}
    PATH.parent.mkdir(parents=True, exist_ok=True)
    unfinished = PATH.with_suffix(".part")
    unfinished.write_text(json.dumps({"collections": [{**COLLECTION, **source}], "recordings": recordings}, separators=(",", ":")))
    unfinished.replace(PATH)
    taught = Counter(each["drummer"] for each in recordings if each["trained"])
    print(f"{len(recordings)} recordings, {sum(taught.values())} of them trained on, by {len(taught)} drummers; {PATH.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
