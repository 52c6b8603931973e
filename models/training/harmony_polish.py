"""Polishes the one-pass harmony model on its own harmonies: `train.sh harmony-polish --minutes 30`, after `train.sh harmony`.

Likelihood alone teaches each choice given Bach's past; what the model writes after its own is a little less like him, and it adds
up. Here it harmonises training melodies itself; a logistic critic learns what sets those apart from Bach's own settings
(`traits`); and each choice is made likelier or less so by what the critic says of the steps that follow (REINFORCE, Williams 1992, with the other
takes of the same melody as its baseline; a critic that is learned beside, as in generative adversarial imitation, Ho & Ermon 2016). Likelihood
on the pieces themselves stays half of the loss.
"""

import argparse
from itertools import combinations

import numpy as np
import torch
from torch.nn import functional as F

from . import four_part, harmony, harmony_net, harmony_report
from .four_part import VOICES
from .harmony_net import HELD, REST, HarmonyNet
from .harmony_sample import RANGES, midi, sample
from .loop import Run, device

NAME = harmony.POLISH
SEED = 1
LEARNING_RATE = 3e-4
#: Melodies a step, and takes of each.
MELODIES, TAKES = 8, 4
#: What the page draws at its own settings (src/generation/one-pass.ts): nothing further behind the best, in nats, is written.
REACH = 4.0
#: What comes so many steps later counts for a third as much.
HORIZON = 7
#: Nats that a missed cadence costs beside what the critic says of it: they are few, and its weights are held small.
CADENCE = 1.0
#: Harmonies that the critic remembers.
MEMORY = 1024
#: The chords on beats that training chorales have most often have a trait each.
CHORDS = 96
#: Where among the traits `missed_cadences` are.
MISSED = -1


def bits(classes):
    found = torch.zeros(classes.shape[:-1], dtype=torch.long)
    for i in range(classes.shape[-1]):
        found |= 1 << classes[..., i]
    return found


class Traits:
    """What can be told of a setting step by step, so that a sum over steps tells settings apart."""

    def __init__(self, pieces):
        sets = []
        for piece in pieces:
            pitch = torch.as_tensor(piece.pitch.astype(np.int64))
            sets.append(bits((pitch - pitch[:, 3:]) % 12)[(pitch >= 0).all(1)])
        values, counts = torch.cat(sets).unique(return_counts=True)
        self.known = values
        common = values[counts.argsort(descending=True)[:CHORDS]]
        self.index = torch.full((4096,), CHORDS, dtype=torch.long)
        self.index[common] = torch.arange(len(common))
        self.is_known = torch.zeros(4096, dtype=torch.bool)
        self.is_known[values] = True

    def __call__(self, pitch, place, missed):
        """[batch, steps, traits] of MIDI [batch, steps, 4]; steps since the barline and `missed_cadences`, each [batch, steps]."""
        found = []
        step = F.pad(pitch[:, 1:] - pitch[:, :-1], (0, 0, 1, 0))
        moved = step != 0
        sounding = (pitch >= 0).all(2) & F.pad((pitch[:, :-1] >= 0).all(2), (1, 0))
        moved &= sounding.unsqueeze(2)
        for voice in range(VOICES):
            found.append(F.one_hot(step[:, :, voice].clamp(-12, 12) + 12, 25) * moved[:, :, voice, None])
            found.append(F.one_hot(place % 16, 16) * moved[:, :, voice, None])
        beat, off = (place % 4 == 0) & sounding, (place % 4 == 2) & sounding
        for high, low in combinations(range(VOICES), 2):
            found.append(F.one_hot((pitch[:, :, high] - pitch[:, :, low]).abs() % 12, 12) * beat[:, :, None])
        over = (pitch - pitch[:, :, 3:]) % 12
        found.append(F.one_hot(over, 12).sum(2) * beat[:, :, None])
        sets = bits(over)
        chord = F.one_hot(self.index[sets], CHORDS + 1)
        found += [chord * beat[:, :, None], chord * off[:, :, None]]
        found.append(((~self.is_known[sets]) & beat)[..., None])
        # Part-writing, roughly: the page's own detector is src/domain/part-writing.ts, and it has the last word.
        for high, low in combinations(range(VOICES), 2):
            now = (pitch[:, :, high] - pitch[:, :, low]).abs() % 12
            then = F.pad(now[:, :-1], (1, 0), value=-1)
            similar = (step[:, :, high] * step[:, :, low] > 0) & sounding
            found += [(similar & (now == then) & (now == k))[..., None] for k in (0, 7)]
            if (high, low) == (0, 3):
                found += [(similar & (now != then) & (now == k) & (step[:, :, 0].abs() > 2))[..., None] for k in (0, 7)]
        for upper in range(3):
            gap = pitch[:, :, upper] - pitch[:, :, upper + 1]
            changed = (moved[:, :, upper] | moved[:, :, upper + 1]) & sounding
            found.append(((gap < 0) & changed)[..., None])
            if upper < 2:
                found.append(((gap > 12) & changed)[..., None])
        for voice in range(1, VOICES):
            out = (pitch[:, :, voice] < RANGES[voice][0]) | (pitch[:, :, voice] > RANGES[voice][1])
            found.append((out & moved[:, :, voice])[..., None])
        found.append(missed[..., None])  # the last, MISSED
        return torch.cat([f.float() for f in found], 2)


