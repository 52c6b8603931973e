import { createContext } from "svelte";
import type { Session } from "../session/session";

/** The session that `main.ts` built, for any component below `App`. */
export const [getSession, setSession] = createContext<Session>();
