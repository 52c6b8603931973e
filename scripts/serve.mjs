import { createReadStream, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize, sep } from "node:path";
import { POLICY } from "./policy.mjs";

/** @type {Record<string, string>} */
const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".md": "text/markdown; charset=utf-8",
  ".mid": "audio/midi",
  ".mp3": "audio/mpeg",
  ".musicxml": "application/vnd.recordare.musicxml+xml",
  ".ogg": "audio/ogg",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
};

const HEADERS = {
  // Whether another page may frame this one can only be said here.
  "Content-Security-Policy": `${POLICY}; frame-ancestors 'none'`,
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
};

/**
 * Serves a folder of files on this machine alone.
 * @param {string} folder
 * @param {number} port 0 takes any free one
 * @param {number} [tries] how many ports from `port` up may be tried when one is taken
 * @returns {Promise<{ url: string, close: () => Promise<void> }>}
 */
export async function serve(folder, port, tries = 1) {
  const server = createServer((request, response) => {
    if (request.method !== "GET" && request.method !== "HEAD") {
      response.writeHead(405, { Allow: "GET, HEAD" }).end();
      return;
    }
    const file = fileFor(folder, request.url ?? "/");
    if (file === undefined) {
      response.writeHead(404, { ...HEADERS, "Content-Type": "text/plain" }).end("Not found\n");
      return;
    }
    response.writeHead(200, {
      ...HEADERS,
      "Content-Type": TYPES[extname(file.path)] ?? "application/octet-stream",
      "Content-Length": file.size,
      // Names under assets carry a hash of their content.
      "Cache-Control": file.path.includes(`${sep}assets${sep}`)
        ? "public, max-age=31536000, immutable"
        : "no-cache",
    });
    if (request.method === "HEAD") response.end();
    else createReadStream(file.path).pipe(response);
  });
  const taken = await listen(server, port, tries);
  return {
    url: `http://127.0.0.1:${taken}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/**
 * @param {string} folder
 * @param {string} url
 * @returns {{ path: string, size: number } | undefined} nothing outside `folder`, nothing whose name starts with a dot
 */
function fileFor(folder, url) {
  try {
    const asked = normalize(decodeURIComponent(new URL(url, "http://localhost").pathname));
    if (asked.split(sep).some((part) => part.startsWith("."))) return undefined;
    const path = join(folder, asked.endsWith(sep) ? join(asked, "index.html") : asked);
    const stats = statSync(path);
    return stats.isFile() ? { path, size: stats.size } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * @param {import("node:http").Server} server
 * @param {number} port
 * @param {number} tries
 * @returns {Promise<number>} the port it listens on
 */
function listen(server, port, tries) {
  return new Promise((resolve, reject) => {
    server.once("error", (/** @type {NodeJS.ErrnoException} */ error) => {
      if (error.code !== "EADDRINUSE" || tries <= 1) reject(error);
      else resolve(listen(server, port + 1, tries - 1));
    });
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}
