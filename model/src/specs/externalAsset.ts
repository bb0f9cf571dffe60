import { type DeclarationPath, type Finding, finding } from "../findings/finding.ts";
import { type AssetKey, stepNameOf } from "../keys/assetKey.ts";
import { attributesOf, checkAttributes } from "./attributes.ts";
import type { CheckedDeclarations } from "./checkedDeclarations.ts";
import type { AssetDeclaration, AssetSpec } from "./declaration.ts";
import { checkSelf, dependencyOn } from "./dependencies.ts";
import { readDeps } from "./deps.ts";
import { familyOptions } from "./familyOptions.ts";
import { checkLength, type Identity, identityOf, readKey, readKeyPrefix } from "./identity.ts";
import { defaultIoManagerKey, namedIoManager } from "./ioManagerKey.ts";
import { checkOptionKinds, givenOptions } from "./options.ts";
import { partitioningOf } from "./partitioning.ts";
import { checkStepSettings, stepSettingsOf } from "./stepSettings.ts";
import { isUnknown } from "./unknown.ts";

/** Applies the rules to an asset that is only described: `externalAsset()` or a bare `AssetSpec()` (spec 3). */
export function checkExternalAsset(given: AssetDeclaration): CheckedDeclarations {
  const table = familyOptions.externalAsset;
  const options = givenOptions(given.options, given.optionsIncomplete === true, table);
  const identity = identityOfExternal({ ...given, options });
  const deps = readDeps(options.deps, ["deps"]);
  const { key } = identity;
  const findings: Finding[] = [
    ...checkOptionKinds(options, table),
    ...identity.findings,
    ...deps.findings,
    ...(key === undefined || isUnknown(key) ? [] : checkSelf(deps.upstreams, key, options.partitionsDef)),
    ...checkAttributes(options),
  ];
  if (key === undefined || isUnknown(key)) return nothing(findings, isUnknown(key));
  const spec: AssetSpec = {
    ...described(key, options),
    deps: deps.upstreams.map((upstream) => dependencyOn(upstream, "order")),
    depsIncomplete: deps.incomplete,
    ...stepSettingsOf({}, []),
  };
  return { specs: [spec], checkSteps: [], keyUnknown: false, findings };
}

/** Applies the rules to an external asset whose version a function tells: `observableAsset()` (spec 3). */
export function checkObservableAsset(given: AssetDeclaration): CheckedDeclarations {
  const table = familyOptions.observableAsset;
  const options = givenOptions(given.options, given.optionsIncomplete === true, table);
  const identity = identityOf({ ...given, options });
  const { parameters } = given;
  const findings: Finding[] = [
    ...checkOptionKinds(options, table),
    ...identity.findings,
    ...checkAttributes(options),
    ...checkStepSettings(options),
  ];
  if (parameters.kind === "names" && parameters.names.includes("context")) {
    const message = "The context is the second parameter: write ({ … }, context) => …, not ({ context }) => ….";
    findings.push(finding("reserved-input", message, ["parameters", "context"]));
  }
  const { key } = identity;
  if (key === undefined || isUnknown(key)) return nothing(findings, isUnknown(key));
  // Nothing is upstream of it, so whatever its function takes is a resource.
  const taken = parameters.kind === "names" ? parameters.names.filter((name) => name !== "context" && name !== "config") : [];
  const spec: AssetSpec = {
    ...described(key, options),
    observable: true,
    deps: [],
    depsIncomplete: false,
    ...stepSettingsOf(options, taken),
  };
  return { specs: [spec], checkSteps: [], keyUnknown: false, findings };
}

function nothing(findings: readonly Finding[], keyUnknown: boolean): CheckedDeclarations {
  return { specs: [], checkSteps: [], keyUnknown, findings };
}

function described(
  key: AssetKey,
  options: Readonly<Record<string, unknown>>,
): Omit<AssetSpec, "deps" | "depsIncomplete" | "requiredResourceKeys" | "opTags"> {
  return {
    key,
    stepName: stepNameOf(key),
    materializable: false,
    ...attributesOf(options),
    ioManagerKey: namedIoManager(options) ?? defaultIoManagerKey,
    outputRequired: true,
    ...partitioningOf(options.partitionsDef),
    checks: [],
  };
}

/** The key of what others make may hold anything (spec 1.1), since no step is named after it. */
function identityOfExternal(declaration: AssetDeclaration): Identity {
  const { key, name, keyPrefix } = declaration.options;
  const clash = name !== undefined || keyPrefix !== undefined;
  if (key !== undefined && !clash) return shortEnough(readKey(key, ["key"]), ["key"]);
  const ownName = name ?? declaration.fallbackName;
  if (key !== undefined || typeof ownName !== "string" || ownName === "") return identityOf(declaration);
  const { path, findings } = readKeyPrefix(keyPrefix, ["keyPrefix"]);
  if (path === undefined || isUnknown(path)) return { key: path, findings };
  return shortEnough({ key: { path: [...path, ownName] }, findings }, ["name"]);
}

function shortEnough({ key, findings }: Identity, path: DeclarationPath): Identity {
  const tooLong = key === undefined || isUnknown(key) ? [] : checkLength(key.path, path);
  return tooLong.length === 0 ? { key, findings } : { key: undefined, findings: [...findings, ...tooLong] };
}
