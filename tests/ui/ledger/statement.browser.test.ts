import { userEvent } from "vitest/browser";
import { afterEach, expect, test, vi } from "vitest";
import { canonicalMusic } from "../../../src/domain/canonical-music";
import { changeNote } from "../../../src/domain/note";
import { parseStatement } from "../../../src/formats/statement-file";
import { sha256 } from "../../support/hand-ins";
import { openLedger, TWO_VOICES } from "./ledger-stage";

afterEach(() => {
  vi.restoreAllMocks();
});

/** The files that the page gives, instead of downloading them. */
function caught() {
  const blobs = new Map<string, Blob>();
  const files: { readonly name: string; readonly blob: Blob }[] = [];
  const make = URL.createObjectURL.bind(URL);
  vi.spyOn(URL, "createObjectURL").mockImplementation((blob) => {
    const url = make(blob);
    blobs.set(url, blob as Blob);
    return url;
  });
  vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (
    this: HTMLAnchorElement,
  ) {
    files.push({ name: this.download, blob: blobs.get(this.href)! });
  });
  return files;
}

async function openStatement() {
  const opened = await openLedger(TWO_VOICES, "statement");
  const sheet = opened.screen.getByRole("article");
  await expect.element(sheet.getByRole("heading", { level: 3 })).toBeVisible();
  /** All that stands on the sheet, line by line. */
  const lines = () =>
    [...sheet.element().querySelectorAll("h3, h4, p, dt, dd")].map(
      ({ textContent }) => textContent,
    );
  const own = opened.screen.getByRole("textbox", { name: "In your own words" });
  const press = (name: string) => opened.screen.getByRole("button", { name }).click();
  return { ...opened, sheet, lines, own, press };
}

test("a statement says what the ledger counts, what was asked, and the music's digest", async () => {
  const { lines } = await openStatement();
  const said = lines().join("\n");
  expect(said).toContain("How “Two voices” was made");
  expect(said).toContain("By the author: 3 of 8 notes, 27 % of the sounding time.");
  expect(said).toContain("By models: 4 of 8 notes, 64 %; 2 of them changed by the author.");
  expect(said).toContain(
    "harmony 1: 4 notes, 2 changed by the author (pitch 1, place 1, length 1)",
  );
  expect(said).toContain("3 takes, 1 kept; seeds: 41, 42, 43");
  expect(said).toContain("1 more ask, of which nothing is in the music.");
  expect(said).toContain("tune.mid: 1 note");
  expect(said).toContain(await sha256(new TextEncoder().encode(canonicalMusic(TWO_VOICES.score))));
});

test("what is copied, saved as text and printed is what it shows", async () => {
  const { lines, own, press, screen, sheet } = await openStatement();
  await own.fill("The tune is mine.");
  await expect.element(sheet.getByText("The tune is mine.")).toBeVisible();
  const copied = vi.spyOn(navigator.clipboard, "writeText").mockResolvedValue();
  await press("Copy as text");
  await expect.element(screen.getByText("Copied.")).toBeVisible();
  const text = copied.mock.calls[0]?.[0] ?? "";
  for (const line of lines()) expect(text.toLocaleLowerCase()).toContain(line.toLocaleLowerCase());

  const files = caught();
  await press("Save as text");
  expect(files[0]!.name).toBe("How “Two voices” was made.txt");
  expect(await files[0]!.blob.text()).toBe(text);

  const print = vi.spyOn(window, "print").mockImplementation(() => {
    window.dispatchEvent(new Event("beforeprint"));
  });
  await press("Print or PDF");
  expect(print).toHaveBeenCalledOnce();
  const printed = document.querySelector(".printed");
  const onPaper = [...printed!.querySelectorAll("h3, h4, p, dt, dd")].map(
    ({ textContent }) => textContent,
  );
  expect(onPaper).toEqual([...lines(), "Name", "Date", "Signature"]);
  window.dispatchEvent(new Event("afterprint"));
  expect(document.querySelector(".printed")).toBeNull();
});

test("a browser that does not let it be copied is told of", async () => {
  const { press, screen } = await openStatement();
  vi.spyOn(navigator.clipboard, "writeText").mockRejectedValue(new Error("denied"));
  await press("Copy as text");
  await expect.element(screen.getByText("The browser did not let it be copied.")).toBeVisible();
});

test("a statement's file is held against the open sketch", async () => {
  const { press, screen, sketch } = await openStatement();
  const files = caught();
  await press("Save as JSON");
  await expect.poll(() => files.length).toBe(1);
  const bytes = new Uint8Array(await files[0]!.blob.arrayBuffer());
  expect(parseStatement(bytes)).toMatchObject({ ok: true, value: { title: "Two voices" } });

  const check = (file: File) =>
    userEvent.upload(screen.getByLabelText("Check a statement").last(), file);
  const outcome = screen.getByRole("status").last();
  await check(new File([bytes], "said.json"));
  await expect.element(outcome).toHaveTextContent(/the music is the same, note for note\./);
  await expect.element(outcome).toHaveTextContent(/shares that it names are those of the ledger/);

  // A note that was moved away and back is the same music, and a person has changed it.
  const note = sketch.score.notes.find(({ id }) => id === "kept-0")!;
  const away = changeNote(note, { pitch: note.pitch + 1 });
  for (const moved of [away, changeNote(away, { pitch: note.pitch })])
    sketch.dispatch("Transpose", [{ type: "updateNotes", notes: [moved] }]);
  await check(new File([bytes], "said.json"));
  await expect.element(outcome).toHaveTextContent(/note for note\..* are not those of the ledger/);

  sketch.dispatch("Delete", [{ type: "removeNotes", ids: new Set([sketch.score.notes[0]!.id]) }]);
  await check(new File([bytes], "said.json"));
  await expect.element(outcome).toHaveTextContent(/the music of the open sketch is not the same\./);

  await check(new File(["{}"], "other.json"));
  await expect.element(outcome).toHaveTextContent(/other\.json/);
  await expect.element(outcome).not.toHaveTextContent(/the music/);
});

test("the author's own words are kept with the sketch, whatever is open in between", async () => {
  const { autosave, library, own, screen, store } = await openStatement();
  await own.fill("The tune is mine.");
  expect(library.project.own).toBe("The tune is mine.");
  library.changed();
  await userEvent.keyboard("{Escape}");
  await expect.element(own).not.toBeInTheDocument();
  library.newSketch({ ...TWO_VOICES.score, title: "Another" });
  expect(library.own).toBe("");
  await autosave.flush();
  expect(store.projects.get(TWO_VOICES.id)?.own).toBe("The tune is mine.");
  await library.open(TWO_VOICES.id);
  await screen.getByRole("button", { name: "Open", exact: true }).click();
  await expect.element(own).toHaveValue("The tune is mine.");
  await expect.element(screen.getByRole("article").getByText("The tune is mine.")).toBeVisible();
});
