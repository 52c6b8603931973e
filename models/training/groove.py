"""Trains and exports the drum model: `train.sh groove --minutes 60`, then `train.sh groove --export`."""

import math
from collections import namedtuple

import numpy as np
import torch

from . import groove_data, groove_net
from .command import run_command
from .export import export_checkpoint
from .groove_measure import baselines, measured
from .groove_data import METERS, NUM_DRUMS
from .groove_net import HEARD, LATENT, PLAYED, TASKS, GrooveNet, controls_of, nats
from .loop import Run, device

NAME = "groove"
BATCH = 64
SEED = 5
BETA = 0.1
#: Steps over which beta rises from 0: z must first be worth reading before it costs anything.
BETA_STEPS = 2000
FREE_NATS = 48 * math.log(2)
#: How often the encoder hears nothing, the bars, a tap, their hits, other bars of the performance.
TASK_SHARES = (0.25, 0.1, 0.25, 0.15, 0.25)
#: How often a batch is of each kind of window: 4/4, one bar of a fill, 3/4, 6/8.
KIND_SHARES = (0.86, 0.06, 0.05, 0.03)
#: How often the style is not told, so that it can be left open.
STYLE_DROPOUT = 0.2
#: Most of the steps before that are hidden from the decoder, so that it must ask z and the controls.
INPUT_DROPOUT = 0.4
#: Most bars between a window and the bars that its beat is heard from.
MOST_APART = 16

#: The splits that the card has figures of. Test was measured once, when the training was over.
MEASURED = ("validation", "test")

#: A window: its performance, its first bar and how many bars.
Window = namedtuple("Window", "performance first bars")
#: float32 tensors, batch first: what is played, what the encoder hears, the controls, the step before the first; whether z is heard.
Batch = namedtuple("Batch", "played heard controls first known")


def windows_of(pool):
    """Windows by kind: two bars of 4/4, one bar of a 4/4 fill, two bars of 3/4, of 6/8; every bar begins one."""
    kinds = ([], [], [], [])
    for each in pool:
        bars = len(each.counts)
        if bars == 1:
            if each.meter == "4-4":
                kinds[1].append(Window(each, 0, 1))
            continue
        kind = {"4-4": 0, "3-4": 2, "6-8": 3}[each.meter]
        kinds[kind].extend(Window(each, first, 2) for first in range(bars - 1))
    return kinds


def played_in(window, first=None):
    """float32 [steps, 27] of a window, or of as many bars from another bar on."""
    bar = window.performance.bar
    start = (window.first if first is None else first) * bar
    return window.performance.played[start : start + window.bars * bar]


def tapped(played, rng):
    """float32 [steps, 3]: hit, velocity and offset of a rhythm tapped along: the strokes of some of the drums, some of them left out.

    Velocities or offsets may be missing (0), as in a rhythm that was written and not played.
    """
    chosen = rng.random(NUM_DRUMS) < 0.5
    share = rng.random()
    if share < 0.35:
        chosen[:] = True
    elif share < 0.6:
        chosen[:] = np.arange(NUM_DRUMS) < 2
    hits, velocities, offsets = (played[:, k * NUM_DRUMS : (k + 1) * NUM_DRUMS] for k in range(3))
    hits = hits * chosen * (rng.random((len(played), 1)) >= 0.3 * rng.random())
    return tap_of(hits, velocities, offsets, rng.random() < 0.7, rng.random() < 0.5)


def tap_of(hits, velocities, offsets, with_velocities=True, with_offsets=True):
    """The loudest stroke of each step, on no drum in particular: float32 [steps, 3]."""
    loudness = np.where(hits > 0, velocities, -1)
    loudest = loudness.argmax(1)
    at = np.arange(len(hits))
    hit = (loudness[at, loudest] >= 0).astype(np.float32)
    velocity = velocities[at, loudest] * hit * with_velocities
    return np.stack([hit, velocity, offsets[at, loudest] * hit * with_offsets], 1).astype(np.float32)


def heard_of(window, task, rng):
    """float32 [steps, HEARD]: what the encoder is given of a window."""
    played = played_in(window)
    heard = np.zeros((len(played), HEARD), np.float32)
    if task == "bars":
        heard[:, :PLAYED] = played
    elif task == "hits":
        heard[:, :NUM_DRUMS] = played[:, :NUM_DRUMS]
    elif task == "beat":
        heard[:, :PLAYED] = played_in(window, other_bar(window, rng))
    elif task == "tap":
        heard[:, PLAYED:] = tapped(played, rng)
    return heard


