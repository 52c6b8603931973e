"""Draws harmonies from the one-pass model, many at once, as the page does it one by one."""

import torch

from . import harmony_net
from .harmony_net import CHOICES, HELD, ORDER

#: Nats that hold a choice back for good.
NEVER = 1e9


@torch.no_grad()
def sample(net, batch, temperature=1.0, reach=float("inf"), rules=False):
    """(tokens [batch, steps, 4], costs [batch, steps, 4, 47]): what is asked of a `harmony.stack` is drawn, the rest is as it is there;
    and the nats by which each choice was held back.

    reach: choices so many nats behind the best are not drawn. rules: whether `rule_costs` bear on each choice.
    """
    where = next(net.parameters()).device
    cell, seen, context, token, before = (values.to(where) for values in batch["input"])
    asked = batch["asked"].to(where)
    encoded = net.encode(cell, seen, context)
    lstm = net.lstm
    from_encoder = encoded @ lstm.weight_ih_l0[:, : encoded.shape[2]].T + (lstm.bias_ih_l0 + lstm.bias_hh_l0)
    from_tokens = lstm.weight_ih_l0[:, encoded.shape[2] :].T
    hidden = torch.zeros(len(cell), lstm.hidden_size, device=where)
    memory = torch.zeros_like(hidden)
    out = token.clone()
    costs = torch.zeros(*token.shape, CHOICES, device=where)
    previous = before
    for step in range(cell.shape[1]):
        gates = from_encoder[:, step] + net.tokens(previous).flatten(1) @ from_tokens + hidden @ lstm.weight_hh_l0.T
        i, f, g, o = gates.chunk(4, 1)
        memory = f.sigmoid() * memory + i.sigmoid() * g.tanh()
        hidden = o.sigmoid() * memory.tanh()
        reads = torch.cat([hidden, encoded[:, step]], 1)
        for head, last, voice in zip(net.heads, net.outs, ORDER):
            choosing = asked[:, step, voice]
            if choosing.any():
                logits = last(head(reads).relu())
                pitch = logits[:, :CHOICES] / temperature
                if rules:
                    now = torch.where(asked[:, step], torch.full_like(out[:, step], -1), midi(out[:, step]))
                    done = [v for v in ORDER[: ORDER.index(voice)]]
                    now[:, done] = midi(out[:, step])[:, done]
                    now[:, voice] = -1
                    costs[:, step, voice, : harmony_net.PITCHES] = rule_costs(midi(previous), now, voice)
                    pitch = pitch - costs[:, step, voice]
                slips = pitch < pitch.max(1, keepdim=True).values - reach
                pitch = torch.where(slips, torch.full_like(pitch, -NEVER), pitch)
                costs[:, step, voice] += NEVER * slips
                drawn = torch.multinomial(pitch.softmax(1), 1)[:, 0]
                stays = (drawn == previous[:, voice] % HELD) & (drawn != harmony_net.REST)
                struck = torch.rand(len(drawn), device=where) < (logits[:, CHOICES] / temperature).sigmoid()
                drawn = torch.where(stays & ~struck, drawn + HELD, drawn)
                out[:, step, voice] = torch.where(choosing, drawn, out[:, step, voice])
            reads = torch.cat([reads, net.tokens(out[:, step, voice])], 1)
        previous = out[:, step]
    return out, costs


def midi(token):
    """MIDI of tokens, -1 for silence."""
    choice = token % HELD
    return torch.where(choice == harmony_net.REST, torch.full_like(choice, -1), choice + harmony_net.MIN_PITCH)


#: What the page's rules cost when they are "normal" (src/generation/one-pass.ts), in nats.
COSTS = {"parallel": 5.5, "hidden fifth": 0.5, "hidden octave": 2, "crossing": 0.2, "overlap": 0.2, "spacing": 0.2, "range": 12}
RANGES = ((60, 81), (53, 74), (47, 69), (36, 64))


def rule_costs(before, now, voice):
    """Nats [batch, 46] that each pitch of `voice` costs: MIDI [batch, 4], -1 for silence and for what is not written yet.

    The page's own detector (src/domain/part-writing.ts) in bulk, without leading tones and sevenths: only for training; whatever is reported
    is counted by the page's.
    """
    at = torch.arange(harmony_net.MIN_PITCH, harmony_net.MIN_PITCH + harmony_net.PITCHES)[None]
    low, high = RANGES[voice]
    cost = COSTS["range"] * ((at < low) | (at > high)).float().expand(len(before), -1)
    came = before[:, voice, None]
    for other in range(len(ORDER)):
        if other == voice:
            continue
        beside, otherwise = now[:, other, None], before[:, other, None]
        there = beside >= 0
        top, bottom = (at, beside) if voice < other else (beside, at)
        was_top, was_bottom = (came, otherwise) if voice < other else (otherwise, came)
        moving = there & (came >= 0) & (otherwise >= 0)
        if abs(voice - other) == 1:
            cost = cost + COSTS["crossing"] * (there & (bottom > top))
            if max(voice, other) < 3:
                cost = cost + COSTS["spacing"] * (there & (top - bottom > 12))
            over = ((bottom > was_top) & (bottom > was_bottom)) | ((top < was_bottom) & (top < was_top))
            cost = cost + COSTS["overlap"] * (moving & over)
        similar = moving & ((top - was_top) * (bottom - was_bottom) > 0)
        interval, then = (top - bottom).abs() % 12, (was_top - was_bottom).abs() % 12
        perfect = similar & ((interval == 0) | (interval == 7))
        cost = cost + COSTS["parallel"] * (perfect & (interval == then))
        if {voice, other} == {0, 3}:
            leaps = perfect & (interval != then) & ((top - was_top).abs() > 2)
            cost = cost + COSTS["hidden fifth"] * (leaps & (interval == 7)) + COSTS["hidden octave"] * (leaps & (interval == 0))
    return cost
