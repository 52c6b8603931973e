import { PIGMENTS, type Pigment } from "../../domain/score";

/** Red, green and blue in [0, 255]. */
type Rgb = readonly [number, number, number];

/** One voice's inks, mixed for the theme. */
export interface Ink {
  readonly full: string;
  /** The machine's: the pigment thinned with the page. */
  readonly light: string;
  /** While it sounds. */
  readonly lifted: string;
  /** A voice that is not the active one. */
  readonly quiet: string;
  readonly quietLight: string;
  /** As good as the page: what a take would replace. */
  readonly faint: string;
}

export interface Colours {
  readonly ground: string;
  readonly surface: string;
  readonly rule: string;
  readonly softRule: string;
  readonly barRule: string;
  /** Rows outside the key. */
  readonly shade: string;
  /** Behind the last bar. */
  readonly beyond: string;
  readonly press: string;
  /** Translucent: inside the selecting box. */
  readonly selection: string;
  readonly ink: string;
  readonly faded: string;
  readonly focus: string;
  readonly blackKey: string;
  readonly whiteKey: string;
  readonly inks: Readonly<Record<Pigment, Ink>>;
}

/** Reads the theme's colours where `element` stands. */
export function readColours(element: HTMLElement): Colours {
  const { read, close } = createReader(element);
  const ground = read("--ground");
  const surface = read("--surface");
  const rule = read("--rule");
  const ink = read("--ink");
  const inks = Object.fromEntries(
    PIGMENTS.map((name): [Pigment, Ink] => {
      const pigment = read(`--${name}`);
      return [
        name,
        {
          full: css(pigment),
          light: css(mix(pigment, surface, 0.48)),
          lifted: css(mix(pigment, [255, 255, 255], 0.42)),
          quiet: css(mix(pigment, surface, 0.2)),
          quietLight: css(mix(pigment, surface, 0.58)),
          faint: css(mix(pigment, surface, 0.8)),
        },
      ];
    }),
  ) as Record<Pigment, Ink>;
  const faded = read("--faded");
  const focus = read("--focus");
  const blackKey = read("--black-key");
  const whiteKey = read("--white-key");
  close();
  return {
    ground: css(ground),
    surface: css(surface),
    rule: css(rule),
    softRule: css(mix(rule, surface, 0.5)),
    barRule: css(mix(rule, ink, 0.28)),
    shade: css(mix(ground, rule, 0.28)),
    beyond: css(mix(ground, rule, 0.6)),
    press: css(mix(rule, surface, 0.25)),
    selection: css(focus).replace(")", " / 12%)"),
    ink: css(ink),
    faded: css(faded),
    focus: css(focus),
    blackKey: css(blackKey),
    whiteKey: css(whiteKey),
    inks,
  };
}

/** What a canvas inside `element` is painted with: tells of it now and whenever it may have changed; returns how to stop. */
export function watchLook(
  element: HTMLElement,
  changed: (colours: Colours, font: string) => void,
): () => void {
  const read = () => {
    changed(readColours(element), getComputedStyle(element).fontFamily);
  };
  read();
  // Text drawn before its font came is drawn again.
  void document.fonts.ready.then(read);
  return watchTheme(read);
}

/** Calls `changed` whenever the theme may have changed; returns how to stop. */
function watchTheme(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributeFilter: ["data-theme", "class", "style"] });
  const queries = ["(prefers-color-scheme: dark)", "(prefers-contrast: more)"].map((query) =>
    matchMedia(query),
  );
  for (const query of queries) query.addEventListener("change", changed);
  return () => {
    observer.disconnect();
    for (const query of queries) query.removeEventListener("change", changed);
  };
}

/** Whatever way a token writes its colour, a painted pixel tells it. */
function createReader(element: HTMLElement): {
  readonly read: (token: string) => Rgb;
  readonly close: () => void;
} {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  const probe = document.createElement("span");
  probe.hidden = true;
  element.append(probe);
  const read = (token: string): Rgb => {
    if (!context) return [0, 0, 0];
    probe.style.color = `var(${token})`;
    context.fillStyle = getComputedStyle(probe).color;
    context.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
    return [red, green, blue];
  };
  return { read, close: () => probe.remove() };
}

/** `share` of `b` in `a`. */
function mix(a: Rgb, b: Rgb, share: number): Rgb {
  return [0, 1, 2].map((i) => a[i]! + (b[i]! - a[i]!) * share) as unknown as Rgb;
}

function css([red, green, blue]: Rgb): string {
  return `rgb(${Math.round(red)} ${Math.round(green)} ${Math.round(blue)})`;
}
