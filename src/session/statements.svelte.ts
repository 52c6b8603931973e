import { CANONICAL_FORM, canonicalMusic } from "../domain/canonical-music";
import { AUTHORS, ledgerOf, type Author } from "../domain/ledger";
import type { FileProblem } from "../domain/file-problem";
import { statementOf, type Statement } from "../domain/statement";
import { ok, type Result } from "../domain/result";
import type { Project } from "../domain/project";
import type { ExportedFile } from "../formats/export";
import type { Digest } from "../formats/hand-in-file";
import type * as StatementFile from "../formats/statement-file";
import { VERSION } from "../version";

export interface StatementPorts {
  readonly digest: Digest;
  /** What reads and writes statements as files; rejects where it cannot be fetched. */
  readonly files: () => Promise<Pick<typeof StatementFile, "exportStatement" | "parseStatement">>;
  readonly nowMs: () => number;
}

/** What a statement came to when it was held against the open sketch. */
export interface CheckedStatement {
  readonly title: string;
  /** ISO 8601. */
  readonly written: string;
  readonly toolVersion: string;
  /** Undefined where the music was digested in a form that is not known here. */
  readonly isSameMusic: boolean | undefined;
  /** Whether the ledger counts the same now. */
  readonly isSameShares: boolean;
}

/** Writes down how the open sketch was made, and holds what was written down against it. */
export class Statements {
  readonly #library: { readonly project: Project };
  readonly #ports: StatementPorts;

  constructor(library: { readonly project: Project }, ports: StatementPorts) {
    this.#library = library;
    this.#ports = ports;
  }

  /**
   * @param project the open sketch
   * @param exercise the title of the exercise that the sketch does, if it does one
   */
  async write(project: Project, exercise: string | undefined): Promise<Statement> {
    return statementOf(project, {
      tool: { name: "Antiphon", version: VERSION },
      writtenMs: this.#ports.nowMs(),
      sha256: await this.#digestOf(project),
      exercise,
      own: project.own?.trim() ?? "",
    });
  }

  async fileOf(statement: Statement, words: StatementFile.StatementWords): Promise<ExportedFile> {
    const { exportStatement } = await this.#ports.files();
    return exportStatement(statement, words, (ms) => new Date(ms).toISOString());
  }

  /** Holds a statement's file against the open sketch. */
  async check(bytes: Uint8Array): Promise<Result<CheckedStatement, FileProblem>> {
    const { parseStatement } = await this.#ports.files();
    const read = parseStatement(bytes);
    if (!read.ok) return read;
    const { title, written, toolVersion, form, sha256, shares } = read.value;
    const { project } = this.#library;
    const now = ledgerOf(project).shares;
    const isSame = (author: Author) =>
      now[author].notes === shares[author].notes && now[author].ticks === shares[author].ticks;
    return ok({
      title,
      written,
      toolVersion,
      isSameMusic: form === CANONICAL_FORM ? sha256 === (await this.#digestOf(project)) : undefined,
      isSameShares: AUTHORS.every(isSame),
    });
  }

  #digestOf({ score }: Project): Promise<string> {
    return this.#ports.digest(new TextEncoder().encode(canonicalMusic(score)));
  }
}
