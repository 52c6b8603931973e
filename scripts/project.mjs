import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

// Runs before anything is installed: Node's own modules only.

/** Where the repository is. */
export const root = fileURLToPath(new URL("..", import.meta.url));

const stampFile = join(root, "dist", ".built-from");
const builtFrom = [
  "index.html",
  "models",
  "package-lock.json",
  "package.json",
  "public",
  "scripts/checkpoints.mjs",
  "scripts/licences.mjs",
  "scripts/offline.mjs",
  "scripts/policy.mjs",
  "src",
  "vite.config.ts",
];

/**
 * Runs a program to its end with its output shown.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [env] added to this process's own
 * @returns {Promise<number>} its exit status; 1 when a signal ended it or it could not start
 */
export function run(command, args, env = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ["ignore", "inherit", "inherit"],
      shell: process.platform === "win32" && !command.includes("\\"),
    });
    child.on("error", (error) => {
      console.error(error.message);
      resolve(1);
    });
    child.on("close", (status) => resolve(status ?? 1));
  });
}

/**
 * Runs an installed package's program with this Node.
 * @param {string} script below node_modules
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 */
export function runInstalled(script, args, env) {
  return run(process.execPath, [join(root, "node_modules", script), ...args], env);
}

/** Installs exactly the lockfile, unless what it asks for is already there; ends the process when it cannot. */
export async function install() {
  if (isInstalled()) return;
  console.log("Installing the packages of package-lock.json …");
  const npm = process.env["npm_execpath"];
  const args = ["ci", "--no-audit", "--no-fund"];
  const status = npm?.endsWith(".js")
    ? await run(process.execPath, [npm, ...args])
    : await run("npm", args);
  if (status !== 0) {
    console.error("npm ci failed: see its output above.");
    process.exit(1);
  }
}

/** Whether node_modules holds each package of the lockfile in its version (npm's own record is compared). */
function isInstalled() {
  const record = join(root, "node_modules", ".package-lock.json");
  if (!existsSync(record)) return false;
  const installed = packagesOf(record);
  return Object.entries(packagesOf(join(root, "package-lock.json"))).every(
    ([place, wanted]) =>
      place === "" ||
      installed[place]?.version === wanted.version ||
      (wanted.optional === true && installed[place] === undefined),
  );
}

/** @param {string} lockfile @returns {Record<string, { version?: string, optional?: boolean }>} */
function packagesOf(lockfile) {
  return JSON.parse(readFileSync(lockfile, "utf8")).packages;
}

/**
 * Builds `dist`, unless it was built from the very same files.
 * @returns {Promise<boolean>} whether `dist` is there and up to date
 */
export async function build() {
  const stamp = sourceStamp();
  if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp) return true;
  rmSync(stampFile, { force: true });
  // Vitest says "test", which would be another page than the one that is served.
  const env = { NODE_ENV: "production" };
  if ((await runInstalled("vite/bin/vite.js", ["build", "--logLevel=warn"], env)) !== 0)
    return false;
  writeFileSync(stampFile, stamp);
  return true;
}

/** A fingerprint of the names and contents of all files that a build reads, packages by the lockfile. */
function sourceStamp() {
  const hash = createHash("sha256").update(process.version);
  for (const path of builtFrom.flatMap(filesAt))
    hash.update(path).update(readFileSync(join(root, path)));
  return hash.digest("hex");
}

/** @param {string} path @returns {string[]} all files at or below it, in a fixed order */
function filesAt(path) {
  const place = join(root, path);
  if (path === "models/training" || !existsSync(place)) return [];
  if (!statSync(place).isDirectory()) return [path];
  return readdirSync(place)
    .sort()
    .flatMap((name) => filesAt(`${path}/${name}`));
}
