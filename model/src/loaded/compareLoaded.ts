import { type DeclarationPath, type Finding, finding } from "../findings/finding.ts";
import { quote, quoteKey } from "../findings/quote.ts";
import { type CheckId, checkId } from "../graph/assetGraph.ts";
import { type AssetKey, type KeyId, keyId } from "../keys/assetKey.ts";
import type { AssetCheckSpecData, AssetDependency, AssetSpec, CheckStepSpec } from "../specs/declaration.ts";
import { compareAttributes, type Difference } from "./compareAttributes.ts";
import { compareDependencies } from "./compareDependencies.ts";

/** Assets and check steps as the analysis describes them without running the code. */
export interface Claims {
  readonly specs: readonly AssetSpec[];
  readonly checkSteps: readonly CheckStepSpec[];
  /** Whether it claims that there are no other assets. */
  readonly complete: boolean;
  /** Whether it claims that there are no other resources, so that a parameter which is none is an input. */
  readonly resourcesKnown: boolean;
}

/** Assets and check steps as loading gave them. */
export interface LoadedSpecs {
  readonly specs: readonly AssetSpec[];
  readonly checkSteps: readonly CheckStepSpec[];
  /** False where some file could not be loaded: what is not here may be there, and its resources too. */
  readonly complete: boolean;
}

/** A claim that loading contradicts: the finding `analysis-mismatch`. */
export interface Disagreement extends Finding {
  /** The asset that it is about; for a check the checked one. */
  readonly asset: AssetKey;
  /**
   * The place among the claimed specs or, counted on behind them, among the claimed check steps. Absent where nothing was
   * claimed that it could be.
   */
  readonly subject?: number;
}

/** What only loading knows. */
export interface OnlyLoaded {
  readonly assets: ReadonlySet<KeyId>;
  /** Of assets that were claimed. */
  readonly dependencies: ReadonlyMap<KeyId, readonly AssetDependency[]>;
  /** Of assets that were claimed: the names of properties of which loading knows something, or more. */
  readonly attributes: ReadonlyMap<KeyId, readonly (keyof AssetSpec)[]>;
  readonly checks: ReadonlySet<CheckId>;
}

export interface LoadedComparison {
  readonly disagreements: readonly Disagreement[];
  readonly onlyLoaded: OnlyLoaded;
}

/**
 * Compares what was claimed of a project without running it with what running it gave. Only what was claimed to be known can
 * be contradicted; what could not be known is what only loading knows.
 */
export function compareLoaded(claims: Claims, loaded: LoadedSpecs): LoadedComparison {
  const disagreements: Disagreement[] = [];
  const resourcesKnown = claims.resourcesKnown && loaded.complete;
  const found = Map.groupBy(loaded.specs, ({ key }) => keyId(key));
  const claimed = Map.groupBy(claims.specs.entries(), ([, { key }]) => keyId(key));
  const dependencies = new Map<KeyId, readonly AssetDependency[]>();
  const attributes = new Map<KeyId, readonly (keyof AssetSpec)[]>();

  for (const [id, subjects] of claimed) {
    const candidates = found.get(id) ?? [];
    // Of several with one key, which is an error that is told elsewhere, each may be any.
    for (const [index, [subject, spec]] of subjects.entries()) {
      if (index >= candidates.length) {
        if (loaded.complete) disagreements.push({ ...missingAsset(spec.key), asset: spec.key, subject });
        continue;
      }
      const compared = candidates.map((candidate) => compareSpecs(spec, candidate, resourcesKnown));
      const best = compared.find(({ differences }) => differences.length === 0) ?? compared[0];
      for (const difference of best?.differences ?? []) {
        disagreements.push({ ...contradicted(quoteKey(spec.key), difference), asset: spec.key, subject });
      }
      if (best === undefined || subjects.length > 1) continue;
      if (best.dependencies.length > 0) dependencies.set(id, best.dependencies);
      if (best.attributes.length > 0) attributes.set(id, best.attributes);
    }
  }
  const assets = new Set<KeyId>();
  for (const [id, specs] of found) {
    const [first] = specs;
    if (first === undefined || claimed.has(id)) continue;
    assets.add(id);
    if (claims.complete && loaded.complete) disagreements.push({ ...unclaimedAsset(first.key), asset: first.key });
  }
  const checks = compareChecks(claims, loaded, resourcesKnown, disagreements);
  return { disagreements, onlyLoaded: { assets, dependencies, attributes, checks } };
}

