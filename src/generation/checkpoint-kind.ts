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

/** Where the files of a checkpoint are read. */
export interface CheckpointSource {
  /** Of its folder, without a slash at the end; of chosen files a name that no other source has. */
  readonly address: string;
  /** Chosen files, by their path in the folder. */
  readonly files?: ReadonlyMap<string, Blob>;
}

export type Checkpoints = Readonly<Record<CheckpointKind, CheckpointSource>>;