def other_bar(window, rng):
    """The first bar of other bars of the performance, that do not overlap the window; of the window itself where there are none."""
    last = len(window.performance.counts) - window.bars
    far = [
        bar
        for bar in range(max(0, window.first - MOST_APART), min(last, window.first + MOST_APART) + 1)
        if abs(bar - window.first) >= window.bars
    ]
    return int(rng.choice(far)) if far else window.first


def batch_of(windows, tasks, table, rng, style_dropout=0.0, first_dropout=0.0):
    """A `Batch` of windows of one length, a task each."""
    rows = []
    for window, task in zip(windows, tasks):
        each, bars = window.performance, slice(window.first, window.first + window.bars)
        before = each.played[window.first * each.bar - 1] if window.first else np.zeros(PLAYED, np.float32)
        controls = controls_of(
            None if rng.random() < style_dropout else each.style,
            groove_data.busyness(each.counts[bars] / each.bar, table),
            each.fills[bars],
            each.bpm,
            each.meter,
            task,
        )
        rows.append(
            (
                torch.from_numpy(played_in(window)),
                torch.from_numpy(heard_of(window, task, rng)),
                controls,
                torch.from_numpy(before) * float(rng.random() >= first_dropout),
                torch.tensor(float(task != "nothing")),
            )
        )
    return Batch(*(torch.stack(column) for column in zip(*rows)))


def training_batch(kinds, table, rng):
    windows = kinds[rng.choice(len(kinds), p=KIND_SHARES)]
    chosen = [windows[at] for at in rng.integers(len(windows), size=BATCH)]
    tasks = [TASKS[at] for at in rng.choice(len(TASKS), size=BATCH, p=TASK_SHARES)]
    return batch_of(chosen, tasks, table, rng, STYLE_DROPOUT, 0.4)


def steps_before(batch):
    """[batch, steps, 27]: what was played before each step."""
    return torch.cat([batch.first.unsqueeze(1), batch.played[:, :-1]], 1)


def with_gaps(previous):
    """Steps before, some hidden entirely and some of their velocity and offset, a share of its own for each window."""
    shares = torch.rand(len(previous), 1, 2, device=previous.device) * INPUT_DROPOUT
    kept = (torch.rand(*previous.shape[:2], 2, device=previous.device) >= shares).float()
    played = previous * kept[..., :1]
    return torch.cat([played[..., :NUM_DRUMS], played[..., NUM_DRUMS:] * kept[..., 1:]], 2)


def negative_elbo(net, batch, step):
    """Mean over windows of the nats of hits, velocities and offsets, plus beta times the KL above the free nats."""
    batch = Batch(*(each.to(next(net.parameters()).device) for each in batch))
    mu, sigma = net.encode(batch.heard)
    known = batch.known.unsqueeze(1)
    z = (mu + sigma * torch.randn_like(sigma)) * known
    decoded = net.decode(z, with_gaps(steps_before(batch)), batch.controls, batch.played[..., :NUM_DRUMS])
    kl = 0.5 * (mu**2 + sigma**2 - 1 - 2 * sigma.log()).sum(1) * batch.known
    beta = BETA * min(1, step / BETA_STEPS)
    bars = batch.played.shape[1] / groove_net.STEPS
    return (sum(nats(net, decoded, batch.played)) + beta * (kl - FREE_NATS * bars).clamp(min=0)).mean()


def play_batch(net, batch, hits=None):
    """[batch, steps, 27]: what the decoder plays by itself from the encoder's mean, a drum hit where that is likelier than not."""
    z = net.encode(batch.heard)[0] * batch.known.unsqueeze(1)
    return net.play(z, batch.controls, batch.first, hits)


def held_out_batches(split, table, stride=2, most=2000):
    """{task: Batch} of the same windows of 4/4, every second bar, at most so many."""
    windows = windows_of(groove_data.in_split(split))[0][::stride]
    windows = windows[:: max(1, math.ceil(len(windows) / most))]
    return {task: batch_of(windows, [task] * len(windows), table, np.random.default_rng(SEED)) for task in TASKS}


@torch.no_grad()
def nats_a_step(net, batch):
    """(hits, velocities, offsets): nats a step from the encoder's mean and the true steps before."""
    z = net.encode(batch.heard)[0] * batch.known.unsqueeze(1)
    decoded = net.decode(z, steps_before(batch), batch.controls, batch.played[..., :NUM_DRUMS])
    return tuple(part.mean().item() / batch.played.shape[1] for part in nats(net, decoded, batch.played))


