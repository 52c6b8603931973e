"""Every piece of the corpora but the drummers': its lines and what its source says about it, read once.

The cards' counts and the index of originality are both made of this.
"""

import pickle
import re
from dataclasses import dataclass, field
from fractions import Fraction

from . import chorales, corpora, four_part, piece_names
from .abc_reader import FIFTHS, MODES, metre, read_tunes
from .line import Line
from .melodies import MIN_NOTES
from .musicxml_reader import read_parts, score_root

PARTS = ("melody", "alto", "tenor", "bass")
CACHE = "catalogue-3.pickle"

#: The collections that a person would name, finer than the archives. place: where it comes from, where the composers of single
#: pieces are not named. years: of publication.
COLLECTIONS = {
    "airds-airs": {"name": "Aird's Airs", "archive": "tunes", "place": "Scotland", "years": (1778, 1803)},
    "oneills": {"name": "O'Neill's Music of Ireland", "archive": "tunes", "place": "Ireland", "years": (1903, 1903)},
    "ryans-mammoth": {"name": "Ryan's Mammoth Collection", "archive": "tunes", "place": "United States", "years": (1883, 1883)},
    "open-hymnal": {"name": "Open Hymnal", "archive": "hymnal", "place": None, "years": None},
    "bach-chorales": {"name": "Bach chorales", "archive": "bach", "place": "Germany", "years": (1708, 1750)},
    "openewld": {"name": "OpenEWLD lead sheets", "archive": "openewld", "place": None, "years": None},
    "lieder": {"name": "OpenScore Lieder", "archive": "lieder", "place": None, "years": None},
}
FOLDERS = {"airdsAirs": "airds-airs", "oneills1850": "oneills", "ryansMammoth": "ryans-mammoth"}


@dataclass
class Entry:
    """One piece. name: its path in the archive, as `melodies.lines` names it. key: (fifths, "major", "minor", another mode or None where
    the source does not say) or None. metre: (beats, beat type). origin: a people or place that stands instead of a composer.
    lives: {composer: (born, died)} as the file has them. lines: of PARTS, in order."""

    name: str
    collection: str
    title: str
    composers: list
    year: int | None
    key: tuple | None
    metre: tuple
    lines: list
    origin: str | None = None
    lives: dict = field(default_factory=dict)


def entry(name, collection, title, composers, year, key, lines, **more):
    """An `Entry`; its metre is the one of most of its time."""
    return Entry(name, collection, title, composers, year, key, commonest_metre(lines[0]), lines, **more)


def commonest_metre(line):
    """(beats, beat type) in force for longest; common time where none is written."""
    marks = sorted(line.metres) or [(Fraction(0), 4, 4)]
    held = {}
    for (start, *kind), end in zip(marks, [mark[0] for mark in marks[1:]] + [line.end]):
        held[tuple(kind)] = held.get(tuple(kind), 0) + end - start
    return max(held, key=lambda kind: held[kind])


def abc_key(text):
    """(fifths, mode) of a K: field, or None where it names no key."""
    match = re.match(r"([A-G])([#b]?)\s*([A-Za-z]*)", text or "")
    if not match:
        return None
    tonic, accidental, mode = match.groups()
    mode = mode.lower()[:3]
    fifths = FIFTHS[tonic] + 7 * {"#": 1, "b": -1, "": 0}[accidental] + MODES.get(mode, 0)
    names = {"": "major", "maj": "major", "ion": "major", "m": "minor", "min": "minor", "aeo": "minor", "dor": "dorian", "mix": "mixolydian"}
    return fifths, names.get(mode, "major" if mode not in MODES else mode)


def xml_key(root):
    """(fifths, mode or None) of a score's first key signature; None where it has none."""
    fifths = root.findtext(".//key/fifths")
    return None if fifths is None else (int(fifths), root.findtext(".//key/mode") or None)


def tunes():
    for name, data in corpora.members("tunes", [".abc"]):
        collection = FOLDERS[name.split("/")[1]]
        text = decoded(data)
        for header, voices in read_tunes(text):
            lines = [line for line in voices if line.notes]
            if not lines:
                continue
            written = header.get("C", "")
            people = piece_names.composers(written)
            if collection == "oneills":
                # The collection names there who gave the tune, but for one.
                people = ["Turlough O'Carolan"] if "carolan" in written.lower() else []
            title = piece_names.tune_title(header.get("T", "")) or f"{COLLECTIONS[collection]['name']} {header['X']}"
            years = COLLECTIONS[collection]["years"]
            year = years[0] if years[0] == years[1] else None
            yield entry(f"{name}#{header['X']}", collection, title, people, year, abc_key(header.get("K")), lines[:1], origin=None if people else written or None)


