"""Magenta's MusicVAE for short melodies: bidirectional LSTM encoder, flat categorical LSTM decoder."""

import torch
from torch import nn
from torch.nn import functional as F

from . import lstm

MIN_PITCH = 45
MAX_PITCH = 88
DEPTH = MAX_PITCH - MIN_PITCH + 3
STEPS = 32
LATENT = 128
ENCODER_HIDDEN = 256
DECODER_HIDDEN = 256
DECODER_LAYERS = 1

CONFIG = {
    "type": "MusicVAE",
    "dataConverter": {
        "type": "MelodyConverter",
        "args": {"minPitch": MIN_PITCH, "maxPitch": MAX_PITCH, "numSteps": STEPS},
    },
}

ENCODER_CELL = "encoder/cell_0/bidirectional_rnn/{}/multi_rnn_cell/cell_0/lstm_cell"
DECODER_CELL = "decoder/multi_rnn_cell/cell_{}/lstm_cell"
ATTRIBUTE = "attributes/{}"
DENSE = {"encoder/mu": "mu", "decoder/z_to_initial_state": "initial", "decoder/output_projection": "out"}


class MelodyVaeNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = nn.LSTM(DEPTH, ENCODER_HIDDEN, batch_first=True, bidirectional=True)
        self.mu = nn.Linear(2 * ENCODER_HIDDEN, LATENT)
        # Only training needs sigma: Magenta.js encodes to mu.
        self.sigma = nn.Linear(2 * ENCODER_HIDDEN, LATENT)
        # Little noise at first: under much of it the decoder learns to do without z.
        nn.init.constant_(self.sigma.bias, -2)
        self.initial = nn.Linear(LATENT, 2 * DECODER_LAYERS * DECODER_HIDDEN)
        self.decoder = nn.LSTM(DEPTH + LATENT, DECODER_HIDDEN, DECODER_LAYERS, batch_first=True)
        self.out = nn.Linear(DECODER_HIDDEN, DEPTH)
        #: What z moves along to change an attribute by a standard deviation: {name: float32 [LATENT]}; found when it is exported.
        self.directions = {}
        lstm.open_forget_gates(self.encoder)
        lstm.open_forget_gates(self.decoder)

    def encode(self, one_hot):
        """[batch, STEPS, DEPTH] -> mu and sigma, each [batch, LATENT]."""
        _, (state, _) = self.encoder(one_hot)
        final = torch.cat([state[0], state[1]], 1)
        return self.mu(final), F.softplus(self.sigma(final)) + 1e-3

    def first_state(self, z):
        """tanh(dense(z)) split into c and h of each layer, c before h: (h, c), each [layers, batch, hidden]."""
        parts = torch.tanh(self.initial(z)).split(DECODER_HIDDEN, 1)
        return torch.stack(parts[1::2]), torch.stack(parts[0::2])

    def decode(self, z, previous):
        """Logits [batch, STEPS, DEPTH] from z and the one-hot events before each step."""
        repeated = z.unsqueeze(1).expand(-1, previous.shape[1], -1)
        states, _ = self.decoder(torch.cat([previous, repeated], 2), self.first_state(z))
        return self.out(states)

    def greedy(self, z, steps=STEPS):
        """The most likely event at each step, fed back: int64 [batch, steps]. What Magenta.js does without temperature."""
        state = self.first_state(z)
        previous = torch.zeros(len(z), DEPTH, device=z.device)
        events = []
        for _ in range(steps):
            output, state = self.decoder(torch.cat([previous, z], 1).unsqueeze(1), state)
            events.append(self.out(output[:, 0]).argmax(1))
            previous = F.one_hot(events[-1], DEPTH).float()
        return torch.stack(events, 1)


def checkpoint_variables(net):
    """{variable name: float32 array} as Magenta.js's MusicVAE looks them up, which passes over the directions."""
    variables = {ATTRIBUTE.format(name): vector for name, vector in net.directions.items()}
    for direction, suffix in (("fw", ""), ("bw", "_reverse")):
        prefix = ENCODER_CELL.format(direction)
        variables[f"{prefix}/kernel"], variables[f"{prefix}/bias"] = lstm.tensorflow_cell(net.encoder, 0, suffix)
    for layer in range(DECODER_LAYERS):
        prefix = DECODER_CELL.format(layer)
        variables[f"{prefix}/kernel"], variables[f"{prefix}/bias"] = lstm.tensorflow_cell(net.decoder, layer)
    for prefix, name in DENSE.items():
        dense = getattr(net, name)
        variables[f"{prefix}/kernel"] = dense.weight.detach().cpu().numpy().T.copy()
        variables[f"{prefix}/bias"] = dense.bias.detach().cpu().numpy()
    return variables


@torch.no_grad()
def load_checkpoint_variables(net, variables):
    """The inverse, from dequantised variables."""
    net.directions = {name: variables[ATTRIBUTE.format(name)] for name in net.directions}
    for direction, suffix in (("fw", ""), ("bw", "_reverse")):
        prefix = ENCODER_CELL.format(direction)
        lstm.set_cell(net.encoder, 0, variables[f"{prefix}/kernel"], variables[f"{prefix}/bias"], suffix)
    for layer in range(DECODER_LAYERS):
        prefix = DECODER_CELL.format(layer)
        lstm.set_cell(net.decoder, layer, variables[f"{prefix}/kernel"], variables[f"{prefix}/bias"])
    for prefix, name in DENSE.items():
        dense = getattr(net, name)
        dense.weight.copy_(torch.tensor(variables[f"{prefix}/kernel"].T))
        dense.bias.copy_(torch.tensor(variables[f"{prefix}/bias"]))