function compareSpecs(claimed: AssetSpec, loaded: AssetSpec, resourcesKnown: boolean) {
  const attributes = compareAttributes(claimed, loaded, resourcesKnown);
  const dependencies = compareDependencies(claimed, loaded, resourcesKnown);
  return {
    differences: [...attributes.differences, ...dependencies.differences],
    attributes: attributes.onlyLoaded,
    dependencies: dependencies.onlyLoaded,
  };
}

/** A check with the step that evaluates it; that of an asset has none of its own. */
interface FoundCheck {
  readonly check: AssetCheckSpecData;
  readonly step?: CheckStepSpec;
  readonly subject: number;
}

function checksOf({ specs, checkSteps }: Pick<Claims, "specs" | "checkSteps">): Map<CheckId, FoundCheck> {
  const all = [
    ...specs.flatMap(({ checks }, subject) => checks.map((check): FoundCheck => ({ check, subject }))),
    ...checkSteps.flatMap((step, index) =>
      step.checks.map((check): FoundCheck => ({ check, step, subject: specs.length + index })),
    ),
  ];
  // As in the graph: of several with one name the first counts.
  return new Map(all.toReversed().map((found) => [checkId(found.check.asset, found.check.name), found]));
}

/** Returns the checks that only loading knows: that there are no others is never claimed. */
function compareChecks(
  claims: Claims,
  loaded: LoadedSpecs,
  resourcesKnown: boolean,
  disagreements: Disagreement[],
): ReadonlySet<CheckId> {
  const claimed = checksOf(claims);
  const found = checksOf(loaded);
  for (const [id, { check, step, subject }] of claimed) {
    const other = found.get(id);
    const what = `the check ${quote(check.name)} of ${quoteKey(check.asset)}`;
    if (other === undefined) {
      if (!loaded.complete) continue;
      const message = `The analysis says that there is ${what}, but loading gives none. ${ours}`;
      disagreements.push({ ...finding("analysis-mismatch", message), asset: check.asset, subject });
      continue;
    }
    const differences = [
      ...compareCheck(check, other.check),
      ...(step === undefined || other.step === undefined
        ? []
        : compareDependencies(step, other.step, resourcesKnown).differences),
    ];
    for (const difference of differences) {
      disagreements.push({ ...contradicted(what, difference), asset: check.asset, subject });
    }
  }
  return new Set([...found.keys()].filter((id) => !claimed.has(id)));
}

function compareCheck(claimed: AssetCheckSpecData, loaded: AssetCheckSpecData): Difference[] {
  const differences: Difference[] = [];
  const compare = (name: string, isClaim: boolean, one: unknown, other: unknown) => {
    if (isClaim && one !== other) differences.push({ path: [name], claimed: one, loaded: other });
  };
  compare("blocking", claimed.blocking, claimed.blocking, loaded.blocking);
  compare("description", claimed.description !== undefined, claimed.description, loaded.description);
  const waits = new Set(loaded.additionalDeps.map(keyId));
  if (claimed.additionalDeps.some((key) => !waits.has(keyId(key)))) {
    const keys = (list: readonly AssetKey[]) => list.map(({ path }) => path);
    differences.push({ path: ["additionalDeps"], claimed: keys(claimed.additionalDeps), loaded: keys(loaded.additionalDeps) });
  }
  return differences;
}

const ours = "This is a fault of Headwater, not of your code: please report it with this message and the declaration.";

function missingAsset(key: AssetKey): Finding {
  return finding(
    "analysis-mismatch",
    `The analysis says that there is an asset ${quoteKey(key)}, but loading gives none with this key. ${ours}`,
  );
}

function unclaimedAsset(key: AssetKey): Finding {
  return finding(
    "analysis-mismatch",
    `The analysis says that it knows every asset, but loading gives ${quoteKey(key)} too. ${ours}`,
  );
}

function contradicted(what: string, { path, claimed, loaded }: Difference): Finding {
  const message = `The analysis and loading disagree about ${what}: ${nameOf(path)} is ${shown(claimed)} by analysis, and ${shown(loaded)} by loading. ${ours}`;
  return finding("analysis-mismatch", message, path);
}

function nameOf(path: DeclarationPath): string {
  const [option, ...parts] = path;
  if (option === undefined) return "how it is computed";
  return [String(option), ...parts.map((part) => (typeof part === "number" ? `[${part}]` : `[${quote(part)}]`))].join("");
}

const longest = 200;

function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  if (typeof value === "string") return quote(value);
  // A symbol, which stands for what is not known, has no JSON.
  const text = JSON.stringify(value) ?? "unknown";
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
