"""The model card beside each checkpoint: card.json for programs, card.md for people.

What a card says besides how it was made:

- learned_from: counts of the pieces that the model was trained on (`models/training/train.sh learned-from`). Numbers `pieces` and `notes`
  (drums: `recordings`, `bars`, `hours`, `notes`); histograms [{"label", "count"}] in the order in which to draw them: collections,
  places, regions ("europe", "america", "other", "unknown"), composers (the rest last as "others"), periods ("1700–1749", "unknown" last), printed_later (those
  that count by their collection's printing after 1900),
  keys (12 in major, 12 in minor, from C up), modes, metres, intervals ("-12" to "12", "wider"), note_lengths, pitches (MIDI, lowest to
  highest), of the model of chords also chords (kinds); drums instead: drummers, styles, tempos, drums. composers_named and pitch_range are small objects; `how` has a sentence for
  each that needs one.
- bias: shares in [0, 1] of the pieces, or null where nobody can say: european, american, other, unknown, major, four_four, before_1900 (of
  those dated), by_women (of those whose composer is named), by_most_named (drums: also rock); and `statements`, sentences made of them.
- good_at: sentences, with figures from `metrics`. weaknesses: sentences.
- energy: {"seconds", "watts", "kwh", "assumption"}, an estimate; null where the time of training is not known.
- licence: of the weights.
- originality: how often its takes have more in common with a piece of the training than people's music has (`originality_card.py`).
"""

import json
import re
from pathlib import Path

from .checkpoint import shard_digest, write_json

LICENCE = "Apache-2.0"
WATTS = 20
ASSUMPTION = f"An estimate, not measured: two cores of a server, with their share of its memory and cooling, taken to draw {WATTS} W all through the training."
#: What `learned_from` and `originality_card` write, and an export keeps.
COUNTED = ("learned_from", "bias", "good_at", "originality")


def metric(value, unit, split, how):
    """One held-out figure: what was measured, on which split, and how."""
    return {"value": round(float(value), 4), "unit": unit, "split": split, "how": how}


def energy_of(seconds):
    """Of so many seconds of training, or None where they are not known."""
    if seconds is None:
        return None
    return {"seconds": seconds, "watts": WATTS, "kwh": round(seconds * WATTS / 3.6e6, 4), "assumption": ASSUMPTION}


def write_card(folder, card):
    """Writes both forms; `card` lacks only the digest of the weights, and may lack what was counted before."""
    folder = Path(folder)
    path = folder / "card.json"
    before = json.loads(path.read_text()) if path.exists() else {}
    card = {
        **card,
        "weights_sha256": shard_digest(folder),
        "licence": LICENCE,
        "energy": energy_of(card["training"].get("seconds")),
        **{name: before[name] for name in COUNTED if name in before and name not in card},
    }
    write_json(path, card)
    path.write_text(compact(path.read_text()))
    (folder / "card.md").write_text(as_markdown(card))


def compact(text):
    """JSON with each bar of a histogram on one line."""
    return re.sub(r'\{\s+"label": (".*?"),\s+"count": (\d+)\s+\}', r'{ "label": \1, "count": \2 }', text)


def as_markdown(card):
    lines = [f"# {card['title']}", "", card["task"], ""]
    lines += [f"Version {card['version']}. {card['bytes']:,} bytes of weights, {card['parameters']:,} parameters.", ""]
    if card.get("good_at"):
        lines += ["## Good at", ""] + [f"- {sentence}" for sentence in card["good_at"]] + [""]
    lines += ["## Known weaknesses", ""]
    lines += [f"- {weakness}" for weakness in card["weaknesses"]] + [""]
    if card.get("learned_from"):
        lines += learned(card["learned_from"], card["bias"])
    lines += ["## Held-out figures", "", "Measured on the quantised weights of this folder.", ""]
    lines += ["| figure | value | split | how |", "| --- | --- | --- | --- |"]
    for name, entry in card["metrics"].items():
        lines.append(f"| {name.replace('_', ' ')} | {entry['value']} {entry['unit']} | {entry['split']} | {entry['how']} |")
    lines += ["", f"Again: `{card['measure_command']}`", ""]
    if rate := card.get("originality"):
        low, high = (f"{100 * each:.1f} %" for each in rate["interval"])
        lines += ["## How often it copies", ""]
        lines += [f"Of {rate['takes']:,} takes, {rate['says']}, {rate['marked']} have more in common with a piece of the training than one in {rate['one_in']}"]
        lines += [f"stretches by people has with another's: {100 * rate['rate']:.1f} % (95 % confidence: {low} to {high}). How: `models/originality/card.md`.", ""]
    lines += ["## Training", ""]
    lines += [f"- {name.replace('_', ' ')}: {value}" for name, value in card["training"].items()]
    if card.get("energy"):
        lines.append(f"- energy: about {card['energy']['kwh']} kWh. {card['energy']['assumption']}")
    lines += ["", f"Again: `{card['train_command']}`", ""]
    lines += ["## Data", ""] + sources(card["data"])
    lines += ["", card["splits"], ""]
    lines += ["## Weights", "", f"SHA-256: `{card['weights_sha256']}`", ""]
    lines += [f"Licence: {card['licence']}.", ""]
    return "\n".join(lines)


def sources(data):
    lines = []
    for entry in data:
        lines.append(f"- **{entry['archive']}**: {entry['what']}. {entry['source']}. Licence: {entry['licence']}. ")
        lines.append(f"  SHA-256 of the archive: `{entry['sha256']}`")
    return lines


def learned(counts, bias):
    """What was counted of the data, as lines of Markdown."""
    lines = ["## What it learned from", ""] + [f"- {sentence}" for sentence in bias["statements"]] + [""]
    numbers = {name: value for name, value in counts.items() if isinstance(value, (int, float))}
    lines += [", ".join(f"{value:,} {name}" for name, value in numbers.items()) + ".", ""]
    lines += ["| what | count |", "| --- | --- |"]
    for name, value in counts.items():
        if isinstance(value, list):
            bars = ", ".join(f"{bar['label']} {bar['count']:,}" for bar in value if bar["count"])
            lines.append(f"| {name.replace('_', ' ')} | {bars} |")
    lines += [""] + [f"- {name.replace('_', ' ')}: {sentence}" for name, sentence in counts["how"].items()]
    return lines + ["", "Again: `models/training/train.sh learned-from`", ""]
