"""Trains and exports the melody MusicRNN: `train.sh melody-rnn --minutes 30`, then `train.sh melody-rnn --export`."""

import numpy as np
import torch
from torch.nn import functional as F

from . import melodies, melody_rnn_net
from .card import metric
from .chord_symbols import CLASSES, NO_CHORD, tones_of, transposed
from .command import run_command
from .export import export_checkpoint
from .loop import Run, device
from .melody_baselines import Bigram, tuned_last_bar
from .melody_rnn_net import DEPTH, MAX_PITCH, MIN_PITCH, MelodyRnnNet

NAME = "melody-rnn"
BATCH = 48
STEPS = 128
SEED = 2
#: What follows a melody's end is not learnt: a continuation must not fall silent.
IGNORED = -100
#: Few melodies have chords: these are drawn more often, and their chords are told in so many of them.
WITH_CHORDS_SHARE, CHORDS_TOLD = 0.25, 0.7
#: Chords are told from this step on: a melody's own ways first.
CHORDS_FROM_STEP = 1000
#: Each class `shift` semitones higher.
TRANSPOSED = np.array([[transposed(chord, shift) for chord in range(CLASSES)] for shift in range(12)])


def melody_window(melody, start, shift, told=True):
    """int64 [2, STEPS]: MelodyConverter indices and chords of a melody from a step on, transposed; its chords may go untold."""
    events = melodies.window(melody.events, start, STEPS)
    sounding = events >= melodies.FIRST_PITCH
    indices = melodies.encode(np.where(sounding, events + shift, events), MIN_PITCH)
    chords = np.full(STEPS, NO_CHORD)
    if told:
        here = TRANSPOSED[shift % 12][melody.chords[start : start + STEPS]]
        chords[: len(here)] = here
        chords[len(here) :] = here[-1]
    return np.stack([indices, chords])


def training_window(pools, rng, step):
    """`melody_window` of a melody from a bar on, transposed at random into range; None if it fits in no transposition."""
    with_chords = step >= CHORDS_FROM_STEP and rng.random() < WITH_CHORDS_SHARE
    pool = pools[with_chords]
    melody = pool[rng.integers(len(pool))]
    start = int(melody.bars[rng.integers(len(melody.bars))]) if rng.random() < 0.7 else 0
    start = min(start, max(0, len(melody.events) - 32))
    possible = melodies.shifts(melodies.window(melody.events, start, STEPS), MIN_PITCH, MAX_PITCH)
    if not possible:
        return None
    told = with_chords and rng.random() < CHORDS_TOLD
    window = melody_window(melody, start, possible[rng.integers(len(possible))], told)
    window[0, len(melody.events) - start :] = IGNORED
    return window


def batch_of(pools, rng, step):
    windows = []
    while len(windows) < BATCH:
        if (found := training_window(pools, rng, step)) is not None:
            windows.append(found)
    return torch.as_tensor(np.stack(windows))


def next_event_nll(net, windows):
    """-ln p of each event after the first: [batch, steps - 1] from int64 windows [batch, 2, steps]."""
    where = next(net.parameters()).device
    events, chords = windows.to(where).unbind(1)
    logits = net(F.one_hot(events[:, :-1].clamp(min=0), DEPTH).float(), chords[:, 1:])
    return F.cross_entropy(logits.transpose(1, 2), events[:, 1:], reduction="none", ignore_index=IGNORED)


def has_chords(melody):
    return bool((melody.chords[:STEPS] != NO_CHORD).any())


def held_out_windows(split, told=False, only=lambda melody: True):
    """(int64 [windows, 2, STEPS], steps a bar of each): the beginning of every held-out melody that fits, in its own key or the
    nearest that does."""
    found, bars = [], []
    for melody in melodies.in_split(split):
        if len(melody.events) < STEPS or not only(melody):
            continue
        possible = melodies.shifts(melodies.window(melody.events, 0, STEPS), MIN_PITCH, MAX_PITCH)
        if possible:
            found.append(melody_window(melody, 0, min(possible, key=abs), told))
            bars.append(melody.bar)
    return torch.as_tensor(np.stack(found)), bars


@torch.no_grad()
def held_out_nll(net, windows):
    """Nats a step, teacher-forced."""
    net.eval()
    return float(torch.cat([next_event_nll(net, part) for part in windows.split(64)]).mean())


def sampled(net, windows, given):
    """int64 [windows, STEPS]: the first `given` events as they are, the others drawn one by one over the windows' chords."""
    generator = torch.Generator().manual_seed(SEED)
    events, chords = windows[:, 0].clone(), windows[:, 1]
    for step in range(given, STEPS):
        logits = net(F.one_hot(events[:, :step], DEPTH).float(), chords[:, 1 : step + 1])[:, -1]
        events[:, step] = torch.multinomial(logits.softmax(-1), 1, generator=generator)[:, 0]
    return events


def tone_share(events, chords, first):
    """Part of the sounding steps from `first` on whose pitch is a tone of the step's chord; int [windows, STEPS] both."""
    inside = total = 0
    for row, over in zip(events.tolist(), chords.tolist()):
        pitch = None
        for step, (event, chord) in enumerate(zip(row, over)):
            if event != melodies.HOLD:
                pitch = None if event == melodies.NOTE_OFF else event - melodies.FIRST_PITCH + MIN_PITCH
            if step >= first and pitch is not None and chord != NO_CHORD:
                inside += pitch % 12 in tones_of(chord)
                total += 1
    return inside / total


