"""What `npm run evaluate:harmony` reports: harmonies of held-out melodies beside Bach's own and Coconet's.

`--pieces` writes the held-out pieces for the page to harmonise; `--write` reads its harmonies back and writes
models/harmony/report.json and report.md.
"""

import json
from collections import Counter
from itertools import combinations

import numpy as np
import torch
from torch.nn import functional as F

from . import corpora, four_part, harmony, harmony_net
from .checkpoint import read_checkpoint, write_json
from .command import run_report
from .four_part import STYLES, VOICES

STATE = corpora.STATE / "evaluation"
METERS = [(4, 4), (4, 4), (3, 4), (2, 4), (6, 8)]
SPLITS = {"test": "JSB test chorales", "hymns": "hymns held out"}
SYSTEMS = ("normal", "strict", "off", "coconet")
WINDOW = 64
BEAT = 4


def held_out():
    pieces = four_part.load()
    return {"test": pieces["test"], "hymns": pieces["hymns-test"]}


def upbeat(piece, metre):
    """Sixteenths since the barline at its first step, as most of the piece has it."""
    bar = four_part.BAR_STEPS[metre]
    told = np.flatnonzero(piece.metre == metre)
    return int(np.bincount((piece.place[told].astype(int) - told) % bar, minlength=bar).argmax()) if metre else 0


def for_the_page(piece):
    """A piece as tests/evaluation/harmony.ts reads it."""
    metre = int(np.bincount(piece.metre).argmax())
    page = {
        "name": piece.name,
        "style": STYLES[piece.style],
        "pitch": piece.pitch.tolist(),
        "attack": piece.attack[:, 0].tolist(),
        "meter": METERS[metre],
        "upbeat": upbeat(piece, metre),
    }
    if piece.phrases_known:
        page["phrase"] = piece.phrase.tolist()
    return page


def write_pieces():
    STATE.mkdir(parents=True, exist_ok=True)
    pages = {split: [for_the_page(piece) for piece in pieces] for split, pieces in held_out().items()}
    (STATE / "pieces.json").write_text(json.dumps(pages))


def features(window):
    """What tells two settings apart: for each voice its melodic intervals and where in the bar it moves; on beats the vertical
    intervals of each pair and the pitch classes over the bass. int [64, 4] -> float [...]."""
    found = []
    for voice in range(VOICES):
        line = window[:, voice]
        step = np.diff(line)
        moved = np.flatnonzero(step) + 1
        found.append(np.bincount(np.clip(step[moved - 1], -12, 12) + 12, minlength=25) / 8)
        found.append(np.bincount(moved % 16, minlength=16) / 4)
    beats = window[::BEAT]
    for high, low in combinations(range(VOICES), 2):
        found.append(np.bincount(np.abs(beats[:, high] - beats[:, low]) % 12, minlength=12) / 4)
    found.append(np.bincount(((beats - beats[:, 3:]) % 12).flatten(), minlength=12) / 8)
    return np.concatenate(found)


def told_apart(own, made, folds=5):
    """Accuracy of a logistic classifier between two lists of windows, the same melodies in both: 0.5 is not at all."""
    a, b = (torch.tensor(np.stack([features(w) for w in windows]), dtype=torch.float32) for windows in (own, made))
    order = np.random.default_rng(0).permutation(len(a))
    right = 0
    for fold in range(folds):
        held = order[fold::folds]
        kept = np.setdiff1d(order, held)
        x = torch.cat([a[kept], b[kept]])
        y = torch.cat([torch.ones(len(kept)), torch.zeros(len(kept))])
        weight, bias = torch.zeros(x.shape[1], requires_grad=True), torch.zeros(1, requires_grad=True)
        optimizer = torch.optim.LBFGS([weight, bias], max_iter=200)

        def loss():
            optimizer.zero_grad()
            value = F.binary_cross_entropy_with_logits(x @ weight + bias, y) + 0.003 * (weight * weight).sum()
            value.backward()
            return value

        optimizer.step(loss)
        with torch.no_grad():
            right += ((a[held] @ weight + bias > 0).sum() + (b[held] @ weight + bias < 0).sum()).item()
    return right / (2 * len(a))


