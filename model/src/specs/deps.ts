import { type DeclarationPath, type Finding, finding } from "../findings/finding.ts";
import { keyAsCode } from "../findings/quote.ts";
import { type AssetKey, type KeyId, keyId } from "../keys/assetKey.ts";
import { checkMappingData } from "../partitions/mappings/checkMappingData.ts";
import { readKey } from "./identity.ts";
import { mayBeSame } from "./mayBeSame.ts";
import { describe, isRecord } from "./options.ts";
import { isUnknown } from "./unknown.ts";

/** An upstream as it was declared: its key, what was said about it, and where. */
export interface DeclaredUpstream {
  readonly key: AssetKey;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly path: DeclarationPath;
}

/** What a list of upstreams says. */
export interface ReadDeps {
  /** Each key once, in the order of first mention. */
  readonly upstreams: readonly DeclaredUpstream[];
  /** True where an entry could not be known. */
  readonly incomplete: boolean;
  readonly findings: readonly Finding[];
}

/**
 * Reads `deps` of an asset, or `additionalDeps` of a check (spec 2.3): keys, and `{ asset, … }` for AssetDep. The same key
 * twice is fine where both say the same about it.
 */
export function readDeps(deps: unknown, path: DeclarationPath): ReadDeps {
  const option = String(path.at(-1));
  const findings: Finding[] = [];
  if (!Array.isArray(deps)) return { upstreams: [], incomplete: isUnknown(deps), findings };
  let incomplete = false;
  const upstreams = new Map<KeyId, DeclaredUpstream>();
  for (const [index, value] of deps.entries()) {
    const place = [...path, index];
    const isDep = isRecord(value) && !("path" in value);
    if (isDep && !("asset" in value)) {
      const message = `${option} takes assets, keys or AssetDep(…), but item ${index + 1} is ${describe(value)}.`;
      findings.push(finding("invalid-key", message, place));
      continue;
    }
    const settings = isDep ? value : {};
    findings.push(...checkMappingData(settings.partitionMapping, [...place, "partitionMapping"]));
    const read = readKey(isDep ? value.asset : value, place);
    findings.push(...read.findings);
    if (read.key === undefined) continue;
    if (isUnknown(read.key)) {
      incomplete = true;
      continue;
    }
    const id = keyId(read.key);
    const before = upstreams.get(id);
    if (before === undefined) upstreams.set(id, { key: read.key, settings, path: place });
    else if (!sameSettings(before.settings, settings)) {
      const message = `${option} names ${keyAsCode(read.key)} twice with different settings: keep one of them.`;
      findings.push(finding("duplicate-dependency", message, place));
    }
  }
  return { upstreams: [...upstreams.values()], incomplete, findings };
}

function sameSettings(one: Readonly<Record<string, unknown>>, other: Readonly<Record<string, unknown>>): boolean {
  return ["partitionMapping", "metadata"].every((setting) => mayBeSame(one[setting], other[setting]));
}
