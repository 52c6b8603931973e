/** A browser driven from outside, as a person with a mouse would; what every engine's adapter can do. */
export interface Engine {
  readonly name: string;
  /** Loads the page and waits for its load event. */
  open(url: string): Promise<unknown>;
  /** Clicks in the middle of what `target` finds, once it is there; rejects when it does not come. */
  click(target: Target): Promise<unknown>;
  /** Chooses a file of this machine in a file input. */
  upload(target: Target, path: string): Promise<unknown>;
  /** Runs the source of a function body in the page, `args` as `arguments`; JSON in, JSON out. */
  evaluate(body: string, ...args: readonly unknown[]): Promise<unknown>;
  close(): Promise<void>;
}

/** Something on the page by what assistive technology calls it. */
export interface Target {
  readonly role: Role;
  /** The whole accessible name. */
  readonly name: string;
  /** Looks only inside this. */
  readonly within?: Target;
}

export type Role = "region" | "button" | "listitem" | "file";

const SELECTORS: Record<Role, string> = {
  region: "section, [role=region]",
  button: "button, [role=button]",
  listitem: "li, [role=listitem]",
  file: "input[type=file]",
};

/**
 * The body of a function for the page: the first element of `target`, else null. Names come from `aria-labelledby`,
 * `aria-label`, labels and text, in that order, as the accessible-name rules have them.
 */
export function finder(target: Target): string {
  const steps: { selector: string; name: string }[] = [];
  for (let at: Target | undefined = target; at; at = at.within)
    steps.unshift({ selector: SELECTORS[at.role], name: at.name });
  return `
    const words = (text) => (text ?? "").replace(/\\s+/g, " ").trim();
    const spoken = (node) =>
      node.nodeType === Node.TEXT_NODE
        ? node.data
        : node.ariaHidden === "true"
          ? ""
          : [...node.childNodes].map(spoken).join("");
    const nameOf = (element) => {
      const ids = element.getAttribute("aria-labelledby");
      if (ids) return words(ids.split(" ").map((id) => spoken(document.getElementById(id))).join(" "));
      const label = words(element.getAttribute("aria-label"));
      if (label) return label;
      if (element.labels?.length) return words(spoken(element.labels[0]));
      return words(spoken(element)) || words(element.title);
    };
    let found = document.body;
    for (const { selector, name } of ${JSON.stringify(steps)})
      found = found && [...found.querySelectorAll(selector)].find((element) => nameOf(element) === name);
    return found ?? null;`;
}

/** An expression that calls a function of this body: source, not a closure, so that any engine can take it. */
export function callOf(body: string, args: readonly unknown[] = []): string {
  return `(function () {${body}}).apply(null, ${JSON.stringify(args)})`;
}

/** Text of all elements of a role; empty where there is none. */
export async function textOf(engine: Engine, role: "status" | "alert"): Promise<string> {
  const text = await engine.evaluate(
    `return [...document.querySelectorAll("[role=${role}]")].map((e) => e.textContent.trim()).filter(Boolean).join(" | ")`,
  );
  return String(text);
}

/** How long something pressed may take to appear. */
const APPEARS_WITHIN_MS = 15_000;

/** Asks `find` until it finds `target`: a person, too, waits for a button to appear. */
export async function appeared<T>(target: Target, find: () => Promise<T | undefined>): Promise<T> {
  const found = await waitFor(
    `${target.role} "${target.name}"`,
    find,
    (value) => value !== undefined,
    APPEARS_WITHIN_MS,
  );
  return found!;
}

/** Asks `read` until it says something that `isRight`, at most `limitMs`; rejects with the last answer. */
export async function waitFor<T>(
  what: string,
  read: () => Promise<T>,
  isRight: (value: T) => boolean,
  limitMs = 60_000,
): Promise<T> {
  const end = performance.now() + limitMs;
  for (;;) {
    const value = await read();
    if (isRight(value)) return value;
    if (performance.now() > end)
      throw new Error(`no ${what} within ${limitMs / 1000} s; last seen: ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
