"""The raw corpora: where they are, what they are, and how to read an archive.

Archives are `NAME.tar.xz` in `$ANTIPHON_CORPORA`, by default `../shared/corpora` beside the repository.
Nothing here is unpacked to disk; derived arrays are cached by the callers under `STATE`.
"""

import hashlib
import os
import tarfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MODELS = ROOT / "models"
STATE = MODELS / "training" / ".state"

#: Source and licence of each archive, as the collections' own files state them; copied into the cards.
SOURCES = {
    "jsb": {
        "what": "Bach chorales on a 16th-note grid, the standard 229 train / 76 valid / 77 test split",
        "source": "github.com/czhuang/JSB-Chorales-dataset",
        "licence": "none stated; published for research use, the music is public domain",
    },
    "bach": {
        "what": "Bach chorales with note onsets",
        "source": "github.com/cuthbertLab/music21, corpus/bach",
        "licence": "BSD (music21); encodings distributed with the encoders' permission, the music is public domain",
    },
    "hymnal": {
        "what": "hymns in four parts",
        "source": "github.com/mzealey/openhymnal",
        "licence": "public domain, file by file; files with a copyright claim are skipped",
    },
    "tunes": {
        "what": "fiddle tunes: Ryan's Mammoth Collection, O'Neill's Music of Ireland, Aird's Airs",
        "source": "github.com/cuthbertLab/music21, corpus/{ryansMammoth,oneills1850,airdsAirs}",
        "licence": "BSD (music21); the tunes are public domain",
    },
    "openewld": {
        "what": "lead sheets, a melody with chord symbols each",
        "source": "github.com/00sapo/OpenEWLD",
        "licence": "MIT; public-domain scores only",
    },
    "lieder": {
        "what": "art songs (the vocal line is used)",
        "source": "github.com/OpenScore/Lieder",
        "licence": "CC0",
    },
    "groove": {
        "what": "the Groove MIDI Dataset: drummers on an electronic kit, played to a click (Gillick et al. 2019)",
        "source": "magenta.tensorflow.org/datasets/groove, Google LLC",
        "licence": "CC BY 4.0",
    },
}


def corpora_dir():
    """Folder with the archives."""
    return Path(os.environ.get("ANTIPHON_CORPORA", ROOT.parent / "shared" / "corpora"))


def archive_path(name):
    """Path of one archive; FileNotFoundError says which variable to set."""
    path = corpora_dir() / f"{name}.tar.xz"
    if not path.exists():
        raise FileNotFoundError(f"{path.name} not found in {path.parent}: set ANTIPHON_CORPORA")
    return path


def members(name, suffixes):
    """Yields (member path, bytes) for each file of an archive with one of the suffixes, in path order."""
    with tarfile.open(archive_path(name), "r:xz") as archive:
        found = {
            info.name: archive.extractfile(info).read()
            for info in archive
            if info.isfile() and info.name.endswith(tuple(suffixes))
        }
    yield from sorted(found.items())


def sha256(name):
    """Hex digest of an archive, so that a card names exactly what was read."""
    return hashlib.sha256(archive_path(name).read_bytes()).hexdigest()


def describe(names):
    """What a card says about its data: source, licence and digest of each archive."""
    return [{"archive": name, **SOURCES[name], "sha256": sha256(name)} for name in names]
