import { drumSamples } from "./drum-kit";
import { mixDown } from "./mixdown";
import { prepareRecording } from "./recording";
import { roomResponse } from "./room-response";

/** All that takes longer with sound than the page may be held up. */
export const CALCULATIONS = {
  recording: prepareRecording,
  stroke: drumSamples,
  room: roomResponse,
  mix: mixDown,
} as const;

export type Calculations = typeof CALCULATIONS;
export type Calculation = keyof Calculations;
export type Given<C extends Calculation> = Parameters<Calculations[C]>;
export type Result<C extends Calculation> = ReturnType<Calculations[C]>;

/** From the page to the worker. */
export type Request = {
  [C in Calculation]: { readonly id: number; readonly name: C; readonly given: Given<C> };
}[Calculation];

/** From the worker to the page: one for each request. */
export type Reply =
  | { readonly id: number; readonly result: Result<Calculation> }
  | { readonly id: number; readonly message: string };

/** The result of a calculation; throws what it throws. */
export function calculated<C extends Calculation>(name: C, given: Given<C>): Result<C> {
  const run = CALCULATIONS[name] as unknown as (...args: Given<C>) => Result<C>;
  return run(...given);
}

/** What goes over with a result rather than being copied: all but what is kept for the next one that asks. */
export function movable({ name, result }: Made): ArrayBuffer[] {
  switch (name) {
    case "recording":
      return result.held ? [result.held.samples.buffer] : [];
    case "stroke":
      return [result.buffer];
    case "room":
      return [];
    case "mix":
      return [...result.sides, ...result.rest].map(({ buffer }) => buffer);
  }
}

type Made = { [C in Calculation]: { readonly name: C; readonly result: Result<C> } }[Calculation];
