"""What `npm run evaluate:personal` reports: what *Vary* makes of tunes when it goes towards the style of somebody who wrote none of them.

A person is a kind of music: fiddle tunes, songs, sopranos of hymns and chorales, lead sheets. `--pieces` writes for the page what each
person's style is learnt from (the validation split), tunes of the others to vary (the test split), and pieces to know the person by (the
training split) and to compare with (the person's own of the test split): whole pieces apart. `--write` reads the answers back and
writes personal.json and personal.md of models/melody-vae.
"""

import json

import numpy as np

from . import corpora, melodies
from .checkpoint import write_json
from .command import run_report
from .melodies import FIRST_PITCH, NOTE_OFF
from .melody_report import METERS, contour_distance, curve, cut, meter_of, notes_of

STATE = corpora.STATE / "evaluation"
PERSONS = {
    "fiddler": ("fiddle tunes", {"tunes"}),
    "singer": ("art songs", {"lieder"}),
    "precentor": ("hymns and chorales", {"hymnal", "bach"}),
    "bandleader": ("lead sheets", {"openewld"}),
}
LEVELS = ["0", "0.25", "0.5", "0.75", "1"]
CONSTANT = "constant"
BARS = 4
MIN_NOTES = 8
#: Pieces that a style is learnt from, and bars of each.
LEARNT, LEARNT_BARS = 40, 24
#: Tunes of each other kind to vary; stretches of each kind to tell kinds by; stretches of the person's own to compare with.
INPUTS, KNOWN, HELD = 15, 300, 150
SEED = 11
DRAWS = 2000


def kind_of(melody):
    corpus = melody.piece.split("/")[0]
    return next(name for name, (_, own) in PERSONS.items() if corpus in own)


def whole_bars(melody, most):
    """(start, bars) of the first stretch of whole bars of one length, up to `most`; None where there is none of four."""
    bar = melody.bar
    if bar not in METERS:
        return None
    follows = np.isin(melody.bars + bar, np.append(melody.bars, len(melody.events)))
    run = 0
    for i, here in enumerate(follows):
        run = run + 1 if here and (run == 0 or melody.bars[i] - melody.bars[i - 1] == bar) else int(here)
        ends = i + 1 == len(follows) or not follows[i + 1]
        if run == most or (run >= BARS and ends):
            return int(melody.bars[i - run + 1]), run
    return None


def piece_of(melody, start, bars):
    events = melodies.window(melody.events, start, bars * melody.bar)
    events[0] = events[0] if events[0] >= FIRST_PITCH else NOTE_OFF
    notes = notes_of(events)
    return {"piece": melody.piece, "bar": melody.bar, "bars": bars, "meter": meter_of(events, melody.bar), "notes": notes}


def stretches(split, kind, most, whole=False):
    """Of each piece of a kind four bars, or up to `LEARNT_BARS`; then, where that is not enough, the next four of each."""
    chosen = [melody for melody in melodies.in_split(split) if kind_of(melody) == kind]
    chosen = [chosen[i] for i in np.random.default_rng(SEED).permutation(len(chosen))]
    found = []
    for turn in range(1 if whole else 6):
        for melody in chosen:
            at = whole_bars(melody, LEARNT_BARS)
            if at is None or (not whole and at[1] < BARS * (turn + 1)):
                continue
            start, bars = at if whole else (at[0] + turn * BARS * melody.bar, BARS)
            piece = piece_of(melody, start, bars)
            if len(piece["notes"]) >= MIN_NOTES:
                found.append(piece)
            if len(found) == most:
                return found
    return found


def write_pieces():
    STATE.mkdir(parents=True, exist_ok=True)
    kinds = {
        kind: {
            "learnt": stretches("valid", kind, LEARNT, whole=True),
            "known": stretches("train", kind, KNOWN),
            "held": stretches("test", kind, HELD),
        }
        for kind in PERSONS
    }
    for kind in kinds.values():
        kind["inputs"] = kind["held"][:INPUTS]
    for name, kind in kinds.items():
        print(name, {part: len(pieces) for part, pieces in kind.items()})
    (STATE / "personal.json").write_text(json.dumps(kinds))


def histogram(values, bins):
    counts = np.bincount(values, minlength=bins).astype(float)
    return counts / max(1, counts.sum())


def features(notes, shift):
    """float64 [49], four histograms: intervals from note to note (to an octave either way), times from onset to onset, places of onsets in
    the quarter, degrees over the tonic of the signature's major key. @param shift semitones to the key without signature"""
    pitches = np.array([pitch for pitch, _, _ in notes], int)
    starts = np.array([start for _, start, _ in notes], int)
    intervals = np.clip(np.diff(pitches), -12, 12) + 12
    times = np.searchsorted([1, 2, 3, 4, 6, 8, 12], np.diff(starts))
    return np.concatenate(
        [histogram(intervals, 25), histogram(times, 8), histogram(starts % 4, 4), histogram((pitches + shift) % 12, 12)]
    )


