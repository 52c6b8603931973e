"""Counts what each model learned from and writes it into its card; nothing is trained.

`models/training/train.sh learned-from [NAME ...]`, with the corpora where `corpora.py` looks for them.
"""

import argparse
import json
from collections import Counter, defaultdict

import numpy as np

from . import catalogue, chorales, corpora, counting, four_part, groove_data, lead_sheets, melodies
from .card import write_card
from .chord_symbols import NO_CHORD, QUALITIES
from .counting import Learnt, histogram, percent, share

TEMPO_BIN = 20
STEPS_A_QUARTER = 4


def line_of_events(events):
    """[(start, duration, pitch)] of a melody's events."""
    notes = []
    for step, event in enumerate(events.tolist()):
        if event >= melodies.FIRST_PITCH:
            notes.append([step, 1, event])
        elif event == melodies.HOLD and notes and notes[-1][0] + notes[-1][1] == step:
            notes[-1][1] += 1
    return [tuple(note) for note in notes]


def line_of_grid(pitch, attack):
    """The same of a voice on the grid: a note begins where one is struck or another pitch comes."""
    notes, before = [], -1
    for step, (now, struck) in enumerate(zip(pitch.tolist(), attack.tolist())):
        if now >= 0 and (struck or now != before):
            notes.append([step, 1, now])
        elif now >= 0:
            notes[-1][1] += 1
        before = now
    return [tuple(note) for note in notes]


def of_melodies(find, split="train"):
    """Melodies of a piece that long rests part are lines of one piece."""
    lines = defaultdict(list)
    for melody in melodies.in_split(split):
        lines[melody.piece].append(line_of_events(melody.events))
    return [Learnt(find(name), found, len(found)) for name, found in lines.items()]


def of_settings(find):
    return [
        Learnt(find(piece.name), [line_of_grid(piece.pitch[:, v], piece.attack[:, v]) for v in range(four_part.VOICES)])
        for piece in four_part.load()["train"]
    ]


def of_coconet(find):
    """A grid cannot tell a held note from a repeated one, so a note is a stretch on one pitch."""
    splits = chorales.jsb()
    named = [(f"jsb-train-{i}", grid) for i, grid in enumerate(splits["train"])] + chorales.new_hymns(splits)
    lines = lambda grid: [line_of_grid(grid[:, v], np.zeros(len(grid))) for v in range(chorales.VOICES)]
    return [Learnt(find(name), lines(grid)) for name, grid in named]


def of_sheets(find):
    return [Learnt(find(sheet.name), [line_of_grid(sheet.pitch, sheet.onset)]) for sheet in lead_sheets.load()["train"]]


SHOWN = {
    "harmony": of_settings,
    "coconet": of_coconet,
    "chords": of_sheets,
    "melody-rnn": of_melodies,
    "melody-vae": of_melodies,
}


def finder(entries, twins):
    """A function from a piece's name, as any model has it, to its `Entry`."""
    found = {each.name: each for each in entries}
    found |= {each.name.rsplit("/", 1)[-1]: each for each in entries if each.collection in ("bach-chorales", "open-hymnal")}
    for split, names in twins.items():
        found |= {f"jsb-{split}-{i}": found[name] for i, name in enumerate(names) if name}
    return lambda name: found[name]


