import { createContext } from "svelte";
import type { Session } from "../session/session.svelte";

/** The session that `main.ts` built, for any component below `App`. */
export const [getSession, setSession] = createContext<Session>();