GROUPS = np.split(np.arange(49), [25, 33, 37])


def divergence(a, b):
    """The Jensen–Shannon divergence of two mean feature vectors, bits, mean over the four histograms."""

    def entropy(p):
        p = p[p > 0]
        return -(p * np.log2(p)).sum()

    return float(np.mean([entropy((a[g] + b[g]) / 2) - (entropy(a[g]) + entropy(b[g])) / 2 for g in GROUPS]))


def logistic(own, others, penalty=20.0, steps=60):
    """Log-odds of the person against the others, both as likely beforehand: logistic regression by Newton's method."""
    rows = np.concatenate([own, others])
    centre, scale = rows.mean(0), rows.std(0) + 1e-3
    inputs = np.concatenate([(rows - centre) / scale, np.ones((len(rows), 1))], 1)
    labels = np.concatenate([np.ones(len(own)), np.zeros(len(others))])
    weights = np.where(labels == 1, 0.5 / len(own), 0.5 / len(others)) * len(rows)
    ridge = penalty * np.eye(inputs.shape[1])
    ridge[-1, -1] = 0
    solution = np.zeros(inputs.shape[1])
    for _ in range(steps):
        odds = 1 / (1 + np.exp(-inputs @ solution))
        slope = inputs.T @ (weights * (odds - labels)) + ridge @ solution
        curvature = (inputs * (weights * odds * (1 - odds))[:, None]).T @ inputs + ridge
        solution -= np.linalg.solve(curvature, slope)
    return lambda some: np.concatenate([(some - centre) / scale, np.ones((len(some), 1))], 1) @ solution


def interval(values, of=np.mean):
    """[mean, 2.5 %, 97.5 %] over resamplings of the tunes."""
    random = np.random.default_rng(SEED)
    drawn = [of(values[random.integers(len(values), size=len(values))]) for _ in range(DRAWS)]
    return [float(of(values)), *map(float, np.quantile(drawn, [0.025, 0.975]))]


def plain_line(notes, shift, steps):
    """[steps] the pitch over the tonic of the signature's major key; NaN where none sounds."""
    return curve([[pitch + shift, start, duration] for pitch, start, duration in notes], steps)


def unlike(a, b):
    """The share of sixteenths, up to the end of the shorter, at which the two sound another degree, in any octave, or one rests."""
    steps = min(len(a), len(b))
    return np.mean(np.nan_to_num(a[:steps] % 12, nan=-1) != np.nan_to_num(b[:steps] % 12, nan=-1))


def spread(lines):
    """How unlike two of the lines are, in the mean over all pairs."""
    return float(np.mean([unlike(a, b) for i, a in enumerate(lines) for b in lines[:i]]))


def found_again(outputs, inputs):
    """[1 where the nearest of all inputs of the same metre is the output's own] and [what chance would find]."""
    found, chance = [], []
    for i, output in enumerate(outputs):
        rivals = [j for j, line in enumerate(inputs) if len(line) == len(output)]
        distances = [unlike(output, inputs[j]) for j in rivals]
        found.append(float(rivals[int(np.argmin(distances))] == i))
        chance.append(1 / len(rivals))
    return np.array(found), float(np.mean(chance))


