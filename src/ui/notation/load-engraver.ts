import bravura from "@vexflow-fonts/bravura/bravura.woff2?url";

/** The engraving library, once it is here. */
export type Vex = typeof import("vexflow/core");

let loading: Promise<Vex> | undefined;

/** Loads the library and its one font when the staff is first shown. What failed is tried again the next time. */
export function loadEngraver(): Promise<Vex> {
  loading ??= load().catch((fault: unknown) => {
    loading = undefined;
    throw fault;
  });
  return loading;
}

async function load(): Promise<Vex> {
  // From a file of the page's own: the library's fonts are data URLs, which the content security policy refuses.
  const font = new FontFace("Bravura", `url("${bravura}")`, { display: "block" });
  const [vex] = await Promise.all([import("vexflow/core"), font.load()]);
  document.fonts.add(font);
  vex.VexFlow.setFonts("Bravura");
  return vex;
}
