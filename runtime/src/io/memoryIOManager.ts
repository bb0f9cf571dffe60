import { type KeyId, keyId, toUserString } from "@headwater/model";
import { type IOManager, ValueNotFoundError } from "./ioManager.ts";

/** Makes an I/O manager that keeps values as they are, in this process: nothing is copied, nothing is written. */
export function MemoryIOManager(): IOManager {
  const values = new Map<KeyId, unknown>();
  return {
    handleOutput: ({ assetKey }, value) => {
      values.set(keyId(assetKey), value);
    },
    loadInput: ({ upstreamKey }) => {
      const id = keyId(upstreamKey);
      if (!values.has(id)) throw new ValueNotFoundError(`No value of "${toUserString(upstreamKey)}" is kept in memory.`);
      return values.get(id);
    },
  };
}
