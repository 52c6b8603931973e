"""Counts of what a model learned from: places, composers, years, keys, metres, intervals, note lengths. Values in, values out."""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from .composers import COMPOSERS, Composer, place_of_origin, region_of

#: Collections whose files state a key signature, and no mode to be relied on.
MODE_UNTOLD = {"openewld", "open-hymnal", "lieder"}
TONIC_OF_MODE = {"major": 0, "mixolydian": 7, "lyd": 5, "minor": 9, "dorian": 2, "phr": 4, "loc": 11}
MODE_LABELS = {"lyd": "lydian", "phr": "phrygian", "loc": "locrian"}
MINOR_THIRD = {"minor", "dorian", "phr", "loc"}
MAJOR_NAMES = "C Db D Eb E F F# G Ab A Bb B".split()
MINOR_NAMES = "C C# D Eb E F F# G G# A Bb B".split()
#: How well each tone fits a key (Krumhansl, Cognitive Foundations of Musical Pitch, 1990, p. 30).
PROFILES = {
    "major": (6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88),
    "minor": (6.33, 2.68, 3.52, 5.38, 2.6, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17),
}
#: A piece of which no year is known is counted in the year in which its composer was so old, or died.
AGE = 35
YEARS_A_BIN = 50
LENGTHS = {1: "sixteenth", 2: "eighth", 3: "dotted eighth", 4: "quarter", 6: "dotted quarter", 8: "half", 12: "dotted half", 16: "whole"}
MOST_COMPOSERS = 20
MOST_METRES = 12


@dataclass
class Learnt:
    """A piece as a model is shown it. entry: what the catalogue says of it. lines: [(start, duration, pitch)] each, in sixteenths; the
    first is the melody. melodies: how many of the lines, from the first on, are one."""

    entry: object
    lines: list
    melodies: int = 1


def histogram(counts, labels=None, most=None):
    """[{"label", "count"}]: in the order of `labels`, else the commonest first, the rest beyond `most` as "others"."""
    if labels is not None:
        return [{"label": str(label), "count": int(counts.get(label, 0))} for label in labels]
    ordered = sorted(counts.items(), key=lambda item: (-item[1], str(item[0])))
    shown = [{"label": str(label), "count": int(count)} for label, count in ordered[:most]]
    rest = sum(count for _, count in ordered[most:]) if most else 0
    return shown + ([{"label": "others", "count": int(rest)}] if rest else [])


def weights_of(lines):
    """float [12]: how long each pitch class sounds."""
    weights = np.zeros(12)
    for line in lines:
        for start, end, pitch in line.notes:
            weights[pitch % 12] += float(end - start)
    return weights


def fit(weights, tonic, mode):
    """Correlation of what sounds with a key's profile."""
    if weights.std() == 0:
        return 0.0
    return float(np.corrcoef(weights, np.roll(PROFILES[mode], tonic))[0, 1])


def heard_key(lines, fifths=None):
    """(tonic 0-11, "major" or "minor"), of the two of a signature or of all: the one on whose tonic the lowest line ends where one of two
    does, else the one whose profile fits best."""
    if fifths is None:
        candidates = [(tonic, mode) for mode in PROFILES for tonic in range(12)]
    else:
        candidates = [((7 * fifths + TONIC_OF_MODE[mode]) % 12, mode) for mode in PROFILES]
        last = lines[-1].notes[-1][2] % 12
        ends = [candidate for candidate in candidates if candidate[0] == last]
        if ends:
            return ends[0]
    weights = weights_of(lines)
    return max(candidates, key=lambda candidate: fit(weights, *candidate))


def key_of(entry):
    """(tonic, mode, whether the source says so) of a piece."""
    fifths, mode = entry.key or (None, None)
    if fifths is None or mode not in TONIC_OF_MODE or entry.collection in MODE_UNTOLD:
        return *heard_key(entry.lines, fifths), False
    return (7 * fifths + TONIC_OF_MODE[mode]) % 12, mode, True


def heard_as_told(entries):
    """(pieces whose source names major or minor, how many of them are heard so from their signature and notes)."""
    told = [(each, *key_of(each)[:2]) for each in entries if key_of(each)[2] and key_of(each)[1] in PROFILES]
    return len(told), sum(heard_key(each.lines, each.key[0]) == (tonic, mode) for each, tonic, mode in told)


def key_label(tonic, mode):
    """One of 24: a mode goes with the key on its tonic that has its third."""
    return f"{MINOR_NAMES[tonic]} minor" if mode in MINOR_THIRD else f"{MAJOR_NAMES[tonic]} major"


