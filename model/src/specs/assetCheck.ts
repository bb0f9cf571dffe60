import { type Finding, finding } from "../findings/finding.ts";
import { keyAsCode, quote } from "../findings/quote.ts";
import { type AssetKey, keyId, stepNameOf } from "../keys/assetKey.ts";
import type { CheckedDeclarations } from "./checkedDeclarations.ts";
import { checkCheckName, checkSpecOf, readCheckSpecs, waitsForItself } from "./checks.ts";
import type { AssetDeclaration, AssetDependency, CheckStepSpec } from "./declaration.ts";
import { dependenciesOf, dependencyOn } from "./dependencies.ts";
import { type DeclaredUpstream, readDeps } from "./deps.ts";
import { familyOptions } from "./familyOptions.ts";
import { readKey } from "./identity.ts";
import { readInputs } from "./inputs.ts";
import { checkOptionKinds, givenOptions } from "./options.ts";
import { readStepName } from "./stepName.ts";
import { checkStepSettings, stepSettingsOf } from "./stepSettings.ts";
import { isUnknown } from "./unknown.ts";

/**
 * Applies the rules to a check with a step of its own: `assetCheck()` (spec 3). The step waits for the checked asset. A
 * parameter that is neither a further input nor a resource takes the checked asset's value, whatever it is named.
 */
export function checkAssetCheck(given: AssetDeclaration): CheckedDeclarations {
  const table = familyOptions.assetCheck;
  const options = givenOptions(given.options, given.optionsIncomplete === true, table);
  const declaration = { ...given, options };
  const name = options.name ?? given.fallbackName;
  const target = options.asset === undefined ? { key: undefined, findings: [] } : readKey(options.asset, ["asset"]);
  const key = isUnknown(target.key) ? undefined : target.key;
  const data = readInputs(declaration, "additionalIns");
  const order = readDeps(options.additionalDeps, ["additionalDeps"]);
  const leftover = [...data.inputs].filter(([, { path }]) => path[0] === "parameters");
  const further = [...data.inputs].filter(([, { path }]) => path[0] !== "parameters");
  const upstreams = further.map(([, upstream]) => upstream);
  const findings: Finding[] = [
    ...checkOptionKinds(options, table),
    ...(options.asset === undefined
      ? [finding("invalid-check", "A check names the asset that it is about: add asset.", ["asset"])]
      : target.findings),
    ...checkName(name, given),
    ...data.findings,
    ...order.findings,
    ...(given.resourcesIncomplete === true ? [] : leftover.slice(1)).map(([input]) => ambiguous(input, leftover[0]?.[0] ?? "")),
    ...waitsForItself(name, key, upstreams),
    ...waitsForItself(name, key, order.upstreams),
    ...checkTwice(upstreams, order.upstreams),
    ...checkStepSettings(options),
  ];
  if (key === undefined || typeof name !== "string" || name === "") return withoutSteps(findings);
  const inputs = new Set(upstreams.map((upstream) => keyId(upstream.key)));
  const waits = order.upstreams.filter((upstream) => !inputs.has(keyId(upstream.key)));
  // Of several one takes the value, and the others are resources.
  const [taken] = leftover.length === 1 ? leftover : [];
  const onTarget: AssetDependency =
    taken === undefined
      ? { key, kind: "order", declaredAt: ["asset"] }
      : { key, kind: "data", inputName: taken[0], declaredAt: ["asset"] };
  const step: CheckStepSpec = {
    stepName: `${stepNameOf(key)}_${name}`,
    checks: [
      checkSpecOf(
        key,
        name,
        options,
        [...upstreams, ...waits].map((upstream) => upstream.key),
      ),
    ],
    canSubset: false,
    deps: [
      onTarget,
      ...further.map(([inputName, upstream]) => ({ ...dependencyOn(upstream, "data"), inputName })),
      ...waits.map((upstream) => dependencyOn(upstream, "order")),
    ],
    depsIncomplete: data.incomplete || order.incomplete || leftover.length > 1,
    ...stepSettingsOf(options, data.resources),
  };
  return { specs: [], checkSteps: [step], keyUnknown: false, findings };
}

