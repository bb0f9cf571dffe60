import { type Finding, finding } from "../findings/finding.ts";
import { keyAsCode, quoteKey } from "../findings/quote.ts";
import { type AssetKey, keyId, sameKey } from "../keys/assetKey.ts";
import type { AssetDeclaration, AssetDependency, DependencyKind } from "./declaration.ts";
import { type DeclaredUpstream, readDeps } from "./deps.ts";
import { readInputs } from "./inputs.ts";
import { isRecord } from "./options.ts";
import { optional } from "./optionValues.ts";
import { lacksTimeDimension, mayReadEarlierOnly } from "./partitions.ts";
import { isUnknown, UNKNOWN, type Unknown } from "./unknown.ts";

/** The dependencies of a declaration, and whether some could not be known. */
export interface Dependencies {
  /** Data first, in the order of `ins` and then of the parameters; then order, as in `deps`. */
  readonly deps: readonly AssetDependency[];
  readonly incomplete: boolean;
  /** Destructured names that are resources. */
  readonly resources: readonly string[];
  readonly findings: readonly Finding[];
}

/** Reads parameters, `ins` and `deps` (spec 2.1 to 2.3). */
export function dependenciesOf(declaration: AssetDeclaration, ownKey: AssetKey | Unknown | undefined): Dependencies {
  const data = readInputs(declaration);
  const order = readDeps(declaration.options.deps, ["deps"]);
  const byKey = new Map([...data.inputs.values()].map((upstream) => [keyId(upstream.key), upstream]));
  const deps: AssetDependency[] = [];
  // Spec 2.3: what deps say about an upstream holds for the input that loads it too.
  const alsoInDeps = new Map(order.upstreams.map((upstream) => [keyId(upstream.key), upstream]));
  for (const [inputName, upstream] of data.inputs) {
    const mapped = upstream.settings.partitionMapping ?? alsoInDeps.get(keyId(upstream.key))?.settings.partitionMapping;
    deps.push({ ...dependencyOn(upstream, "data", mapped), inputName });
  }
  const findings = [...data.findings, ...order.findings];
  for (const upstream of order.upstreams) {
    const input = byKey.get(keyId(upstream.key));
    if (input === undefined) deps.push(dependencyOn(upstream, "order"));
    else findings.push(...checkBoth(input, upstream));
  }
  if (ownKey !== undefined && !isUnknown(ownKey)) {
    findings.push(...checkSelf([...data.inputs.values(), ...order.upstreams], ownKey, declaration.options.partitionsDef));
  }
  return { deps, incomplete: data.incomplete || order.incomplete, resources: data.resources, findings };
}

/** Spec 2.3: one upstream as input and in `deps`. Only an entry of `ins` that says nothing but where it comes from may. */
function checkBoth(input: DeclaredUpstream, upstream: DeclaredUpstream): Finding[] {
  const key = keyAsCode(upstream.key);
  if (input.path[0] === "parameters") {
    const message = `${key} is a parameter and stands in deps too: take it out of deps, since the parameter waits for it already.`;
    return [finding("input-in-ins-and-deps", message, upstream.path)];
  }
  const settings = Object.entries(input.settings)
    .filter(([name]) => !["key", "keyPrefix", "inputManagerKey"].includes(name))
    .filter(([, value]) => value !== undefined && value !== null && !isUnknown(value))
    .map(([name]) => name);
  if (settings.length === 0) return [];
  const message = `${key} stands in ins and in deps: keep it in ins alone, or move ${settings.join(" and ")} from ins to AssetDep(…) in deps.`;
  return [finding("input-in-ins-and-deps", message, upstream.path)];
}

/** What an asset depends on, from how it was declared. */
export function dependencyOn(
  { key, path, settings }: DeclaredUpstream,
  kind: DependencyKind,
  partitionMapping: unknown = settings.partitionMapping,
): AssetDependency {
  const base = { key, kind, declaredAt: path };
  if (isUnknown(partitionMapping)) return { ...base, partitionMappingUnknown: true };
  return { ...base, ...optional("partitionMapping", partitionMapping ?? undefined) };
}

/** A dependency as it was declared. */
export function upstreamOf({ key, declaredAt, partitionMapping, partitionMappingUnknown }: AssetDependency): DeclaredUpstream {
  return { key, path: declaredAt, settings: { partitionMapping: partitionMappingUnknown ? UNKNOWN : partitionMapping } };
}

/** Spec 2.6: an asset that depends on itself. */
export function checkSelf(upstreams: readonly DeclaredUpstream[], ownKey: AssetKey, partitionsDef: unknown): Finding[] {
  const itself = upstreams.find(
    ({ key, settings }) => sameKey(key, ownKey) && !mayReadEarlierOnly(partitionsDef, settings.partitionMapping),
  );
  if (itself === undefined) return [];
  const mapping = itself.settings.partitionMapping;
  if (isRecord(mapping) && mapping.kind === "multi" && lacksTimeDimension(partitionsDef)) {
    const message = `${quoteKey(ownKey)} depends on itself, which takes exactly one time dimension among its partitions.`;
    return [finding("no-time-dimension", message, itself.path)];
  }
  const message = `${quoteKey(ownKey)} depends on itself, which only an asset of time partitions may, with a mapping to earlier ones: TimeWindowPartitionMapping({ startOffset: -1, endOffset: -1 }).`;
  return [finding("self-dependency", message, itself.path)];
}