ALL_KEYS = [f"{name} major" for name in MAJOR_NAMES] + [f"{name} minor" for name in MINOR_NAMES]


def composer_of(name, entry):
    """The facts about a composer: by hand, with years that the file states; None where none are known."""
    known = COMPOSERS.get(name)
    born, died = entry.lives.get(name, (None, None))
    if known is None:
        return Composer(None, born, died, False) if born else None
    return Composer(known.place, known.born or born, known.died or died, known.woman)


def place_of(entry, collections):
    """Of a composer who is known, else as the file says, else of the collection; None if nobody says."""
    places = [known.place for name in entry.composers if (known := composer_of(name, entry))]
    return next(filter(None, [*places, place_of_origin(entry.origin), collections[entry.collection]["place"]]), None)


def year_of(entry, collections):
    """Of the piece, else its composer's at AGE or death, else of the collection's publication (the middle of several); or None."""
    if entry.year and not is_printing(entry, collections):
        return entry.year
    for name in entry.composers:
        known = composer_of(name, entry)
        if known and known.born:
            return min(known.born + AGE, known.died or 9999)
    years = collections[entry.collection]["years"]
    return sum(years) // 2 if years else None


def is_printing(entry, collections):
    """Whether a piece's year is its collection's."""
    return entry.year in (collections[entry.collection]["years"] or ())


def printed(entries, years, collections):
    """Histogram of the pieces that count by the printing of their collection from 1900 on, "Collection (year)"."""
    late = Counter()
    for each, year in zip(entries, years):
        if year and year >= 1900 and is_printing(each, collections) and year == each.year:
            late[f"{collections[each.collection]['name']} ({year})"] += 1
    return histogram(late)


def period(year):
    if year is None:
        return "unknown"
    if year < 1500:
        return "before 1500"
    first = year - year % YEARS_A_BIN
    return f"{first}–{first + YEARS_A_BIN - 1}"


