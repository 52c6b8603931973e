"""A GrooVAE (Gillick et al. 2019) in Magenta's layout: bidirectional LSTM encoder, LSTM decoder to 27 outputs a step.

Beyond Magenta's: the encoder also hears a rhythm on no drum in particular (a tap), the decoder reads controls at each step, the nine
hits of a step are drawn one after the other, each knowing those before it, and velocities and offsets have a spread.
"""

import math

import torch
from torch import nn
from torch.nn import functional as F

from . import lstm
from .groove_data import METERS, NUM_DRUMS, STYLES

#: Hits, velocities, offsets of nine drums.
PLAYED = 3 * NUM_DRUMS
#: What the encoder hears a step: what is played, then hit, velocity and offset of a tap.
HEARD = PLAYED + 3
LATENT = 64
ENCODER_HIDDEN = 192
DECODER_HIDDEN = 320
STEPS = 32
BAR = 16

#: What z was heard from: nothing (z is 0), the very bars, a tap, their hits alone, or other bars of the same performance.
TASKS = ("nothing", "bars", "tap", "hits", "beat")
METER_NAMES = tuple(METERS)
#: Places of the controls: style (none: any), busyness, fill, tempo, place in the bar, metre, task.
STYLE_AT = 0
BUSYNESS_AT = STYLE_AT + len(STYLES)
FILL_AT = BUSYNESS_AT + 1
TEMPO_AT = FILL_AT + 1
PLACE_AT = TEMPO_AT + 1
METER_AT = PLACE_AT + BAR
TASK_AT = METER_AT + len(METER_NAMES)
CONTROLS = TASK_AT + len(TASKS)

ENCODER_CELL = "encoder/cell_0/bidirectional_rnn/{}/multi_rnn_cell/cell_0/lstm_cell"
DECODER_CELL = "decoder/multi_rnn_cell/cell_0/lstm_cell"
DENSE = {"encoder/mu": "mu", "encoder/sigma": "sigma", "decoder/z_to_initial_state": "initial", "decoder/output_projection": "out"}
#: [9, 9]: what a hit on drum i adds to the logit of drum j of the same step, for i < j.
LINKS = "decoder/hit_links/kernel"
#: [9] each: standard deviation of a velocity, and of an offset in steps, about what the decoder expects.
SPREADS = {"decoder/velocity_spread": "velocity_spread", "decoder/offset_spread": "offset_spread"}


class GrooveNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = nn.LSTM(HEARD, ENCODER_HIDDEN, batch_first=True, bidirectional=True)
        self.mu = nn.Linear(2 * ENCODER_HIDDEN, LATENT)
        self.sigma = nn.Linear(2 * ENCODER_HIDDEN, LATENT)
        # Little noise at first: under much of it the decoder learns to do without z.
        nn.init.constant_(self.sigma.bias, -2)
        self.initial = nn.Linear(LATENT, 2 * DECODER_HIDDEN)
        self.decoder = nn.LSTM(PLAYED + LATENT + CONTROLS, DECODER_HIDDEN, batch_first=True)
        self.out = nn.Linear(DECODER_HIDDEN, PLAYED)
        self.links = nn.Parameter(torch.zeros(NUM_DRUMS, NUM_DRUMS))
        self.velocity_spread = nn.Parameter(torch.full((NUM_DRUMS,), -1.6))
        self.offset_spread = nn.Parameter(torch.full((NUM_DRUMS,), -2.0))
        self.dropout = nn.Dropout(0.2)
        lstm.open_forget_gates(self.encoder)
        lstm.open_forget_gates(self.decoder)

    def encode(self, heard):
        """[batch, steps, HEARD] -> mu and sigma, each [batch, LATENT]."""
        _, (state, _) = self.encoder(heard)
        final = self.dropout(torch.cat([state[0], state[1]], 1))
        return self.mu(final), F.softplus(self.sigma(final)) + 1e-3

    def first_state(self, z):
        """(h, c), each [1, batch, hidden]: tanh(dense(z)) split, c before h."""
        c, h = torch.tanh(self.initial(z)).split(DECODER_HIDDEN, 1)
        return h.unsqueeze(0).contiguous(), c.unsqueeze(0).contiguous()

    def upper_links(self):
        return self.links.triu(1)

    def decode(self, z, previous, controls, hits):
        """(hit logits, velocities, offsets), each [batch, steps, 9], from z, the steps before [batch, steps, PLAYED], the controls
        [batch, steps, CONTROLS] and the true hits, which the logits of later drums of a step read."""
        repeated = z.unsqueeze(1).expand(-1, previous.shape[1], -1)
        states, _ = self.decoder(torch.cat([previous, repeated, controls], 2), self.first_state(z))
        logits, velocities, offsets = self.heads(states)
        return logits + hits @ self.upper_links(), velocities, offsets

    def heads(self, states):
        logits, velocities, offsets = self.out(self.dropout(states)).split(NUM_DRUMS, -1)
        return logits, torch.sigmoid(velocities), 0.5 * torch.tanh(offsets)

    @torch.no_grad()
    def play(self, z, controls, first, hits=None, rng=None, temperature=1.0):
        """[batch, steps, PLAYED], the decoder hearing only itself.

        first: the step before, [batch, PLAYED]. hits: [batch, steps, 9] where the hits are given. rng: a torch.Generator to draw hits
        with at a temperature; else a drum is hit where that is likelier than not. Velocities and offsets are the expected ones.
        """
        state, previous, steps = self.first_state(z), first, []
        links = self.upper_links()
        for at in range(controls.shape[1]):
            output, state = self.decoder(torch.cat([previous, z, controls[:, at]], 1).unsqueeze(1), state)
            logits, velocities, offsets = self.heads(output[:, 0])
            if hits is None:
                drawn = torch.zeros_like(logits)
                for drum in range(NUM_DRUMS):
                    logit = logits[:, drum] + drawn @ links[:, drum]
                    if rng is None:
                        drawn[:, drum] = (logit > 0).float()
                    else:
                        drawn[:, drum] = torch.bernoulli(torch.sigmoid(logit / temperature), generator=rng)
            else:
                drawn = hits[:, at]
            previous = torch.cat([drawn, velocities * drawn, offsets * drawn], 1)
            steps.append(previous)
        return torch.stack(steps, 1)


