/** What kept the store from being opened or written. Stable: users look up by it. */
export type StoreErrorCode =
  | "store-read-only"
  | "store-full"
  | "store-damaged"
  | "store-newer"
  | "store-removed"
  | "store-unusable";

/** A store that cannot be used, in one sentence that says how to mend it. Nothing was lost that was acknowledged. */
export class StoreError extends Error {
  override readonly name = "StoreError";
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}

/** SQLite's primary result codes (sqlite.org/rescode.html). */
const sqliteCodes = { READONLY: 8, IOERR: 10, CORRUPT: 11, FULL: 13, CANTOPEN: 14, NOTADB: 26 } as const;

/**
 * Turns what the file system or SQLite threw into a {@link StoreError}.
 *
 * @param path what was opened or written, as the user should see it
 */
export function toStoreError(error: unknown, path: string): StoreError {
  if (error instanceof StoreError) return error;
  const { code, errcode, errstr } = error as { code?: string; errcode?: number; errstr?: string };
  const primary = errcode === undefined ? undefined : errcode & 0xff;
  if (code === "EACCES" || code === "EPERM" || code === "EROFS" || primary === sqliteCodes.READONLY) {
    return new StoreError(
      "store-read-only",
      `${path} cannot be written: make the folder writable, then run again. Nothing in it was changed.`,
      error,
    );
  }
  if (code === "ENOSPC" || code === "EDQUOT" || code === "EFBIG" || primary === sqliteCodes.FULL) {
    return new StoreError(
      "store-full",
      `${path} cannot grow, the disk is full: free some space, then run again. What was recorded is kept.`,
      error,
    );
  }
  if (primary === sqliteCodes.CORRUPT || primary === sqliteCodes.NOTADB) {
    return new StoreError(
      "store-damaged",
      `${path} is damaged and was left as it is: move it aside to start a new history, or restore it from a backup.`,
      error,
    );
  }
  const reason = errstr ?? (error instanceof Error ? error.message : String(error));
  return new StoreError("store-unusable", `${path} cannot be used: ${reason}. Nothing in it was changed.`, error);
}
