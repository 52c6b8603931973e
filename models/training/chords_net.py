"""The chord model: the class of each slot from the melody and the chords already known, before and behind.

Everything it knows is laid out by pitch class, and every layer treats the twelve alike, so the same music in another key
gets the same chords in that key, exactly. Dilated convolutions over slots see the neighbourhood; attention finds the
places where the same music stands elsewhere.
"""

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from .chord_symbols import NO_CHORD, QUALITIES, TONES, UNKNOWN
from .lead_sheets import STYLES

CHANNELS = 24
DILATIONS = (1, 2, 4, 8, 1, 2, 4, 8)
#: Attention stands before these blocks.
ATTENDING = (3, 6)
HEADS, HEAD = 4, 6
DROPOUT = 0.3
#: A slot's melody: its share of each pitch class in the whole and in each quarter of the slot, the first step and the last note.
MELODY_INPUTS = 7
#: A known chord: its quality at its root, and its tones.
CHORD_INPUTS = len(QUALITIES) + 1
#: Upper ends of the slot lengths told apart, in steps; longer ones are the last.
LENGTHS = (2, 4, 6, 8, 12)
BARS = (16, 12, 8)
PLACES = 4
SLOT_INPUTS = 5 + len(LENGTHS) + 1 + PLACES + len(BARS) + 1 + len(STYLES)

CONFIG = {
    "type": "AntiphonChords",
    "channels": CHANNELS,
    "dilations": DILATIONS,
    "attending": ATTENDING,
    "heads": HEADS,
    "head": HEAD,
}