def missed_cadences(pitch, phrases, tonics):
    """[batch, steps]: 1 where a phrase ends and no cadence is there."""
    found = torch.zeros(pitch.shape[:2])
    for row, (grid, phrase, tonic) in enumerate(zip(pitch.numpy(), phrases, tonics)):
        edges = np.flatnonzero(np.diff(np.concatenate([[0], phrase, [0]])))
        for start, end in zip(edges[::2], edges[1::2]):
            if start >= 8 and not harmony_report.is_cadence(grid, start, end, tonic):
                found[row, start] = 1
    return found


class Critic:
    """Logistic regression of "is Bach's own" on the traits of whole windows."""

    def __init__(self, size):
        self.weight, self.bias = torch.zeros(size), torch.zeros(1)
        self.mean, self.deviation = torch.zeros(size), torch.ones(size)

    def fit(self, own, made, decay=0.03):
        """own, made [windows, traits]: sums over the steps. """
        x = torch.cat([own, made])
        self.mean, self.deviation = x.mean(0), x.std(0) + 0.05
        x = (x - self.mean) / self.deviation
        each = torch.cat([torch.full((len(own),), 0.5 / len(own)), torch.full((len(made),), 0.5 / len(made))])
        y = torch.cat([torch.ones(len(own)), torch.zeros(len(made))])
        weight, bias = self.weight.clone().requires_grad_(), self.bias.clone().requires_grad_()
        optimizer = torch.optim.LBFGS([weight, bias], max_iter=40)

        def loss():
            optimizer.zero_grad()
            value = F.binary_cross_entropy_with_logits(x @ weight + bias, y, each, reduction="sum") + decay * (weight * weight).sum()
            value.backward()
            return value

        optimizer.step(loss)
        self.weight, self.bias = weight.detach(), bias.detach()

    def logit(self, sums):
        """[windows, traits] -> [windows]: above 0 for Bach's own."""
        return ((sums - self.mean) / self.deviation) @ self.weight + self.bias

    def rewards(self, traits):
        """[batch, steps, traits] -> [batch, steps]: nats for being Bach's own."""
        return traits @ (self.weight / self.deviation)