def decoded(data):
    """Text of an ABC file, in whichever of the two encodings it is."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("latin-1")


def hymns():
    texts = dict(corpora.members("hymnal", [".abc"]))
    for name, lines in chorales.hymn_lines():
        text = decoded(texts[name])
        lines = [line for line in lines if line.notes]
        if not lines:
            continue
        find = lambda pattern: (re.search(pattern, text, re.M) or [None, ""])[1].strip()
        written = find(r"^%OHCOMPOSER (.*)$")
        people, lives = [], {}
        for each in written.split(";"):
            who = piece_names.turned(each)
            if piece_names.composers(who) == [who]:
                people.append(who)
                if life := re.search(r"\((\d{4})-(\d{4})\)", each):
                    lives[who] = int(life[1]), int(life[2])
        music = find(r"^C:.*?Music:\s*(.*)$")
        title = piece_names.plain(find(r"^T:\s*(.*)$")).removesuffix("(")
        yield entry(
            name, "open-hymnal", piece_names.capitalised(title), people, piece_names.year_of(music.split("Setting:")[0]),
            abc_key(find(r"^K:\s*(.*)$")), lines[:4], lives=lives, origin=None if people else written or None,
        )  # fmt: skip


def jsb_twins(bach):
    """{split: [the BWV piece that a JSB chorale is, or None]}, by the runs of eight chords that they share."""
    runs = [(piece.name, four_part.runs(piece)) for piece in bach]
    grids = chorales.jsb_grids()
    twins = {}
    for split, pieces in grids.items():
        twins[split] = []
        for grid in pieces:
            own = chorales.fingerprint(grid, 8)
            share, name = max((len(own & theirs) / max(1, len(own)), name) for name, theirs in runs)
            twins[split].append(name if share > 0.2 else None)
    return twins


def grid_line(grid, voice):
    """A voice of a JSB grid as a `Line`; where notes are repeated it cannot know."""
    line, start = Line(), 0
    pitches = [*grid[:, voice].tolist(), None]
    for step in range(1, len(pitches)):
        if pitches[step] != pitches[step - 1]:
            if pitches[start] >= 0:
                line.add(Fraction(start, 4), Fraction(step, 4), pitches[start])
            start = step
    line.end = Fraction(len(grid), 4)
    line.bars = [Fraction(bar) for bar in range(0, int(line.end) + 1, 4)]
    return line


def chorale_titles():
    """{BWV number: title} of the chorales whose analyses name them."""
    titles = {}
    for _, data in corpora.members("bach", [".rntxt"]):
        text = data.decode("utf-8", "replace")
        work, title = re.search(r"^BWV:\s*(\S+)", text, re.M), re.search(r"^Title:\s*(.+)$", text, re.M)
        if work and title:
            titles[work[1]] = re.sub(r"\s*\(.*", "", title[1]).strip()
    return titles


def bach():
    titles = chorale_titles()
    for name, data in corpora.members("bach", [".mxl", ".xml"]):
        lines = four_part.singers([line for line in read_parts(data) if line.notes])
        if not lines:
            continue
        root = score_root(data)
        work = re.search(r"bwv([\d.]+[a-z]?(?:-\w+)?)\.", name.rsplit("/", 1)[-1])[1]
        credit = next((text for text in credits(root) if re.match(r"BWV [\d.]+\s+\S", text)), "")
        title = titles.get(work) or piece_names.plain(re.sub(r"^BWV\s+\S+", "", credit))
        yield entry(
            name, "bach-chorales", piece_names.bach_title(work, title), [piece_names.BACH], None, xml_key(root), lines[:4]
        )  # fmt: skip


def credits(root):
    """The lines printed on a score's first page; those written on a Macintosh and read as Windows are mended."""
    for credit in root.iter("credit"):
        text = "".join(credit.itertext()).strip()
        try:
            yield text.encode("cp1252").decode("mac_roman") if "š" in text or "Ÿ" in text else text
        except UnicodeError:
            yield text


def jsb():
    """The chorales of `jsb` that `bach` does not hold, and what they are called by the models that learnt from them."""
    for split, pieces in chorales.jsb_grids().items():
        for i, (grid, twin) in enumerate(zip(pieces, jsb_twins_read()[split])):
            if twin is None:
                lines = [grid_line(grid, voice) for voice in range(4)]
                number = f"{split} set, no. {i + 1}"
                yield entry(f"jsb-{split}-{i}", "bach-chorales", f"Bach chorale (JSB {number})", [piece_names.BACH], None, None, lines)


def jsb_twins_read():
    if not hasattr(jsb_twins_read, "found"):
        jsb_twins_read.found = jsb_twins(four_part.bach())
    return jsb_twins_read.found


def lead_sheets():
    for name, data in corpora.members("openewld", [".mxl"]):
        lines = [line for line in read_parts(data)[:1] if line.notes]
        if not lines:
            continue
        root = score_root(data)
        written = [c.text or "" for c in root.iter("creator") if c.get("type") == "composer"]
        people = [who for text in written for who in piece_names.composers(text)]
        title = piece_names.plain(name.split("/")[-2])
        origin = None if people else next(iter(written), None)
        yield entry(
            name, "openewld", title, people, next(filter(None, map(piece_names.year_of, written)), None), xml_key(root), lines, origin=origin
        )


def lieder():
    for name, data in corpora.members("lieder", [".mxl"]):
        parts = [part for part in read_parts(data) if part.notes]
        sung = [part for part in parts if part.lyrics >= MIN_NOTES] or [part for part in parts if "iano" not in part.name]
        if not sung:
            continue
        folders = name.split("/")[2:-1]
        line = max(sung, key=lambda part: part.lyrics)
        who = piece_names.turned(folders[0])
        root = score_root(data)
        title = piece_names.song_title(folders[1:])
        yield entry(name, "lieder", title, [who], piece_names.year_of(piece_names.plain(folders[1])), xml_key(root), [line])


def read_all():
    """Every `Entry`, each chorale that is in both `jsb` and `bach` once."""
    return [each for read in (tunes, hymns, bach, jsb, lead_sheets, lieder) for each in read()]


def load():
    """(`read_all`, `jsb_twins`), through a cache beside the training state."""
    path = corpora.STATE / CACHE
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(pickle.dumps((read_all(), jsb_twins_read())))
    return pickle.loads(path.read_bytes())
