import type { Origin, Score, TakeId } from "../domain/score";
import { notesOfVoice } from "../domain/score";
import type { Credit } from "../domain/credit";
import { VERSION } from "../version";
import { groupedBy } from "./grouped";

/** So many seeds of a model are told one by one. */
const MOST_SEEDS = 16;

/** Who made what, for somebody who looks into the file: a line for each voice that has notes, then one for each model and what it was asked. */
export function makersInWords(score: Score, credits: readonly Credit[]): readonly string[] {
  const byTake = new Map(credits.map((credit) => [credit.take, credit]));
  const voices = score.voices.flatMap(({ id, name }) => {
    const notes = notesOfVoice(score, id);
    return notes.length === 0 ? [] : [`${name}: ${sharesInWords(notes, byTake)}.`];
  });
  const asks = groupedBy(credits, ({ model, kind }) => `${model.name} ${model.version}: ${kind}`);
  const models = Array.from(asks, ([ask, takes]) => `${ask}, ${seedsInWords(takes)}.`);
  return [`Written by Antiphon ${VERSION}.`, ...voices, ...models];
}

interface Share {
  notes: number;
  changed: number;
}

function sharesInWords(notes: Score["notes"], credits: ReadonlyMap<TakeId, Credit>): string {
  const shares = new Map<string, Share>();
  for (const { origin } of notes) {
    const name = nameOf(origin, credits);
    const share = shares.get(name) ?? { notes: 0, changed: 0 };
    share.notes += 1;
    if (origin.by === "model" && origin.changed) share.changed += 1;
    shares.set(name, share);
  }
  return Array.from(shares, ([name, { notes: count, changed }], i) => {
    const unit = i > 0 ? "" : count === 1 ? " note" : " notes";
    const edited = changed > 0 ? `, ${changed} of them changed by hand` : "";
    return `${count}${unit} ${name}${edited}`;
  }).join("; ");
}

function nameOf(origin: Origin, credits: ReadonlyMap<TakeId, Credit>): string {
  switch (origin.by) {
    case "you":
      return "by the person";
    case "file":
      return `from ${origin.file}`;
    case "model": {
      const model = credits.get(origin.take)?.model;
      return model ? `by ${model.name} ${model.version}` : "by a model that is not known";
    }
  }
}

function seedsInWords(takes: readonly Credit[]): string {
  const told = takes.slice(0, MOST_SEEDS).map(({ seed }) => String(seed));
  const rest = takes.length - told.length;
  const seeds = [...told, ...(rest > 0 ? [`and ${rest} more`] : [])].join(", ");
  return takes.length === 1 ? `seed ${seeds}` : `seeds ${seeds}`;
}
