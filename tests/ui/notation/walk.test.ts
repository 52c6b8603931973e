import { describe, expect, test } from "vitest";
import { noteBeside } from "../../../src/ui/notation/walk";
import { melody, note, score, voice } from "../../support/score";

const hymn = score(
  [...melody([72, 74, 76], "Soprano"), note({ id: "held", voice: "Bass", duration: 1440 })],
  {
    voices: [voice("Soprano"), voice("Bass")],
  },
);
const named = (id: string) => hymn.notes.find((one) => one.id === id);

describe("the arrows on a sheet that is only read", () => {
  test("begin with the first note", () => {
    expect(noteBeside(hymn, undefined, "on")?.start).toBe(0);
  });

  test("go along a voice and stop at its ends", () => {
    expect(noteBeside(hymn, named("Soprano-1"), "on")?.id).toBe("Soprano-2");
    expect(noteBeside(hymn, named("Soprano-1"), "back")?.id).toBe("Soprano-0");
    expect(noteBeside(hymn, named("Soprano-2"), "on")).toBeUndefined();
  });

  test("go up and down through what sounds at that moment", () => {
    expect(noteBeside(hymn, named("Soprano-2"), "down")?.id).toBe("held");
    expect(noteBeside(hymn, named("held"), "up")?.id).toBe("Soprano-0");
    expect(noteBeside(hymn, named("held"), "down")).toBeUndefined();
  });
});
