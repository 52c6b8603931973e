"""The model card beside each checkpoint: card.json for programs, card.md for people."""

from pathlib import Path

from .checkpoint import shard_digest, write_json


def metric(value, unit, split, how):
    """One held-out figure: what was measured, on which split, and how."""
    return {"value": round(float(value), 4), "unit": unit, "split": split, "how": how}


def write_card(folder, card):
    """Writes both forms; `card` lacks only the digest of the weights."""
    folder = Path(folder)
    card = {**card, "weights_sha256": shard_digest(folder)}
    write_json(folder / "card.json", card)
    (folder / "card.md").write_text(as_markdown(card))


def as_markdown(card):
    lines = [f"# {card['title']}", "", card["task"], ""]
    lines += [f"Version {card['version']}. {card['bytes']:,} bytes of weights, {card['parameters']:,} parameters.", ""]
    lines += ["## Held-out figures", "", "Measured on the quantised weights of this folder.", ""]
    lines += ["| figure | value | split | how |", "| --- | --- | --- | --- |"]
    for name, entry in card["metrics"].items():
        lines.append(f"| {name.replace('_', ' ')} | {entry['value']} {entry['unit']} | {entry['split']} | {entry['how']} |")
    lines += ["", f"Again: `{card['measure_command']}`", ""]
    lines += ["## Training", ""]
    lines += [f"- {name.replace('_', ' ')}: {value}" for name, value in card["training"].items()]
    lines += ["", f"Again: `{card['train_command']}`", ""]
    lines += ["## Data", ""]
    for entry in card["data"]:
        lines.append(f"- **{entry['archive']}**: {entry['what']}. {entry['source']}. Licence: {entry['licence']}. ")
        lines.append(f"  SHA-256 of the archive: `{entry['sha256']}`")
    lines += ["", card["splits"], ""]
    lines += ["## Known weaknesses", ""]
    lines += [f"- {weakness}" for weakness in card["weaknesses"]]
    lines += ["", "## Weights", "", f"SHA-256: `{card['weights_sha256']}`", ""]
    return "\n".join(lines)
