import type { CardFigure, CardSource, Count, ModelCard } from "../domain/model-card";
import {
  amount,
  fields,
  isRecord,
  list,
  optional,
  or,
  ShapeFault,
  text,
  whole,
  type Shape,
} from "./shape";

const MOST = 2 ** 53 - 1;
const sentence = text(4000);
const count = whole(0, MOST);
const counts = or(list(fields<Count>({ label: text(), count }), 200), []);
const share = optional(amount(0, 1));
const sentences = or(list(sentence, 50), []);

/** A record of values of one kind; `name` words are as in the card. */
function record<Value>(shape: Shape<Value>): Shape<Readonly<Record<string, Value>>> {
  return (value, path) => {
    if (!isRecord(value)) throw new ShapeFault(path, "an object");
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, shape(item, `${path}.${key}`)]),
    );
  };
}

const metric = fields<Omit<CardFigure, "name">>({
  value: amount(-MOST, MOST),
  unit: text(),
  split: text(),
  how: sentence,
});

const card = fields({
  name: text(),
  version: text(),
  task: sentence,
  good_at: sentences,
  weaknesses: sentences,
  parameters: count,
  bytes: count,
  metrics: record(metric),
  measure_command: text(),
  data: list(fields<CardSource>({ what: sentence, source: sentence, licence: sentence }), 20),
  splits: or(sentence, ""),
  training: fields({ seconds: optional(amount(0, MOST)) }),
  energy: optional(fields({ kwh: amount(0, MOST), assumption: sentence })),
  licence: optional(sentence),
  learned_from: optional(
    fields({
      pieces: optional(count),
      recordings: optional(count),
      notes: count,
      collections: counts,
      regions: counts,
      places: counts,
      composers: counts,
      periods: counts,
      keys: counts,
      metres: counts,
      intervals: counts,
      styles: counts,
      how: or(record(sentence), {}),
    }),
  ),
  bias: optional(
    fields({
      european: share,
      american: share,
      other: share,
      unknown: share,
      major: share,
      four_four: share,
      before_1900: share,
      by_women: share,
    }),
  ),
  originality: optional(
    fields({
      rate: amount(0, 1),
      interval: list(amount(0, 1), 2),
      takes: count,
      one_in: amount(1, MOST),
      says: sentence,
    }),
  ),
});

/** A model's card as its folder has it; undefined for what is none. */
export function readModelCard(value: unknown): ModelCard | undefined {
  try {
    const {
      good_at,
      metrics,
      measure_command,
      data,
      training,
      learned_from,
      bias,
      originality,
      ...read
    } = card(value, "");
    return {
      name: read.name,
      version: read.version,
      task: read.task,
      goodAt: good_at,
      weaknesses: read.weaknesses,
      parameters: read.parameters,
      bytes: read.bytes,
      figures: Object.entries(metrics).map(([name, figure]) => ({
        name: name.replaceAll("_", " "),
        ...figure,
      })),
      measuredBy: measure_command,
      sources: data,
      splits: read.splits,
      trainedSeconds: training.seconds,
      energy: read.energy,
      licence: read.licence,
      learned: learned_from && {
        ...learned_from,
        counted: learned_from.recordings === undefined ? "pieces" : "recordings",
        pieces: learned_from.pieces ?? learned_from.recordings ?? 0,
      },
      leaning: bias && {
        european: bias.european,
        american: bias.american,
        other: bias.other,
        unknown: bias.unknown,
        major: bias.major,
        fourFour: bias.four_four,
        before1900: bias.before_1900,
        byWomen: bias.by_women,
      },
      copies: originality && { ...originality, oneIn: originality.one_in },
    };
  } catch (error) {
    if (!(error instanceof ShapeFault)) throw error;
    return undefined;
  }
}
