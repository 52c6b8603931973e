import type { ModelCard } from "../domain/model-card";
import { readModelCard } from "../formats/model-card";

/** The card in a model's folder; undefined where there is none, or it cannot be read. Rejects where it cannot be fetched. @param url without a slash at its end */
export async function fetchCard(url: string): Promise<ModelCard | undefined> {
  const response = await fetch(`${url}/card.json`);
  if (response.status === 404) return undefined;
  if (!response.ok) throw new Error(`${url}/card.json: ${response.status}`);
  // Where there is no such file, some hosts answer with a page of their own.
  return readModelCard(await response.json().catch(() => undefined));
}
