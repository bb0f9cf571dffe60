import { finding } from "../findings/finding.ts";
import { quote, quoteKey } from "../findings/quote.ts";
import { type KeyId, keyId } from "../keys/assetKey.ts";
import type { AssetSpec } from "../specs/declaration.ts";
import { mostRelated, type Report } from "./graphFinding.ts";

/** Reports keys that are declared more than once (spec 2.5), and gives the first spec of each key. */
export function firstOfEachKey(specs: readonly AssetSpec[], report: Report): Map<KeyId, number> {
  const places = new Map<KeyId, number[]>();
  for (const [subject, spec] of specs.entries()) {
    const id = keyId(spec.key);
    const same = places.get(id);
    if (same === undefined) places.set(id, [subject]);
    else same.push(subject);
  }
  const first = new Map<KeyId, number>();
  for (const [id, subjects] of places) {
    const [subject] = subjects as [number];
    first.set(id, subject);
    if (subjects.length > 1) reportCollision(specs, subjects, report);
  }
  return first;
}

/** Reports subjects that declare one key. */
export function reportCollision(specs: readonly AssetSpec[], subjects: readonly number[], report: Report): void {
  const key = quoteKey((specs[subjects[0] as number] as AssetSpec).key);
  const shown = subjects.slice(0, mostRelated + 1);
  for (const subject of subjects) {
    const others = shown.filter((other) => other !== subject).slice(0, mostRelated);
    report(
      subject,
      finding("key-collision", `The key ${key} is declared ${subjects.length} times: rename all but one.`, ["key"]),
      others.map((other) => ({ subject: other, message: `${key} is declared here too.` })),
    );
  }
}

/** Reports different keys that give one step name (spec 1.1). */
export function reportStepNames(specs: readonly AssetSpec[], subjects: Iterable<number>, report: Report): void {
  const first = new Map<string, number>();
  for (const subject of subjects) {
    const spec = specs[subject] as AssetSpec;
    if (!spec.materializable) continue;
    const other = first.get(spec.stepName);
    if (other === undefined) {
      first.set(spec.stepName, subject);
      continue;
    }
    const { unit, key } = specs[other] as AssetSpec;
    if (unit !== undefined && unit.id === spec.unit?.id) continue;
    const otherKey = quoteKey(key);
    report(
      subject,
      finding(
        "step-name-collision",
        `The step of ${quoteKey(spec.key)} is named ${quote(spec.stepName)}, like that of ${otherKey}: rename one to tell them apart.`,
      ),
      [{ subject: other, message: `The step of ${otherKey} has the same name.` }],
    );
  }
}
