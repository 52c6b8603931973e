/** How many there are of one thing; `label` as the card has it, in English. */
export interface Count {
  readonly label: string;
  readonly count: number;
}

/** A figure of a card, with how it was measured. */
export interface CardFigure {
  /** As in "test nll given soprano". */
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly split: string;
  readonly how: string;
}

/** A collection of music that a model was trained on. */
export interface CardSource {
  readonly what: string;
  readonly source: string;
  readonly licence: string;
}

/** What a model learned from, counted over exactly the pieces that it was trained on. */
export interface Learned {
  /** Pieces are counted, or recordings of drummers. */
  readonly counted: "pieces" | "recordings";
  readonly pieces: number;
  readonly notes: number;
  readonly collections: readonly Count[];
  readonly regions: readonly Count[];
  readonly places: readonly Count[];
  /** The commonest first, the rest as "others"; empty where nobody is named. */
  readonly composers: readonly Count[];
  readonly periods: readonly Count[];
  /** All 24: C major to B major, C minor to B minor. */
  readonly keys: readonly Count[];
  readonly metres: readonly Count[];
  /** Semitones from note to note of melodies, as numbers in words. */
  readonly intervals: readonly Count[];
  readonly styles: readonly Count[];
  /** How each of these was counted, by its name in the card. */
  readonly how: Readonly<Record<string, string>>;
}

/** Which way the data lean: shares in [0, 1]; undefined where nothing can be said. */
export interface Leaning {
  readonly european: number | undefined;
  readonly american: number | undefined;
  readonly other: number | undefined;
  readonly unknown: number | undefined;
  readonly major: number | undefined;
  readonly fourFour: number | undefined;
  readonly before1900: number | undefined;
  /** Of the pieces whose composer is named. */
  readonly byWomen: number | undefined;
}

/** How often takes have more in common with a piece of the training than people's music has with another's. */
export interface CopyRate {
  /** Share of the takes, in [0, 1]. */
  readonly rate: number;
  /** Its 95 % confidence interval. */
  readonly interval: readonly number[];
  readonly takes: number;
  /** One in so many stretches by people has as much in common. */
  readonly oneIn: number;
  /** Which takes, in words. */
  readonly says: string;
}

/** What is known about a model: `models/<name>/card.json`. Its sentences are English, as its makers wrote them. */
export interface ModelCard {
  readonly name: string;
  readonly version: string;
  readonly task: string;
  readonly goodAt: readonly string[];
  readonly weaknesses: readonly string[];
  readonly parameters: number;
  readonly bytes: number;
  readonly figures: readonly CardFigure[];
  /** The command that measures them again. */
  readonly measuredBy: string;
  readonly sources: readonly CardSource[];
  /** How pieces that were trained on were kept apart from those that are measured on. */
  readonly splits: string;
  /** Undefined where nobody wrote it down. */
  readonly trainedSeconds: number | undefined;
  readonly energy: { readonly kwh: number; readonly assumption: string } | undefined;
  readonly licence: string | undefined;
  readonly learned: Learned | undefined;
  readonly leaning: Leaning | undefined;
  readonly copies: CopyRate | undefined;
}
