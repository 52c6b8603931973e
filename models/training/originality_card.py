"""The card of the index of originality, and what its measurement says of each model, written into that model's card.

`train.sh originality-card`, after `npm run evaluate:originality` has written models/originality/{index,baseline,report}.json. What has not
been measured yet is null.

Beside what other cards have (title, task, version, data, weaknesses, licence) it says: pieces, lines, notes, bytes, index_sha256;
fingerprints {"pieces", "bytes"}: of pieces in which rights may still be held; fingerprint_quotations as quotations;
collections [{"label", "count", "source", "licence"}]; baseline {"unusual", "rows": [{"kind", "notes", "stretches", "limit"}]}: the bits that
so large a share of stretches by people reach in common with another piece, upper limit of the 95 % confidence interval; quotations
[{"disguise", "bars", "planted", "recall", "precision"}]; false_alarms [{"bars", "pieces", "marked"}]; others {"chords": {"title", "unit", "holds", "bytes", "sha256", "quotations" [{"disguise", "length", "planted", "recall", "precision"}],
"false_alarms" [{"length", "pieces", "marked"}]}}: the same of what is no line; rates {model: {"takes", "marked", "rate",
"interval", "says", "one_in"}}: a take is marked that has more in common with a piece than one in so many stretches by people. A model's card
has its own as "originality".
"""

import hashlib
import json

from . import card, corpora
from .checkpoint import write_json
from .originality_pieces import LAST_FREE_DEATH

FOLDER = corpora.MODELS / "originality"
INDEX = "melodies.bin"
#: What is no line: its file, what the file is of, and what its length is counted in.
OTHERS = {
    "chords": {"file": "progressions.bin", "title": "Chords", "unit": "chords", "holds": ("sheets", "chords"), "in": "progressions"},
    "drums": {"file": "drums.bin", "title": "Drums", "unit": "bars", "holds": ("recordings", "bars"), "in": "drums"},
}
ARCHIVES = ["tunes", "hymnal", "bach", "jsb", "openewld", "lieder", "groove"]
VERSION = "1"
#: As in src/originality/baseline.ts.
SHARES = (0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001)
UNUSUAL = 0.02
UNUSUAL_PRINTS = 0.005
ONE_IN = round(1 / UNUSUAL)
RATE = ("takes", "marked", "rate", "interval", "says")

WEAKNESSES = [
    "It knows the pieces of these collections that a model was trained on, and no others: a well-known tune that none of them has is not found.",
    "Of songs it knows the vocal line, of lead sheets the melody and the chords; accompaniments are not compared.",
    "People share so many successions of eight chords that most copies of so few are not marked.",
    "Repeats are read once through; grace notes, and voices beside a part's first, are left out.",
    "Tunes that everybody knows have much in common: what is marked is a reason to listen, not a verdict.",
    "Of drums it knows which are struck at which sixteenth; drums in metres other than 4/4, 2/4, 3/4, 6/8 and their like are not compared.",
    "Drummers are measured against other drummers, and are more like themselves: of their recordings that were held out one in nine is marked.",
]


def read(name):
    """One of the measurement's files, or an empty object."""
    path = FOLDER / name
    return json.loads(path.read_text()) if path.exists() else {}


def rows_of(baseline):
    """The rows of every kind of query one below the other."""
    return [
        {"kind": kind, "notes": row["notes"], "stretches": row["stretches"], "limit": row["limits"][SHARES.index(UNUSUAL_PRINTS if kind == "prints" else UNUSUAL)]}
        for kind, rows in baseline.items()
        for row in rows
    ]


def quotations_of(report, key="quotations"):
    return [
        {"disguise": disguise, "bars": int(bars), "planted": row["quotations"], "recall": round(row["recall"], 4), "precision": round(row["precision"], 4)}
        for disguise, by_bars in report.get(key, {}).items()
        for bars, row in by_bars.items()
    ]


def false_alarms_of(report):
    return [{"bars": int(bars), **row} for bars, row in report.get("falseAlarms", {}).items()]


