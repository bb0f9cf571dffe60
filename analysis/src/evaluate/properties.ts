import { exportedMeaning, exportedNames } from "../modules/exportedNames.ts";
import type { Evaluation } from "./evaluation.ts";
import {
  type AssetValue,
  type Entry,
  makes,
  type NamespaceValue,
  type ObjectValue,
  type Origin,
  passedOn,
  unknownValue,
  type Value,
} from "./value.ts";

/** `object.name`. A member of something unknown is unknown for the same reason. */
export function propertyOf(evaluation: Evaluation, object: Value, name: string, origin: Origin): Value {
  const { file, span } = origin;
  switch (object.kind) {
    case "object": {
      const entry = object.entries.get(name);
      if (entry !== undefined) return passedOn(entry.value, file, span);
      return object.doubt ?? { kind: "literal", value: undefined, origin };
    }
    case "list":
      if (object.doubt) return { ...object.doubt, mayHoldAssets: object.doubt.mayHoldAssets };
      if (name === "length") return { kind: "literal", value: object.items.length, origin };
      return passedOn(object.items[Number(name)] ?? { kind: "literal", value: undefined, origin }, file, span);
    case "literal":
      if (typeof object.value === "string" && name === "length") return { kind: "literal", value: object.value.length, origin };
      return unknownValue("a member of a text or number", origin);
    case "asset":
      return memberOfAsset(evaluation, object, name, origin);
    case "outputs":
      return { kind: "output", site: object.site, name, origin };
    case "output":
      return name === "key" ? evaluation.outputKey(object, origin) : unknownValue("a member of an output", origin);
    case "ours":
      return { kind: "ours", name: joinName(object.name, name), origin };
    case "global":
      return { kind: "global", name: `${object.name}.${name}`, origin };
    case "namespace": {
      const meaning = exportedMeaning(evaluation.modules, object.file, name);
      return passedOn(evaluation.meaning(meaning, origin), file, span);
    }
    case "unknown":
      return unknownValue(object.reason, origin, object.mayHoldAssets);
    case "job":
      return unknownValue("a member of a job", origin);
    default:
      return unknownValue("a member of a function", origin);
  }
}

function memberOfAsset(evaluation: Evaluation, { site }: AssetValue, name: string, origin: Origin): Value {
  const what = makes(site);
  if (what === "asset" && name === "key") return evaluation.assetKey(site, origin);
  if (what === "multiAsset" && name === "keys") return evaluation.assetKeys(site, origin);
  if (what === "multiAsset" && name === "outs") return { kind: "outputs", site, origin };
  return unknownValue(what === "assetCheck" ? "a member of a check" : "a member of an asset", origin);
}

/** Everything that a module exports, as an object. Its names are sorted, as JavaScript has it. */
export function namespaceObject(evaluation: Evaluation, { file, origin }: NamespaceValue): ObjectValue {
  const { modules } = evaluation;
  const entries = new Map<string, Entry>();
  for (const name of exportedNames(modules, file).toSorted()) {
    const meaning = exportedMeaning(modules, file, name);
    if (meaning.kind === "nothing") continue;
    const value = evaluation.meaning(meaning, origin);
    entries.set(name, { value: passedOn(value, origin.file, origin.span), key: origin, whole: origin });
  }
  const [target] = modules.exportsOf(file).external;
  const rest = target && evaluation.meaning({ kind: "external", target, name: "*" }, origin);
  return { kind: "object", entries, origin, ...(rest?.kind === "unknown" ? { doubt: rest } : {}) };
}

function joinName(object: string, member: string): string {
  return object === "" || object.endsWith(":") ? object + member : `${object}.${member}`;
}