def windows(grids):
    """Whole 64-step windows of pieces; those with a silence are left out by the caller, on both sides."""
    return [grid[i : i + WINDOW] for grid in grids for i in range(0, len(grid) - WINDOW + 1, WINDOW)]


def both_sounding(own, made):
    pairs = [(a, b) for a, b in zip(windows(own), windows(made)) if (a >= 0).all() and (b >= 0).all()]
    return [a for a, _ in pairs], [b for _, b in pairs]


#: How often whole pieces are swapped at random.
SWAPS = 40


def told_apart_by_chance(own, takes, swaps=SWAPS):
    """(mean, 95th percentile) of `told_apart` where each piece's own setting and the made one are swapped or not at random: what the
    classifier finds when there is nothing to find but that windows of one piece are alike (a permutation test by piece)."""
    rng = np.random.default_rng(0)
    found = []
    for i in range(swaps):
        swapped = rng.random(len(own)) < 0.5
        pairs = [(m, o) if s else (o, m) for s, o, m in zip(swapped, own, takes[i % len(takes)])]
        found.append(told_apart(*both_sounding(*zip(*pairs))))
    return float(np.mean(found)), float(np.percentile(found, 95))


def chords(grids):
    """Pitch classes over the bass on every beat: a Counter of frozensets."""
    found = Counter()
    for grid in grids:
        for beat in grid[::BEAT]:
            if (beat >= 0).all():
                found[frozenset(int(p - beat[3]) % 12 for p in beat)] += 1
    return found


def divergence(p, q):
    """Jensen-Shannon divergence of two Counters, bits."""
    keys = sorted(set(p) | set(q), key=sorted)
    a, b = (np.array([c[k] for k in keys], float) / sum(c.values()) for c in (p, q))
    mean = (a + b) / 2
    entropy = lambda x, y: np.sum(np.where(x > 0, x * np.log2(np.where(x > 0, x / y, 1)), 0))
    return (entropy(a, mean) + entropy(b, mean)) / 2


TRIADS = {frozenset(s): (root, kind) for s, root, kind in [
    ({0, 4, 7}, 0, "major"), ({0, 3, 7}, 0, "minor"), ({0, 4}, 0, "major"), ({0, 3}, 0, "minor"),
    ({0, 3, 8}, 8, "major"), ({0, 4, 9}, 9, "minor"), ({0, 5, 9}, 5, "major"), ({0, 5, 8}, 5, "minor"),
    ({0, 4, 7, 10}, 0, "major"), ({0, 4, 10}, 0, "major"), ({0, 3, 6, 8}, 8, "major"), ({0, 3, 5, 9}, 5, "major"),
    ({0, 2, 6, 9}, 2, "major"), ({0, 3, 6}, 8, "major"), ({0, 3, 9}, 5, "major"), ({0, 3, 7, 10}, 0, "minor"),
    ({0, 5, 7}, 0, "major"),
]}


def chord_at(row):
    """(root, "major" | "minor") of a sonority, vii6 as its dominant; None where it is none of the plain chords."""
    if (row < 0).any():
        return None
    named = TRIADS.get(frozenset(int(p - row[3]) % 12 for p in row))
    return named and ((named[0] + int(row[3])) % 12, named[1])


def is_cadence(grid, start, end, tonic):
    """Whether the chords into and under a phrase's last note are V-I, IV-I or V-vi in any key, or end on V of the piece's own."""
    last = next((c for row in grid[start:end] if (c := chord_at(row))), None)
    if last is None:
        return False
    before = None
    for row in grid[max(0, start - 8) : start][::-1]:
        named = chord_at(row)
        if named and named != last:
            before = named
            break
    half = last == ((tonic + 7) % 12, "major")
    if before is None:
        return half
    falls = (before[0] - last[0]) % 12
    authentic = falls == 7 and before[1] == "major"
    plagal = falls == 5
    deceptive = before[1] == "major" and (last[0] - before[0]) % 12 in (1, 2)
    return half or authentic or plagal or deceptive


