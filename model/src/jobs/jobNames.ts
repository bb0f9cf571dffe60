import { type Finding, finding } from "../findings/finding.ts";

/** The jobs of one `Definitions` have different names: a finding for each that has the name of one before it, at its place. */
export function checkJobNames(names: readonly string[]): Finding[] {
  const seen = new Set<string>();
  return names.flatMap((name, at) => {
    if (!seen.has(name)) {
      seen.add(name);
      return [];
    }
    return [finding("duplicate-job", `Two jobs of Definitions are named "${name}": rename one.`, ["jobs", at])];
  });
}
