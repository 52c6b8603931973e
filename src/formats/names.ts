const LONGEST_NAME = 120;

/** One line without control characters or space around it, cut to what a list can show. */
export function tidyName(text: string): string {
  return text
    .replace(/[\p{Cc}\s]+/gu, " ")
    .trim()
    .slice(0, LONGEST_NAME);
}

/** @example titleOfFile("Ode to Joy.mid") // => "Ode to Joy" */
export function titleOfFile(name: string): string {
  return tidyName(name.replace(/\.[A-Za-z0-9]{1,9}$/, "")) || "Untitled";
}
