import { type Finding, finding } from "../findings/finding.ts";
import { quote, quoteKey } from "../findings/quote.ts";
import { keyId, stepNameOf } from "../keys/assetKey.ts";
import { attributesOf, checkPartitionsOption } from "./attributes.ts";
import type { CheckedDeclarations } from "./checkedDeclarations.ts";
import { checksOf } from "./checks.ts";
import type { AssetDeclaration, AssetSpec, AssetUnit } from "./declaration.ts";
import { dependenciesOf } from "./dependencies.ts";
import { familyOptions } from "./familyOptions.ts";
import { defaultIoManagerKey, namedIoManager } from "./ioManagerKey.ts";
import { checkGroupName } from "./labels.ts";
import { mayBeSame } from "./mayBeSame.ts";
import { checkOptionKinds, givenOptions } from "./options.ts";
import { text } from "./optionValues.ts";
import { checkBackfillPolicy, partitioningOf } from "./partitioning.ts";
import { readStepName } from "./stepName.ts";
import { checkStepSettings, stepSettingsOf } from "./stepSettings.ts";
import { depsOfOuts, depsOfSpecs, type OwnDependencies } from "./unitDependencies.ts";
import { readOuts, readSpecs, type UnitOutput, type UnitOutputs } from "./unitOutputs.ts";
import { isUnknown } from "./unknown.ts";

/** Applies the rules of spec 3 to a function that computes several assets: `multiAsset()` or `graphMultiAsset()`. */
export function checkMultiAsset(given: AssetDeclaration): CheckedDeclarations {
  const isGraph = given.family === "graphMultiAsset";
  const table = familyOptions[isGraph ? "graphMultiAsset" : "multiAsset"];
  const options = givenOptions(given.options, given.optionsIncomplete === true, table);
  const declaration = { ...given, options };
  const bySpecs = options.specs !== undefined && options.outs === undefined;
  const read: UnitOutputs = bySpecs ? readSpecs(options.specs) : readOuts(options.outs);
  const keys = read.outputs.map(({ key }) => key);
  const stepName = readStepName(declaration, table.caller);
  const dependencies = dependenciesOf(declaration, undefined);
  const own: OwnDependencies = bySpecs
    ? depsOfSpecs(read, dependencies.deps, given.resourcesIncomplete === true)
    : depsOfOuts(read, dependencies.deps, options.internalAssetDeps, options.partitionsDef, given.resourcesIncomplete === true);
  const checks = checksOf(options.checkSpecs, read.incomplete || keys.length === 0 ? undefined : keys);
  const findings: Finding[] = [
    ...checkOptionKinds(options, table),
    ...stepName.findings,
    ...checkForm(options, isGraph, given.optionsIncomplete === true),
    ...read.findings,
    ...dependencies.findings,
    ...own.findings,
    ...checkGroupName(options.groupName, ["groupName"]),
    ...checkPartitionsOption(options.partitionsDef, ["partitionsDef"]),
    ...checkGroups(options.groupName, read.outputs),
    ...(bySpecs ? checkPartitions(options.partitionsDef, read.outputs, options.canSubset) : []),
    ...checkStepSettings(options),
    ...checkBackfillPolicy(options.backfillPolicy, anyPartitions(options.partitionsDef, read.outputs)),
    ...checks.findings,
  ];
  const [first] = keys;
  if (first === undefined) return { specs: [], checkSteps: [], keyUnknown: read.incomplete, findings };
  const canSubset = !isGraph && options.canSubset === true;
  const unit: AssetUnit = { id: keyId(first), canSubset, ...(isGraph ? { isGraph } : {}) };
  const settings = stepSettingsOf(options, dependencies.resources);
  const checksById = Map.groupBy(checks.checks, ({ asset }) => keyId(asset));
  const specs = read.outputs.map((output): AssetSpec => {
    const id = keyId(output.key);
    const partitionsDef = options.partitionsDef ?? output.settings.partitionsDef;
    return {
      key: output.key,
      stepName: typeof stepName.name === "string" ? stepName.name : stepNameOf(first),
      materializable: true,
      unit,
      outputName: output.outputName,
      ...(bySpecs ? storageOfSpec(output, canSubset) : storageOfOut(output)),
      deps: own.deps.get(id) ?? [],
      depsIncomplete: dependencies.incomplete || own.incomplete,
      ...attributesOf({ ...output.settings, groupName: output.settings.groupName ?? options.groupName, partitionsDef }),
      ...settings,
      ...partitioningOf(partitionsDef, options.backfillPolicy),
      checks: checksById.get(id) ?? [],
    };
  });
  return { specs, checkSteps: [], keyUnknown: read.incomplete, findings };
}