def examples_of(rng, pieces, melodies):
    """`melodies` windows of chorales and hymns with three voices asked under a given one, told what the page tells."""
    found, phrases, tonics, places = [], [], [], []
    steps = harmony.TRAINING_STEPS
    unknown = np.ones((steps, VOICES), bool)
    unknown[:, 0] = False
    while len(found) < melodies:
        piece, (tonic, _) = pieces[rng.integers(len(pieces))]
        latest = max(0, len(piece.pitch) - steps)
        start = 0 if rng.random() < 0.4 else int(rng.integers(0, latest + 1))
        shift = int(rng.integers(-3, 4))
        stretch = piece.pitch[start : start + steps]
        sounding = stretch[stretch >= 0]
        if sounding.min() + shift < harmony_net.MIN_PITCH or sounding.max() + shift > harmony_net.MIN_PITCH + harmony_net.PITCHES - 1:
            continue
        parts = harmony.window(piece, start, steps, shift)
        told = piece.phrases_known and rng.random() < 0.9
        context = harmony.context_of(piece, start, steps, phrase=told)
        found.append((*parts, context, unknown, True))
        phrase = piece.phrase[start : start + steps] if piece.phrases_known else np.zeros(0, np.uint8)
        phrases.append(np.pad(phrase, (0, steps - len(phrase))))
        place = piece.place[start : start + steps].astype(np.int64)
        places.append(np.pad(place, (0, steps - len(place))))
        tonics.append((tonic + shift) % 12)
    return found, np.stack(phrases), tonics, torch.as_tensor(np.stack(places))


def returns(rewards):
    """What follows each step, later things less: [batch, steps]."""
    found, total = torch.zeros_like(rewards), torch.zeros(len(rewards))
    for step in reversed(range(rewards.shape[1])):
        total = rewards[:, step] + (1 - 1 / HORIZON) * total
        found[:, step] = total
    return found


