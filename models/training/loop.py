"""A training loop that can be stopped and taken up again at any step.

Step n draws its batch and its noise from seeds made of (seed, n), so a resumed run sees what an unbroken one would.
An exponential moving average of the weights stands in for a learning-rate schedule: it is what is
evaluated and exported, at any time.
"""

import copy
import time

import numpy as np
import torch

from .corpora import STATE

SAVE_SECONDS = 120
EMA_DECAY = 0.999


def device():
    """A GPU where there is one."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


class Run:
    """One model's training state: `latest.pt` to resume from, `best.pt` to export from."""

    def __init__(self, name, net, learning_rate, seed=1, clip_norm=1.0, weight_decay=0.0, ema_decay=EMA_DECAY, save_seconds=SAVE_SECONDS):
        self.dir = STATE / name
        self.dir.mkdir(parents=True, exist_ok=True)
        self.net, self.ema = net, copy.deepcopy(net).eval()
        self.optimizer = torch.optim.AdamW(net.parameters(), lr=learning_rate, weight_decay=weight_decay)
        self.learning_rate, self.seed, self.clip_norm = learning_rate, seed, clip_norm
        self.ema_decay, self.save_seconds = ema_decay, save_seconds
        self.step, self.seconds = 0, 0.0
        self.best = {"loss": float("inf"), "step": 0}

    def resume(self):
        """Takes up the latest saved state, if there is one."""
        path = self.dir / "latest.pt"
        if path.exists():
            saved = torch.load(path, map_location=self.device)
            self.net.load_state_dict(saved["net"])
            self.ema.load_state_dict(saved["ema"])
            self.optimizer.load_state_dict(saved["optimizer"])
            self.step, self.seconds, self.best = saved["step"], saved["seconds"], saved["best"]
        return self

    @property
    def device(self):
        return next(self.net.parameters()).device

    def save(self):
        """Writes the state beside the old one and renames, so that a stop midway loses nothing."""
        write(
            self.dir / "latest.pt",
            {
                "net": self.net.state_dict(),
                "ema": self.ema.state_dict(),
                "optimizer": self.optimizer.state_dict(),
                "step": self.step,
                "seconds": self.seconds,
                "best": self.best,
            },
        )

    def train(self, minutes, loss_of, evaluate, anneal=False):
        """Trains for `minutes` of wall time.

        loss_of(net, rng, step): scalar loss of the step's batch. evaluate(ema net): held-out loss, lower is better.
        anneal: the learning rate falls linearly to zero over this call, for a last round.
        """
        began = saved = time.monotonic()
        before, losses = self.seconds, []
        while (elapsed := time.monotonic() - began) < 60 * minutes:
            left = 1 - elapsed / (60 * minutes)
            warmup = min(1.0, (self.step + 1) / 200)
            for group in self.optimizer.param_groups:
                group["lr"] = self.learning_rate * warmup * (left if anneal else 1)
            torch.manual_seed(self.seed * 1_000_003 + self.step)
            self.net.train()
            loss = loss_of(self.net, np.random.default_rng([self.seed, self.step]), self.step)
            self.optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(self.net.parameters(), self.clip_norm)
            self.optimizer.step()
            self.step += 1
            self.average()
            losses.append(loss.item())
            self.seconds = before + time.monotonic() - began
            if time.monotonic() - saved > self.save_seconds:
                self.checkpoint(evaluate, losses)
                saved, losses = time.monotonic(), []
        self.checkpoint(evaluate, losses)

    @torch.no_grad()
    def average(self):
        """Moves the average; early on it forgets faster, so that it does not remember the random start."""
        decay = min(self.ema_decay, (1 + self.step) / (10 + self.step))
        for mean, value in zip(self.ema.state_dict().values(), self.net.state_dict().values()):
            if mean.dtype.is_floating_point:
                mean.lerp_(value, 1 - decay)
            else:
                mean.copy_(value)

    def checkpoint(self, evaluate, losses):
        """Evaluates the average, keeps it if it is the best yet, and saves."""
        with torch.no_grad():
            held_out = evaluate(self.ema)
        if held_out < self.best["loss"]:
            self.best = {"loss": held_out, "step": self.step}
            write(
                self.dir / "best.pt",
                {"ema": self.ema.state_dict(), "step": self.step, "seconds": self.seconds, "loss": held_out},
            )
        self.save()
        train_loss = np.mean(losses) if losses else float("nan")
        print(
            f"step {self.step} minutes {self.seconds / 60:.1f} train {train_loss:.4f} "
            f"valid {held_out:.4f} best {self.best['loss']:.4f}",
            flush=True,
        )


def write(path, state):
    """torch.save through a temporary file."""
    partial = path.with_suffix(".partial")
    torch.save(state, partial)
    partial.rename(path)


def best_state(name):
    """The best weights so far: {"ema", "step", "seconds", "loss"}."""
    return torch.load(STATE / name / "best.pt", map_location="cpu")
