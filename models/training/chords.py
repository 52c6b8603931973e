"""Trains and exports the chord model: `train.sh chords --minutes 60`, then `train.sh chords --export`."""

import numpy as np
import torch
from torch.nn import functional as F

from . import chords_net, lead_sheets
from .chord_measure import figures, tuned_hmm
from .chord_symbols import NO_CHORD, UNKNOWN
from .chords_net import ChordsNet, melody_inputs, slot_inputs, with_known
from .command import run_command
from .export import export_checkpoint
from .lead_sheets import FOUR_PARTS, LEAD_SHEET, Sheet
from .loop import Run, device

NAME = "chords"
SEED = 1
#: Slots of all questions of a batch together; the questions of a batch are about as long as each other.
BATCH_SLOTS = 1280
LENGTHS = (8, 16, 24, 32, 48, 64, 96, 128)
FOUR_PARTS_SHARE = 0.3
#: In half of the training questions so many slots are not heard, so that no melody is learnt by heart.
UNHEARD = 0.15


def half_bars(bar):
    """Steps of the slots that figures are measured on: half a bar where it has an even number of beats, else a bar."""
    return bar // 2 if bar % 8 == 0 else bar


def training_edges(sheet, rng):
    """int [slots + 1]: where slots begin and the last one ends, by beats, bars and what lies between, or anyhow."""
    bar, steps = sheet.bar, len(sheet.pitch)
    kind = rng.random()
    if kind < 0.2:
        size = 4
    elif kind < 0.5:
        size = half_bars(bar)
    elif kind < 0.55 and bar == 12:
        size = 6
    elif kind < 0.8:
        size = bar
    elif kind < 0.85:
        size = 2 * bar
    else:
        starts = np.arange(0, steps, 4)
        kept = (starts % bar == 0) | (rng.random(len(starts)) < rng.random())
        return np.append(starts[kept], steps)
    return np.append(np.arange(0, steps, size), steps)


def labels_of(chord, edges):
    """int [slots]: the class that sounds longest in each slot, the first of equals."""
    found = np.zeros(len(edges) - 1, np.int64)
    for slot, (start, end) in enumerate(zip(edges, edges[1:])):
        classes, first, counts = np.unique(chord[start:end], return_index=True, return_counts=True)
        found[slot] = classes[np.lexsort((first, -counts))[0]]
    return found


def unknown_slots(rng, slots):
    """bool [slots]: most often all; else any, those behind a place, a stretch, or one."""
    kind = rng.random()
    if kind < 0.3:
        return np.ones(slots, bool)
    if kind < 0.65:
        unknown = rng.random(slots) < rng.random()
    elif kind < 0.75:
        unknown = np.zeros(slots, bool)
    elif kind < 0.9:
        unknown = np.arange(slots) >= rng.integers(slots)
    else:
        start = rng.integers(slots)
        unknown = (np.arange(slots) >= start) & (np.arange(slots) < start + rng.integers(1, slots + 1))
    unknown[rng.integers(slots)] = True
    return unknown


def inputs_of(sheet, edges):
    """(melody [slots, 12, ..], slots [slots, ..]) as `with_known` takes them."""
    melody, rests = melody_inputs(sheet.pitch, edges)
    return melody, slot_inputs(edges, sheet.bar, rests, sheet.style)


def example(rng, sheets, most):
    """(inputs, labels, unknown) of at most `most` slots of a sheet, from a bar line on."""
    sheet = sheets[rng.integers(len(sheets))]
    edges = training_edges(sheet, rng)
    if len(edges) > most + 1:
        bars = np.flatnonzero(edges[: -most] % sheet.bar == 0)
        start = int(bars[rng.integers(len(bars))])
        edges = edges[start : start + most + 1]
    labels = labels_of(sheet.chord, edges)
    unknown = unknown_slots(rng, len(labels))
    melody, rests = melody_inputs(sheet.pitch, edges)
    if rng.random() < 0.5:
        unheard = rng.random(len(labels)) < UNHEARD
        melody[unheard], rests[unheard] = 0, 1
    inputs = melody, slot_inputs(edges, sheet.bar, rests, sheet.style)
    return with_known(*inputs, np.where(unknown, UNKNOWN, labels)), labels, unknown


def stack(examples):
    """Padded tensors: pitch, slot, there, labels, unknown."""
    most = max(len(labels) for _, labels, _ in examples)
    padded = lambda values: np.pad(values, ((0, most - len(values)), *((0, 0),) * (values.ndim - 1)))
    pitch, slot = (np.stack([padded(inputs[k]) for inputs, _, _ in examples]) for k in range(2))
    there = np.stack([padded(np.ones(len(labels), np.float32)) for _, labels, _ in examples])
    labels, unknown = (np.stack([padded(example[k]) for example in examples]) for k in (1, 2))
    return [torch.as_tensor(values).to(device()) for values in (pitch, slot, there, labels, unknown)]


