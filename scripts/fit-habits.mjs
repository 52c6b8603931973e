// `npm run fit:habits`, after a training of the harmony model: what its habits must weigh for the page's own harmonies of training and
// validation melodies to do as the pieces do (src/generation/habits.ts), and the checkpoint written with them. `ROUNDS` (20).
import { evaluate, read, write } from "./evaluation.mjs";

const rounds = Number(process.env["ROUNDS"] ?? 20);

await evaluate(
  "harmony",
  async (page) => {
    const { network, ...pieces } = read("habits-pieces");
    /** @type {Record<string, readonly number[]>} */
    const tables = {};
    for (const [style, list] of Object.entries(pieces)) {
      console.log(`${style}: ${list.length} melodies`);
      tables[style] = await page.evaluate(
        ([some, count]) => window.fitHabits(some, count),
        /** @type {any} */ ([list, rounds]),
      );
    }
    write("habits", { network, tables });
  },
  "harmony-habits",
);