def nats(net, decoded, played):
    """(hits, velocities, offsets): -ln p of each window, summed over its steps, [batch] each. `decoded` is what `decode` gives."""
    logits, velocities, offsets = decoded
    hits, true_velocities, true_offsets = played.split(NUM_DRUMS, 2)
    of_hits = F.binary_cross_entropy_with_logits(logits, hits, reduction="none").sum((1, 2))
    return (
        of_hits,
        (gaussian_nats(true_velocities - velocities, net.velocity_spread) * hits).sum((1, 2)),
        (gaussian_nats(true_offsets - offsets, net.offset_spread) * hits).sum((1, 2)),
    )


def gaussian_nats(error, log_spread):
    """-ln of a normal density whose standard deviation is exp(log_spread)."""
    return 0.5 * (error / log_spread.exp()) ** 2 + log_spread + 0.5 * math.log(2 * math.pi)


def controls_of(style, busyness, fills, bpm, meter, task):
    """float32 [steps, CONTROLS] of whole bars. style: its index in STYLES, or None; busyness [0, 1] and fills for each bar."""
    bar = METERS[meter]
    steps = len(fills) * bar
    controls = torch.zeros(steps, CONTROLS)
    if style is not None:
        controls[:, STYLE_AT + style] = 1
    controls[:, BUSYNESS_AT] = torch.as_tensor(busyness, dtype=torch.float32).repeat_interleave(bar)
    controls[:, FILL_AT] = torch.as_tensor(fills, dtype=torch.float32).repeat_interleave(bar)
    controls[:, TEMPO_AT] = tempo_control(bpm)
    places = torch.arange(steps)
    controls[places, PLACE_AT + places % bar] = 1
    controls[:, METER_AT + METER_NAMES.index(meter)] = 1
    controls[:, TASK_AT + TASKS.index(task)] = 1
    return controls


def tempo_control(bpm):
    """Octaves from 120 beats a minute."""
    return math.log2(bpm / 120)


def checkpoint_variables(net):
    """{variable name: float32 array}, by Magenta's names where it has them."""
    variables = {}
    for direction, suffix in (("fw", ""), ("bw", "_reverse")):
        prefix = ENCODER_CELL.format(direction)
        variables[f"{prefix}/kernel"], variables[f"{prefix}/bias"] = lstm.tensorflow_cell(net.encoder, 0, suffix)
    variables[f"{DECODER_CELL}/kernel"], variables[f"{DECODER_CELL}/bias"] = lstm.tensorflow_cell(net.decoder, 0)
    for prefix, name in DENSE.items():
        dense = getattr(net, name)
        variables[f"{prefix}/kernel"] = dense.weight.detach().cpu().numpy().T.copy()
        variables[f"{prefix}/bias"] = dense.bias.detach().cpu().numpy()
    variables[LINKS] = net.upper_links().detach().cpu().numpy()
    for name, attribute in SPREADS.items():
        variables[name] = getattr(net, attribute).detach().exp().cpu().numpy()
    return variables


@torch.no_grad()
def load_checkpoint_variables(net, variables):
    """The inverse, from dequantised variables."""
    for direction, suffix in (("fw", ""), ("bw", "_reverse")):
        prefix = ENCODER_CELL.format(direction)
        lstm.set_cell(net.encoder, 0, variables[f"{prefix}/kernel"], variables[f"{prefix}/bias"], suffix)
    lstm.set_cell(net.decoder, 0, variables[f"{DECODER_CELL}/kernel"], variables[f"{DECODER_CELL}/bias"])
    for prefix, name in DENSE.items():
        dense = getattr(net, name)
        dense.weight.copy_(torch.tensor(variables[f"{prefix}/kernel"].T))
        dense.bias.copy_(torch.tensor(variables[f"{prefix}/bias"]))
    net.links.copy_(torch.tensor(variables[LINKS]))
    for name, attribute in SPREADS.items():
        getattr(net, attribute).copy_(torch.tensor(variables[name]).log())
