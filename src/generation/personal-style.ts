import {
  FEWEST_WINDOWS,
  ownLines,
  toPlainKey,
  type PersonalModel,
  type PersonalNet,
} from "../domain/personal";
import { barTicks } from "../domain/meter";
import { createRandom, type Random } from "../domain/random";
import { barsOfNotes, type Note, type Score } from "../domain/score";
import { ticksToSteps, type Steps } from "../domain/units";
import { lineOf, REST, transposed, type Line } from "./line";
import { eventsOf, FIRST_PITCH, fitMelody, type Compass } from "./melody";
import type { MelodyCoder } from "./melody-net";
import { ModelError } from "./model-error";
import { fromCode, learnNet, toCode } from "./personal-net";
import { drawNormal } from "./sampling";

/** Where the middle of a line is taken to, so that a bass can be sung by a soprano. */
const MIDDLE = 69;
/** Stretches that the coder hears at once. */
const ABREAST = 16;
/** Of the time that learning takes, what hearing the stretches takes. */
const HEARING = 0.3;

/**
 * Semitones that take a line to where style is learnt: to the key without signature, and by octaves until its mean pitch is within a tritone
 * of A4.
 */
export function toPlainPlace(line: Line, score: Pick<Score, "key">): number {
  const interval = toPlainKey(score.key);
  const heard = line.pitch.filter((pitch) => pitch !== REST);
  if (heard.length === 0) return interval;
  const mean = heard.reduce((sum, pitch) => sum + pitch, 0) / heard.length;
  return interval + 12 * Math.round((MIDDLE - mean - interval) / 12);
}

/**
 * What there is to learn from: of each line that is a person's own, stretches of as many whole bars as the coder sees, from each bar line on;
 * none in which a model's note sounds, none that is silent, and none twice.
 * @returns `[window]` each
 */
export function personalWindows(
  scores: readonly Score[],
  coder: Compass & { readonly window: Steps },
): readonly Uint8Array[] {
  const windows = new Map<string, Uint8Array>();
  for (const score of scores) {
    const bar = ticksToSteps(barTicks(score.meter));
    const whole = Math.max(bar, Math.floor(coder.window / bar) * bar);
    for (const { own, others } of ownLines(score)) {
      const end = bar * barsOfNotes(own, score.meter);
      const line = lineOf(own, end);
      const { line: fitted } = fitMelody(transposed(line, toPlainPlace(line, score)), coder);
      const foreign = soundingSteps(others, end + coder.window);
      for (let start = 0; start === 0 || start + whole <= end; start += bar) {
        if (foreign.subarray(start, start + coder.window).includes(1)) continue;
        const events = eventsOf(fitted, start, start + coder.window, coder);
        if (events.some((event) => event >= FIRST_PITCH)) windows.set(events.join(" "), events);
      }
    }
  }
  return [...windows.values()];
}

/** `[steps]`: 1 where any of `notes` sounds. */
function soundingSteps(notes: readonly Note[], steps: Steps): Uint8Array {
  const line = lineOf(notes, steps);
  return Uint8Array.from(line.pitch, (pitch) => (pitch === REST ? 0 : 1));
}

/** What was learnt, but for its name. */
export type LearntStyle = Pick<PersonalModel, "windows" | "checkpoint" | "net">;

/**
 * Learns what lines have in common; the same lines with the same seed give the same net.
 * @param coder whose latent space it is learnt in
 * @param pause told how far it is, in [0, 1]; may reject
 * @throws ModelError `tooLittle` where there are fewer than `FEWEST_WINDOWS` stretches
 */
export async function learnStyle(
  scores: readonly Score[],
  coder: MelodyCoder &
    Pick<PersonalModel["checkpoint"], "digest"> & {
      readonly model: { readonly name: string; readonly version: string };
    },
  seed: number,
  pause: (fraction: number) => Promise<void>,
): Promise<LearntStyle> {
  const windows = personalWindows(scores, coder);
  if (windows.length < FEWEST_WINDOWS) throw tooLittle(windows.length);
  const points: Float32Array[] = [];
  for (let at = 0; at < windows.length; at += ABREAST) {
    await pause((HEARING * at) / windows.length);
    points.push(...coder.encodeMelodies(windows.slice(at, at + ABREAST)));
  }
  const net = await learnNet(points, createRandom(seed), (fraction) =>
    pause(HEARING + (1 - HEARING) * fraction),
  );
  const { name, version } = coder.model;
  return { windows: windows.length, checkpoint: { name, version, digest: coder.digest }, net };
}

function tooLittle(windows: number): ModelError {
  const missing = FEWEST_WINDOWS - windows;
  const found =
    windows === 0
      ? "no two bars of your own"
      : `only ${windows === 1 ? "one stretch" : `${windows} different stretches`} of two bars of your own`;
  return new ModelError(
    "tooLittle",
    `there ${windows > 1 ? "are" : "is"} ${found}, and it takes ${FEWEST_WINDOWS}: tick another sketch, or write about ${missing} ${missing === 1 ? "bar" : "bars"} more`,
  );
}

/** @throws ModelError `otherModel` where the style was learnt in the latent space of another network */
export function assertKnows(
  { checkpoint }: PersonalModel,
  coder: Pick<PersonalModel["checkpoint"], "digest">,
): void {
  if (checkpoint.digest !== coder.digest)
    throw new ModelError(
      "otherModel",
      `your style was learnt with another variation model (${checkpoint.name} ${checkpoint.version}): learn it again, or leave the slider at “like the tune”`,
    );
}

/**
 * How a point z of the latent space becomes the person's: its code u, moved `share` of the way to a code drawn from the prior, and back.
 * @param share in [0, 1], as far as a point of z itself is moved at the same place of *similar–different*
 */
export function inStyle(
  net: PersonalNet,
  z: Float32Array,
  share: number,
  random: Random,
): Float32Array {
  const near = Math.sqrt(1 - share ** 2);
  return fromCode(
    net,
    toCode(net, z).map((value) => near * value + share * drawNormal(random)),
  );
}
