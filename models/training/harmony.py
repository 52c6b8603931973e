"""Trains and exports the one-pass harmony model: `train.sh harmony --minutes 60`, then `train.sh harmony --export`."""

import json

import numpy as np
import torch
from torch.nn import functional as F

from . import four_part, harmony_habits, harmony_net
from .card import metric
from .checkpoint import read_checkpoint
from .command import run_command
from .corpora import MODELS, STATE
from .export import export_checkpoint
from .four_part import BAR_STEPS, REST, STYLES, VOICES
from .harmony_net import CHOICES, HELD, MIN_PITCH, PITCHES, STRUCK, SUSTAINED, TOKENS, UNKNOWN, UNSAID, HarmonyNet
from .loop import Run, best_state, device

NAME = "harmony"
POLISH = "harmony-polish"
SEED = 1
#: What the figures are measured on.
STEPS = 64
#: What is trained on: twice as long, because a recurrent net that never heard more than four bars loses itself after them.
TRAINING_STEPS = 128
BATCH = 16
#: A window in so many is a hymn's; hymns and chorales are about as many bars, but Bach is the model of style.
HYMN_SHARE = 0.35
MAX_TRANSPOSITION = 6
#: Krumhansl & Kessler's probe-tone profiles, for telling major from minor.
MAJOR = np.array([6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88])
MINOR = np.array([6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17])


def choices_of(pitch):
    """MIDI (-1 silence) to 0..46."""
    return np.where(pitch == REST, harmony_net.REST, pitch.astype(np.int64) - MIN_PITCH)


def tokens_of(choice, attack):
    """What the decoder reads: struck or held on; silence is one token."""
    return np.where((attack == 1) | (choice == harmony_net.REST), choice, choice + HELD)


def key_of(pitch):
    """(tonic, 1 major | -1 minor) of a setting, by the profile that best fits how often its pitch classes sound."""
    counts = np.bincount(pitch[pitch >= 0] % 12, minlength=12).astype(float)
    fits = {
        (tonic, mode): np.corrcoef(np.roll(profile, tonic), counts)[0, 1]
        for mode, profile in ((1, MAJOR), (-1, MINOR))
        for tonic in range(12)
    }
    return max(fits, key=fits.get)


def mode(piece):
    """1 major, -1 minor."""
    return key_of(piece.pitch)[1]


def context_of(piece, start, steps, *, metre=True, phrase=True, style=True, mode=0):
    """float32 [steps, CONTEXT_INPUTS] of a stretch of a piece; each part may be left unsaid."""
    kind, place = piece.metre[start : start + steps], piece.place[start : start + steps]
    here = len(kind)
    context = np.zeros((steps, harmony_net.CONTEXT_INPUTS), np.float32)
    row = np.arange(here)
    context[row, place % 4] = 1
    known = kind > 0 if metre else np.zeros(here, bool)
    context[row[known], 4 + place[known]] = 1
    at = 4 + max(BAR_STEPS)
    context[row, at + np.where(known, kind, 0)] = 1
    at += len(BAR_STEPS)
    if phrase and piece.phrases_known:
        context[row, at] = piece.phrase[start : start + here]
        context[:, at + 1] = 1
    at += 2
    if style:
        context[:, at + piece.style] = 1
    context[:, at + len(STYLES)] = mode
    return context


def window(piece, start, steps, shift=0, attacks=True):
    """(choice, attack, token, before, real) of `steps` steps from `start`: int arrays [steps, 4], before [4], and
    which steps are there at all. Past its end a piece is silent."""
    pitch, attack = piece.pitch[start : start + steps], piece.attack[start : start + steps]
    pitch = np.where(pitch >= 0, pitch + shift, REST)
    real = np.arange(steps) < len(pitch)
    missing = steps - len(pitch)
    if missing:
        pitch = np.pad(pitch, ((0, missing), (0, 0)), constant_values=REST)
        attack = np.pad(attack, ((0, missing), (0, 0)))
    choice = choices_of(pitch)
    token = tokens_of(choice, attack)
    if start:
        last = piece.pitch[start - 1]
        earlier = choices_of(np.where(last >= 0, last + shift, REST))
        before = tokens_of(earlier, piece.attack[start - 1])
    else:
        before = np.full(VOICES, harmony_net.REST)
    if not (attacks and piece.attacks_known):
        # Struck where the pitch changes; nothing is said of the rest.
        attack = np.where(attack == 1, attack, UNSAID)
        earlier = np.concatenate([(before % HELD)[None], choice[:-1]])
        attack = np.where((choice == earlier) & (choice != harmony_net.REST), UNSAID, attack)
    return choice, attack.astype(np.int64), token, before, real