def batch_of(rng, by_style):
    most = int(rng.choice(LENGTHS))
    style = lambda: FOUR_PARTS if rng.random() < FOUR_PARTS_SHARE else LEAD_SHEET
    return stack([example(rng, by_style[style()], most) for _ in range(BATCH_SLOTS // most)])


def nll(net, batch):
    """-ln p of each slot's class [batch, slots], 0 where it was known."""
    pitch, slot, there, labels, unknown = batch
    logits = net(pitch, slot, there)
    return F.cross_entropy(logits.transpose(1, 2), labels, reduction="none") * unknown, unknown


def held_out_questions(split):
    """[(sheet, edges, labels, counted)]: every lead sheet of a split in half bars; `counted` are the slots with a chord."""
    found = []
    for sheet in lead_sheets.load()[split]:
        if sheet.style == LEAD_SHEET:
            edges = np.append(np.arange(0, len(sheet.pitch), half_bars(sheet.bar)), len(sheet.pitch))
            labels = labels_of(sheet.chord, edges)
            found.append((sheet, edges, labels, labels != NO_CHORD))
    return found


def validation_batches():
    """Fixed questions of the valid split: nothing known, and a fixed half known."""
    rng = np.random.default_rng(SEED)
    examples = []
    for sheet, edges, labels, counted in held_out_questions("valid"):
        inputs = inputs_of(sheet, edges)
        for unknown in (np.ones(len(labels), bool), rng.random(len(labels)) < 0.5):
            examples.append((with_known(*inputs, np.where(unknown, UNKNOWN, labels)), labels, unknown & counted))
    examples.sort(key=lambda one: len(one[1]))
    return [stack(examples[i : i + 8]) for i in range(0, len(examples), 8)]


def mean_nll(net, batches):
    net.eval()
    sums = [(values.sum().item(), unknown.sum().item()) for values, unknown in (nll(net, batch) for batch in batches)]
    return sum(total for total, _ in sums) / sum(count for _, count in sums)


def train(options):
    torch.manual_seed(SEED)
    run = Run(NAME, ChordsNet().to(device()), learning_rate=2e-3, seed=SEED, weight_decay=0.01).resume()
    sheets = lead_sheets.load()["train"]
    by_style = {style: [sheet for sheet in sheets if sheet.style == style] for style in (LEAD_SHEET, FOUR_PARTS)}
    batches = validation_batches()

    def loss_of(net, rng, step):
        values, unknown = nll(net, batch_of(rng, by_style))
        # Each question weighs the same, however much of it is asked (Uria, Murray and Larochelle, 2014).
        return (values.sum(1) / unknown.sum(1)).mean()

    run.train(options.minutes, loss_of, lambda net: mean_nll(net, batches), options.anneal)


def measure(net):
    """The card's figures: {name: metric}."""
    valid, test = held_out_questions("valid"), held_out_questions("test")
    hmm = tuned_hmm(held_out_questions("train"), valid)
    return figures(net, inputs_of, hmm, test, "test") | figures(net, inputs_of, hmm, valid, "valid")


def parity(net):
    """A fixed melody with one known chord and the probabilities of all slots, for a test in another runtime."""
    notes = [60, 64, 67, 65, 69, -1, 67, 65, 62, 64, 60, -1]
    pitch = np.repeat(np.array(notes, np.int16), [4, 2, 2, 4, 3, 1, 8, 4, 2, 6, 8, 4])
    edges, known = np.array([0, 8, 16, 28, 31, 40, 48]), np.array([UNKNOWN, 0, UNKNOWN, NO_CHORD, UNKNOWN, 86])
    sheet = Sheet("", LEAD_SHEET, 16, pitch, np.zeros(len(pitch), np.uint8), np.zeros(len(pitch), np.int16))
    pitches, slots = (torch.as_tensor(values)[None] for values in with_known(*inputs_of(sheet, edges), known))
    probabilities = net(pitches, slots)[0].softmax(-1)
    return {
        "pitch": pitch.tolist(),
        "barSteps": sheet.bar,
        "edges": edges.tolist(),
        "known": known.tolist(),
        "probabilities": [[round(p, 6) for p in row] for row in probabilities.tolist()],
    }


def export():
    export_checkpoint(
        NAME,
        ChordsNet(),
        chords_net,
        measure,
        parity,
        title="Chords",
        task="Says what chord may stand in each slot of a melody, given it and the chords already known, before and behind.",
        archives=lead_sheets.ARCHIVES,
        splits=lead_sheets.SPLITS,
        training={
            "loss": "cross-entropy of unknown slots, each question weighing the same: of 100 questions 30 know no chord, 35 any, "
            "10 all but one, 15 those before a place, 10 all but a stretch",
            "slots": "beats, half bars, bars, two bars, or any mixture of beats, whole sheets or stretches from a bar line on",
            "styles": f"{1 - FOUR_PARTS_SHARE:.0%} lead sheets, {FOUR_PARTS_SHARE:.0%} hymns and chorales; an input says which",
            "dropout": f"{chords_net.DROPOUT}; in half of the questions {UNHEARD:.0%} of the slots are not heard",
            "batch": f"{BATCH_SLOTS} slots",
            "learning rate": "2e-3, Adam, moving average of weights; to zero over the last 36 minutes",
            "before": "the first 1,340 steps weighed slots, not questions, and asked for no single chords; up to step 1,760 "
            "dropout was 0.2 and every slot was heard",
            "seed": SEED,
        },
        weaknesses=[
            "145 classes: a root with one of twelve qualities, or none. Ninths, elevenths and thirteenths are taught as the "
            "seventh they stand on, a seventh with a raised fifth as an augmented triad; basses other than the root are dropped.",
            "Mostly popular songs of the early twentieth century, as amateurs wrote their chords down, and mostly in major: "
            "dominant sevenths are everywhere; minor keys, modes and later styles are weak.",
            "A sheet's chords are one answer among many good ones: agreement with it compares methods and grades none.",
            "Chords of hymns and chorales are found by a rule from the notes of their beats, suspensions included.",
            "Melodies are taken to the nearest sixteenth, triplets too. Bars are all of one length.",
            "It does not hear in what octave a note lies, nor the key signature, nor the words.",
        ],
    )


if __name__ == "__main__":
    run_command(__doc__, train, export)
