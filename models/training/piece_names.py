"""What a piece is called and by whom it is: the names that files and folders of the corpora carry, made fit to be read.

Nothing is added to what they say. A name that stands for nobody ("Traditional", "unknown") is no composer.
"""

import re

from .composers import known_as

BACH = "Johann Sebastian Bach"
SMALL_WORDS = set("a an and at by de des du for from in la le les of on or the to und von with".split())
#: What stands where a composer should, and is none.
NOBODY = re.compile(
    r"trad|anon|unknown|^origin unknown|^from |folk|song|spiritual|carol\b|hymn|collected|\bair\b|^various|^none|volksweise|transcribed|"
    r"^as sung|^composed|new set|amended|adapted|^medieval|^basque|^silesian|\btune\b|\breel\b|\bjig\b|\bplay\b|young lady|regt|dance|^n\.g|chant|melody|psalter|gesang|cantional|liturg|plainsong|^hebrew",
    re.I,
)
PEOPLES = set(
    "irish scotch scottish scots welsh welch english french german italian gaelic virginian latin west india negroe american swedish "
    "norwegian danish dutch bohemian slovak silesian polish russian spanish finnish swiss austrian greek jewish mexican".split()
)


def plain(text):
    """One line without doubled spaces or soft hyphens."""
    return re.sub(r"\s+", " ", (text or "").replace("\xad", "").replace("_", " ")).strip()


def capitalised(title):
    """A title in capitals as it is usually written; others as they are."""
    letters = re.sub(r"[^A-Za-zÀ-ÿ]", "", title)
    if sum(letter.isupper() for letter in letters) <= 0.8 * len(letters):
        return title
    # "O'Neill" and "McLeod", but "I'll" and "'Twas".
    first_letters = r"(?<![a-zà-ÿ'’])(?:mc)?[a-zà-ÿ]|^['’][a-z]|(?<=\b[a-z]['’])[a-z](?=[a-z]{2})"
    upper = lambda found: "Mc" + found.group()[2:].upper() if len(found.group()) > 2 else found.group().upper()
    words = title.lower().split(" ")
    return " ".join(
        word if i and word in SMALL_WORDS else re.sub(first_letters, upper, word) for i, word in enumerate(words)
    )


def tune_title(text):
    """The title of a tune: "NIGHT OF FUN -- JIG., THE" is "The Night of Fun (jig)"."""
    # Colons within words are slips; a stroke before a letter is ABC's way to write an accent.
    text = re.sub(r"(?<=\w):(?=\w)|\\['`^\"]", "", plain(text))
    article = re.search(r"[.,]*,\s*(the|an?)\.?$", text, re.I)
    if article:
        text = text[: article.start()]
    kind = re.search(r"\s+-{1,2}\s+([^-]+?)\.?$", text)
    if kind:
        text = text[: kind.start()]
    text = text.strip().rstrip(".,;:").strip()
    if article:
        text = f"{article.group(1)} {text}"
    text = capitalised(text)
    text = text[:1].upper() + text[1:]
    return f"{text} ({kind.group(1).strip().lower()})" if kind and text else text


def turned(name):
    """"Schumann, Robert" is "Robert Schumann"; years of life in brackets are left off."""
    name = re.sub(r"\s*\([^)]*\)", "", plain(name)).strip()
    last, _, first = name.partition(", ")
    if first.endswith(("’", "'")):
        return f"{first}{last}"
    if first.startswith("Queen of"):
        return known_as(f"Queen {last}")
    return known_as(f"{first} {last}" if first else name)


def composers(text):
    """The people a composer's line names, in order: ["Duke Ellington", "Bub Miley"]; empty where it names nobody."""
    text = re.sub(r"\(.*?\)|\b(?:circa|ca?\.|by|attributed to|attr\.?)\s|[`']?\b\d{3,4}\b|\bOp\.?\s*\d+|;$", " ", plain(text))
    text = re.sub(r"^by\b", "", text.strip(), flags=re.I)
    text = re.sub(r"\.(?=[A-Z])", ". ", text)
    found = []
    for name in re.split(r"\s*(?:,(?!\s*(?:Jr|Sr)\b)|;|/|&|\band\b)\s*", text):
        name = capitalised(plain(name).strip(" .,") if not re.search(r"\b[A-Z]\.$", plain(name)) else plain(name).strip(" ,"))
        words = set(re.findall(r"[a-z]+", name.lower()))
        if len(name) > 2 and not NOBODY.search(name) and not words & PEOPLES:
            found.append(known_as(name))
    return found


def year_of(text):
    """The first year that a line names, or None."""
    match = re.search(r"\b(1[0-9]\d\d|20[0-2]\d)\b", text or "")
    return int(match.group(1)) if match else None


def bach_title(work, title):
    """work: "4.8". A title where the source gives one."""
    return f"{title} (BWV {work})" if title else f"Bach chorale BWV {work}"


def song_title(folders):
    """(title, cycle) of a song's folders, "Myrthen,_Op.25" and "7_Die_Lotosblume"; a cycle of "_" is none."""
    cycle, song = (plain(folder) for folder in folders)
    number, _, rest = song.partition(" ")
    numbered = bool(rest) and re.fullmatch(r"\d+[a-z]?", number)
    title = rest if numbered else song
    if not cycle:
        return title
    return f"{title} ({cycle}, no. {number})" if numbered else f"{title} ({cycle})"
