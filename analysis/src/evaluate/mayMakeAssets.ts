import { exportedMeaning, localMeaning } from "../modules/exportedNames.ts";
import type { Evaluation } from "./evaluation.ts";
import { makesAssets } from "./ourPackage.ts";
import type { Scope } from "./value.ts";

/**
 * Whether a call of one of these names may make assets: it is `asset` itself, or a function that calls it, at any remove.
 * Names are dotted, as `headwater.asset`.
 */
export function mayMakeAssets(evaluation: Evaluation, mentions: readonly string[], scope: Scope): boolean {
  const seen = new Set<string>();
  const pending = mentions.map((mention) => ({ file: scope.file, mention }));
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const place = `${next.file}\n${next.mention}`;
    if (seen.has(place)) continue;
    seen.add(place);
    const [name = "", member] = next.mention.split(".");
    let meaning = localMeaning(evaluation.modules, next.file, name);
    if (meaning.kind === "namespace" && member !== undefined) meaning = exportedMeaning(evaluation.modules, meaning.file, member);
    if (meaning.kind === "external" && member !== undefined && meaning.name === "*") meaning = { ...meaning, name: member };
    if (meaning.kind === "external") {
      if (meaning.target.kind === "ours" && makesAssets(meaning.name)) return true;
      const value = evaluation.meaning(meaning, { file: next.file, span: { start: 0, end: 0 } });
      if (value.kind === "unknown" && value.mayHoldAssets) return true;
    }
    if (meaning.kind !== "binding") continue;
    const value = evaluation.modules.get(meaning.file)?.bindings.get(meaning.name)?.value;
    const { file } = meaning;
    if (value?.kind === "function") pending.push(...value.mentions.map((mention) => ({ file, mention })));
    if (value?.kind === "identifier") pending.push({ file, mention: value.name });
  }
  return false;
}
