import { version } from "../package.json";

/** Antiphon's version, as files and statements name it. @example "0.1.0" */
export const VERSION: string = version;
