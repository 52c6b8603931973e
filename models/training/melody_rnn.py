"""Trains and exports the melody MusicRNN: `train.sh melody-rnn --minutes 30`, then `train.sh melody-rnn --export`."""

import numpy as np
import torch
from torch.nn import functional as F

from . import melodies, melody_rnn_net
from .card import metric
from .command import run_command
from .export import export_checkpoint
from .loop import Run, device
from .melody_rnn_net import DEPTH, MAX_PITCH, MIN_PITCH, MelodyRnnNet

NAME = "melody-rnn"
BATCH = 48
STEPS = 128
SEED = 2
#: What follows a melody's end is not learnt: a continuation must not fall silent.
IGNORED = -100


def training_window(pool, rng):
    """int64 [STEPS] of MelodyConverter indices: a melody from a bar on, transposed at random into range.

    None if it fits in no transposition.
    """
    melody = pool[rng.integers(len(pool))]
    start = int(melody.bars[rng.integers(len(melody.bars))]) if rng.random() < 0.7 else 0
    start = min(start, max(0, len(melody.events) - 32))
    indices = transposed(melodies.window(melody.events, start, STEPS), rng)
    if indices is not None:
        indices[len(melody.events) - start :] = IGNORED
    return indices


def transposed(events, rng):
    possible = melodies.shifts(events, MIN_PITCH, MAX_PITCH)
    if not possible:
        return None
    shift = possible[rng.integers(len(possible))]
    sounding = events >= melodies.FIRST_PITCH
    return melodies.encode(np.where(sounding, events + shift, events), MIN_PITCH)


def batch_of(pool, rng):
    windows = []
    while len(windows) < BATCH:
        if (found := training_window(pool, rng)) is not None:
            windows.append(found)
    return torch.as_tensor(np.stack(windows))


def next_event_nll(net, windows):
    """-ln p of each event after the first: [batch, steps - 1] from int64 windows [batch, steps]."""
    where = next(net.parameters()).device
    windows = windows.to(where)
    logits = net(F.one_hot(windows[:, :-1].clamp(min=0), DEPTH).float())
    return F.cross_entropy(logits.transpose(1, 2), windows[:, 1:], reduction="none", ignore_index=IGNORED)


def held_out_windows(split):
    """int64 [windows, STEPS]: the beginning of every held-out melody that fits, in its own key or the nearest that does."""
    found = []
    for melody in melodies.in_split(split):
        if len(melody.events) < STEPS:
            continue
        events = melodies.window(melody.events, 0, STEPS)
        possible = melodies.shifts(events, MIN_PITCH, MAX_PITCH)
        if possible:
            shift = min(possible, key=abs)
            found.append(melodies.encode(np.where(events >= melodies.FIRST_PITCH, events + shift, events), MIN_PITCH))
    return torch.as_tensor(np.stack(found))


@torch.no_grad()
def held_out_nll(net, windows):
    """Nats a step, teacher-forced."""
    net.eval()
    return float(np.mean([next_event_nll(net, part).mean().item() for part in windows.split(64)]))


def train(options):
    torch.manual_seed(SEED)
    run = Run(NAME, MelodyRnnNet().to(device()), learning_rate=2e-3, seed=SEED).resume()
    pool, valid = melodies.in_split("train"), held_out_windows("valid")

    def loss_of(net, rng, step):
        windows = batch_of(pool, rng)
        return next_event_nll(net, windows).sum() / (windows[:, 1:] != IGNORED).sum()

    run.train(options.minutes, loss_of, lambda net: held_out_nll(net, valid), options.anneal)


def measure(net):
    """The card's figures: {name: metric}."""
    metrics = {}
    for split in ("valid", "test"):
        windows = held_out_windows(split)
        nll = torch.cat([next_event_nll(net, part) for part in windows.split(64)])
        onset = windows[:, 1:] >= melodies.FIRST_PITCH
        how = f"first {STEPS} steps of {len(windows)} melodies, true events before"
        metrics |= {
            f"{split}_nll": metric(nll.mean(), "nats a step", split, how),
            f"{split}_onset_nll": metric(nll[onset].mean(), "nats an onset", split, how + ", steps where a note begins"),
            f"{split}_second_half_nll": metric(nll[:, STEPS // 2 :].mean(), "nats a step", split, how + ", steps 65 on"),
        }
    return metrics


def parity(net):
    """A fixed beginning and the probabilities of what follows it, for a test in another runtime."""
    pitches = {0: 60, 4: 62, 6: 64, 8: 65, 10: 1, 12: 67}
    events = melodies.encode(np.array([pitches.get(step, 0) for step in range(16)]), MIN_PITCH)
    logits = net(F.one_hot(torch.as_tensor(events), DEPTH).float()[None])[0, -1]
    return {"events": events.tolist(), "probabilities": [round(p, 6) for p in logits.softmax(0).tolist()]}


def export():
    export_checkpoint(
        NAME,
        MelodyRnnNet(),
        melody_rnn_net,
        measure,
        parity,
        title="Melody MusicRNN",
        task="Continues a melody, a sixteenth at a time.",
        archives=melodies.ARCHIVES,
        splits=melodies.SPLITS,
        training={
            "loss": f"cross-entropy of the next event over windows of {STEPS} steps, dropout 0.3",
            "batch": BATCH,
            "learning rate": "2e-3, Adam, moving average of weights",
            "seed": SEED,
        },
        weaknesses=[
            "No chord or metre is given to it: it infers both from the melody so far, so a short beginning may drift in key or bar.",
            f"Windows of {STEPS} steps (8 bars of 4/4): repetition over longer spans is not learnt.",
            "Sixteenths only, no triplets; fiddle tunes and songs of the 18th and 19th centuries.",
            f"Pitches {MIN_PITCH} to {MAX_PITCH}: transpose others in and back.",
        ],
    )


if __name__ == "__main__":
    run_command(__doc__, train, export)
