import { unknownIn } from "../evaluate/plainData.ts";
import type { Origin, UnknownValue, Value } from "../evaluate/value.ts";
import type { AssetReading } from "./readAsset.ts";

/** Why the key of an asset is not known, fit to follow "because it is", and where the reason stands. */
export function whyKeyUnknown(
  reading: AssetReading,
  changed?: { readonly reason: string; readonly origin: Origin },
): { reason: string; origin: Origin } {
  const { options, compute, origin } = reading;
  if (reading.argumentsUnknown) return { reason: "in arguments that are spread", origin };
  if (options?.kind === "object") {
    for (const option of ["key", "name", "keyPrefix"]) {
      const entry = options.entries.get(option);
      const unknown = entry && unknownIn(entry.value);
      if (unknown !== undefined) return { reason: unknown.reason, origin: unknown.origin };
    }
    const inside = unknownInOutputs(options.entries.get("outs")?.value) ?? unknownInOutputs(options.entries.get("specs")?.value);
    if (inside !== undefined) return { reason: inside.reason, origin: inside.origin };
    if (options.doubt !== undefined)
      return { reason: `in options that are ${options.doubt.reason}`, origin: options.doubt.origin };
  }
  if (options?.kind === "unknown") return { reason: `in options that are ${options.reason}`, origin: options.origin };
  if (changed !== undefined) return changed;
  if (compute?.kind === "unknown") {
    return { reason: `the name of a compute function that is ${compute.reason}`, origin: compute.origin };
  }
  return { reason: "made while the code runs", origin };
}

/** What is not known of the keys of several assets: which there are, or what one is called. */
function unknownInOutputs(outputs: Value | undefined): UnknownValue | undefined {
  if (outputs === undefined || outputs.kind === "unknown") return outputs;
  if (outputs.kind !== "object" && outputs.kind !== "list") return undefined;
  const parts = outputs.kind === "list" ? outputs.items : [...outputs.entries.values()].map(({ value }) => value);
  for (const part of parts) {
    if (part.kind === "unknown") return part;
    if (part.kind !== "object") continue;
    for (const option of ["key", "keyPrefix"]) {
      const entry = part.entries.get(option);
      const unknown = entry && unknownIn(entry.value);
      if (unknown !== undefined) return unknown;
    }
    if (part.doubt !== undefined && !part.entries.has("key")) return part.doubt;
  }
  return outputs.doubt;
}