/**
 * Applies the rules to a step that evaluates several checks: `multiAssetCheck()` (spec 3). It waits for all checked
 * assets, and loads those that the function takes by name or through `ins`.
 */
export function checkMultiAssetCheck(given: AssetDeclaration): CheckedDeclarations {
  const table = familyOptions.multiAssetCheck;
  const options = givenOptions(given.options, given.optionsIncomplete === true, table);
  const declaration = { ...given, options };
  const stepName = readStepName(declaration, table.caller);
  const data = dependenciesOf({ ...declaration, options: { ...options, deps: undefined } }, undefined);
  const read = readCheckSpecs(options.specs, ["specs"], undefined, true);
  const findings: Finding[] = [
    ...checkOptionKinds(options, table),
    ...stepName.findings,
    ...(options.specs === undefined || (Array.isArray(options.specs) && options.specs.length === 0)
      ? [finding("invalid-check", "multiAssetCheck() evaluates at least one check: list them in specs.", ["specs"])]
      : read.findings),
    ...data.findings,
    ...checkStepSettings(options),
  ];
  if (read.checks.length === 0) return withoutSteps(findings);
  const deps = new Map<string, AssetDependency>(data.deps.map((dependency) => [keyId(dependency.key), dependency]));
  const wait = (key: AssetKey, declaredAt: readonly (string | number)[]) => {
    if (!deps.has(keyId(key))) deps.set(keyId(key), { key, kind: "order", declaredAt });
  };
  for (const { check, path } of read.checks) {
    wait(check.asset, [...path, "asset"]);
    for (const [index, key] of check.additionalDeps.entries()) wait(key, [...path, "additionalDeps", index]);
  }
  const [first] = read.checks.map(({ check }) => check);
  const step: CheckStepSpec = {
    stepName:
      typeof stepName.name === "string" ? stepName.name : first === undefined ? "" : `${stepNameOf(first.asset)}_${first.name}`,
    checks: read.checks.map(({ check }) => check),
    canSubset: options.canSubset === true,
    // Two inputs may load one asset, so the inputs stand as they are.
    deps: [...data.deps, ...[...deps.values()].filter(({ kind }) => kind === "order")],
    depsIncomplete: data.incomplete || read.incomplete,
    ...stepSettingsOf(options, data.resources),
  };
  return { specs: [], checkSteps: [step], keyUnknown: false, findings };
}

function withoutSteps(findings: readonly Finding[]): CheckedDeclarations {
  return { specs: [], checkSteps: [], keyUnknown: false, findings };
}

function checkName(name: unknown, { nameRequired, options }: AssetDeclaration): Finding[] {
  if (name !== undefined)
    return checkCheckName(name, []).map((made) => ({ ...made, path: options.name === undefined ? [] : ["name"] }));
  if (!nameRequired) return [];
  const message = 'This check has no name: export it as a constant, name its function, or give assetCheck({ name: "…" }).';
  return [finding("missing-name", message)];
}

function ambiguous(input: string, first: string): Finding {
  const message = `One parameter of a check takes the value of the checked asset, and ${quote(first)} does already: name ${quote(input)} in additionalIns or in requiredResourceKeys.`;
  return finding("ambiguous-check-input", message, ["parameters", input]);
}

/** One upstream is a further input or a further dependency. */
function checkTwice(inputs: readonly DeclaredUpstream[], order: readonly DeclaredUpstream[]): Finding[] {
  const loaded = new Set(inputs.map(({ key }) => keyId(key)));
  return order
    .filter(({ key }) => loaded.has(keyId(key)))
    .map(({ key, path }) => {
      const message = `${keyAsCode(key)} stands in additionalIns and in additionalDeps: take it out of additionalDeps, since the input waits for it already.`;
      return finding("input-in-ins-and-deps", message, path);
    });
}
