"""How well held-out drumming comes back, beside what knows only the habits of each drum at each place of the bar."""

from collections import namedtuple

import numpy as np

from .card import metric
from .groove_data import NUM_DRUMS

BAR = 16
#: float [16, 9] each: mean velocity and mean offset of a drum's strokes at a step of a 4/4 bar.
Usual = namedtuple("Usual", "velocity offset")


def parts(played):
    """(hits, velocities, offsets) of [..., 27]."""
    played = np.asarray(played)
    return tuple(played[..., k * NUM_DRUMS : (k + 1) * NUM_DRUMS] for k in range(3))


def baselines(pool):
    """`Usual` of the 4/4 recordings of `pool`; a drum that is never struck at a step has its own mean there."""
    hits, velocities, offsets = parts(np.concatenate([each.played for each in pool if each.meter == "4-4"]).reshape(-1, BAR, 3 * NUM_DRUMS))
    counts = hits.sum(0)

    def mean(values):
        alone = (values * hits).sum((0, 1)) / np.maximum(1, hits.sum((0, 1)))
        return np.where(counts > 0, (values * hits).sum(0) / np.maximum(1, counts), alone)

    return Usual(mean(velocities), mean(offsets))


def f1(hits, found):
    """Harmonic mean of precision and recall of the strokes: drum and step must agree."""
    hits, found = np.asarray(hits) > 0.5, np.asarray(found) > 0.5
    return 2 * (hits & found).sum() / max(1, hits.sum() + found.sum())


def error(true, guessed, hits, scale=1.0):
    """Mean absolute error over the strokes; `scale` is multiplied in, an array that fits `true` or a number."""
    hits = np.asarray(hits) > 0.5
    return (np.abs(np.asarray(true) - np.asarray(guessed)) * scale)[hits].mean()


def step_ms(batch, tempo_at):
    """Milliseconds a sixteenth in each window, [batch, 1, 1], from the tempo control."""
    return 60_000 / (120 * 2 ** np.asarray(batch.controls[:, :1, tempo_at : tempo_at + 1])) / 4


def measured(split, batches, played, nats, usual, tempo_at):
    """{name: metric} of a split. played: {task: what the decoder played}, nats: {task: (hits, velocities, offsets) a step}."""
    hits, velocities, offsets = parts(batches["hits"].played)
    ms = np.broadcast_to(step_ms(batches["hits"], tempo_at), hits.shape)
    _, guessed_velocities, guessed_offsets = parts(played["hits"])
    again = lambda table: np.tile(table, (hits.shape[1] // BAR, 1))[None].repeat(len(hits), 0)
    alone = "mean of the encoder, the decoder hears only itself; "
    forced = alone + "hits given"
    metrics = {
        f"{split}_hits_from_bars": metric(f1(hits, parts(played["bars"])[0]), "F1 of drum and step", split, alone + "the bars heard"),
        f"{split}_hits_from_tap": metric(f1(hits, parts(played["tap"])[0]), "F1 of drum and step", split, alone + "a tap of some drums heard, style and busyness told"),
        f"{split}_velocity_error": metric(error(velocities, guessed_velocities, hits), "of full velocity, mean absolute", split, forced),
        f"{split}_velocity_error_of_habit": metric(error(velocities, again(usual.velocity), hits), "of full velocity, mean absolute", split, "mean velocity of the drum at the step, from training"),
        f"{split}_timing_error": metric(error(offsets, guessed_offsets, hits, ms), "ms, mean absolute", split, forced),
        f"{split}_timing_error_of_habit": metric(error(offsets, again(usual.offset), hits, ms), "ms, mean absolute", split, "mean offset of the drum at the step, from training"),
        f"{split}_timing_error_of_grid": metric(error(offsets, 0, hits, ms), "ms, mean absolute", split, "all on the grid"),
    }
    for task, (of_hits, of_velocities, of_offsets) in nats.items():
        how = f"nine hits, task {task}, from the true steps before; velocities {of_velocities:.3f}, offsets {of_offsets:.3f} (densities)"
        metrics[f"{split}_hits_nll_{task}"] = metric(of_hits, "nats a step", split, how)
    return metrics