def measured(name, kinds, answers):
    def rows(part, of):
        return np.array([features(p["notes"], s) for p, s in zip(kinds[of][part], answers["shifts"][of][part])])

    def lines(part, of):
        return [plain_line(p["notes"], s, BARS * p["bar"]) for p, s in zip(kinds[of][part], answers["shifts"][of][part])]

    others = [kind for kind in PERSONS if kind != name]
    odds = logistic(rows("known", name), np.concatenate([rows("known", kind) for kind in others]))
    held = rows("held", name)
    inputs = [piece for kind in others for piece in kinds[kind]["inputs"]]
    shifts = [shift for kind in others for shift in answers["shifts"][kind]["held"][: len(kinds[kind]["inputs"])]]
    own = np.array([features(piece["notes"], shift) for piece, shift in zip(inputs, shifts)])
    own_lines = [plain_line(p["notes"], s, BARS * p["bar"]) for p, s in zip(inputs, shifts)]
    held_lines = lines("held", name)[: len(inputs)]
    mean = held.mean(0)
    person = answers["persons"][name]
    result = {
        "windows": person["windows"],
        "seconds": person["seconds"],
        "tunes": len(inputs),
        "held": len(held),
        "told_apart": float(((odds(held) > 0).mean() + (odds(own) < 0).mean()) / 2),
        "held_log_odds": float(odds(held).mean()),
        "input_log_odds": float(odds(own).mean()),
        "input_divergence": divergence(own.mean(0), mean),
        "known_divergence": divergence(rows("known", name).mean(0), mean),
        "held_spread": spread(held_lines),
        "input_spread": spread(own_lines),
        "levels": {},
    }
    base = None
    for level in [*LEVELS, CONSTANT]:
        takes = person["answers"][level]
        made = np.array([features(take, shift) for take, shift in zip(takes, shifts)])
        made_lines = [plain_line(t, s, BARS * p["bar"]) for t, s, p in zip(takes, shifts, inputs)]
        found, chance = found_again(made_lines, own_lines)
        scores = odds(made)
        base = scores if base is None else base
        result["chance"] = chance
        result["levels"][level] = {
            "log_odds": interval(scores),
            "moved": interval(scores - base),
            "taken_for_person": float((scores > 0).mean()),
            "divergence": interval(made, lambda some: divergence(some.mean(0), mean)),
            "spread": spread(made_lines),
            "found_again": interval(found),
            "contour_distance": float(
                np.mean([contour_distance(t, p["notes"], BARS * p["bar"]) for t, p in zip(takes, inputs)])
            ),
        }
    return result


def write_report():
    kinds = json.loads((STATE / "personal.json").read_text())
    answers = json.loads((STATE / "personal-answers.json").read_text())
    report = {name: measured(name, kinds, answers) for name in PERSONS}
    write_json(corpora.MODELS / "melody-vae" / "personal.json", report)
    page = "\n".join(markdown(report))
    (corpora.MODELS / "melody-vae" / "personal.md").write_text(page + "\n")
    print(page)


def around(values, digits=2):
    mean, low, high = values
    return f"{mean:.{digits}f} ({low:.{digits}f} to {high:.{digits}f})"


def markdown(report):
    yield "# A style of one's own, measured"
    yield ""
    yield "Written by `npm run evaluate:personal`: the page's own code learns a style from whole pieces of one kind, and varies the first four"
    yield f"whole bars of tunes of the other kinds towards it, once each, with all sliders but *like the tune–like you* in their places."
    yield "What is learnt from, varied, and compared with are different pieces; the person is known by a third set (see below). In"
    yield "brackets 95 % of 2,000 resamplings of the tunes."
    yield ""
    yield "- **Log-odds**: of the person's music against the others', by a logistic regression over intervals, times between onsets, places in"
    yield "  the quarter and degrees, fitted to pieces that nothing else here has seen."
    yield "- **Divergence**: from the person's held-out pieces, over the same four histograms (Jensen–Shannon, bits)."
    yield "- **Spread**: sixteenths at which two variations of different tunes sound another degree or one rests, over all pairs."
    yield "- **Found again**: variations whose nearest of all tunes in the metre, by that same count, is the one that they vary."
    yield f"- **{CONSTANT}**: every stretch becomes the mean point of what the style was learnt from."
    for name, row in report.items():
        what, _ = PERSONS[name]
        yield ""
        yield f"## The {name}: {what}"
        yield ""
        yield f"{row['windows']} stretches, learnt in {row['seconds']:.1f} s. {row['tunes']} tunes of others, {row['held']} held-out stretches of the"
        yield f"person's own. The regression tells these apart in {row['told_apart']:.0%} (both sides weighed alike): log-odds {row['held_log_odds']:+.2f} and"
        yield f"{row['input_log_odds']:+.2f}. The tunes diverge by {row['input_divergence']:.3f} bits, other pieces of the person's by {row['known_divergence']:.3f}; spread of the"
        yield f"person's own {row['held_spread']:.2f}, of the tunes {row['input_spread']:.2f}. Found again by chance: {row['chance']:.0%}."
        yield ""
        yield "| like the tune–like you | log-odds | moved from 0 | taken for the person's | divergence | spread | found again | contour distance |"
        yield "| --- | --- | --- | --- | --- | --- | --- | --- |"
        for level, one in row["levels"].items():
            yield (
                f"| {level} | {one['log_odds'][0]:+.2f} | {around(one['moved'])} | {one['taken_for_person']:.0%} | {around(one['divergence'], 3)} |"
                f" {one['spread']:.2f} | {around([100 * v for v in one['found_again']], 0)} % | {one['contour_distance']:.2f} |"
            )


if __name__ == "__main__":
    run_report(__doc__, write_pieces, write_report)