def train(options):
    torch.manual_seed(SEED)
    run = Run(NAME, GrooveNet().to(device()), learning_rate=2e-3, seed=SEED).resume()
    pool = groove_data.in_split("train")
    table = groove_data.busyness_table(pool)
    kinds = windows_of(pool)
    valid = held_out_batches("validation", table, most=300)
    run.train(
        options.minutes,
        lambda net, rng, step: negative_elbo(net, training_batch(kinds, table, rng), step),
        lambda net: float(np.mean([sum(nats_a_step(net, batch)) for batch in valid.values()])),
        options.anneal,
    )


@torch.no_grad()
def measure(net):
    """The card's figures: {name: metric}."""
    pool = groove_data.in_split("train")
    table, usual = groove_data.busyness_table(pool), baselines(pool)
    metrics = {}
    for split in MEASURED:
        batches = held_out_batches(split, table, most=1000)
        hits = batches["hits"].played[..., :NUM_DRUMS]
        metrics |= measured(
            split,
            batches,
            {task: play_batch(net, batches[task], hits if task == "hits" else None) for task in ("bars", "tap", "hits")},
            {task: nats_a_step(net, batch) for task, batch in batches.items()},
            usual,
            groove_net.TEMPO_AT,
        )
    return metrics


def parity(net):
    """A fixed rhythm, mu's first values, and what is played after it in funk with its hits drawn by the likelier side."""
    heard = torch.zeros(1, groove_net.STEPS, HEARD)
    for step in range(0, groove_net.STEPS, 3):
        heard[0, step, PLAYED:] = torch.tensor([1.0, 0.75, 0.0625])
    mu, _ = net.encode(heard)
    style = groove_data.STYLES.index("funk")
    controls = controls_of(style, [0.5, 0.5], [False, True], 96, "4-4", "tap").unsqueeze(0)
    played = net.play(mu, controls, torch.zeros(1, PLAYED))[0]
    rounded = lambda values: [round(value, 5) for value in values.flatten().tolist()]
    return {
        "tap": {"every": 3, "velocity": 0.75, "offset": 0.0625},
        "controls": {"style": "funk", "busyness": 0.5, "fills": [False, True], "bpm": 96},
        "mu": rounded(mu[0, :8]),
        "hits": played[:, :NUM_DRUMS].int().tolist(),
        "velocities": rounded(played[:4, NUM_DRUMS : 2 * NUM_DRUMS]),
        "offsets": rounded(played[:4, 2 * NUM_DRUMS :]),
    }


def config():
    """What the page reads beside the weights."""
    table = groove_data.busyness_table(groove_data.in_split("train"))
    return {
        "type": "GrooVAE",
        "styles": list(groove_data.STYLES),
        "meters": list(METERS),
        "tasks": list(TASKS),
        "busyness": [round(float(value), 4) for value in table],
    }


def export():
    groove_net.CONFIG = config()
    export_checkpoint(
        NAME,
        GrooveNet(),
        groove_net,
        measure,
        parity,
        title="Drums, two bars",
        task="Plays nine drums with velocities and timing: from nothing, from a tapped rhythm, from bare hits, or after other bars.",
        archives=groove_data.ARCHIVES,
        splits=groove_data.SPLITS,
        training={
            "loss": f"nats of hits, velocities and offsets + {BETA} x KL above 48 free bits, from 0 over {BETA_STEPS} steps",
            "tasks": ", ".join(f"{task} {share}" for task, share in zip(TASKS, TASK_SHARES)),
            "hidden": f"up to {INPUT_DROPOUT} of the steps before, and of their velocities and offsets; the style {STYLE_DROPOUT} of the time",
            "batch": BATCH,
            "learning rate": "2e-3, Adam, moving average of weights",
            "seed": SEED,
        },
        weaknesses=[
            "Sixteenths: triplets are played as offsets from them, and two strokes of one drum in a sixteenth, as in a roll, are one.",
            "Ten drummers on one electronic kit; rock is a third of the data, reggae, soul and dance have a few hundred bars.",
            "3/4 has four training recordings and 6/8 four: what is played there leans on 4/4.",
            "The drums of one step know each other through fixed weights alone; velocities and offsets do not know each other.",
        ],
    )


if __name__ == "__main__":
    run_command(__doc__, train, export)