def train(options):
    torch.manual_seed(SEED)
    run = Run(NAME, MelodyRnnNet().to(device()), learning_rate=2e-3, seed=SEED).resume()
    pool = melodies.in_split("train")
    pools = {False: pool, True: [melody for melody in pool if has_chords(melody)]}
    valid, _ = held_out_windows("valid", told=True)

    def loss_of(net, rng, step):
        windows = batch_of(pools, rng, step)
        return next_event_nll(net, windows).sum() / (windows[:, 0, 1:] != IGNORED).sum()

    run.train(options.minutes, loss_of, lambda net: held_out_nll(net, valid), options.anneal)


def measure(net):
    """The card's figures: {name: metric}."""
    bigram = Bigram([melody.events for melody in melodies.in_split("train")], MIN_PITCH, MAX_PITCH)
    valid, bars = held_out_windows("valid")
    last_bar = tuned_last_bar(bigram, valid[:, 0].numpy(), bars)
    metrics = {}
    for split in ("valid", "test"):
        windows, bars = held_out_windows(split)
        nll = torch.cat([next_event_nll(net, part) for part in windows.split(64)])
        onset = windows[:, 0, 1:] >= melodies.FIRST_PITCH
        how = f"first {STEPS} steps of {len(windows)} melodies, true events before, no chords told"
        events = windows[:, 0].numpy()
        metrics |= {
            f"{split}_nll": metric(nll.mean(), "nats a step", split, how),
            f"{split}_nll_bigram": metric(bigram.nll(events).mean(), "nats a step", split, how + "; event after event, counted"),
            f"{split}_nll_last_bar": metric(
                last_bar.nll(events, bars).mean(),
                "nats a step",
                split,
                f"{how}; the event a bar ago with p {last_bar.trust:.2f}, else the bigram's",
            ),
            f"{split}_onset_nll": metric(nll[onset].mean(), "nats an onset", split, how + ", steps where a note begins"),
            f"{split}_second_half_nll": metric(nll[:, STEPS // 2 :].mean(), "nats a step", split, how + ", steps 65 on"),
        }
        over_chords, _ = held_out_windows(split, True, has_chords)
        for told, name in ((False, "untold"), (True, "told")):
            sheets, _ = held_out_windows(split, told, has_chords)
            how = f"first {STEPS} steps of {len(sheets)} lead sheets, true events before, chords {name}"
            metrics[f"{split}_nll_chords_{name}"] = metric(held_out_nll(net, sheets), "nats a step", split, how)
            drawn = sampled(net, sheets, STEPS // 2)
            how = f"second half of {len(sheets)} lead sheets drawn at temperature 1, chords {name}; time on the sheet's chords"
            metrics[f"{split}_chord_tones_{name}"] = metric(
                tone_share(drawn, over_chords[:, 1], STEPS // 2), "of the melody", split, how
            )
        metrics[f"{split}_chord_tones_sheets"] = metric(
            tone_share(over_chords[:, 0], over_chords[:, 1], STEPS // 2),
            "of the melody",
            split,
            f"second half of {len(over_chords)} lead sheets as they are",
        )
    return metrics


def parity(net):
    """A fixed beginning under two chords and the probabilities of what follows it, for a test in another runtime."""
    pitches = {0: 60, 4: 62, 6: 64, 8: 65, 10: 1, 12: 67}
    events = melodies.encode(np.array([pitches.get(step, 0) for step in range(16)]), MIN_PITCH)
    chords = [NO_CHORD] * 4 + [0] * 8 + [7 * 12 + 2] * 5
    logits = net(F.one_hot(torch.as_tensor(events), DEPTH).float()[None], torch.as_tensor(chords[1:])[None])[0, -1]
    return {
        "events": events.tolist(),
        "chords": chords,
        "probabilities": [round(p, 6) for p in logits.softmax(0).tolist()],
    }


def export():
    export_checkpoint(
        NAME,
        MelodyRnnNet(),
        melody_rnn_net,
        measure,
        parity,
        title="Melody MusicRNN",
        task="Continues a melody, a sixteenth at a time, over given chords or none.",
        archives=melodies.ARCHIVES,
        splits=melodies.SPLITS,
        training={
            "loss": f"cross-entropy of the next event over windows of {STEPS} steps, dropout 0.3",
            "chords": f"of lead sheets, {WITH_CHORDS_SHARE:.0%} of the windows, told in {CHORDS_TOLD:.0%} of those, from step "
            f"{CHORDS_FROM_STEP:,} on",
            "batch": BATCH,
            "learning rate": "2e-3, Adam, moving average of weights; to zero over the last 15 minutes",
            "seed": SEED,
        },
        weaknesses=[
            "No metre is given to it: it infers it from the melody so far, so a short beginning may drift in key or bar.",
            "It has learnt rhythm and compass far better than pitch: short of training, it wanders out of key where nothing "
            "holds it.",
            "It hardly follows the chords that it is told yet: what it draws over them falls on their tones no more often than "
            "without. They are learnt from a few hundred lead sheets of early popular songs.",
            f"Windows of {STEPS} steps (8 bars of 4/4): repetition over longer spans is not learnt.",
            "Sixteenths only, no triplets; fiddle tunes and songs of the 18th and 19th centuries.",
            f"Pitches {MIN_PITCH} to {MAX_PITCH}: transpose others in and back.",
        ],
    )


if __name__ == "__main__":
    run_command(__doc__, train, export)
