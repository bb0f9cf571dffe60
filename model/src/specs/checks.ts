import { type DeclarationPath, type Finding, finding } from "../findings/finding.ts";
import { quote, quoteKey } from "../findings/quote.ts";
import { type AssetKey, sameKey } from "../keys/assetKey.ts";
import type { AssetCheckSpecData } from "./declaration.ts";
import { readDeps } from "./deps.ts";
import { readKey } from "./identity.ts";
import { metadataOf } from "./metadata.ts";
import { describe, isRecord } from "./options.ts";
import { isUnknown, type Unknown } from "./unknown.ts";

const checkOptions = ["name", "asset", "description", "additionalDeps", "blocking", "metadata", "automationCondition"];
const checkName = /^[A-Za-z0-9_]+$/;

/** The checks of a declaration (spec 1.6): about the asset itself, each name once, no further dependency on itself. */
export function checksOf(
  specs: unknown,
  ownKey: AssetKey | Unknown | undefined,
): { checks: AssetCheckSpecData[]; findings: Finding[] } {
  const checks: AssetCheckSpecData[] = [];
  const findings: Finding[] = [];
  if (!Array.isArray(specs)) return { checks, findings };
  const known = isUnknown(ownKey) ? undefined : ownKey;
  const names = new Set<string>();
  for (const [index, spec] of specs.entries()) {
    const path = ["checkSpecs", index];
    if (isUnknown(spec)) continue;
    if (!isRecord(spec)) {
      findings.push(finding("invalid-check", `checkSpecs takes AssetCheckSpec({ name, asset }), not ${describe(spec)}.`, path));
      continue;
    }
    const { name } = spec;
    findings.push(...checkSettings(spec, path));
    if (typeof name !== "string") continue;
    if (names.has(name)) {
      findings.push(finding("duplicate-check", `Two checks of this asset are named ${quote(name)}: rename one.`, path));
    }
    names.add(name);
    findings.push(...checkTarget(name, spec.asset, known, [...path, "asset"]));
    const additional = readDeps(spec.additionalDeps, [...path, "additionalDeps"]);
    findings.push(...additional.findings);
    const itself = known && additional.upstreams.find(({ key }) => sameKey(key, known));
    if (itself) {
      const message = `The check ${quote(name)} waits for its asset anyway: remove it from additionalDeps.`;
      findings.push(finding("invalid-check", message, itself.path));
    }
    if (known === undefined) continue;
    checks.push({
      asset: known,
      name,
      ...(typeof spec.description === "string" ? { description: spec.description } : {}),
      blocking: spec.blocking === true,
      additionalDeps: additional.upstreams.map(({ key }) => key),
      metadata: metadataOf(spec.metadata),
    });
  }
  return { checks, findings };
}

/** The names and kinds of a check's options. */
function checkSettings(spec: Readonly<Record<string, unknown>>, path: DeclarationPath): Finding[] {
  const findings: Finding[] = [];
  for (const option of Object.keys(spec)) {
    if (checkOptions.includes(option)) continue;
    const message = `AssetCheckSpec has no option ${quote(option)}: it takes ${checkOptions.join(", ")}.`;
    findings.push(finding("unknown-option", message, [...path, option]));
  }
  const { name } = spec;
  if (!isUnknown(name) && !(typeof name === "string" && checkName.test(name))) {
    const message = `A check's name is made of letters A to Z, digits and _, but it is ${describe(name)}.`;
    findings.push(finding("invalid-check", message, [...path, "name"]));
  }
  const wrong = (option: string, takes: string, fits: (value: unknown) => boolean) => {
    const value = spec[option];
    if (value === undefined || value === null || isUnknown(value) || fits(value)) return;
    const message = `${option} of a check takes ${takes}, not ${describe(value)}.`;
    findings.push(finding("invalid-check", message, [...path, option]));
  };
  wrong("description", "text", (value) => typeof value === "string");
  wrong("additionalDeps", "a list of assets, keys or AssetDep(…)", Array.isArray);
  wrong("blocking", "true or false", (value) => typeof value === "boolean");
  return findings;
}

function checkTarget(name: string, asset: unknown, ownKey: AssetKey | undefined, path: DeclarationPath): Finding[] {
  if (asset === undefined || asset === null) return [];
  const target = readKey(asset, path);
  if (ownKey === undefined || target.key === undefined || isUnknown(target.key) || sameKey(target.key, ownKey)) {
    return target.findings;
  }
  const message = `The check ${quote(name)} is about ${quoteKey(target.key)}, but checkSpecs of ${quoteKey(ownKey)} can only check that asset.`;
  return [...target.findings, finding("invalid-check", message, path)];
}
