import type { Ask, Draft, DraftNote, ModelName } from "../domain/ask";
import type { Random } from "../domain/random";
import { unreachable } from "../domain/result";
import { melodyVoice, withoutDrums, type VoiceId } from "../domain/score";
import { proposeChords } from "./accompany";
import { answer, type AnswerHooks } from "./answer";
import { together, type Composer, type OnGrowth, type Pause } from "./composer";
import type { ChordNet } from "./chord-net";
import { continueMelody } from "./continuation";
import type { ChoraleNet } from "./gibbs";
import { gibbsHarmonist } from "./gibbs-harmony";
import { writeGroove } from "./groove";
import type { GrooveNet } from "./groove-net";
import { humanise } from "./humanise";
import { writeHarmony, type Harmonist } from "./harmony";
import type { HarmonyNet } from "./harmony-run";
import { onePassHarmonist } from "./one-pass";
import { refillMelody } from "./infill";
import type { MelodyCoder, MelodyNet } from "./melody-net";
import { withNotes } from "./page";
import { assertKnows } from "./personal-style";
import { blendMelodies, varyMelodies } from "./variation";

/** The loaded networks, each with its name. */
export interface Networks {
  harmony(): Promise<HarmonyNet>;
  coconet(): Promise<ChoraleNet & { readonly model: ModelName }>;
  melodyRnn(): Promise<MelodyNet & { readonly model: ModelName }>;
  melodyVae(): Promise<MelodyCoder & { readonly model: ModelName }>;
  chords(): Promise<ChordNet>;
  groove(): Promise<GrooveNet>;
}

/** What a draft costs that is the best of several fillings, beside one that is drawn once. */
const FILLED = 2;
/** What a draft costs whose voices are harmonised one draft after the other. */
const HARMONISED = 2;

/** Answers `ask`: *Accompany* with chords for all takes at once, all else with what is composed for each. */
export async function answerWith(
  ask: Ask,
  networks: Networks,
  hooks: AnswerHooks,
): Promise<readonly Draft[]> {
  return ask.kind === "accompany"
    ? proposeChords(tonesOf(ask), await networks.chords(), hooks)
    : answer(ask, await composerFor(ask, networks), hooks);
}

/** Who answers `ask`: loads the networks that it takes. */
export async function composerFor(asked: Ask, networks: Networks): Promise<Composer> {
  const ask = tonesOf(asked);
  switch (ask.kind) {
    case "harmonise":
      return harmoniser(ask, await harmonistFor(ask, networks));
    case "rewrite": {
      const alone = loneVoice(ask);
      if (!alone) return harmoniser(ask, await harmonistFor(ask, networks));
      const net = await networks.melodyRnn();
      const composer = abreast(ask, net.model, (part, randoms, pause) =>
        refillMelody(part, alone, net, randoms, pause),
      );
      return { ...composer, weight: FILLED };
    }
    case "vary": {
      const coder = await networks.melodyVae();
      if (ask.personal && ask.settings.personal > 0) assertKnows(ask.personal, coder);
      return abreast(ask, coder.model, (part, randoms, pause) =>
        varyMelodies(part, coder, randoms, pause),
      );
    }
    case "blend": {
      const coder = await networks.melodyVae();
      const other = ask.other ?? ask.score;
      return abreast(ask, coder.model, (part, randoms, pause) =>
        blendMelodies(part, other, coder, randoms, pause),
      );
    }
    case "continue":
      return continuer(ask, networks);
    case "groove": {
      const net = await networks.groove();
      return abreast(ask, net.model, (part, randoms, pause) =>
        writeGroove(part, net, randoms, pause),
      );
    }
    case "humanise": {
      const net = await networks.groove();
      return abreast(ask, net.model, (part, randoms, pause) => humanise(part, net, randoms, pause));
    }
    case "accompany":
      throw new RangeError("chords are proposed for all takes at once: answerWith does it");
    default:
      return unreachable(ask.kind);
  }
}

