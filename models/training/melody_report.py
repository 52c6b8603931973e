"""What `npm run evaluate:melody` reports: variations and continuations of held-out melodies beside the melodies' own.

`--pieces` writes openings of test melodies for the page to vary and to go on with; `--write` reads its answers back and writes
report.json and report.md of models/melody-vae and models/melody-rnn.
"""

import json

import numpy as np

from . import corpora, melodies
from .checkpoint import write_json
from .chord_symbols import NO_CHORD, QUALITIES, TONES
from .command import run_report
from .melodies import FIRST_PITCH, HOLD, NOTE_OFF
from .melody_attributes import ATTRIBUTES

STATE = corpora.STATE / "evaluation"
BARS = 4
#: Bars of a phrase that is answered, and of its answer.
TURN = 2
#: Steps of a bar and the metre; twelve sixteenths are 6/8 where more notes begin in the middle than on the second and third quarter.
METERS = {16: (4, 4), 12: (3, 4), 8: (2, 4)}
MOST = 120
MIN_NOTES = 10
WORDS = {"density": "sparser–denser", "register": "lower–higher", "leaps": "smoother–leapier"}
UNITS = {"density": "notes a quarter", "register": "mean pitch, semitones", "leaps": "mean interval, semitones"}


def notes_of(events):
    """[[pitch, start, duration], …] in steps; silence where the events hold nothing."""
    notes, sounding = [], False
    for step, event in enumerate(int(event) for event in events):
        if event >= FIRST_PITCH:
            notes.append([event, step, 1])
        elif event == HOLD and sounding:
            notes[-1][2] += 1
        sounding = event >= FIRST_PITCH or (event == HOLD and sounding)
    return notes