def melody_inputs(pitch, edges):
    """float32 [slots, 12, MELODY_INPUTS] of int [steps] between successive `edges`, and the share of rests [slots]."""
    sounding = np.zeros((len(pitch) + 1, 12), np.float32)
    steps = np.flatnonzero(pitch >= 0)
    sounding[steps + 1, pitch[steps] % 12] = 1
    until = sounding.cumsum(0)
    start, end = edges[:-1], edges[1:]
    shares = lambda a, b: (until[b] - until[a]) / np.maximum(1, b - a).astype(np.float32)[:, None]
    quarters = [start + (end - start) * k // 4 for k in range(5)]
    last = np.zeros((len(start), 12), np.float32)
    for slot, (a, b) in enumerate(zip(start, end)):
        heard = np.flatnonzero(pitch[a:b] >= 0)
        if len(heard):
            last[slot, pitch[a + heard[-1]] % 12] = 1
    whole = shares(start, end)
    parts = [whole, *[shares(a, b) for a, b in zip(quarters, quarters[1:])], sounding[start + 1], last]
    return np.stack(parts, -1), 1 - whole.sum(1)


def slot_inputs(edges, bar, rests, style):
    """float32 [slots, SLOT_INPUTS] of what has no pitch; the first two, known and known to be no chord, are still 0."""
    start, length = edges[:-1], edges[1:] - edges[:-1]
    place = start % bar
    found = np.zeros((len(start), SLOT_INPUTS), np.float32)
    row = np.arange(len(start))
    found[:, 2], found[:, 3], found[:, 4] = rests, length / 16, place / bar
    at = 5
    found[row, at + np.searchsorted(LENGTHS, length)] = 1
    at += len(LENGTHS) + 1
    found[row, at + np.where(place == 0, 0, np.where(2 * place == bar, 1, np.where(place % 4 == 0, 2, 3)))] = 1
    at += PLACES
    found[:, at + (BARS.index(bar) if bar in BARS else len(BARS))] = 1
    found[:, at + len(BARS) + 1 + style] = 1
    return found


#: [145, 12, CHORD_INPUTS] and [145, 2]: what stands for each class where it is known.
CHORD_TABLE = np.zeros((NO_CHORD + 1, 12, CHORD_INPUTS), np.float32)
for _chord in range(NO_CHORD):
    _root, _quality = divmod(_chord, 12)
    CHORD_TABLE[_chord, _root, _quality] = 1
    CHORD_TABLE[_chord, [(_root + tone) % 12 for tone in TONES[_quality]], len(QUALITIES)] = 1


def with_known(melody, slots, known):
    """The net's two inputs, [slots, 12, MELODY_INPUTS + CHORD_INPUTS] and [slots, SLOT_INPUTS], once chords are known."""
    is_known = known != UNKNOWN
    chords = CHORD_TABLE[np.where(is_known, known, NO_CHORD)]
    slots = slots.copy()
    slots[:, 0], slots[:, 1] = is_known, known == NO_CHORD
    return np.concatenate([melody, chords], -1), slots


class OverPitchClasses(nn.Module):
    """A linear map of [12, channels] that turns with its input: weight [12, in, out], by the interval upwards."""

    def __init__(self):
        super().__init__()
        bound = (12 * CHANNELS) ** -0.5
        self.weight = nn.Parameter(torch.empty(12, CHANNELS, CHANNELS).uniform_(-bound, bound))
        here = torch.arange(12)
        self.register_buffer("interval", (here[None] - here[:, None]) % 12, persistent=False)

    def forward(self, x):
        whole = self.weight[self.interval].transpose(1, 2).reshape(12 * CHANNELS, 12 * CHANNELS)
        return (x.flatten(2) @ whole).view_as(x)


class Norm(nn.Module):
    """Layer norm over all pitch classes and channels of a slot, scaled by channel."""

    def __init__(self):
        super().__init__()
        self.gamma = nn.Parameter(torch.ones(CHANNELS))
        self.beta = nn.Parameter(torch.zeros(CHANNELS))

    def forward(self, x):
        return F.layer_norm(x, x.shape[-2:]) * self.gamma + self.beta


class Block(nn.Module):
    """x + relu(every interval here, and the same pitch class `dilation` slots before and behind)."""

    def __init__(self, dilation):
        super().__init__()
        self.dilation = dilation
        self.norm = Norm()
        self.here = OverPitchClasses()
        self.taps = nn.Linear(2 * CHANNELS, CHANNELS)
        self.drop = nn.Dropout(DROPOUT)

    def forward(self, x, there):
        x_in, d = self.norm(x) * there, self.dilation
        padded = F.pad(x_in, (0, 0, 0, 0, d, d))
        taps = torch.cat([padded[:, : -2 * d], padded[:, 2 * d :]], -1)
        return x + self.drop(F.relu(self.here(x_in) + self.taps(taps)))


class Attention(nn.Module):
    """x + what stands at slots whose music, pitch class by pitch class, is like this one's."""

    def __init__(self):
        super().__init__()
        self.norm = Norm()
        self.queries, self.keys, self.values = (nn.Linear(CHANNELS, HEADS * HEAD, bias=False) for _ in range(3))
        self.out = nn.Linear(HEADS * HEAD, CHANNELS)
        self.drop = nn.Dropout(DROPOUT)

    def forward(self, x, there):
        x_in = self.norm(x)
        batch, slots = x.shape[:2]
        heads = lambda map: map(x_in).view(batch, slots, 12, HEADS, HEAD).permute(0, 3, 1, 2, 4).flatten(3)
        scores = heads(self.queries) @ heads(self.keys).transpose(2, 3) / (12 * HEAD) ** 0.5
        weights = scores.masked_fill(there.view(batch, 1, 1, slots) == 0, -1e9).softmax(-1)
        seen = (weights @ heads(self.values)).view(batch, HEADS, slots, 12, HEAD).permute(0, 2, 3, 1, 4).flatten(3)
        return x + self.drop(self.out(seen))


class ChordsNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.enter_pitch = nn.Linear(MELODY_INPUTS + CHORD_INPUTS, CHANNELS, bias=False)
        self.enter_slot = nn.Linear(SLOT_INPUTS, CHANNELS)
        self.blocks = nn.ModuleList(Block(dilation) for dilation in DILATIONS)
        self.attention = nn.ModuleList(Attention() for _ in ATTENDING)
        self.norm = Norm()
        self.root = nn.Linear(CHANNELS, len(QUALITIES))
        self.silent = nn.Linear(CHANNELS, 1)

    def forward(self, pitch, slot, there=None):
        """Logits [batch, slots, 145] of pitch [batch, slots, 12, inputs] and slot [batch, slots, inputs]; `there`
        [batch, slots] is 0 behind the end of a shorter question."""
        there = (torch.ones_like(slot[..., 0]) if there is None else there)[:, :, None, None]
        x = self.enter_pitch(pitch) + self.enter_slot(slot).unsqueeze(2)
        attention = iter(self.attention)
        for i, block in enumerate(self.blocks):
            if i in ATTENDING:
                x = next(attention)(x, there)
            x = block(x, there)
        x = self.norm(x)
        return torch.cat([self.root(x).flatten(2), self.silent(x.mean(2))], -1)


def parts(net):
    """{name: (parameter, whether it is turned)} in the layout the page reads: kernels [inputs, outputs]."""
    found = {
        "enter/pitch_kernel": (net.enter_pitch.weight, True),
        "enter/slot_kernel": (net.enter_slot.weight, True),
        "enter/bias": (net.enter_slot.bias, False),
    }
    for i, block in enumerate(net.blocks):
        found |= {
            f"block{i}/gamma": (block.norm.gamma, False),
            f"block{i}/beta": (block.norm.beta, False),
            f"block{i}/intervals": (block.here.weight, False),
            f"block{i}/taps": (block.taps.weight, True),
            f"block{i}/bias": (block.taps.bias, False),
        }
    for i, attention in enumerate(net.attention):
        found |= {
            f"attention{i}/gamma": (attention.norm.gamma, False),
            f"attention{i}/beta": (attention.norm.beta, False),
            f"attention{i}/queries": (attention.queries.weight, True),
            f"attention{i}/keys": (attention.keys.weight, True),
            f"attention{i}/values": (attention.values.weight, True),
            f"attention{i}/out": (attention.out.weight, True),
            f"attention{i}/bias": (attention.out.bias, False),
        }
    return found | {
        "last/gamma": (net.norm.gamma, False),
        "last/beta": (net.norm.beta, False),
        "root/kernel": (net.root.weight, True),
        "root/bias": (net.root.bias, False),
        "silent/kernel": (net.silent.weight, True),
        "silent/bias": (net.silent.bias, False),
    }


def checkpoint_variables(net):
    """{name: float32 array} as they are written."""
    turned = lambda values, turn: np.ascontiguousarray(values.T if turn else values)
    return {name: turned(values.detach().cpu().numpy(), turn) for name, (values, turn) in parts(net).items()}


@torch.no_grad()
def load_checkpoint_variables(net, variables):
    """The inverse, from dequantised variables."""
    for name, (values, turn) in parts(net).items():
        values.copy_(torch.tensor(variables[name].T.copy() if turn else variables[name]))
