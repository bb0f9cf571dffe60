import { anyName } from "../facts/fileFacts.ts";
import type { Evaluation } from "./evaluation.ts";
import { makesAssets } from "./ourPackage.ts";
import { meaningOf } from "./reach.ts";
import { localNamed, type Scope, type Value } from "./value.ts";

/** Values that share their parts can be written so that there are more paths through them than time. */
const deepest = 8;

/** Whether assets or definitions may be in a value, or come out when it is called. */
export function mayBeAssets(evaluation: Evaluation, value: Value, depth = 0): boolean {
  switch (value.kind) {
    case "asset":
    case "definitions":
      return true;
    case "unknown":
      return value.mayHoldAssets;
    case "list":
    case "object": {
      if (depth > deepest || value.doubt?.mayHoldAssets) return true;
      const parts = value.kind === "list" ? value.items : [...value.entries.values()].map((entry) => entry.value);
      return parts.some((part) => mayBeAssets(evaluation, part, depth + 1));
    }
    case "function":
      return depth > deepest || mayMakeAssets(evaluation, value.function.mentions, value.scope, depth + 1);
    case "ours":
      return makesAssets(value.name);
    case "namespace":
      return evaluation.reachesAssets({ kind: "namespace", file: value.file });
    case "literal":
    case "job":
    case "global":
    case "outputs":
    case "output":
      return false;
  }
}

/** Whether what is made with the help of these names of a scope may be or hold assets or definitions. */
export function mayMakeAssets(evaluation: Evaluation, mentions: readonly string[], scope: Scope, depth = 0): boolean {
  return mentions.some((mention) => {
    if (mention === anyName) return true;
    const local = localNamed(scope, mention.split(".")[0] as string);
    if (local !== undefined) return mayBeAssets(evaluation, local, depth + 1);
    return evaluation.reachesAssets(meaningOf(evaluation.modules, scope.file, mention));
  });
}
