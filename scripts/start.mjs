// `npm start`: installs when needed, builds when needed, serves the built page and says where.
import { join } from "node:path";
import { build, install, root } from "./project.mjs";
import { serve } from "./serve.mjs";

await install();
if (!(await build())) process.exit(1);

const asked = process.env["PORT"];
const port = asked === undefined || asked === "" ? 4173 : Number(asked);
if (!Number.isInteger(port) || port < 0 || port > 65535) {
  console.error(`PORT is ${asked}: a number from 0 to 65535 is wanted.`);
  process.exit(1);
}
try {
  const { url } = await serve(join(root, "dist"), port, asked ? 1 : 50);
  console.log(`Antiphon is at ${url}  (Ctrl+C ends it)`);
  endWithNpm();
} catch (error) {
  console.error(`The page cannot be served: ${error instanceof Error ? error.message : error}`);
  process.exit(1);
}

/** A signal to npm alone ends npm and its shell, not what the shell runs: nobody would know that the page is still served. */
function endWithNpm() {
  if (process.env["npm_lifecycle_event"] === undefined) return;
  const { ppid } = process;
  setInterval(() => {
    if (process.ppid !== ppid) process.exit(0);
  }, 500).unref();
}
