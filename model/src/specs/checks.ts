import { type Finding, finding } from "../findings/finding.ts";
import { type AssetKey, keyId, toUserString } from "../keys/assetKey.ts";
import type { AssetCheckSpecData } from "./declaration.ts";
import { readKey } from "./identity.ts";
import { describe } from "./options.ts";
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
  const names = new Set<string>();
  for (const [index, spec] of specs.entries()) {
    const path = ["checkSpecs", index];
    if (isUnknown(spec)) continue;
    if (typeof spec !== "object" || spec === null) {
      findings.push(finding("invalid-check", `checkSpecs takes AssetCheckSpec({ name, asset }), not ${describe(spec)}.`, path));
      continue;
    }
    const given = spec as Record<string, unknown>;
    for (const option of Object.keys(given)) {
      if (!checkOptions.includes(option)) {
        const message = `AssetCheckSpec has no option "${option}": it takes ${checkOptions.join(", ")}.`;
        findings.push(finding("unknown-option", message, [...path, option]));
      }
    }
    if (isUnknown(given.name)) continue;
    if (typeof given.name !== "string" || !checkName.test(given.name)) {
      findings.push(
        finding("invalid-check", `A check's name is made of letters A to Z, digits and _, not ${describe(given.name)}.`, path),
      );
      continue;
    }
    if (names.has(given.name)) {
      findings.push(finding("duplicate-check", `Two checks of this asset are named "${given.name}": rename one.`, path));
    }
    names.add(given.name);
    const known = ownKey !== undefined && !isUnknown(ownKey) ? ownKey : undefined;
    if (given.asset !== undefined) {
      const target = readKey(given.asset, [...path, "asset"]);
      findings.push(...target.findings);
      if (known && target.key && !isUnknown(target.key) && keyId(target.key) !== keyId(known)) {
        findings.push(
          finding(
            "invalid-check",
            `The check "${given.name}" is about "${toUserString(target.key)}", but checkSpecs of "${toUserString(known)}" can only check that asset.`,
            [...path, "asset"],
          ),
        );
      }
    }
    const additional = Array.isArray(given.additionalDeps) ? given.additionalDeps : [];
    const additionalDeps: AssetKey[] = [];
    for (const [at, value] of additional.entries()) {
      const read = readKey(value, [...path, "additionalDeps", at]);
      findings.push(...read.findings);
      if (read.key === undefined || isUnknown(read.key)) continue;
      if (known && keyId(read.key) === keyId(known)) {
        findings.push(
          finding("invalid-check", `The check "${given.name}" waits for its asset anyway: remove it from additionalDeps.`, [
            ...path,
            "additionalDeps",
            at,
          ]),
        );
      }
      additionalDeps.push(read.key);
    }
    checks.push({
      name: given.name,
      ...(typeof given.description === "string" ? { description: given.description } : {}),
      blocking: given.blocking === true,
      additionalDeps,
    });
  }
  return { checks, findings };
}