class Polish:
    def __init__(self, weight):
        self.pieces = four_part.load()
        chorales = [p for p in self.pieces["train"] if p.style == four_part.CHORALE]
        hymns = [p for p in self.pieces["train"] if p.style == four_part.HYMN]
        long = lambda some: [(p, harmony.key_of(p.pitch)) for p in some if len(p.pitch) >= 64 and (p.metre > 0).mean() > 0.8]
        self.pools = {four_part.CHORALE: long(chorales), four_part.HYMN: long(hymns)}
        self.training = harmony.by_style(self.pieces["train"])
        self.traits = Traits(chorales + hymns)
        rng = np.random.default_rng(SEED)
        self.own = {style: self.own_traits(rng, pool) for style, pool in self.pools.items()}
        self.made = {style: [] for style in self.pools}
        self.critics = {}
        self.weight = weight
        self.recent = []

    def own_traits(self, rng, pool):
        """[MEMORY, traits] of Bach's own windows."""
        found = []
        for _ in range(MEMORY // 64):
            examples, *place = examples_of(rng, pool, 64)
            batch = harmony.stack(examples)
            found.append(self.sums(self.tell(batch["token"], batch["asked"], *place), batch["asked"]))
        return torch.cat(found)

    def tell(self, tokens, asked, phrases, tonics, places):
        """[windows, steps, traits] of tokens."""
        pitch = midi(tokens)
        return self.traits(pitch, places, missed_cadences(pitch, phrases, tonics)) * asked.any(2, keepdim=True)

    def sums(self, traits, asked):
        """[windows, traits], as if all windows were full."""
        return traits.sum(1) * (asked.shape[1] / asked.any(2).sum(1, keepdim=True))

    def loss_of(self, net, rng, step):
        style = four_part.HYMN if rng.random() < 0.25 else four_part.CHORALE
        found, phrases, tonics, places = examples_of(rng, self.pools[style], MELODIES)
        batch = harmony.stack([e for e in found for _ in range(TAKES)])
        net.eval()
        drawn, costs = sample(net, batch, rules=True, reach=REACH)
        net.train()
        asked = batch["asked"]
        traits = self.tell(drawn, asked, np.repeat(phrases, TAKES, 0), np.repeat(tonics, TAKES), places.repeat_interleave(TAKES, 0))
        sums = self.sums(traits, asked)
        likelihood_batch = harmony.stack([harmony.example(rng, self.training) for _ in range(harmony.BATCH)])
        pitch, attack = harmony.nll(net, likelihood_batch)
        likelihood = ((pitch + attack) * likelihood_batch["asked"]).sum() / likelihood_batch["asked"].sum()
        # The critic has not seen what it judges.
        critic = self.critics.get(style)
        reward = critic and critic.rewards(traits) - CADENCE * traits[..., MISSED]
        if critic:
            self.recent.append((critic.logit(sums) < 0).float().mean().item())
        self.made[style] = (self.made[style] + list(sums))[-MEMORY:]
        if len(self.made[style]) >= 320 and (critic is None or step % 5 == 0):
            self.critics.setdefault(style, Critic(sums.shape[1])).fit(self.own[style], torch.stack(self.made[style]))
        if reward is None:
            return likelihood
        total = returns(reward).view(MELODIES, TAKES, -1)
        advantage = (total - total.mean(1, keepdim=True)) * TAKES / (TAKES - 1)
        advantage = (advantage / (advantage.std() + 1e-6)).view(MELODIES * TAKES, -1, 1)
        drawn_batch = {**batch, "input": [*batch["input"][:3], drawn, batch["input"][4]], "token": drawn, "choice": drawn % HELD}
        pitch, attack = harmony.nll(net, drawn_batch, costs)
        policy = ((pitch + attack) * asked * advantage).sum() / asked.sum()
        if len(self.recent) >= 10:
            print(
                f"  step {step} told {np.mean(self.recent):.3f} missed {traits[..., MISSED].sum(1).mean():.2f} likelihood {likelihood.item():.4f}",
                flush=True,
            )
            self.recent = []
        return likelihood + self.weight * policy


@torch.no_grad()
def told_apart(net, pieces, takes=1):
    """Accuracy of the report's classifier on the model's own harmonies of whole pieces, with the rules bearing on them."""
    steps = max(len(p.pitch) for p in pieces)
    unknown = np.ones((steps, VOICES), bool)
    unknown[:, 0] = False
    examples = [
        (*harmony.window(p, 0, steps), harmony.context_of(p, 0, steps), unknown, p.attacks_known) for p in pieces
    ]
    scores = []
    for _ in range(takes):
        made = midi(sample(net, harmony.stack(examples), rules=True, reach=REACH)[0]).numpy()
        own = [p.pitch.astype(int) for p in pieces]
        a, b = harmony_report.both_sounding(own, [m[: len(p.pitch)] for m, p in zip(made, pieces)])
        scores.append(harmony_report.told_apart(a, b))
    return float(np.mean(scores))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--weight", type=float, default=1.0)
    parser.add_argument("--name", default=NAME)
    parser.add_argument("--anneal", action="store_true", help="let the learning rate fall to zero over this run")
    options = parser.parse_args()
    torch.manual_seed(SEED)
    net = HarmonyNet().to(device())
    net.load_state_dict(harmony.trained_state()["ema"])
    polish = Polish(options.weight)
    run = Run(options.name, net, learning_rate=LEARNING_RATE, seed=SEED, weight_decay=0.0, ema_decay=0.99, save_seconds=400).resume()
    valid = polish.pieces["valid"]

    def evaluate(ema):
        torch.manual_seed(0)
        apart = told_apart(ema, [p for p in valid if p.phrases_known])
        nll = harmony.held_out_nll(ema, valid)[0]
        print(f"valid: told apart {apart:.3f}, {nll:.4f} nats", flush=True)
        # The newest stands: between two looks it gains less than such a figure wavers.
        return -run.step

    run.train(options.minutes, polish.loss_of, evaluate, options.anneal)


if __name__ == "__main__":
    main()
