import { createContext } from "svelte";
import type { SchoolRooms } from "../session/school.svelte";
import type { Session } from "../session/session.svelte";

/** The session that `main.ts` built, for any component below `App`. */
export const [getSession, setSession] = createContext<Session>();

/** What teaches, for components that are fetched with it. */
export function getSchool(): SchoolRooms {
  const { rooms } = getSession().school;
  if (!rooms) throw new Error("The school is opened before what stands in it is shown");
  return rooms;
}
