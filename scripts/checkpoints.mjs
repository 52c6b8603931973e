import { createReadStream, existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** What of a checkpoint's folder, or of the pieces', goes to the browser: `models/training` and the readable card stay behind. */
const SERVED =
  /^models\/(?!training\/)([\w-]+)\/(config\.json|weights_manifest\.json|card\.json|group[\w.-]*|[\w-]+\.bin|index\.json|baseline\.json)$/;

/**
 * Vite plugin: puts `models/<name>/{config.json,weights_manifest.json,card.json,group*}` under the page's own
 * `models/`, from the working tree while developing and testing, as files of `dist` in a build.
 * @returns {import("vite").Plugin}
 */
export function checkpoints() {
  let root = "";
  let base = "/";
  return {
    name: "antiphon:checkpoints",
    configResolved(config) {
      root = config.root;
      base = config.base.startsWith("/") ? config.base : "/";
    },
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const [path = "", query = ""] = (request.url ?? "").split("?");
        // What a module imports is Vite's to serve.
        if (query.startsWith("import")) return next();
        const name = decodeURI(path).slice(base.length);
        if (!path.startsWith(`${base}models/`)) return next();
        const file = join(root, name);
        // Vite would answer an absent file with the page itself and 200, which reads as a broken checkpoint.
        if (!SERVED.test(name) || !existsSync(file)) {
          response.statusCode = 404;
          return response.end();
        }
        response.setHeader("Content-Type", typeOf(name));
        response.setHeader("Content-Length", statSync(file).size);
        createReadStream(file).pipe(response);
      });
    },
    generateBundle() {
      for (const fileName of checkpointFiles(root))
        this.emitFile({ type: "asset", fileName, source: readFileSync(join(root, fileName)) });
    },
  };
}

/** @param {string} root @returns {string[]} paths of all served files below `root`, with forward slashes */
export function checkpointFiles(root) {
  const models = join(root, "models");
  if (!existsSync(models)) return [];
  return readdirSync(models, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => readdirSync(join(models, name)).map((file) => `models/${name}/${file}`))
    .filter((path) => SERVED.test(path));
}

/** @param {string} name */
function typeOf(name) {
  return name.endsWith(".json") ? "application/json" : "application/octet-stream";
}
