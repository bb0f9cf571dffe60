import { quote } from "../findings/quote.ts";
import { type AssetKey, toUserString } from "../keys/assetKey.ts";

/**
 * What became of the stored value of an asset whose key was renamed.
 *
 * - `carried`: it is the new key's
 * - `none`: nothing was stored
 * - `elsewhere`: another I/O manager than Headwater's own has stored it, which alone knows where
 * - `damaged`: what is stored cannot be read, and stays where it is
 * - `waiting`: it could not be moved yet; that is tried again when a host next starts on the project
 */
export type CarriedValue = "carried" | "none" | "elsewhere" | "damaged" | "waiting";

/** What a renamed key takes along. */
export interface Carried {
  /** How many runs of the history tell of it. */
  readonly runs: number;
  readonly value: CarriedValue;
  /** The I/O manager that has stored a value elsewhere, as far as the history tells. */
  readonly ioManagerKey?: string;
  /** Why a value is damaged or waits. */
  readonly problem?: string;
}

/**
 * What a renamed key takes along, in a sentence or two.
 *
 * @param to the key as it is now
 * @param isPlan whether it was only looked at
 */
export function describeCarried({ runs, value, ioManagerKey, problem }: Carried, to: AssetKey, isPlan = false): string {
  if (runs === 0 && value !== "carried") return "There is no history to carry.";
  const history = `${runs} run${runs === 1 ? "" : "s"} of the history`;
  const were = isPlan ? "would be" : "were";
  const carried = `${history} ${runs === 1 && !isPlan ? "was" : were} carried`;
  switch (value) {
    case "carried":
      return `${history} and the stored value ${were} carried.`;
    case "none":
      return `${carried}; no value was stored.`;
    case "elsewhere": {
      const by = ioManagerKey === undefined ? "another I/O manager" : `the I/O manager ${quote(ioManagerKey)}`;
      return `${carried}. The value was stored by ${by}, not by Headwater's own: move it where it is kept, or compute it again: headwater materialize --select ${quote(toUserString(to))}`;
    }
    case "damaged":
      return `${carried}, without the value. ${problem ?? "It is damaged."}`;
    case "waiting":
      return `${carried}. The stored value could not be moved yet, which is tried again when headwater next starts here: ${problem ?? "its folder cannot be written."}`;
  }
}