def openings():
    """Of each held-out melody the first eight bars that are whole and of one length: for the page to vary, or to go on with the first
    four."""
    found = []
    for melody in melodies.in_split("test"):
        bar = melody.bar
        if bar not in METERS:
            continue
        for start in melody.bars:
            length = 2 * BARS * bar
            whole = np.isin(start + bar * np.arange(2 * BARS), melody.bars).all()
            if not whole or start + length > len(melody.events):
                continue
            events = melodies.window(melody.events, int(start), length)
            events[0] = events[0] if events[0] >= FIRST_PITCH else NOTE_OFF
            halves = events[: BARS * bar], events[BARS * bar :]
            if any(np.count_nonzero(half >= FIRST_PITCH) < MIN_NOTES for half in halves):
                continue
            chords = melody.chords[start : start + length]
            found.append(
                {
                    "piece": melody.piece,
                    "bar": bar,
                    "meter": meter_of(events, bar),
                    "notes": notes_of(events),
                    "last": notes_of(melodies.window(melody.events, len(melody.events) - BARS * bar, BARS * bar)),
                    "chords": chords.tolist() if (chords[BARS * bar :] != NO_CHORD).any() else None,
                }
            )
            break
    # Spread over the corpora, in which pieces of a kind stand side by side; those with chords first, for they are few.
    found.sort(key=lambda piece: piece["chords"] is None)
    told = [piece for piece in found if piece["chords"]][: MOST // 2]
    others = [piece for piece in found if not piece["chords"]]
    stride = max(1, len(others) // (MOST - len(told)))
    return told + others[::stride][: MOST - len(told)]


def meter_of(events, bar):
    onsets = np.flatnonzero(events >= FIRST_PITCH) % bar
    is_compound = bar == 12 and np.count_nonzero(onsets == 6) > np.count_nonzero(np.isin(onsets, (4, 8)))
    return (6, 8) if is_compound else METERS[bar]


def curve(notes, steps):
    """float64 [steps]: the pitch at each step, NaN where none sounds."""
    line = np.full(steps, np.nan)
    for pitch, start, duration in notes:
        line[start : start + duration] = pitch
    return line


def contour_distance(a, b, steps):
    """In [0, 1]: the share of pairs of steps, both sounding in both melodies, between which one melody rises, falls or stays and the other
    does not. 1 minus CSIM (Marvin and Laprade, Relating Musical Contours, 1987) over sixteenths; the same in any transposition."""
    lines = [curve(notes, steps) for notes in (a, b)]
    heard = ~np.isnan(lines[0]) & ~np.isnan(lines[1])
    signs = [np.sign(line[heard][:, None] - line[heard][None]) for line in lines]
    pairs = np.triu_indices(int(heard.sum()), 1)
    return float(np.mean(signs[0][pairs] != signs[1][pairs])) if len(pairs[0]) else 1.0


def rhythm_distance(a, b):
    """In [0, 1]: the share of sixteenths at which a note begins in either melody that are not in both: the Jaccard distance of their
    onsets. (Toussaint, A Comparison of Rhythmic Similarity Measures, 2004, counts the same differences: Hamming.)"""
    first, second = ({start for _, start, _ in notes} for notes in (a, b))
    return 1 - len(first & second) / max(1, len(first | second))


def attributes(notes, steps):
    """float64 [3]: notes a quarter, mean pitch of the steps that sound, mean interval from note to note in semitones."""
    pitches = np.array([pitch for pitch, _, _ in notes], float)
    if len(pitches) < 2:
        return np.full(3, np.nan)
    lengths = [duration for _, _, duration in notes]
    return np.array([len(notes) / (steps / 4), np.average(pitches, weights=lengths), np.abs(np.diff(pitches)).mean()])


def ending(notes, steps, key):
    """How a phrase ends: whether its last note lasts half a bar, counted up to the end; its degree over the tonic in semitones."""
    pitch, start, _ = notes[-1]
    return steps - start, (pitch - key["tonic"]) % 12


def key_share(notes, key):
    return np.mean([pitch % 12 in key["scale"] for pitch, _, _ in notes])


def chord_share(notes, chords):
    """Of the notes that begin over a chord, the share that are tones of it; NaN where none do."""
    over = [
        (pitch - chord // len(QUALITIES)) % 12 in TONES[chord % len(QUALITIES)]
        for pitch, start, _ in notes
        if (chord := chords[start]) != NO_CHORD
    ]
    return np.mean(over) if over else np.nan


def cut(notes, start, end):
    return [[pitch, at - start, min(duration, end - at)] for pitch, at, duration in notes if start <= at < end]


def vary_figures(pieces, answers):
    """{level: figures} of the variations at each place of similar–different."""
    result = {}
    for level, takes in by_level(answers["difference"]):
        rows = [
            (contour_distance(take, own, steps), rhythm_distance(take, own), differing(take, own, steps))
            for piece, some in zip(pieces, takes)
            for steps in [BARS * piece["bar"]]
            for own in [cut(piece["notes"], 0, steps)]
            for take in some
        ]
        result[level] = dict(zip(("contour_distance", "rhythm_distance", "steps_differing"), np.mean(rows, 0).tolist()))
    return result


def by_level(answers):
    """From the left end of a slider to its right; JSON puts whole numbers first."""
    return sorted(answers.items(), key=lambda item: float(item[0]))


def differing(a, b, steps):
    """The share of steps at which another pitch sounds, or none."""
    return float(np.mean(np.nan_to_num(curve(a, steps), nan=-1) != np.nan_to_num(curve(b, steps), nan=-1)))


def steering_figures(pieces, answers, of):
    """{attribute: {level: the three attributes' means, and in how many of the melodies it moved as asked against 0}}."""
    result = {}
    for name in ATTRIBUTES:
        measured = {
            level: np.array(
                [
                    np.nanmean([attributes(take, BARS * piece["bar"]) for take in some], 0)
                    for piece, some in zip(pieces, takes)
                ]
            )
            for level, takes in by_level(answers[of][name])
        }
        k = ATTRIBUTES.index(name)
        base = measured["0"]
        result[name] = {
            level: {
                "means": np.nanmean(values, 0).tolist(),
                "moved_as_asked": float(np.nanmean(np.sign(values[:, k] - base[:, k]) == np.sign(float(level)))),
            }
            for level, values in measured.items()
        }
    return result


def continue_figures(pieces, takes, chords=True):
    """What continuations do: {figure: share}."""
    rows = []
    for piece, some in zip(pieces, takes):
        steps = BARS * piece["bar"]
        key = piece["key"]
        over = piece["chords"][steps:] if chords and piece["chords"] else None
        for take in some:
            length, degree = ending(take, steps, key)
            is_long = length >= piece["bar"] / 2
            rows.append(
                [
                    is_long,
                    degree == 0,
                    degree in (0, 7),
                    is_long and degree in (0, 7),
                    key_share(take, key),
                    chord_share(take, over) if over else np.nan,
                ]
            )
    names = ("ends_long", "ends_on_tonic", "ends_on_tonic_or_dominant", "ends_long_on_tonic_or_dominant", "in_key", "chord_tones")
    return dict(zip(names, map(mean_of_known, np.array(rows, float).T)))


def exchange_figures(pieces, takes):
    """How far answers of two bars take after the phrases of two bars before them: {figure: value}."""
    rows = []
    for piece, some in zip(pieces, takes):
        steps = TURN * piece["bar"]
        phrase = attributes(cut(piece["notes"], 0, steps), steps)
        rows += [(*phrase[:2], *attributes(take, steps)[:2], key_share(take, piece["key"])) for take in some if take]
    rows = np.array([row for row in rows if not np.isnan(row).any()])
    return {
        "density_correlation": float(np.corrcoef(rows[:, 0], rows[:, 2])[0, 1]),
        "density_difference": float(np.median(np.abs(rows[:, 0] - rows[:, 2]))),
        "register_correlation": float(np.corrcoef(rows[:, 1], rows[:, 3])[0, 1]),
        "register_difference": float(np.median(np.abs(rows[:, 1] - rows[:, 3]))),
        "in_key": float(rows[:, 4].mean()),
    }


def mean_of_known(values):
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else None


def write_pieces():
    STATE.mkdir(parents=True, exist_ok=True)
    (STATE / "melodies.json").write_text(json.dumps(openings()))


def spread_of(pieces):
    """The standard deviation of each attribute from held-out melody to held-out melody."""
    values = [attributes(cut(piece["notes"], 0, BARS * piece["bar"]), BARS * piece["bar"]) for piece in pieces]
    return np.std(values, 0)


def write_report():
    answers = json.loads((STATE / "melody-answers.json").read_text())
    pieces = [{**piece, "key": key} for piece, key in zip(json.loads((STATE / "melodies.json").read_text()), answers["keys"])]
    told = [piece for piece in pieces if piece["chords"]]
    own = [[cut(piece["notes"], BARS * piece["bar"], 2 * BARS * piece["bar"])] for piece in pieces]
    spread = spread_of(pieces)
    vary = {
        "melodies": len(pieces),
        "takes": answers["takes"],
        "spread": spread.tolist(),
        "difference": vary_figures(pieces, answers),
        "steering": steering_figures(pieces, answers, "vary"),
    }
    going_on = {
        "melodies": len(pieces),
        "with_chords": len(told),
        "takes": answers["takes"],
        "spread": spread.tolist(),
        "own": continue_figures(pieces, own),
        "own_last": continue_figures(pieces, [[piece["last"]] for piece in pieces], chords=False),
        "continued": continue_figures(pieces, answers["continued"]),
        "continued_told_chords": continue_figures(told, answers["told"]),
        "exchanges": {
            "own": exchange_figures(pieces, [[cut(piece["notes"], TURN * piece["bar"], 2 * TURN * piece["bar"])] for piece in pieces]),
            **{kind: exchange_figures(pieces, answers[kind]) for kind in ("answered", "traded")},
        },
        "steering": steering_figures(pieces, answers, "continue"),
    }
    for model, report, text in (
        ("melody-vae", vary, vary_markdown(vary)),
        ("melody-rnn", going_on, continue_markdown(going_on)),
    ):
        write_json(corpora.MODELS / model / "report.json", report)
        page = "\n".join(text)
        (corpora.MODELS / model / "report.md").write_text(page + "\n")
        print(page)


def vary_markdown(report):
    yield "# Vary, measured"
    yield ""
    yield f"Written by `npm run evaluate:melody`: the page's own code varies the first four whole bars of {report['melodies']} held-out melodies"
    yield f"{report['takes']} times, at the page's own settings but for the one slider."
    yield ""
    yield "Contour distance: the share of pairs of sixteenths between which one melody rises, falls or stays and the other does not"
    yield "(1 - CSIM, Marvin and Laprade 1987). Rhythm distance: the share of onsets in either melody that are not in both (Jaccard)."
    yield ""
    yield "| similar–different | contour distance | rhythm distance | sixteenths with another pitch |"
    yield "| --- | --- | --- | --- |"
    for level, row in report["difference"].items():
        yield f"| {level} | {row['contour_distance']:.3f} | {row['rhythm_distance']:.3f} | {row['steps_differing']:.3f} |"
    yield from steering_markdown(report)


def share(value):
    return "" if value is None else f"{value:.3f}"


def steering_markdown(report):
    yield ""
    yield "## Steered"
    yield ""
    yield "Each slider alone. In brackets, how far that is from the middle in standard deviations between held-out melodies. Last, in how many"
    yield "of the melodies the slider's own attribute moved as asked."
    for name, rows in report["steering"].items():
        yield ""
        yield f"| {WORDS[name]} | " + " | ".join(UNITS[one] for one in ATTRIBUTES) + " | moved as asked |"
        yield "| --- |" + " --- |" * (len(ATTRIBUTES) + 1)
        base = rows["0"]["means"]
        for level, row in rows.items():
            cells = [
                f"{mean:.2f} ({(mean - middle) / deviation:+.2f})"
                for mean, middle, deviation in zip(row["means"], base, report["spread"])
            ]
            moved = "" if level == "0" else f"{row['moved_as_asked']:.0%}"
            yield f"| {level} | " + " | ".join(cells) + f" | {moved} |"


def continue_markdown(report):
    yield "# Continue, measured"
    yield ""
    yield f"Written by `npm run evaluate:melody`: the page's own code goes on with the first four whole bars of {report['melodies']} held-out melodies"
    yield f"for four more, {report['takes']} times, at the page's own settings; beside it the melodies' own next four bars, whose"
    yield f"last bar often holds the upbeat to what follows, and their last four. {report['with_chords']} of them have chords, which are told or not. The"
    yield "key is the one that the page finds in the four bars."
    yield ""
    systems = {"own": "their own", "own_last": "their own last", "continued": "continued", "continued_told_chords": "continued over their chords"}
    yield "| | " + " | ".join(systems.values()) + " |"
    yield "| --- |" + " --- |" * len(systems)
    words = {
        "ends_long": "last note lasts half a bar or more",
        "ends_on_tonic": "ends on the tonic",
        "ends_on_tonic_or_dominant": "ends on the tonic or the dominant",
        "ends_long_on_tonic_or_dominant": "both long and there",
        "in_key": "notes in the key",
        "chord_tones": "notes that are tones of their chord",
    }
    for figure, title in words.items():
        yield f"| {title} | " + " | ".join(share(report[system][figure]) for system in systems) + " |"
    yield ""
    yield "## Answers"
    yield ""
    yield "The first two bars, answered for two by a partner (src/domain/duet.ts), beside the melodies' own third and fourth bar: how far they take"
    yield "after the phrase, over all melodies. An answer brings the phrase home; one that is traded leaves off for the next turn."
    yield ""
    systems = {"own": "their own", "answered": "answered", "traded": "traded"}
    yield "| | " + " | ".join(systems.values()) + " |"
    yield "| --- |" + " --- |" * len(systems)
    words = {
        "density_correlation": "notes a quarter, correlation with the phrase's",
        "density_difference": "the same, median difference",
        "register_correlation": "mean pitch, correlation with the phrase's",
        "register_difference": "the same, median difference in semitones",
        "in_key": "notes in the key",
    }
    for figure, title in words.items():
        yield f"| {title} | " + " | ".join(share(report["exchanges"][system][figure]) for system in systems) + " |"
    yield from steering_markdown(report)


if __name__ == "__main__":
    run_report(__doc__, write_pieces, write_report)
