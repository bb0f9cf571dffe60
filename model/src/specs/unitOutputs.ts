import { type DeclarationPath, type Finding, finding } from "../findings/finding.ts";
import { quote, quoteKey } from "../findings/quote.ts";
import { type AssetKey, type KeyId, keyId } from "../keys/assetKey.ts";
import { checkAttributes } from "./attributes.ts";
import type { AssetDeclaration } from "./declaration.ts";
import { assetOutOptions, assetSpecOptions } from "./familyOptions.ts";
import { identityOf } from "./identity.ts";
import { mayBeSame } from "./mayBeSame.ts";
import { checkOptionKinds, describe, isRecord, type OptionTable } from "./options.ts";
import { within } from "./optionValues.ts";
import { isUnknown } from "./unknown.ts";

/** One asset of several that a function computes, as it was declared. */
export interface UnitOutput {
  readonly key: AssetKey;
  readonly outputName: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly path: DeclarationPath;
}

export interface UnitOutputs {
  /** Each key once, in the order of declaration. */
  readonly outputs: readonly UnitOutput[];
  /** True where some key could not be known. */
  readonly incomplete: boolean;
  readonly findings: readonly Finding[];
}

const outTable: OptionTable = { caller: "AssetOut", takes: assetOutOptions };
const specTable: OptionTable = { caller: "AssetSpec", takes: assetSpecOptions };

/** Reads `outs`: each an asset that is named after the output, unless its settings say otherwise (spec 3). */
export function readOuts(outs: unknown): UnitOutputs {
  if (!isRecord(outs)) return { outputs: [], incomplete: isUnknown(outs), findings: [] };
  const findings: Finding[] = [];
  const outputs = new Map<KeyId, UnitOutput>();
  let incomplete = false;
  for (const [outputName, given] of Object.entries(outs)) {
    const path = ["outs", outputName];
    if (isUnknown(given)) {
      incomplete = true;
      continue;
    }
    if (!isRecord(given)) {
      findings.push(finding("invalid-option", `outs takes AssetOut({ … }), not ${describe(given)}.`, path));
      continue;
    }
    const settings = withoutNothing(given);
    findings.push(...checkOptionKinds(settings, outTable, path), ...checkAttributes(settings, path));
    const identity = identityOf(keyed({ key: settings.key, keyPrefix: settings.keyPrefix }, outputName));
    findings.push(...within(path, identity.findings).map(ofOutput));
    if (isUnknown(identity.key)) incomplete = true;
    if (identity.key === undefined || isUnknown(identity.key)) continue;
    const id = keyId(identity.key);
    const before = outputs.get(id);
    if (before === undefined) outputs.set(id, { key: identity.key, outputName, settings, path });
    else {
      const message = `The outputs ${quote(before.outputName)} and ${quote(outputName)} both have the key ${quoteKey(identity.key)}: rename one.`;
      findings.push(finding("key-collision", message, path));
    }
  }
  return { outputs: [...outputs.values()], incomplete, findings };
}

/**
 * Reads `specs`: descriptions of assets, whose outputs are named after their keys (spec 3). Two that say the same about
 * one key are one; of two that do not the first counts.
 */
export function readSpecs(specs: unknown): UnitOutputs {
  if (!Array.isArray(specs)) return { outputs: [], incomplete: isUnknown(specs), findings: [] };
  const findings: Finding[] = [];
  const outputs = new Map<KeyId, UnitOutput>();
  const names = new Map<string, AssetKey>();
  let incomplete = false;
  for (const [index, given] of specs.entries()) {
    const path = ["specs", index];
    if (isUnknown(given)) {
      incomplete = true;
      continue;
    }
    if (!isRecord(given)) {
      findings.push(finding("invalid-option", `specs takes AssetSpec({ … }), not ${describe(given)}.`, path));
      continue;
    }
    const settings = withoutNothing(given);
    findings.push(...checkOptionKinds(settings, specTable, path), ...checkAttributes(settings, path));
    if (settings.key === undefined) {
      findings.push(finding("invalid-key", 'An AssetSpec needs a key: write AssetSpec({ key: "…" }).', path));
      continue;
    }
    const identity = identityOf(keyed({ key: settings.key }, undefined));
    findings.push(...within(path, identity.findings));
    if (isUnknown(identity.key)) incomplete = true;
    if (identity.key === undefined || isUnknown(identity.key)) continue;
    const id = keyId(identity.key);
    const before = outputs.get(id);
    if (before !== undefined) {
      if (mayBeSame({ ...before.settings, key: null }, { ...settings, key: null })) continue;
      const message = `${quoteKey(identity.key)} is described twice, and not alike: the first description counts, so remove one.`;
      findings.push(finding("conflicting-specs", message, path));
      continue;
    }
    const outputName = identity.key.path.join("_").replaceAll("-", "_");
    const other = names.get(outputName);
    if (other !== undefined) {
      const message = `The outputs of ${quoteKey(other)} and ${quoteKey(identity.key)} would both be named ${quote(outputName)}: rename one.`;
      findings.push(finding("output-name-collision", message, path));
    }
    names.set(outputName, identity.key);
    outputs.set(id, { key: identity.key, outputName, settings, path });
  }
  return { outputs: [...outputs.values()], incomplete, findings };
}

/** An output is named by its place in `outs`, so beside its key there can only be a prefix. */
function ofOutput(made: Finding): Finding {
  return made.code === "key-with-name" ? { ...made, code: "output-key-with-prefix" } : made;
}

function keyed(options: Readonly<Record<string, unknown>>, fallbackName: string | undefined): AssetDeclaration {
  return {
    options,
    ...(fallbackName === undefined ? {} : { fallbackName }),
    nameRequired: true,
    parameters: { kind: "none" },
    resourceKeys: new Set(),
  };
}

function withoutNothing(settings: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined && value !== null));
}