def cadences(pieces, grids):
    """Share of phrase ends with a cadence."""
    hits = total = 0
    for piece, grid in zip(pieces, grids):
        if not piece.phrases_known:
            continue
        tonic, _ = harmony.key_of(piece.pitch)
        edges = np.flatnonzero(np.diff(np.concatenate([[0], piece.phrase, [0]])))
        for start, end in zip(edges[::2], edges[1::2]):
            if start >= 8 and end <= len(grid):
                hits += is_cadence(grid, start, end, tonic)
                total += 1
    return hits / total if total else float("nan")


def longest_copies(grids, training):
    """For each piece the longest stretch of all four voices, in steps of 4, that stands in the training data in some key."""
    longest = np.zeros(len(grids), int)
    for length in range(8, 257, 4):
        known = set()
        for piece in training:
            known |= four_part.windows_of(piece.pitch, length).keys()
        for i, grid in enumerate(grids):
            # A stretch that is there is there in all its parts.
            if longest[i] >= length - 4 - (4 if length == 8 else 0) and four_part.windows_of(grid, length).keys() & known:
                longest[i] = length
        if (longest < length).all():
            break
    return longest


def read(name):
    path = STATE / f"{name}.json"
    return json.loads(path.read_text()) if path.exists() else None


def rates(counts):
    """Offences a measure by rule, over several counts."""
    bars = sum(c["bars"] for c in counts)
    return {rule: sum(c["offences"][rule] for c in counts) / bars for rule in counts[0]["offences"]}


def figures_of(split, pieces, system, training, train_chords):
    """All figures of one system on one split; None where it was not run."""
    made = read(f"{split}-{system}")
    if made is None:
        return None
    takes = list(zip(*[[np.array(grid) for grid in piece] for piece in made["grids"]]))
    pieces = pieces[: len(takes[0])]
    own = [piece.pitch[: len(grid)].astype(int) for piece, grid in zip(pieces, takes[0])]
    bach = chords(own)
    result = {"rates": rates(made["counts"] if isinstance(made["counts"], list) else [made["counts"]])}
    if system != "own":
        pairs = [both_sounding(own, take) for take in takes]
        result["told_apart"] = float(np.mean([told_apart(a, b) for a, b in pairs]))
        result["windows"] = len(pairs[0][0])
        if system == "normal":
            result["told_apart_by_chance"] = dict(zip(("mean", "p95"), told_apart_by_chance(own, takes)))
        result["chord_distance"] = float(np.mean([divergence(chords(take), bach) for take in takes]))
        result["melody_kept"] = float(np.mean([np.mean([(g[:, 0] == o[:, 0]).all() for g, o in zip(t, own)]) for t in takes]))
    found = sum((chords(take) for take in takes), Counter())
    result["known_chords"] = sum(n for chord, n in found.items() if chord in train_chords) / sum(found.values())
    result["cadences"] = float(np.mean([cadences(pieces, take) for take in takes]))
    if len(takes) > 1:
        result["takes_differ"] = float(
            np.mean([np.mean(np.concatenate([(a[:, 1:] != b[:, 1:]).flatten() for a, b in zip(x, y)])) for x, y in combinations(takes, 2)])
        )
    copies = np.array([longest_copies(take, training) for take in takes[:1]])
    result["longest_copy"] = {"longest": int(copies.max()), "mean": float(copies.mean()), "p90": float(np.percentile(copies, 90))}
    return result