def others_of(index, report):
    """{kind: what its index holds and how often copies were found} of what is no line; what was not measured is left out."""
    found = {}
    for kind, about in OTHERS.items():
        measured, path = report.get("others", {}).get(kind), FOLDER / about["file"]
        if measured:
            held = index.get(about["in"], {})
            found[kind] = {
                "title": about["title"],
                "unit": about["unit"],
                "holds": {name: held[name] for name in about["holds"] if name in held},
                "bytes": measured["bytes"],
                "sha256": hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else None,
                "quotations": [
                    {"disguise": disguise, "length": int(length), "planted": row["planted"], "recall": round(row["recall"], 4), "precision": round(row["precision"], 4)}
                    for disguise, by_length in measured["quotations"].items()
                    for length, row in by_length.items()
                ],
                "false_alarms": [{"length": int(length), **row} for length, row in measured["falseAlarms"].items()],
            }
    return found


def rates_of(report):
    """{model: its rate}, without the list of what was copied."""
    rounded = lambda value: [round(each, 4) for each in value] if isinstance(value, (list, tuple)) else value
    return {
        name: {**{key: round(rate[key], 4) if key == "rate" else rounded(rate[key]) for key in RATE}, "one_in": ONE_IN}
        for name, rate in report.get("models", {}).items()
    }


def card_of(index, baseline, report, data, sha256):
    """The card from what was measured."""
    fingerprints = index.get("fingerprints")
    rights = (
        f"Of {fingerprints['pieces']} pieces that models were trained on it has fingerprints alone, three bits a note: rights in them may still be held, "
        f"though their collection calls them free, since a composer died after {LAST_FREE_DEATH} or nobody knows when. A copy is found and named, and "
        "can be neither shown nor played; with another rhythm, or ornamented, it is mostly not found."
        if fingerprints
        else None
    )
    hidden = index.get("progressions", {}).get("leftOut")
    chords = f"The chords of {hidden} sheets are not in it, and a copy of them is not found: rights in those songs may still be held." if hidden else None
    return {
        "name": "originality",
        "version": VERSION,
        "title": "Index of originality",
        "task": "Finds what a melody, a setting, a progression or drums have in common with a piece that the models were trained on, whatever its key and tempo.",
        "pieces": index.get("pieces"),
        "lines": index.get("lines"),
        "notes": index.get("notes"),
        "bytes": index.get("bytes"),
        "index_sha256": sha256,
        "collections": [
            {"label": each["name"], "count": each["pieces"], "source": each["source"], "licence": each["licence"]}
            for each in index.get("collections", [])
        ],
        "baseline": {"unusual": UNUSUAL, "rows": rows_of(baseline)} if baseline else None,
        "quotations": quotations_of(report) or None,
        "false_alarms": false_alarms_of(report) or None,
        "costs": report.get("costs"),
        "others": others_of(index, report) or None,
        "rates": rates_of(report) or None,
        "data": data,
        "fingerprints": fingerprints,
        "fingerprint_quotations": quotations_of(report, "fingerprints") or None,
        "weaknesses": WEAKNESSES + [each for each in (rights, chords) if each],
        "licence": f"{card.LICENCE} for the index; of the music, as its collections say.",
        "measure_command": "npm run evaluate:originality",
    }


def share(part):
    return f"{100 * part:.1f} %"


def quotation_table(rows):
    table = ["| disguise | bars | planted | recall | precision |", "| --- | --- | --- | --- | --- |"]
    return table + [f"| {row['disguise']} | {row['bars']} | {row['planted']} | {share(row['recall'])} | {share(row['precision'])} |" for row in rows] + [""]


