import { createHall, type Hall } from "./convolution";
import { limit } from "./limit";
import { roomResponse } from "./room-response";

type Samples = Float32Array<ArrayBuffer>;
export type Sides = readonly [left: Samples, right: Samples];

/** Some notes rendered by themselves. */
export interface Part {
  readonly sides: Sides;
  /** What of it goes into the room, in one channel. */
  readonly room: Samples;
  /** Where it begins, in frames of what is left over. */
  readonly at: number;
}

/** The next step of adding parts up. */
export interface Mixing {
  readonly sampleRate: number;
  /** What the step before left over: of parts that reach further. */
  readonly rest: Sides;
  /** Undefined where nothing begins. */
  readonly part: Part | undefined;
  /** How many frames are wanted: no part that is to come reaches into them. */
  readonly frames: number;
  readonly limited: boolean;
}

export interface Mixed {
  readonly sides: Sides;
  readonly rest: Sides;
}

/** Adds a part and its room to what is left over, and takes away the front. */
export function mixDown({ sampleRate, rest, part, frames, limited }: Mixing): Mixed {
  const ringing = roomResponse(sampleRate)[0].length - 1;
  const isInRoom = part?.room.some((sample) => sample !== 0) ?? false;
  const reach = part ? part.at + part.room.length + (isInRoom ? ringing : 0) : 0;
  const length = Math.max(frames, reach, rest[0].length);
  const sum = rest.map((side) => longer(side, length)) as unknown as Sides;
  if (part) {
    for (const [c, side] of part.sides.entries()) {
      const into = sum[c]!;
      for (let i = 0; i < side.length; i++) into[part.at + i]! += side[i]!;
    }
    if (isInRoom) hallFor(sampleRate)(part.room, sum, part.at);
  }
  const front = ([left, right]: Sides): Sides => [left.slice(0, frames), right.slice(0, frames)];
  const sides = front(sum);
  if (limited) for (const side of sides) side.forEach((sample, i) => (side[i] = limit(sample)));
  return { sides, rest: [sum[0].slice(frames), sum[1].slice(frames)] };
}

function longer(side: Samples, length: number): Samples {
  const all = new Float32Array(length);
  all.set(side);
  return all;
}

let hall: { readonly sampleRate: number; readonly hear: Hall } | undefined;

/** The last one made: one render has one rate. */
function hallFor(sampleRate: number): Hall {
  if (hall?.sampleRate !== sampleRate)
    hall = { sampleRate, hear: createHall(roomResponse(sampleRate)) };
  return hall.hear;
}