/** Spec 3: `outs` or `specs`, one of the two; with `specs` the dependencies stand in these. */
function checkForm(options: Readonly<Record<string, unknown>>, isGraph: boolean, incomplete: boolean): Finding[] {
  const { outs, specs } = options;
  const findings: Finding[] = [];
  const caller = isGraph ? "graphMultiAsset()" : "multiAsset()";
  if (outs === undefined && (specs === undefined || isGraph)) {
    const mend = isGraph ? "outs" : "outs (which return values) or specs (which describe them alone)";
    return [finding("outs-or-specs", `${caller} needs to be told its assets: give ${mend}.`)];
  }
  const isEmpty = Array.isArray(specs) ? specs.length === 0 : typeof outs === "object" && Object.keys(outs ?? {}).length === 0;
  if (isEmpty) findings.push(finding("outs-or-specs", `${caller} computes at least one asset, but none is listed.`));
  if (outs !== undefined && specs !== undefined && !isGraph && !(incomplete && (isUnknown(outs) || isUnknown(specs)))) {
    findings.push(finding("outs-or-specs", "outs and specs both say which assets there are: remove one.", ["specs"]));
  }
  if (specs === undefined || outs !== undefined) return findings;
  for (const option of ["deps", "internalAssetDeps"]) {
    if (options[option] === undefined || isUnknown(options[option])) continue;
    const message = `With specs each asset has dependencies of its own: move ${option} into AssetSpec({ deps }).`;
    findings.push(finding("deps-with-specs", message, [option]));
  }
  return findings;
}

/** Spec 1.4: the group of all, or of each. */
function checkGroups(groupName: unknown, outputs: readonly UnitOutput[]): Finding[] {
  if (typeof groupName !== "string") return [];
  const other = outputs.find(({ settings }) => typeof settings.groupName === "string" && settings.groupName !== groupName);
  if (other === undefined) return [];
  const message = `groupName is ${quote(groupName)} for all, but ${quoteKey(other.key)} has the group ${quote(String(other.settings.groupName))}: say it for all or for each.`;
  return [finding("group-given-twice", message, [...other.path, "groupName"])];
}

/** The partitions of all, or of one of them that has some. */
function anyPartitions(partitionsDef: unknown, outputs: readonly UnitOutput[]): unknown {
  return partitionsDef ?? outputs.map(({ settings }) => settings.partitionsDef).find((own) => own !== undefined && own !== null);
}

/**
 * Spec 3: the partitions of all are those of each spec or of none; without them specs may differ where the step can be cut,
 * so that it computes only those of one kind at a time.
 */
function checkPartitions(partitionsDef: unknown, outputs: readonly UnitOutput[], canSubset: unknown): Finding[] {
  const carrying = outputs.filter(({ settings }) => settings.partitionsDef !== undefined);
  const [first] = carrying;
  if (first === undefined || isUnknown(partitionsDef)) return [];
  if (partitionsDef === undefined) {
    const other = carrying.find(({ settings }) => !mayBeSame(settings.partitionsDef, first.settings.partitionsDef));
    if (other === undefined || canSubset === true || isUnknown(canSubset)) return [];
    const message = `The partitions of ${quoteKey(other.key)} differ from those of ${quoteKey(first.key)}, so they cannot be computed together: give them the same, or let the function compute some without the others (canSubset).`;
    return [finding("mixed-partitions", message, [...other.path, "partitionsDef"])];
  }
  const different = carrying.find(({ settings }) => !mayBeSame(settings.partitionsDef, partitionsDef));
  if (different !== undefined) {
    const message = `The partitions of ${quoteKey(different.key)} differ from the function's own: say them once, for the function.`;
    return [finding("different-partitions", message, [...different.path, "partitionsDef"])];
  }
  const without = outputs.find(({ settings }) => settings.partitionsDef === undefined);
  if (without === undefined) return [];
  const message = `${quoteKey(without.key)} says nothing of its partitions, but ${quoteKey(first.key)} does: say them once, for the function.`;
  return [finding("different-partitions", message, without.path)];
}

type Storage = Pick<AssetSpec, "valueless" | "ioManagerKey" | "outputRequired">;

function storageOfOut({ settings }: UnitOutput): Storage {
  return {
    ...(settings.valueless === true ? { valueless: true } : {}),
    ioManagerKey: text(settings.ioManagerKey) ?? defaultIoManagerKey,
    outputRequired: settings.isRequired !== false,
  };
}

/** Spec 3: an asset of `specs` has a value only where it says who stores it. */
function storageOfSpec({ settings }: UnitOutput, canSubset: boolean): Storage {
  const named = namedIoManager(settings);
  return {
    ...(named === undefined ? { valueless: true } : {}),
    ioManagerKey: named ?? defaultIoManagerKey,
    outputRequired: !canSubset && settings.skippable !== true,
  };
}
