/** The networks that the room can load, by the folder of `models/` that has each. */
export const CHECKPOINT_KINDS = [
  "harmony",
  "coconet",
  "melody-rnn",
  "melody-vae",
  "chords",
  "groove",
] as const;
export type CheckpointKind = (typeof CHECKPOINT_KINDS)[number];

/** Where the checkpoint of each kind is: the address of its folder, without a slash at the end. */
export type Checkpoints = Readonly<Record<CheckpointKind, string>>;