/** The ask without drums, whose pitches say nothing of harmony or melody, but for those that are about drums. */
function tonesOf(ask: Ask): Ask {
  if (ask.kind === "groove" || ask.kind === "humanise") return ask;
  const score = withoutDrums(ask.score);
  const other = ask.other && withoutDrums(ask.other);
  return score === ask.score && other === ask.other
    ? ask
    : { ...ask, score, ...(other ? { other } : {}) };
}

/** The network that harmony was asked of. */
async function harmonistFor({ settings }: Ask, networks: Networks): Promise<Harmonist> {
  return settings.harmonist === "coconet"
    ? gibbsHarmonist(await networks.coconet())
    : onePassHarmonist(await networks.harmony());
}

function harmoniser(ask: Ask, harmonist: Harmonist): Composer {
  const composer = abreast(ask, harmonist.model, (part, randoms, pause, onGrowth) =>
    writeHarmony(part, harmonist, randoms, pause, onGrowth),
  );
  return { ...composer, abreast: ask.settings.harmonist === "harmony" };
}

/** A composer whose drafts are all written together. */
function abreast(
  ask: Ask,
  model: ModelName,
  write: (
    ask: Ask,
    randoms: readonly Random[],
    pause: Pause,
    onGrowth: OnGrowth,
  ) => Promise<readonly (readonly DraftNote[])[]>,
): Composer {
  return {
    model,
    abreast: true,
    compose: (tries, pause, onGrowth) => {
      const attempt = Math.max(...tries.map((one) => one.attempt));
      const randoms = tries.map(({ random }) => random);
      return write(bolder(ask, attempt), randoms, pause, onGrowth);
    },
  };
}

/** The one voice there is, when there is only one. */
function loneVoice({ score, voices }: Ask): VoiceId | undefined {
  const asked = new Set(voices);
  const heard = new Set(score.notes.map((note) => note.voice));
  const all = score.voices.filter((voice) => asked.has(voice.id) || heard.has(voice.id));
  return all.length === 1 ? all[0]!.id : undefined;
}

async function continuer(ask: Ask, networks: Networks): Promise<Composer> {
  const asked = ask.score.voices.filter((voice) => ask.voices.includes(voice.id));
  const lead = melodyVoice({ ...ask.score, voices: asked })?.id;
  const others = ask.voices.filter((voice) => voice !== lead);
  const melodist = await networks.melodyRnn();
  const harmonist = others.length > 0 ? await harmonistFor(ask, networks) : undefined;
  const model = harmonist ? together(melodist.model, harmonist.model) : melodist.model;
  const composer = abreast(ask, model, async (bold, randoms, pause) => {
    if (lead === undefined) return randoms.map(() => []);
    const share = harmonist ? 0.2 : 1;
    const first: Pause = (fraction) => pause(share * fraction);
    const melodies = await continueMelody(bold, lead, melodist, randoms, first);
    if (!harmonist) return melodies;
    const drafts: (readonly DraftNote[])[] = [];
    for (const [i, melody] of melodies.entries()) {
      const score = withNotes({ ...ask, voices: [lead] }, melody);
      const then: Pause = (fraction) =>
        pause(share + (1 - share) * ((i + fraction) / melodies.length));
      const part = { ...ask, score, voices: others };
      const [written] = await writeHarmony(part, harmonist, [randoms[i]!], then);
      drafts.push([...melody, ...written!]);
    }
    return drafts;
  });
  if (!harmonist) return composer;
  return { ...composer, abreast: ask.settings.harmonist === "harmony", weight: HARMONISED };
}

/** The ask with its sliders moved on, for another attempt where one came out as what is there already. */
function bolder(ask: Ask, attempt: number): Ask {
  if (attempt === 0) return ask;
  const { difference, surprise } = ask.settings;
  const settings = {
    ...ask.settings,
    difference: Math.min(1, difference + 0.2 * attempt),
    surprise: Math.min(1, surprise + 0.1 * attempt),
  };
  return { ...ask, settings };
}
