import { type Finding, finding } from "../findings/finding.ts";
import { keyAsCode, quote } from "../findings/quote.ts";
import { type KeyId, keyId } from "../keys/assetKey.ts";
import type { AssetDependency } from "./declaration.ts";
import { checkSelf, dependencyOn, upstreamOf } from "./dependencies.ts";
import { readDeps } from "./deps.ts";
import { describe, isRecord } from "./options.ts";
import type { UnitOutput, UnitOutputs } from "./unitOutputs.ts";
import { isUnknown, UNKNOWN } from "./unknown.ts";

/** What each asset of several depends on. */
export interface OwnDependencies {
  readonly deps: ReadonlyMap<KeyId, readonly AssetDependency[]>;
  readonly incomplete: boolean;
  readonly findings: readonly Finding[];
}

/**
 * The dependencies of each of `outs` (spec 3): without `internalAssetDeps` all that the function takes; with it what that
 * says of the output, and nothing if it says nothing.
 *
 * @param taken what the function takes as a whole: inputs and `deps`; each has to be needed by some output
 * @param mayBeResources whether a parameter that no output needs may be a resource
 */
export function depsOfOuts(
  { outputs, incomplete: outputsIncomplete }: UnitOutputs,
  taken: readonly AssetDependency[],
  internal: unknown,
  partitionsDef: unknown,
  mayBeResources: boolean,
): OwnDependencies {
  const entries = isRecord(internal) ? internal : {};
  const told = Object.keys(entries).length > 0;
  const findings = outputsIncomplete ? [] : checkOutputNames(outputs, entries);
  const takenById = Map.groupBy(taken, ({ key }) => keyId(key));
  const unused = new Map(takenById);
  const own = new Set(outputs.map(({ key }) => keyId(key)));
  const deps = new Map<KeyId, readonly AssetDependency[]>();
  let incomplete = isUnknown(internal) || Object.values(entries).some(isUnknown);
  for (const { key, outputName } of outputs) {
    const path = ["internalAssetDeps", outputName];
    const given = Object.hasOwn(entries, outputName) ? entries[outputName] : told ? [] : UNKNOWN;
    if (!isUnknown(given) && !Array.isArray(given)) {
      findings.push(
        finding("invalid-option", `internalAssetDeps takes lists of keys by output name, not ${describe(given)}.`, path),
      );
      incomplete = true;
      continue;
    }
    const read = readDeps(given, path);
    findings.push(...read.findings);
    if (Array.isArray(given)) incomplete ||= read.incomplete;
    const list = isUnknown(given)
      ? taken
      : read.upstreams.flatMap((upstream) => takenById.get(keyId(upstream.key)) ?? dependencyOn(upstream, "order"));
    for (const { key: upstream, declaredAt } of list) {
      const id = keyId(upstream);
      unused.delete(id);
      if (takenById.has(id) || own.has(id) || outputsIncomplete) continue;
      const message = `internalAssetDeps of ${quote(outputName)} names ${keyAsCode(upstream)}, which the function neither takes nor computes: add it to ins or deps.`;
      findings.push(finding("invalid-internal-dependency", message, declaredAt));
    }
    deps.set(keyId(key), list);
    findings.push(...checkSelf(list.map(upstreamOf), key, partitionsDef));
  }
  for (const { key, declaredAt } of told && !incomplete && !outputsIncomplete ? [...unused.values()].flat() : []) {
    if (mayBeResources && declaredAt[0] === "parameters") continue;
    const message = `The function takes ${keyAsCode(key)}, which internalAssetDeps gives to no output: add it to those that need it.`;
    findings.push(finding("input-without-output", message, declaredAt));
  }
  return { deps, incomplete, findings };
}

function checkOutputNames(outputs: readonly UnitOutput[], entries: Readonly<Record<string, unknown>>): Finding[] {
  const names = new Set(outputs.map(({ outputName }) => outputName));
  const known = [...names].slice(0, 5).map(quote).join(", ");
  return Object.keys(entries).flatMap((name) => {
    if (names.has(name)) return [];
    const message = `internalAssetDeps names the output ${quote(name)}, which does not exist: there ${names.size === 1 ? "is" : "are"} ${known}.`;
    return finding("unknown-output", message, ["internalAssetDeps", name]);
  });
}

/**
 * The dependencies of each of `specs` (spec 3): its own. Where the function takes the value of one of them, that is
 * loaded.
 *
 * @param taken the function's inputs; each has to be a dependency of some spec
 * @param mayBeResources whether a parameter that no spec depends on may be a resource
 */
export function depsOfSpecs(
  { outputs, incomplete: outputsIncomplete }: UnitOutputs,
  taken: readonly AssetDependency[],
  mayBeResources: boolean,
): OwnDependencies {
  const findings: Finding[] = [];
  const inputs = new Map(taken.filter(({ kind }) => kind === "data").map((input) => [keyId(input.key), input]));
  const unused = new Map(inputs);
  const deps = new Map<KeyId, readonly AssetDependency[]>();
  let incomplete = false;
  for (const { key, settings, path } of outputs) {
    const read = readDeps(settings.deps, [...path, "deps"]);
    findings.push(...read.findings, ...checkSelf(read.upstreams, key, settings.partitionsDef));
    incomplete ||= read.incomplete;
    const list = read.upstreams.map((upstream): AssetDependency => {
      const input = inputs.get(keyId(upstream.key));
      unused.delete(keyId(upstream.key));
      const order = dependencyOn(upstream, "order");
      return input?.inputName === undefined ? order : { ...order, kind: "data", inputName: input.inputName };
    });
    deps.set(keyId(key), list);
  }
  for (const { key, inputName, declaredAt } of incomplete || outputsIncomplete ? [] : unused.values()) {
    if (mayBeResources && declaredAt[0] === "parameters") continue;
    const message = `The function takes ${quote(inputName ?? "")}, the value of ${keyAsCode(key)}, which none of the specs depends on: add it to deps of the specs that need it.`;
    findings.push(finding("input-not-a-dependency", message, declaredAt));
  }
  return { deps, incomplete, findings };
}
