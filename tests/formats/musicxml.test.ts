import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Score } from "../../src/domain/score";
import { parseMusicXml } from "../../src/formats/musicxml";
import { writeMusicXml } from "../../src/formats/musicxml-write";
import { arbitraryScore, musicOf } from "../support/arbitrary-score";
import { countingIds } from "../support/score";

function read(xml: string, name = "file.musicxml") {
  const result = parseMusicXml(xml, name, countingIds());
  if (!result.ok) throw new Error(JSON.stringify(result.problem));
  return result.value;
}

describe("a MusicXML file that goes out and comes in again", () => {
  it("keeps title, key, meter, tempo, voices and every note of any score", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(1, 15, 40, 60, 80, 120, 240).chain((grid) => arbitraryScore({ grid })),
        (original) => {
          const { score: again, warnings } = read(writeMusicXml(original));
          expect(musicOf(again)).toEqual(musicOf(original));
          expect(again).toMatchObject({
            title: original.title,
            key: original.key,
            meter: original.meter,
            tempo: original.tempo,
            bars: original.bars,
          });
          const looks = (s: Score) => s.voices.map((v) => [v.name, v.instrument, v.volume]);
          expect(looks(again)).toEqual(looks(original));
          expect(warnings).toEqual([]);
        },
      ),
    );
  });
});
