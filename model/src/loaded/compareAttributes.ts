import type { DeclarationPath } from "../findings/finding.ts";
import type { AssetSpec } from "../specs/declaration.ts";
import { defaultIoManagerKey } from "../specs/ioManagerKey.ts";
import { defaultGroupName } from "../specs/labels.ts";
import { mayBeSame } from "../specs/mayBeSame.ts";

/** What is claimed of one property of an asset or check, and what it is after loading. */
export interface Difference {
  /** The option that says it. */
  readonly path: DeclarationPath;
  readonly claimed: unknown;
  readonly loaded: unknown;
}

/** What two descriptions of one asset say, apart from its dependencies and checks. */
export interface ComparedAttributes {
  readonly differences: readonly Difference[];
  /** The properties of which only loading knows something. */
  readonly onlyLoaded: readonly (keyof AssetSpec)[];
}

const values = ["description", "codeVersion", "pool", "partitionsDef", "backfillPolicy"] as const;
const lists = ["kinds", "owners", "requiredResourceKeys"] as const;
const entries = ["metadata", "tags", "opTags"] as const;

/**
 * Compares what describes an asset. What is left out and what has its default value are no claims: what could not be known
 * looks the same.
 *
 * @param resourcesKnown whether parameters that are resources are claims
 */
export function compareAttributes(claimed: AssetSpec, loaded: AssetSpec, resourcesKnown: boolean): ComparedAttributes {
  const differences: Difference[] = [];
  const onlyLoaded: (keyof AssetSpec)[] = [];
  const compare = (name: keyof AssetSpec, isClaim: boolean, one: unknown, other: unknown) => {
    if (mayBeSame(one, other)) return;
    if (isClaim) differences.push({ path: [name], claimed: one, loaded: other });
    else onlyLoaded.push(name);
  };
  const claim = (name: keyof AssetSpec, isClaim: boolean) => compare(name, isClaim, claimed[name], loaded[name]);

  claim("materializable", true);
  claim("observable", claimed.observable === true);
  claim("groupName", claimed.groupName !== defaultGroupName && claimed.groupNameUnknown !== true);
  claim("ioManagerKey", claimed.ioManagerKey !== defaultIoManagerKey);
  claim("outputRequired", !claimed.outputRequired);
  for (const name of values) claim(name, claimed[name] !== undefined);
  if ((claimed.unit === undefined) !== (loaded.unit === undefined)) {
    const computed = ({ unit }: AssetSpec) => (unit === undefined ? "alone" : "with others");
    differences.push({ path: [], claimed: computed(claimed), loaded: computed(loaded) });
  } else claim("outputName", true);

  for (const name of lists) {
    if (name === "requiredResourceKeys" && !resourcesKnown) continue;
    const missing = claimed[name].filter((item) => !loaded[name].includes(item));
    if (missing.length > 0) differences.push({ path: [name], claimed: claimed[name], loaded: loaded[name] });
    else if (loaded[name].length > new Set(claimed[name]).size) onlyLoaded.push(name);
  }
  for (const name of entries) {
    const [own, other]: Readonly<Record<string, unknown>>[] = [claimed[name], loaded[name]];
    const wrong = Object.keys(own as object).filter((entry) => !mayBeSame(own?.[entry], other?.[entry]));
    for (const entry of wrong) differences.push({ path: [name, entry], claimed: own?.[entry], loaded: other?.[entry] });
    if (wrong.length === 0 && !mayBeSame(own, other)) onlyLoaded.push(name);
  }
  // One retry stands where their number is not known.
  const { maxRetries, ...policy } = claimed.retryPolicy ?? { maxRetries: 1 };
  const said = { ...policy, ...(maxRetries === 1 ? {} : { maxRetries }) };
  const given = loaded.retryPolicy === undefined ? undefined : { ...loaded.retryPolicy };
  const contradicted = Object.entries(said).some(([name, value]) => !mayBeSame(value, given?.[name as keyof typeof given]));
  compare("retryPolicy", contradicted || (claimed.retryPolicy !== undefined && given === undefined), claimed.retryPolicy, given);
  return { differences, onlyLoaded };
}