def unknown_cells(rng, steps):
    """bool [steps, 4]: most often three voices under (or around) a given one; beside it every other question."""
    unknown = np.zeros((steps, VOICES), bool)
    kind = rng.random()
    if kind < 0.5:
        unknown[:, 1:] = True
    elif kind < 0.65:
        unknown[:, rng.permutation(VOICES)[: rng.integers(1, VOICES)]] = True
    elif kind < 0.82:
        first = rng.integers(0, steps - 8)
        last = min(steps, first + rng.integers(4, steps))
        unknown[first:last, rng.permutation(VOICES)[: rng.integers(1, VOICES + 1)]] = True
        if rng.random() < 0.5:
            unknown[:, 1:] |= rng.random(3) < 0.5
    elif kind < 0.95:
        unknown = rng.random((steps, VOICES)) < rng.random()
    else:
        unknown[:] = True
    return unknown


def example(rng, pieces):
    """One training window with its questions; see `HarmonyNet.forward`."""
    by_style = pieces[four_part.HYMN if rng.random() < HYMN_SHARE else four_part.CHORALE]
    piece, its_mode = by_style[rng.integers(len(by_style))]
    # The beginning and the end of a piece are where windows seldom fall by chance.
    steps = TRAINING_STEPS
    start = 0 if rng.random() < 0.1 else int(rng.integers(0, max(1, len(piece.pitch) - steps + 1 + 16)))
    start = min(start, len(piece.pitch) - 16)
    stretch = piece.pitch[max(0, start - 1) : start + steps]
    sounding = stretch[stretch >= 0]
    low = max(-MAX_TRANSPOSITION, MIN_PITCH - int(sounding.min()))
    high = min(MAX_TRANSPOSITION, MIN_PITCH + PITCHES - 1 - int(sounding.max()))
    shift = int(rng.integers(low, high + 1))
    choice, attack, token, before, real = window(piece, start, steps, shift, attacks=rng.random() < 0.7)
    context = context_of(
        piece,
        start,
        steps,
        metre=rng.random() < 0.85,
        phrase=rng.random() < 0.6,
        style=rng.random() < 0.85,
        mode=its_mode if rng.random() < 0.4 else 0,
    )
    if start and rng.random() < 0.3:
        before = np.full(VOICES, harmony_net.REST)
    return choice, attack, token, before, real, context, unknown_cells(rng, steps), piece.attacks_known


def question(choice, attack, unknown):
    """What the encoder sees: unknown cells masked, their attacks with them."""
    return np.where(unknown, UNKNOWN, choice), np.where(unknown, UNSAID, attack)


def stack(examples):
    columns = [np.stack(column) for column in zip(*examples)]
    choice, attack, token, before, real, context, unknown, attacks_known = columns
    cell, seen = question(choice, attack, unknown)
    tensor = lambda values: torch.as_tensor(values)
    return {
        "input": [tensor(v) for v in (cell, seen, context, token, before)],
        "choice": tensor(choice),
        "token": tensor(token),
        "before": tensor(before),
        "asked": tensor(unknown & real[:, :, None]),
        "attacks_known": tensor(attacks_known),
    }


def nll(net, batch, costs=None):
    """-ln p of each cell's pitch, and of striking it where it stays: two [batch, steps, 4].
    costs: nats [batch, steps, 4, 47] by which choices are held back."""
    where = next(net.parameters()).device
    logits = net(*[values.to(where) for values in batch["input"]])
    if costs is not None:
        logits = logits - F.pad(costs, (0, 1))
    choice = batch["choice"].to(where)
    pitch = F.cross_entropy(logits[..., :CHOICES].flatten(0, 2), choice.flatten(), reduction="none").view_as(choice)
    token, before = batch["token"].to(where), batch["before"].to(where)
    earlier = torch.cat([before.unsqueeze(1), token[:, :-1]], 1) % HELD
    stays = (choice == earlier) & (choice != harmony_net.REST) & batch["attacks_known"].to(where)[:, None, None]
    struck = (token < HELD).to(logits.dtype)
    attack = F.binary_cross_entropy_with_logits(logits[..., CHOICES], struck, reduction="none") * stays
    return pitch, attack