def count_drums(performances):
    """(learned_from, bias) of drummers' recordings."""
    drummers = Counter(each.name.split("/")[0] for each in performances)
    quarters = lambda each: len(each.played) / STEPS_A_QUARTER
    hours = sum(quarters(each) / each.bpm / 60 for each in performances)
    bars = Counter()
    metres = Counter()
    for each in performances:
        bars[groove_data.STYLES[each.style]] += len(each.counts)
        metres[each.meter.replace("-", "/")] += len(each.counts)
    total = sum(bars.values())
    strokes = sum(each.played[:, : groove_data.NUM_DRUMS].sum(0) for each in performances)
    tempos = Counter(int(each.bpm // TEMPO_BIN) * TEMPO_BIN for each in performances)
    bins = range(min(tempos), max(tempos) + 1, TEMPO_BIN)
    by_drummer = Counter()
    for each in performances:
        by_drummer[each.name.split("/")[0]] += len(each.counts)
    learned = {
        "recordings": len(performances),
        "bars": total,
        "hours": round(hours, 2),
        "notes": int(strokes.sum()),
        "drummers": [{"label": name.replace("drummer", "drummer "), "count": count} for name, count in by_drummer.most_common()],
        "collections": [{"label": "Groove MIDI Dataset", "count": len(performances)}],
        "places": [{"label": "unknown", "count": len(performances)}],
        "regions": histogram({"unknown": len(performances)}, ["europe", "america", "other", "unknown"]),
        "styles": histogram(bars),
        "metres": histogram(metres),
        "tempos": histogram({f"{low}–{low + TEMPO_BIN - 1}": tempos[low] for low in bins}, [f"{low}–{low + TEMPO_BIN - 1}" for low in bins]),
        "drums": [{"label": name, "count": int(n)} for (name, _), n in zip(groove_data.DRUMS, strokes)],
        "how": {
            "recordings": "Of the training split of the dataset, in 4/4, 3/4 and 6/8, each once.",
            "hours": "Of whole bars, at the tempo that the dataset states.",
            "drummers": "Bars of each; the dataset gives them numbers, and neither names nor places.",
            "styles": "Bars of each; a style with few recordings is \"other\".",
            "metres": "Bars of each.",
            "tempos": "Recordings of each, quarters a minute.",
            "drums": "Strokes on each of nine drums.",
        },
    }  # fmt: skip
    bias = {
        **dict.fromkeys(("european", "american", "other", "major", "before_1900", "by_women")),
        "unknown": 1.0,
        "four_four": share(metres["4/4"], total),
        "rock": share(bars["rock"], total),
        "by_most_named": share(by_drummer.most_common(1)[0][1], total),
    }
    first, (second, _) = bars.most_common(1)[0][0], bars.most_common(2)[1]
    said = [
        f"{len(drummers)} drummers played all of it on one electronic kit; one of them played {percent(bias['by_most_named'])} of the bars.",
        f"{percent(bias['four_four']).capitalize()} of the bars are in 4/4.",
        f"{percent(bars[first] / total).capitalize()} of the bars are {first}, {percent(bars[second] / total)} {second}.",
        "The dataset does not say where its drummers are from, nor who they are.",
    ]
    return learned, bias, said


def good_at(name, metrics):
    """What a model does well, with the figures of its card that say so."""
    of = lambda key: metrics[key]["value"]
    likely = lambda key: percent(float(np.exp(-of(key))))
    each = {
        "harmony": lambda: [
            f"Parts beneath a soprano: in chorales that it never saw, the written note of alto, tenor or bass has a probability of "
            f"{likely('test_nll_given_soprano')} (geometric mean), in hymns {likely('hymns_test_nll_given_soprano')}.",
            "Sees what comes, so that it can head for a cadence; decides in the order of time in one pass.",
        ],
        "coconet": lambda: [
            f"Any cells of four voices around given ones: in chorales that it never saw, the written note of alto, tenor or bass has a probability of "
            f"{likely('test_nll_given_soprano')} (geometric mean).",
            "Any question of that kind: one voice, one beat, or all but a few notes.",
        ],
        "chords": lambda: [
            f"The root of a chord from the melody alone: {percent(of('test_from_melody_model_root'))} as in lead sheets that it never saw, "
            f"against {percent(of('test_from_melody_hmm_root'))} by a hidden Markov model and {percent(of('test_from_melody_rule_root'))} by a rule.",
            f"One chord among known ones: {percent(of('test_among_chords_model_root'))} of the roots.",
        ],
        "melody-rnn": lambda: [
            f"What comes next in a melody: {of('test_nll'):.2f} nats a sixteenth on melodies that it never saw, against {of('test_nll_bigram'):.2f} by "
            f"counts of pairs and {of('test_nll_last_bar'):.2f} with the bar before.",
            "Rhythm and compass of what it goes on from.",
        ],
        "melody-vae": lambda: [
            f"Gives two bars back that it never saw: {percent(of('test_steps_reconstructed'))} of their sixteenths are right, and "
            f"{percent(of('test_windows_exact'))} of such pairs of bars come back without a slip.",
            "All that it keeps of them is 128 numbers, so that a melody is varied or blended by moving in them.",
        ],
        "groove": lambda: [
            f"How hard a drum is struck: on average {percent(of('test_velocity_error'))} of full velocity off, where the habit of that drum at that step is "
            f"{percent(of('test_velocity_error_of_habit'))} off.",
            f"How far beside the beat: on average {of('test_timing_error'):.0f} ms off, where the grid is {of('test_timing_error_of_grid'):.0f} ms off.",
        ],
    }  # fmt: skip
    return each[name]()


def chord_kinds(sheets):
    """Histogram of the kinds of chords, each as often as a sheet changes to one."""
    counts = Counter()
    for sheet in sheets:
        for before, chord in zip([NO_CHORD, *sheet.chord.tolist()], sheet.chord.tolist()):
            if chord != before and 0 <= chord < NO_CHORD:
                quality = QUALITIES[chord % len(QUALITIES)]
                counts[{"": "major", "m": "minor"}.get(quality, quality)] += 1
    return histogram(counts)


def counted(name, find, check):
    """{"learned_from", "bias"} of one model; check: `counting.heard_as_told` of all pieces."""
    if name == "groove":
        learned, shares, said = count_drums(groove_data.in_split("train"))
    else:
        learned, shares = counting.count(SHOWN[name](find), catalogue.COLLECTIONS, check)
        said = counting.statements(learned, shares)
    if name == "chords":
        learned["chords"] = chord_kinds(lead_sheets.load()["train"])
        learned["how"] |= {
            "notes": "Of the melodies.",
            "chords": "Kinds, each as often as a piece changes to one; those of hymns and chorales are found by a rule from the notes of their beats.",
        }
    if name == "coconet":
        learned["how"]["notes"] = "Stretches on one pitch, since its data cannot tell a held note from a repeated one."
    return {"learned_from": learned, "bias": {**shares, "statements": said}}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", default=[*SHOWN, "groove"])
    entries, twins = catalogue.load()
    find, check = finder(entries, twins), counting.heard_as_told(entries)
    for name in parser.parse_args().names:
        folder = corpora.MODELS / name
        card = json.loads((folder / "card.json").read_text())
        card |= {**counted(name, find, check), "good_at": good_at(name, card["metrics"])}
        write_card(folder, card)
        print(f"{name}: {len(json.dumps(card['learned_from'])):,} bytes; {' '.join(card['bias']['statements'])}")


if __name__ == "__main__":
    main()
