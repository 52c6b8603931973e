import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import { appeared, type Engine, finder, type Target, waitFor } from "./engine";

/** The key under which WebDriver hands out elements (W3C WebDriver, section 12.1). */
const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

/** WebKitGTK's MiniBrowser through plain W3C WebDriver, on a display of its own. */
export async function startWebKit(driver: string, miniBrowser: string): Promise<Engine> {
  const port = await freePort();
  const server = spawn(
    "xvfb-run",
    ["-a", "-s", "-screen 0 1440x1000x24", driver, `--port=${port}`],
    {
      stdio: "ignore",
      detached: true,
      env: { ...process.env, WEBKIT_DISABLE_DMABUF_RENDERER: "1" },
    },
  );
  try {
    return await startSession(`http://127.0.0.1:${port}`, miniBrowser, server);
  } catch (error) {
    end(server);
    throw error;
  }
}

async function startSession(
  at: string,
  miniBrowser: string,
  server: ChildProcess,
): Promise<Engine> {
  await waitFor(
    "WebKitWebDriver",
    () =>
      send(at, "GET", "/status").then(
        () => true,
        () => false,
      ),
    (isUp) => isUp,
    30_000,
  );
  const capabilities = {
    alwaysMatch: {
      "webkitgtk:browserOptions": { binary: miniBrowser, args: ["--automation"] },
    },
  };
  const session = (await send(at, "POST", "/session", { capabilities })) as {
    sessionId: string;
    capabilities: { browserName: string; browserVersion: string };
  };
  const call = (method: string, path: string, body?: object) =>
    send(at, method, `/session/${session.sessionId}${path}`, body);
  const execute = (script: string, args: readonly unknown[] = []) =>
    call("POST", "/execute/sync", { script, args });
  const find = (target: Target): Promise<string> =>
    appeared(target, async () => {
      const element = (await execute(finder(target))) as Record<string, string> | null;
      return element?.[ELEMENT];
    });
  await call("POST", "/window/rect", { x: 0, y: 0, width: 1440, height: 1000 });
  return {
    name: `${session.capabilities.browserName} ${session.capabilities.browserVersion}`,
    open: (url) => call("POST", "/url", { url }),
    click: async (target) => call("POST", `/element/${await find(target)}/click`, {}),
    upload: async (target, path) =>
      call("POST", `/element/${await find(target)}/value`, { text: path }),
    evaluate: (body, ...args) => execute(body, args),
    close: async () => {
      await call("DELETE", "").catch(() => undefined);
      end(server);
    },
  };
}

async function send(at: string, method: string, path: string, body?: object): Promise<unknown> {
  const response = await fetch(at + path, {
    method,
    ...(body && { body: JSON.stringify(body), headers: { "Content-Type": "application/json" } }),
  });
  const { value } = (await response.json()) as { value: unknown };
  if (!response.ok) {
    const { error, message } = value as { error: string; message: string };
    throw new Error(`WebKit: ${error} for ${method} ${path}: ${message}`);
  }
  return value;
}

/** xvfb-run leads a group of its own with the display and the driver in it. */
function end(server: ChildProcess): void {
  if (server.pid !== undefined) process.kill(-server.pid, "SIGTERM");
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