def periods(years):
    """Histogram of PERIODS from the first to the last, gaps shown, then unknown."""
    counts = Counter(map(period, years))
    known = [max(1500, year) // YEARS_A_BIN * YEARS_A_BIN for year in years if year and year >= 1500]
    labels = [period(first) for first in range(min(known), max(known) + 1, YEARS_A_BIN)] if known else []
    early = ["before 1500"] if counts["before 1500"] else []
    return histogram(counts, [*early, *labels, "unknown"])


def intervals(learnt):
    """Histogram of semitones from note to note of the melodies, -12 to 12, wider ones apart."""
    counts = Counter()
    for piece in learnt:
        for line in piece.lines[: piece.melodies]:
            for (_, _, a), (_, _, b) in zip(line, line[1:]):
                counts[b - a if abs(b - a) <= 12 else "wider"] += 1
    return histogram(counts, [*range(-12, 13), "wider"])


def note_lengths(notes):
    counts = Counter(LENGTHS.get(duration, "others") for _, duration, _ in notes)
    return histogram(counts, [*LENGTHS.values(), "others"])


def pitches(notes):
    """(histogram from the lowest to the highest, {"lowest", "highest", "middle_half"}) of MIDI pitches."""
    values = np.array([pitch for _, _, pitch in notes])
    low, high = int(values.min()), int(values.max())
    span = {"lowest": low, "highest": high, "middle_half": [int(each) for each in np.quantile(values, (0.25, 0.75))]}
    return histogram(Counter(values.tolist()), range(low, high + 1)), span


def share(part, whole):
    return round(part / whole, 4) if whole else None


def count(learnt, collections, check):
    """(what a card says that its model learned from, the shares of its bias); check: `heard_as_told` of all pieces that say."""
    entries = [piece.entry for piece in learnt]
    notes = [note for piece in learnt for line in piece.lines for note in line]
    places = [place_of(each, collections) for each in entries]
    regions = Counter(map(region_of, places))
    years = [year_of(each, collections) for each in entries]
    keys = [key_of(each) for each in entries]
    named = [each for each in entries if each.composers]
    known = [each for each in named if any(name in COMPOSERS for name in each.composers)]
    people = Counter(name for each in named for name in each.composers)
    women = [name for name in people if name in COMPOSERS and COMPOSERS[name].woman]
    by_women = [each for each in named if set(each.composers) & set(women)]
    pitch_counts, pitch_range = pitches(notes)
    heard = sum(not told for _, _, told in keys)
    metres = Counter("{}/{}".format(*each.metre) for each in entries)
    total = len(entries)
    learned = {
        "pieces": total,
        "notes": len(notes),
        "collections": histogram(Counter(collections[each.collection]["name"] for each in entries)),
        "places": histogram(Counter(place or "unknown" for place in places)),
        "regions": histogram(regions, ["europe", "america", "other", "unknown"]),
        "composers": histogram(people, most=MOST_COMPOSERS),
        "composers_named": {
            "pieces": len(named), "people": len(people), "pieces_by_people_known": len(known),
            "women": len(women), "pieces_by_women": len(by_women),
        },
        "periods": periods(years),
        "printed_later": printed(entries, years, collections),
        "keys": histogram(Counter(key_label(*key[:2]) for key in keys), ALL_KEYS),
        "modes": histogram(Counter(MODE_LABELS.get(mode, mode) for _, mode, _ in keys)),
        "metres": histogram(metres, most=MOST_METRES),
        "intervals": intervals(learnt),
        "note_lengths": note_lengths(notes),
        "pitches": pitch_counts,
        "pitch_range": pitch_range,
        "how": {
            "pieces": "Whole pieces of the training split, each once, in their own keys; training draws from them and transposes.",
            "places": "Countries as they are called today: where a composer was born or mostly worked, else the people that the file names, else where the collection is from.",
            "composers": "As the files name them; a piece by two counts for both. Places, years and women are from a table of "
            f"{len(COMPOSERS)} composers written by hand; who is not in it is unknown there.",
            "periods": f"The year that the file names, else the one in which its composer was {AGE} or died, else of the collection's publication.",
            "keys": f"As the file states them; of {heard} pieces it names no mode, and it is heard: from the last tone of the lowest line, else "
            f"from the pitches. Heard so, {check[1]} of {check[0]} pieces that do name one are as they say. Modes count with the key on their tonic that has their third.",
            "intervals": "Semitones from note to note of the melody, up and down; MIDI pitches.",
            "note_lengths": "In sixteenths, to which everything is taken.",
        },
    }  # fmt: skip
    dated = [year for year in years if year is not None]
    bias = {
        "european": share(regions["europe"], total),
        "american": share(regions["america"], total),
        "other": share(regions["other"], total),
        "unknown": share(regions["unknown"], total),
        "major": share(sum(mode == "major" for _, mode, _ in keys), total),
        "four_four": share(metres["4/4"], total),
        "before_1900": share(sum(year < 1900 for year in dated), len(dated)),
        "by_women": share(len(by_women), len(named)),
        "by_most_named": share(people.most_common(1)[0][1] if people else 0, total),
    }
    return learned, bias


def percent(part):
    """A share in words: "41 %", "none" or "less than 1 %" only where it is so."""
    if part == 0:
        return "none"
    if part == 1:
        return "all"
    if part < 0.01:
        return "less than 1 %"
    return "more than 99 %" if part > 0.99 else f"{round(100 * part)} %"


def statements(learned, bias):
    """What the counts say about its bias, in plain sentences."""
    regions = {each["label"]: each["count"] for each in learned["regions"]}
    first = f"Of {learned['pieces']:,} pieces {percent(bias['european'])} are from Europe and {percent(bias['american'])} from the Americas"
    if regions["unknown"]:
        first += f"; of {regions['unknown']:,} nobody says where they are from"
    if regions["other"] == 0:
        first += ". None is known to be from Africa, Asia or Oceania."
    else:
        elsewhere = f"{regions['other']} pieces are" if regions["other"] > 1 else "One piece is"
        first += f". {elsewhere} from elsewhere."
    metre = learned["metres"][0]
    commonest = "" if metre["label"] == "4/4" else f"; the commonest metre is {metre['label']}, {percent(metre['count'] / learned['pieces'])}"
    second = f"{percent(bias['major']).capitalize()} are in major and {percent(bias['four_four'])} in 4/4{commonest}."
    dated = learned["pieces"] - learned["periods"][-1]["count"]
    third = f"Of {dated:,} that can be dated {percent(bias['before_1900'])} are from before 1900."
    for each in learned["printed_later"]:
        third += f" {each['count']:,} of the others count by their printing in {each['label']}, and many of those are older."
    named = learned["composers_named"]
    top = learned["composers"][0]
    fourth = (
        f"Of {named['pieces']:,} whose composer is named {percent(bias['by_women'])} are by women who are known as such; "
        f"{percent(top['count'] / named['pieces'])} are by {top['label']}."
    )
    return [first, second, third, fourth]
