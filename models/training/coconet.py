"""Trains and exports Coconet: `train.sh coconet --minutes 60`, then `train.sh coconet --export`."""

import numpy as np
import torch

from . import chorales, coconet_net, masks
from .card import metric
from .coconet_net import CoconetNet
from .command import run_command
from .export import export_checkpoint
from .loop import Run, device

NAME = "coconet"
BATCH = 8
SEED = 1


def one_hot(windows):
    """int8 pitches [batch, steps, 4] -> float32 roll [batch, 4, steps, 46]."""
    index = torch.as_tensor(windows.astype(np.int64)).transpose(1, 2) - chorales.MIN_PITCH
    return torch.nn.functional.one_hot(index, chorales.PITCHES).float()


def cell_nll(net, windows, mask):
    """-ln p of each cell of [batch, steps, 4] windows under [batch, 4, steps] masks: [batch, 4, steps]."""
    where = next(net.parameters()).device
    roll, mask = one_hot(windows).to(where), torch.as_tensor(mask).to(where)
    spread = mask.unsqueeze(-1).expand_as(roll)
    log_p = net(roll, spread).log_softmax(-1)
    return -(log_p * roll).sum(-1)


def masked_mean(nll, mask):
    """Mean over masked cells for each example, then over examples: the paper's rescaled loss."""
    mask = torch.as_tensor(mask).to(nll.device)
    return ((nll * mask).sum((1, 2)) / mask.sum((1, 2))).mean()


@torch.no_grad()
def held_out_nll(net, windows, draw_mask, draws, seed=7):
    """Nats a cell, chain rule in random order.

    Drawing the number of unknown cells uniformly and averaging over them is an unbiased estimate of the
    chain rule's mean over all orders, at a small part of its cost.
    """
    rng = np.random.default_rng(seed)
    net.eval()
    total = 0.0
    for _ in range(draws):
        for batch in np.array_split(windows, -(-len(windows) // 16)):
            mask = np.stack([draw_mask(rng, batch.shape[1]) for _ in batch])
            total += masked_mean(cell_nll(net, batch, mask), mask).item() * len(batch)
    return total / (draws * len(windows))


def given_soprano(rng, steps):
    """The app's main question: alto, tenor and bass from a whole soprano."""
    return masks.voices_given(rng, steps, {0})


def one_voice(voice):
    """The voice is unknown throughout, the other three known."""

    def draw(rng, steps):
        mask = np.zeros((chorales.VOICES, steps), np.float32)
        mask[voice] = 1
        return mask

    return draw


def batch_of(pieces, rng):
    windows = np.stack([chorales.crop(pieces[rng.integers(len(pieces))], rng) for _ in range(BATCH)])
    return windows, np.stack([masks.training_mask(rng, windows.shape[1]) for _ in windows])


def train(options):
    torch.manual_seed(SEED)
    # Channels last is the faster layout for depthwise convolutions with small dilations on a CPU.
    net = CoconetNet().to(device(), memory_format=torch.channels_last)
    run = Run(NAME, net, learning_rate=2e-3, seed=SEED).resume()
    pieces = chorales.training_pieces()
    valid = chorales.first_windows(chorales.jsb()["valid"])

    def loss_of(net, rng, step):
        windows, mask = batch_of(pieces, rng)
        return masked_mean(cell_nll(net, windows, mask), mask)

    run.train(options.minutes, loss_of, lambda net: held_out_nll(net, valid, given_soprano, draws=1), options.anneal)


@torch.no_grad()
def settle_batch_norm(net, batches=60):
    """Batch-norm's population statistics anew, for the averaged weights are not those they were gathered with."""
    norms = [layer.norm for layer in net.layers]
    for norm in norms:
        norm.reset_running_stats()
        norm.momentum = None
    pieces, rng = chorales.training_pieces(), np.random.default_rng(SEED)
    net.train()
    for _ in range(batches):
        windows, mask = batch_of(pieces, rng)
        cell_nll(net, windows, mask)


def measure(net):
    """The card's figures: {name: metric}."""
    metrics, splits = {}, chorales.jsb()
    draws = 16
    for split in ("valid", "test"):
        windows = chorales.first_windows(splits[split])
        how = f"first 64 steps of {len(windows)} chorales, original key"
        chain = f"{how}; chain rule in random order, estimated from {draws} masks a window"
        metrics[f"{split}_nll_given_soprano"] = metric(
            held_out_nll(net, windows, given_soprano, draws), "nats a cell of alto, tenor, bass", split, chain
        )
        metrics[f"{split}_nll_all_voices"] = metric(
            held_out_nll(net, windows, masks.orderless, draws), "nats a cell", split, chain
        )
        for voice, name in enumerate(("soprano", "alto", "tenor", "bass")):
            metrics[f"{split}_nll_{name}_alone"] = metric(
                held_out_nll(net, windows, one_voice(voice), 1),
                "nats a cell",
                split,
                f"{how}; the whole {name} unknown at once, the other voices known",
            )
    return metrics


def parity(net):
    """A fixed roll and mask, and the probabilities of some unknown cells, for a test in another runtime."""
    chords = [[72, 67, 64, 48], [72, 69, 65, 53], [74, 67, 59, 43], [72, 67, 64, 48]]
    windows = np.repeat(np.array([chords], np.int8), 8, axis=1)
    mask = np.zeros((1, chorales.VOICES, windows.shape[1]), np.float32)
    mask[0, 1:, 8:24] = 1
    roll = one_hot(windows)
    p = net(roll, torch.as_tensor(mask).unsqueeze(-1).expand_as(roll)).softmax(-1)[0]
    cells = [(8, 1), (12, 2), (20, 3)]
    return {
        "pitches": windows[0].tolist(),
        "unknown": {"voices": [1, 2, 3], "from": 8, "to": 24},
        "cells": [
            {"step": step, "voice": voice, "probabilities": [round(x, 6) for x in p[voice, step].tolist()]}
            for step, voice in cells
        ],
    }


def export():
    export_checkpoint(
        NAME,
        CoconetNet(),
        coconet_net,
        measure,
        parity,
        prepare=settle_batch_norm,
        title="Coconet for four-part harmony",
        task="Fills any unknown cells of a four-part score (soprano, alto, tenor, bass on sixteenths) given the others.",
        archives=["jsb", "hymnal"],
        splits=(
            "The standard split of the JSB chorales. Hymns are trained on only, less those that share a tenth of their runs of "
            "four chords, in any key, with a held-out chorale."
        ),
        training={
            "loss": "cross-entropy of the unknown cells, mean over those of each window; orderless and whole-voice masks",
            "batch": f"{BATCH} windows of {chorales.CROP_STEPS} steps, transposed by up to 6 semitones",
            "learning rate": "2e-3, Adam, moving average of weights",
            "seed": SEED,
        },
        weaknesses=[
            "Every cell sounds: it knows no rests, and cannot tell a held note from a repeated one.",
            "Small beside Magenta's own (18 layers of 64 filters against 33 of 128), and trained on a CPU for little more than an hour.",
            "Parallel fifths and octaves are common in what is sampled freely; rules at the moment of choice help.",
            "Chorale style only, MIDI 36 to 81; the metre is not told to it.",
        ],
    )


if __name__ == "__main__":
    run_command(__doc__, train, export)