def as_markdown(found):
    lines = [f"# {found['title']}", "", found["task"], "", f"Version {found['version']}."]
    if found["pieces"]:
        lines[-1] += f" {found['pieces']:,} pieces, {found['lines']:,} lines, {found['notes']:,} notes in {found['bytes']:,} bytes."
    lines += ["", "## Known weaknesses", ""] + [f"- {weakness}" for weakness in found["weaknesses"]] + [""]
    if found["collections"]:
        lines += ["## What it holds", "", "| collection | pieces | source | licence |", "| --- | --- | --- | --- |"]
        lines += [f"| {each['label']} | {each['count']:,} | {each['source']} | {each['licence']} |" for each in found["collections"]] + [""]
    if found["fingerprints"]:
        lines += [f"Beside them fingerprints of {found['fingerprints']['pieces']:,} pieces in {found['fingerprints']['bytes']:,} bytes.", ""]
    if found["baseline"]:
        lines += ["## What people have in common", ""]
        lines += [f"Bits that one in {ONE_IN} stretches by people reach in common with a piece by somebody else: upper limit of the"]
        lines += [f"95 % confidence interval; of prints, with a piece of which there are those alone, one in {round(1 / UNUSUAL_PRINTS)}. What reaches more is marked; a sketch longer than the place that is found has to reach more still.", "", "| what | notes, chords or bars | stretches | bits |", "| --- | --- | --- | --- |"]
        lines += [f"| {row['kind']} | {row['notes']} | {row['stretches']:,} | {row['limit']} |" for row in found["baseline"]["rows"]] + [""]
    if found["quotations"]:
        lines += ["## Planted quotations", "", "In melodies that no model was trained on; all of them transposed.", ""] + quotation_table(found["quotations"])
    if found["fingerprint_quotations"]:
        lines += ["The same from pieces of which it has fingerprints alone:", ""] + quotation_table(found["fingerprint_quotations"])
    if found["false_alarms"]:
        lines += ["Of such melodies, with nothing planted, are marked:", ""]
        lines += [f"- {row['bars']} bars: {row['marked']} of {row['pieces']}" for row in found["false_alarms"]] + [""]
    for each in (found["others"] or {}).values():
        held = ", ".join(f"{count:,} {name}" for name, count in each["holds"].items())
        lines += [f"## {each['title']}", "", f"{held} in {each['bytes']:,} bytes. Planted:", ""]
        lines += [f"| disguise | {each['unit']} | planted | recall | precision |", "| --- | --- | --- | --- | --- |"]
        lines += [
            f"| {row['disguise']} | {row['length']} | {row['planted']} | {share(row['recall'])} | {share(row['precision'])} |"
            for row in each["quotations"]
        ] + [""]
        lines += ["With nothing planted are marked:", ""]
        lines += [f"- {row['length']} {each['unit']}: {row['marked']} of {row['pieces']}" for row in each["false_alarms"]] + [""]
    if found["rates"]:
        lines += ["## How often the models copy", "", "| model | asked for | takes | marked | 95 % confidence |", "| --- | --- | --- | --- | --- |"]
        lines += [
            f"| {name} | {rate['says']} | {rate['takes']:,} | {rate['marked']} ({share(rate['rate'])}) | {share(rate['interval'][0])} to {share(rate['interval'][1])} |"
            for name, rate in found["rates"].items()
        ] + [""]
    lines += ["## Data", ""] + card.sources(found["data"]) + ["", f"Licence: {found['licence']}", "", f"Again: `{found['measure_command']}`", ""]
    return "\n".join(lines)


def main():
    path = FOLDER / INDEX
    digest = hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else None
    index, baseline, report = read("index.json"), read("baseline.json"), read("report.json")
    found = card_of(index, baseline, report, corpora.describe(ARCHIVES), digest)
    FOLDER.mkdir(parents=True, exist_ok=True)
    write_json(FOLDER / "card.json", found)
    (FOLDER / "card.md").write_text(as_markdown(found))
    for name, rate in (found["rates"] or {}).items():
        folder = corpora.MODELS / name
        card.write_card(folder, {**json.loads((folder / "card.json").read_text()), "originality": rate})
        print(f"{name}: {rate['marked']} of {rate['takes']} takes marked")


if __name__ == "__main__":
    main()
