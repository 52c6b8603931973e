// `npm run fit:habits`, after a training of the harmony model: what its habits must weigh for the page's own harmonies of training and
// validation melodies to do as the pieces do (src/generation/habits.ts), and the checkpoint written with them. `ROUNDS` (16).
import { evaluate, read, write } from "./evaluation.mjs";

const rounds = Number(process.env["ROUNDS"] ?? 16);

await evaluate(
  "harmony",
  async (page) => {
    const { network, ...pieces } = read("habits-pieces");
    /** @type {Record<string, readonly number[]>} */
    const tables = {};
    // The styles have nothing to do with each other.
    await Promise.all(
      Object.entries(pieces).map(async ([style, list]) => {
        const beside = await page.context().newPage();
        beside.on("console", (message) => {
          if (message.type() === "log") console.log(`${style}, ${message.text()}`);
        });
        beside.setDefaultTimeout(0);
        await beside.goto(page.url());
        tables[style] = await beside.evaluate(
          ([some, count]) => window.fitHabits(some, count),
          /** @type {any} */ ([list, rounds]),
        );
      }),
    );
    write("habits", { network, tables });
  },
  "fit-habits",
);
