/**
 * What is wrong with a selection.
 *
 * - `invalid-selection`: the text cannot be read, or is nested too deep
 * - `unknown-key`: a named key does not exist
 * - `unknown-check`: a named check does not exist
 * - `external-key`: a named asset is described here, but computed elsewhere
 * - `needs-supplementary-data`: it asks about something that is not known here, such as the status
 * - `no-text-form`: it was made in code and cannot be written in the grammar
 */
export type SelectionErrorCode =
  | "invalid-selection"
  | "unknown-key"
  | "unknown-check"
  | "external-key"
  | "needs-supplementary-data"
  | "no-text-form";

/** A selection that cannot be read, that names what does not exist or asks what is not known. */
export class SelectionError extends Error {
  override readonly name = "SelectionError";
  readonly code: SelectionErrorCode;
  /** The first character that does not fit, counted from 0; 0 where the selection was made in code. */
  readonly offset: number;

  constructor(message: string, offset = 0, code: SelectionErrorCode = "invalid-selection") {
    super(message);
    this.offset = offset;
    this.code = code;
  }
}
