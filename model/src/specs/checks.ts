import { checkAutomationCondition } from "../automation/checkCondition.ts";
import { type DeclarationPath, type Finding, finding } from "../findings/finding.ts";
import { quote, quoteKey } from "../findings/quote.ts";
import { type AssetKey, keyId, sameKey } from "../keys/assetKey.ts";
import type { AssetCheckSpecData } from "./declaration.ts";
import { type DeclaredUpstream, readDeps } from "./deps.ts";
import { assetCheckSpecOptions } from "./familyOptions.ts";
import { readKey } from "./identity.ts";
import { metadataOf } from "./metadata.ts";
import { checkOptionKinds, describe, isRecord, type OptionTable } from "./options.ts";
import { objectOrNothing, optional, text } from "./optionValues.ts";
import { isUnknown, type Unknown } from "./unknown.ts";

const checkName = /^[A-Za-z0-9_]+$/;
const specTable: OptionTable = { caller: "AssetCheckSpec", takes: assetCheckSpecOptions };

/**
 * The checks that an asset's own step evaluates (spec 1.6): about its assets, each name once for an asset, no further
 * dependency on the checked asset itself.
 *
 * @param own the assets of the step; undefined where they are not all known
 */
export function checksOf(
  specs: unknown,
  own: readonly AssetKey[] | undefined,
): { checks: AssetCheckSpecData[]; findings: Finding[] } {
  const read = readCheckSpecs(specs, ["checkSpecs"], own?.length === 1 ? own[0] : undefined, own !== undefined);
  if (own === undefined) return { checks: [], findings: [...read.findings] };
  const findings = [...read.findings];
  const ids = new Set(own.map(keyId));
  for (const { check, path } of read.checks) {
    if (ids.has(keyId(check.asset))) continue;
    const keys = own.slice(0, 5).map(quoteKey).join(", ");
    const message = `The check ${quote(check.name)} is about ${quoteKey(check.asset)}, but checkSpecs can only check what this computes: ${keys}${own.length > 5 ? ", …" : ""}.`;
    findings.push(finding("invalid-check", message, [...path, "asset"]));
  }
  const checks = read.checks.map(({ check }) => check).filter(({ asset }) => ids.has(keyId(asset)));
  return { checks, findings };
}

/** Descriptions of checks, with where each stands. */
export interface ReadCheckSpecs {
  readonly checks: readonly { readonly check: AssetCheckSpecData; readonly path: DeclarationPath }[];
  /** True where some check could not be known. */
  readonly incomplete: boolean;
  readonly findings: readonly Finding[];
}

/**
 * Reads a list of AssetCheckSpec.
 *
 * @param only the asset of those that name none
 * @param assetNeeded whether it is an error that a check names none, where `only` does not say it
 */
export function readCheckSpecs(
  specs: unknown,
  path: DeclarationPath,
  only: AssetKey | undefined,
  assetNeeded: boolean,
): ReadCheckSpecs {
  const checks: { check: AssetCheckSpecData; path: DeclarationPath }[] = [];
  const findings: Finding[] = [];
  if (!Array.isArray(specs)) return { checks, incomplete: isUnknown(specs), findings };
  const option = String(path.at(-1));
  const seen = new Set<string>();
  const unsure = new Set<string>();
  let incomplete = false;
  for (const [index, spec] of specs.entries()) {
    const place = [...path, index];
    if (isUnknown(spec)) {
      incomplete = true;
      continue;
    }
    if (!isRecord(spec)) {
      findings.push(finding("invalid-check", `${option} takes AssetCheckSpec({ name, asset }), not ${describe(spec)}.`, place));
      continue;
    }
    const { name } = spec;
    findings.push(
      ...checkOptionKinds({ ...spec, name: undefined }, specTable, place).map(asCheck),
      ...checkCheckName(name, place),
      ...checkAutomationCondition(spec.automationCondition, [...place, "automationCondition"], "check"),
    );
    const target = targetOf(spec.asset, only, assetNeeded, [...place, "asset"]);
    findings.push(...target.findings);
    if (isUnknown(name) || isUnknown(target.key)) incomplete = true;
    const key = isUnknown(target.key) ? undefined : target.key;
    // A target that is not known is taken to be the only one that it can be, but nobody is accused by that.
    const isSure = !isUnknown(spec.asset);
    const additional = readDeps(spec.additionalDeps, [...place, "additionalDeps"]);
    findings.push(...additional.findings, ...(isSure ? waitsForItself(name, key, additional.upstreams) : []));
    if (typeof name !== "string") continue;
    const id = `${key === undefined ? JSON.stringify(spec.asset ?? null) : keyId(key)}:${name}`;
    if (seen.has(id)) {
      const message = `Two checks of this asset are named ${quote(name)}: rename one.`;
      if (isSure && !unsure.has(id)) findings.push(finding("duplicate-check", message, place));
      continue;
    }
    seen.add(id);
    if (!isSure) unsure.add(id);
    if (key === undefined) continue;
    const check = checkSpecOf(
      key,
      name,
      spec,
      additional.upstreams.map((upstream) => upstream.key),
    );
    checks.push({ check, path: place });
  }
  return { checks, incomplete, findings };
}

/** A check as plain data. */
export function checkSpecOf(
  asset: AssetKey,
  name: string,
  settings: Readonly<Record<string, unknown>>,
  additionalDeps: readonly AssetKey[],
): AssetCheckSpecData {
  return {
    asset,
    name,
    ...optional("description", text(settings.description)),
    blocking: settings.blocking === true,
    additionalDeps,
    metadata: metadataOf(settings.metadata),
    ...optional("automationCondition", objectOrNothing<object>(settings.automationCondition)),
  };
}

/** Spec 1.1: a check's name is part of its step's. */
export function checkCheckName(name: unknown, path: DeclarationPath): Finding[] {
  if (isUnknown(name) || (typeof name === "string" && checkName.test(name))) return [];
  const message = `A check's name is made of letters A to Z, digits and _, but it is ${describe(name)}.`;
  return [finding("invalid-check", message, [...path, "name"])];
}

/** Spec 1.6: a check waits for the asset that it is about, so it names that nowhere else. */
export function waitsForItself(name: unknown, target: AssetKey | undefined, upstreams: readonly DeclaredUpstream[]): Finding[] {
  const itself = target && upstreams.find(({ key }) => sameKey(key, target));
  if (!itself) return [];
  const which = typeof name === "string" ? ` ${quote(name)}` : "";
  const message = `The check${which} waits for its asset anyway: remove it from ${String(itself.path.at(-2))}.`;
  return [finding("invalid-check", message, itself.path)];
}

/** A check's options of a wrong kind are reported as what is wrong with the check. */
function asCheck(made: Finding): Finding {
  return made.code === "invalid-option" ? { ...made, code: "invalid-check" } : made;
}

function targetOf(
  asset: unknown,
  only: AssetKey | undefined,
  needed: boolean,
  path: DeclarationPath,
): { readonly key: AssetKey | Unknown | undefined; readonly findings: readonly Finding[] } {
  if (isUnknown(asset) && only !== undefined) return { key: only, findings: [] };
  if (asset !== undefined && asset !== null) return readKey(asset, path);
  if (only !== undefined || !needed) return { key: only, findings: [] };
  const message = "A check names the asset that it is about, where there are several: add asset.";
  return { key: undefined, findings: [finding("invalid-check", message, path)] };
}
