import type { MidiEvent } from "midi-file";
import { DRUM_CHANNEL } from "../domain/midi";
import type { Midi, Ticks, Velocity } from "../domain/units";
import type { ReadNote, ReadPart } from "./gather";
import { instrumentOf } from "./midi-programs";

/** Controllers of a channel: volume, pan, and how much goes into the room ("effects 1 depth"). */
export const VOLUME_CONTROLLER = 7;
export const PAN_CONTROLLER = 10;
export const REVERB_CONTROLLER = 91;

/** A track with its events at ticks of ours. */
export interface MidiTrack {
  readonly events: readonly { readonly tick: Ticks; readonly event: MidiEvent }[];
  /** Empty when the track has none. */
  readonly name: string;
  readonly end: Ticks;
}

/** What becomes a voice. */
export interface MidiPart extends ReadPart {
  /** Index of its track. */
  readonly track: number;
  /** Notes that the file never lets go; they last to the end of the track. */
  readonly leftOn: number;
}

interface Channel {
  readonly channel: number;
  readonly notes: ReadNote[];
  program: number | undefined;
  /** The first value of each controller. */
  readonly controllers: Map<number, number>;
  leftOn: number;
}

/**
 * The parts of all tracks, in order; tracks without notes have none. Channels of one track that name the same program are one part:
 * that is how writers keep overlapping notes of one pitch apart, and how guitars send a channel a string.
 */
export function collectParts(tracks: readonly MidiTrack[], format: 0 | 1): readonly MidiPart[] {
  const perTrack = tracks.map(channelsOf);
  // A program may be set in another track, such as the first one.
  const programs = new Map<number, number>();
  for (const { channel, program } of perTrack.flat())
    if (program !== undefined && !programs.has(channel)) programs.set(channel, program);
  return tracks.flatMap((track, index) => {
    const sounding = perTrack[index]!.filter((channel) => channel.notes.length > 0);
    const groups = format === 0 ? sounding.map((channel) => [channel]) : byProgram(sounding);
    return groups.map((group): MidiPart => {
      const first = group[0]!;
      const drums = first.channel === DRUM_CHANNEL;
      const ownName = format === 0 ? "" : track.name;
      const suffix = groups.length > 1 && ownName ? ` ${groups.indexOf(group) + 1}` : "";
      return {
        track: index,
        name: drums ? ownName || "Drums" : ownName + suffix,
        instrument: drums
          ? "drums"
          : instrumentOf(first.program ?? programs.get(first.channel) ?? 0),
        ...settingsOf(first),
        notes: group.flatMap((channel) => channel.notes).toSorted((a, b) => a.start - b.start),
        leftOn: group.reduce((sum, channel) => sum + channel.leftOn, 0),
      };
    });
  });
}

/** Undefined is what the file does not say. The middle of pan is 64, which leaves one step less to its right. */
function settingsOf({ controllers }: Channel): Pick<ReadPart, "volume" | "pan" | "reverb"> {
  const percentOf = (value: number | undefined, range: number) =>
    value === undefined ? undefined : Math.round((value / range) * 100) / 100;
  const pan = controllers.get(PAN_CONTROLLER) ?? 64;
  return {
    volume: percentOf(controllers.get(VOLUME_CONTROLLER), 127),
    pan: percentOf(pan - 64, pan < 64 ? 64 : 63),
    reverb: percentOf(controllers.get(REVERB_CONTROLLER), 127),
  };
}

function byProgram(channels: readonly Channel[]): readonly (readonly Channel[])[] {
  const groups: Channel[][] = [];
  for (const channel of channels) {
    const group = groups.find(
      ([first]) =>
        first?.program !== undefined &&
        first.program === channel.program &&
        (first.channel === DRUM_CHANNEL) === (channel.channel === DRUM_CHANNEL),
    );
    if (group) group.push(channel);
    else groups.push([channel]);
  }
  return groups;
}

/** Channels of a track in the order in which they appear. Of notes of one pitch that overlap, the first on is the first off. */
function channelsOf(track: MidiTrack): readonly Channel[] {
  const channels = new Map<number, Channel>();
  const on = new Map<number, { readonly start: Ticks; readonly velocity: Velocity }[]>();
  const channelOf = (number: number): Channel => {
    let channel = channels.get(number);
    if (!channel) {
      channel = {
        channel: number,
        notes: [],
        program: undefined,
        controllers: new Map(),
        leftOn: 0,
      };
      channels.set(number, channel);
    }
    return channel;
  };
  const letGo = (channel: number, pitch: Midi, tick: Ticks): boolean => {
    const note = on.get(channel * 128 + pitch)?.shift();
    if (!note) return false;
    const duration = Math.max(1, tick - note.start);
    channelOf(channel).notes.push({ pitch, ...note, duration });
    return true;
  };
  for (const { tick, event } of track.events) {
    if (event.type === "noteOn") {
      const key = event.channel * 128 + event.noteNumber;
      const note = { start: tick, velocity: event.velocity };
      const waiting = on.get(key);
      if (waiting) waiting.push(note);
      else on.set(key, [note]);
      channelOf(event.channel);
    } else if (event.type === "noteOff") {
      letGo(event.channel, event.noteNumber, tick);
    } else if (event.type === "programChange") {
      channelOf(event.channel).program ??= event.programNumber;
    } else if (event.type === "controller") {
      const { controllers } = channelOf(event.channel);
      if (!controllers.has(event.controllerType))
        controllers.set(event.controllerType, event.value);
    }
  }
  for (const key of on.keys()) {
    const channel = Math.floor(key / 128);
    while (letGo(channel, key % 128, track.end)) channelOf(channel).leftOn += 1;
  }
  return [...channels.values()];
}