def by_style(pieces):
    """{style: [(piece, mode)]}."""
    return {style: [(p, mode(p)) for p in pieces if p.style == style and len(p.pitch) > 32] for style in range(len(STYLES))}


def held_out_nll(net, pieces, *, said=True, first_only=True):
    """(pitch, attack) nats a cell of alto, tenor and bass given the soprano: 64-step windows from each piece's start,
    original key, chain rule in the model's own order. said: whether metre and phrase ends are told."""
    net.eval()
    examples = []
    unknown = np.ones((STEPS, VOICES), bool)
    unknown[:, 0] = False
    for piece in pieces:
        for start in range(0, 1 if first_only else len(piece.pitch) - STEPS + 1, STEPS):
            parts = window(piece, start, STEPS, attacks=said)
            context = context_of(piece, start, STEPS, metre=said, phrase=said, style=said)
            examples.append((*parts, context, unknown, piece.attacks_known))
    pitch = attack = cells = 0.0
    for i in range(0, len(examples), 32):
        batch = stack(examples[i : i + 32])
        p, a = nll(net, batch)
        asked = batch["asked"].to(p.device)
        pitch += (p * asked).sum().item()
        attack += (a * asked).sum().item()
        cells += asked.sum().item()
    return pitch / cells, attack / cells


def trained_state():
    """The best weights of the training; where nothing of it is left, those that ship, with what made them by their card."""
    if (STATE / NAME / "best.pt").exists():
        return best_state(NAME)
    net = HarmonyNet()
    harmony_net.load_checkpoint_variables(net, read_checkpoint(MODELS / NAME))
    card = json.loads((MODELS / NAME / "card.json").read_text())
    made = card["training"]
    return {"ema": net.state_dict(), "step": made["steps"], "seconds": made["seconds"], "command": card["train_command"]}


def train(options):
    torch.manual_seed(SEED)
    run = Run(NAME, HarmonyNet().to(device()), learning_rate=1e-3, seed=SEED, weight_decay=0.01).resume()
    pieces = four_part.load()
    training, valid = by_style(pieces["train"]), pieces["valid"]

    def loss_of(net, rng, step):
        batch = stack([example(rng, training) for _ in range(BATCH)])
        pitch, attack = nll(net, batch)
        asked = batch["asked"].to(pitch.device)
        return ((pitch + attack) * asked).sum() / asked.sum()

    run.train(options.minutes, loss_of, lambda net: held_out_nll(net, valid)[0], options.anneal)


def measure(net):
    """The card's figures: {name: metric}."""
    pieces, metrics = four_part.load(), {}
    windows = "64-step windows from each piece's start, original key; chain rule in the model's own order"
    for split, title in (
        ("valid", "JSB chorales"),
        ("test", "JSB chorales"),
        ("hymns-valid", "hymns"),
        ("hymns-test", "hymns"),
    ):
        for said, told in ((True, "metre, phrase ends and attacks told"), (False, "told nothing but the pitches")):
            pitch, attack = held_out_nll(net, pieces[split], said=said)
            name = split.replace("-", "_") + "_nll_given_soprano" + ("" if said else "_untold")
            how = f"first window of {len(pieces[split])} {title}; {windows}; {told}"
            metrics[name] = metric(pitch, "nats a cell of alto, tenor, bass", split, how)
            if said:
                metrics[f"{split.replace('-', '_')}_attack_nll"] = metric(
                    attack, "nats a cell for striking a pitch that stays, beside the above", split, how
                )
        pitch, _ = held_out_nll(net, pieces[split], first_only=False)
        metrics[split.replace("-", "_") + "_nll_whole_pieces"] = metric(
            pitch, "nats a cell of alto, tenor, bass", split, f"all whole windows of {len(pieces[split])} {title}; {windows}"
        )
    return metrics


