import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { build, root } from "../../scripts/project.mjs";
import { serve } from "../../scripts/serve.mjs";

declare module "vitest" {
  export interface ProvidedContext {
    /** Where the built page is served, with a slash at the end. */
    pageUrl: string;
  }
}

/** Builds the page unless it is up to date, and serves it as `npm start` does, for the tests of a project. */
export default async function servePage(project: TestProject): Promise<() => Promise<void>> {
  if (!(await build())) throw new Error("the page does not build");
  const { url, close } = await serve(join(root, "dist"), 0);
  project.provide("pageUrl", url);
  return close;
}
