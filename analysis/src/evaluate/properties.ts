import { exportedMeaning, exportedNames } from "../modules/exportedNames.ts";
import type { Evaluation } from "./evaluation.ts";
import { type Entry, type NamespaceValue, type Origin, passedOn, unknownValue, type Value } from "./value.ts";

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
      return name === "key" ? evaluation.assetKey(object, origin) : unknownValue("a member of an asset", origin);
    case "ours":
      return { kind: "ours", name: joinName(object.name, name), origin };
    case "global":
      return { kind: "global", name: `${object.name}.${name}`, origin };
    case "namespace": {
      const meaning = exportedMeaning(evaluation.modules, object.file, name);
      return passedOn(evaluation.meaning(meaning, origin), file, span);
    }
    case "unknown":
      return { ...object, origin };
    default:
      return unknownValue("a member of a function", origin);
  }
}

/** Everything that a module exports, in the order of its text. */
export function namespaceEntries(evaluation: Evaluation, namespace: NamespaceValue): ReadonlyMap<string, Entry> {
  const { file, origin } = namespace;
  const entries = new Map<string, Entry>();
  for (const name of exportedNames(evaluation.modules, file)) {
    const meaning = exportedMeaning(evaluation.modules, file, name);
    if (meaning.kind === "nothing") continue;
    const value = evaluation.meaning(meaning, origin);
    entries.set(name, { value: passedOn(value, origin.file, origin.span), key: origin, whole: origin });
  }
  return entries;
}

function joinName(object: string, member: string): string {
  return object === "" || object.endsWith(":") ? object + member : `${object}.${member}`;
}