def parity(net):
    """A fixed question and the logits of some of its cells, for a test in another runtime."""
    piece = four_part.Piece(
        name="made",
        style=four_part.CHORALE,
        pitch=np.repeat(np.array([[72, 67, 64, 48], [72, 69, 65, 53], [74, 67, 59, 43], [72, 67, 64, 48]] * 4, np.int8), 4, axis=0),
        attack=np.tile(np.array([[1] * 4, [0] * 4, [0] * 4, [0] * 4], np.uint8), (16, 1)),
        attacks_known=True,
        metre=np.ones(64, np.int8),
        place=np.arange(64, dtype=np.int8) % 16,
        phrase=(np.arange(64) % 32 >= 28).astype(np.uint8),
        phrases_known=True,
    )
    choice, attack, token, before, _ = window(piece, 0, STEPS)
    unknown = np.zeros((STEPS, VOICES), bool)
    unknown[8:40, 1:] = True
    cell, seen = question(choice, attack, unknown)
    context = context_of(piece, 0, STEPS, mode=1)
    tensor = lambda values: torch.as_tensor(values)[None]
    logits = net(tensor(cell), tensor(seen), tensor(context), tensor(token), tensor(before))[0]
    cells = [(8, 3), (9, 1), (20, 2), (39, 1)]
    return {
        "cell": cell.flatten().tolist(),
        "attack": seen.flatten().tolist(),
        "context": context.flatten().tolist(),
        "token": token.flatten().tolist(),
        "before": before.tolist(),
        "cells": [
            {"step": step, "voice": voice, "logits": [round(x, 5) for x in logits[step, voice].tolist()]} for step, voice in cells
        ],
    }


def export():
    """The polished weights (harmony_polish.py), where there are any."""
    trained = trained_state()
    polished = best_state(POLISH) if (STATE / POLISH / "best.pt").exists() else None
    total = lambda key: trained[key] + (polished[key] if polished else 0)
    command = lambda name, state: state.get("command") or f"models/training/train.sh {name} --minutes {round(state['seconds'] / 60)}"
    export_checkpoint(
        NAME,
        HarmonyNet(),
        harmony_net,
        measure,
        parity,
        more=harmony_habits.fitted,
        state={**(polished or trained), "step": total("step"), "seconds": total("seconds")},
        train_command=" && ".join([command(NAME, trained), *([command(POLISH, polished)] if polished else [])]),
        title="Four-part harmony in one pass",
        task=(
            "Fills any unknown cells of a four-part score (soprano, alto, tenor, bass on sixteenths, struck or held) around the known "
            "ones, in the order of time, with the future seen."
        ),
        archives=["bach", "jsb", "hymnal"],
        splits=(
            "The standard valid and test splits of the JSB chorales; whatever in the other collections shares a twentieth of its runs "
            "of eight chords, in any key and rhythm, with one of theirs is left out. Hymns are split by tune."
        ),
        training={
            "loss": "cross-entropy of the unknown cells' pitches, and of striking those that stay; random voices, stretches and cells unknown",
            "batch": f"{BATCH} windows of {TRAINING_STEPS} steps, {HYMN_SHARE:.0%} of hymns, transposed by up to {MAX_TRANSPOSITION} semitones",
            "learning rate": "1e-3, AdamW; moving average of weights",
            "polish": (
                "then on its own harmonies of training melodies, drawn as the page draws them, with a logistic critic of what sets them "
                "apart from the pieces' own (harmony_polish.py); 3e-4, likelihood half of the loss"
            ),
            "habits": (
                "then `npm run fit:habits`: what the page adds to the logits so that its harmonies of training and validation melodies "
                "move, stand and sound as often as the pieces do (harmony_habits.py)"
            ),
            "seed": SEED,
        },
        weaknesses=[
            "Knows chorales and hymns; other music is harmonised as if it were one.",
            "Of metres it knows 4/4, 3/4, 2/4 and 6/8, nearly all of it 4/4; others are to it music without barlines.",
            "Sampled freely it writes more parallels than Bach: the page holds it to the rules while it chooses.",
            "Four voices in MIDI 36 to 81; it never modulates far, as its models do not.",
        ],
    )


if __name__ == "__main__":
    run_command(__doc__, train, export)