def write_report():
    net = harmony_net.HarmonyNet()
    harmony_net.load_checkpoint_variables(net, read_checkpoint(corpora.MODELS / "harmony"))
    pieces, training = held_out(), four_part.load()["train"]
    coconet_card = json.loads((corpora.MODELS / "coconet" / "card.json").read_text())
    with torch.no_grad():
        nll = {
            split: dict(zip(("told", "untold"), (harmony.held_out_nll(net, pieces[split], said=said)[0] for said in (True, False))))
            for split in SPLITS
        }
    report = {"nll": nll, "coconet_nll": coconet_card["metrics"]["test_nll_given_soprano"]["value"]}
    for split in SPLITS:
        style = four_part.CHORALE if split == "test" else four_part.HYMN
        train_chords = chords([p.pitch.astype(int) for p in training if p.style == style])
        report[split] = {
            system: figures
            for system in ("own", *SYSTEMS)
            if (figures := figures_of(split, pieces[split], system, training, train_chords))
        }
    write_json(corpora.MODELS / "harmony" / "report.json", report)
    text = "\n".join(markdown(report))
    (corpora.MODELS / "harmony" / "report.md").write_text(text + "\n")
    print(text)


def markdown(report):
    yield "# Harmony, measured"
    yield ""
    yield "Written by `npm run evaluate:harmony`: the page's own code harmonises every held-out melody twelve times, at the page's own"
    yield "settings, and one detector (`src/domain/part-writing.ts`) counts on all."
    yield ""
    yield "Nats a cell of alto, tenor and bass given the soprano (first 64 steps of each piece, original key, chain rule):"
    yield ""
    yield "| | told metre, phrase ends, attacks | pitches alone |"
    yield "| --- | --- | --- |"
    for split, title in SPLITS.items():
        yield f"| one pass, {title} | {report['nll'][split]['told']:.4f} | {report['nll'][split]['untold']:.4f} |"
    yield f"| Coconet, {SPLITS['test']} | | {report['coconet_nll']:.4f} |"
    for split, title in SPLITS.items():
        systems = report[split]
        names = {"own": "their own", "normal": "rules normal", "strict": "rules strict", "off": "rules off", "coconet": "Coconet, 96 passes"}
        yield ""
        yield f"## {title[0].upper()}{title[1:]}"
        yield ""
        yield "| | " + " | ".join(names[s] for s in systems) + " |"
        yield "| --- |" + " --- |" * len(systems)
        for rule in systems["own"]["rates"]:
            yield f"| {rule} a measure | " + " | ".join(f"{f['rates'][rule]:.4f}" for f in systems.values()) + " |"
        rows = {
            "told apart (0.5: not at all), windows": lambda f: f"{f['told_apart']:.3f}, {f['windows']}" if "told_apart" in f else "",
            "the same, were whole pieces swapped at random (one in twenty above)": lambda f: (
                f"{f['told_apart_by_chance']['mean']:.3f} ({f['told_apart_by_chance']['p95']:.3f})" if "told_apart_by_chance" in f else ""
            ),
            "chords on beats that training pieces have": lambda f: f"{f['known_chords']:.4f}",
            "distance of their distribution, bits": lambda f: f"{f['chord_distance']:.4f}" if "chord_distance" in f else "",
            "phrase ends with a cadence": lambda f: f"{f['cadences']:.3f}",
            "cells in which two takes differ": lambda f: f"{f['takes_differ']:.3f}" if "takes_differ" in f else "",
            "longest stretch of training pieces, steps (mean, 90 %)": lambda f: (
                f"{f['longest_copy']['longest']} ({f['longest_copy']['mean']:.1f}, {f['longest_copy']['p90']:.0f})"
            ),
            "melody kept": lambda f: f"{f['melody_kept']:.0%}" if "melody_kept" in f else "",
        }
        for name, show in rows.items():
            yield f"| {name} | " + " | ".join(show(f) for f in systems.values()) + " |"


if __name__ == "__main__":
    run_report(__doc__, write_pieces, write_report)
