import type { AskKind, AskSettings, ModelName } from "./ask";
import type { PersonalName } from "./personal";
import type { Project } from "./project";
import type { Note, Origin, Score, TakeId } from "./score";
import type { Take } from "./take";

/** Who made a take, and what was asked: all that a note's maker is known by where the take itself is not at hand. */
export interface Credit {
  readonly take: TakeId;
  readonly kind: AskKind;
  readonly model: ModelName;
  readonly seed: number;
  readonly settings: AskSettings;
  /** The style that it went towards, where it did. */
  readonly personal?: PersonalName | undefined;
  /** Milliseconds since 1970, UTC. */
  readonly createdMs: number;
}

/** The credit of a model's take; undefined for an original, and for what a person played. */
export function creditOf({ id, making, createdMs }: Take): Credit | undefined {
  if (!making || making.kind === "play") return undefined;
  const { kind, model, seed, settings, personal } = making;
  return { take: id, kind, model, seed, settings, personal, createdMs };
}

/** All makers that a sketch knows: of its own takes, and of notes that came from elsewhere. */
export function creditsOf({
  takes,
  credits,
}: Pick<Project, "takes" | "credits">): ReadonlyMap<TakeId, Credit> {
  const own = takes.flatMap((take) => creditOf(take) ?? []);
  return new Map([...credits, ...own].map((credit) => [credit.take, credit]));
}

/** The takes that notes and chords of `score` are of, or have their timing from. */
export function takesNamed({ notes, chords }: Score): ReadonlySet<TakeId> {
  const takeOf = ({ origin }: { readonly origin: Origin }) =>
    origin.by === "model" ? [origin.take] : [];
  const timingOf = ({ timing }: Note) => (timing === undefined ? [] : [timing]);
  return new Set([...notes.flatMap(takeOf), ...notes.flatMap(timingOf), ...chords.flatMap(takeOf)]);
}
