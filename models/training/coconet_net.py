"""Coconet (Huang et al. 2017) as Magenta.js computes it: layer by layer, to the letter of its `ConvNet`."""

import torch
from torch import nn
from torch.nn import functional as F

#: Magenta's six dilations [time, pitch], repeated over the body layers.
DILATION_CYCLE = [[1, 1], [2, 2], [4, 4], [8, 8], [16, 16], [16, 32]]
BATCH_NORM_EPSILON = 1e-7


def coconet_spec(layers=18, filters=64):
    """The `spec` that Magenta.js's Coconet reads; ours goes into config.json."""
    body = layers - 3
    return {
        "useSoftmaxLoss": True,
        "batchNormVarianceEpsilon": BATCH_NORM_EPSILON,
        "numInstruments": 4,
        "numFilters": filters,
        "numLayers": layers,
        "numRegularConvLayers": 0,
        "dilation": [DILATION_CYCLE[i % len(DILATION_CYCLE)] for i in range(body)],
        "layers": None,
        # Magenta splits the pointwise convolution of every 17th layer; 0 turns that off.
        "interleaveSplitEveryNLayers": 0,
        "numPointwiseSplits": 4,
    }


CONFIG = {"type": "Coconet", "spec": coconet_spec()}


class SeparableLayer(nn.Module):
    """Depthwise then pointwise convolution, 'same' padding as TensorFlow pads, then batch-norm.

    The convolution has no bias of its own: batch-norm would cancel it. It is exported as zeros.
    """

    def __init__(self, inputs, outputs, size, dilation):
        super().__init__()
        self.dilation = tuple(dilation)
        self.depthwise = nn.Parameter(torch.empty(inputs, 1, size, size))
        self.pointwise = nn.Parameter(torch.empty(outputs, inputs, 1, 1))
        self.norm = nn.BatchNorm2d(outputs, eps=BATCH_NORM_EPSILON, momentum=0.01)
        nn.init.normal_(self.depthwise, std=size**-1.0)
        nn.init.kaiming_normal_(self.pointwise)
        # TensorFlow pads an even kernel after, not before.
        total = [(size - 1) * d for d in self.dilation]
        before = [t // 2 for t in total]
        self.symmetric = before if size % 2 else None
        self.pad = (before[1], total[1] - before[1], before[0], total[0] - before[0])

    def forward(self, x):
        if self.symmetric is None:
            x = F.conv2d(F.pad(x, self.pad), self.depthwise, groups=x.shape[1])
        else:
            x = F.conv2d(x, self.depthwise, padding=self.symmetric, dilation=self.dilation, groups=x.shape[1])
        return self.norm(F.conv2d(x, self.pointwise))


class CoconetNet(nn.Module):
    """Logits over pitch for every cell from a partly masked four-part roll."""

    def __init__(self, spec=CONFIG["spec"]):
        super().__init__()
        voices, filters, count = spec["numInstruments"], spec["numFilters"], spec["numLayers"]
        layers = [SeparableLayer(2 * voices, filters, 3, [1, 1])]
        layers += [SeparableLayer(filters, filters, 3, dilation) for dilation in spec["dilation"]]
        layers += [SeparableLayer(filters, filters, 2, [1, 1]), SeparableLayer(filters, voices, 2, [1, 1])]
        assert len(layers) == count
        self.layers = nn.ModuleList(layers)

    def forward(self, roll, mask):
        """roll, mask: [batch, voices, steps, pitches] of 0 and 1, mask 1 where the cell is to be inferred.

        Returns logits of the same shape; the softmax is over pitch (the last axis).
        """
        known = 1 - mask
        x = torch.cat([roll * known, known], 1)
        last = len(self.layers) - 1
        saved = None
        for i, layer in enumerate(self.layers):
            # The input of each odd layer is added, before the ReLU, to the output of the even layer after it.
            if i % 2 == 1:
                saved = x
            x = layer(x)
            if i % 2 == 0 and 0 < i < last:
                x = x + saved
            if i < last:
                x = torch.relu(x)
        return x


def checkpoint_variables(net):
    """{variable name: float32 array} in the names and shapes that Magenta.js's Coconet looks up."""
    variables = {}
    for i, layer in enumerate(net.layers):
        prefix = f"model/conv{i}"
        outputs = layer.pointwise.shape[0]
        # PyTorch [in, 1, k, k] -> [k, k, in, 1]; [out, in, 1, 1] -> [1, 1, in, out].
        variables[f"{prefix}/SeparableConv2d/depthwise_weights"] = layer.depthwise.permute(2, 3, 0, 1)
        variables[f"{prefix}/SeparableConv2d/pointwise_weights"] = layer.pointwise.permute(2, 3, 1, 0)
        variables[f"{prefix}/SeparableConv2d/biases"] = torch.zeros(outputs)
        for name, values in [
            ("gamma", layer.norm.weight),
            ("beta", layer.norm.bias),
            ("popmean", layer.norm.running_mean),
            ("popvariance", layer.norm.running_var),
        ]:
            variables[f"{prefix}/{name}"] = values.reshape(1, 1, 1, outputs)
    return {name: value.detach().contiguous().cpu().numpy() for name, value in variables.items()}


@torch.no_grad()
def load_checkpoint_variables(net, variables):
    """The inverse: sets a net to (dequantised) variables, so that what is measured is what is shipped."""
    for i, layer in enumerate(net.layers):
        prefix = f"model/conv{i}"
        get = lambda name: torch.tensor(variables[f"{prefix}/{name}"])
        layer.depthwise.copy_(get("SeparableConv2d/depthwise_weights").permute(2, 3, 0, 1))
        layer.pointwise.copy_(get("SeparableConv2d/pointwise_weights").permute(3, 2, 0, 1))
        layer.norm.weight.copy_(get("gamma").flatten())
        layer.norm.bias.copy_(get("beta").flatten())
        layer.norm.running_mean.copy_(get("popmean").flatten())
        layer.norm.running_var.copy_(get("popvariance").flatten())
