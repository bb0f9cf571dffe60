import { type Finding, finding } from "../findings/finding.ts";
import { quote } from "../findings/quote.ts";
import type { AssetDeclaration } from "./declaration.ts";
import { reservedNames } from "./identity.ts";
import { isUnknown, UNKNOWN, type Unknown } from "./unknown.ts";

const stepName = /^[A-Za-z0-9_]+$/;

/** Spec 1.1: the name of a step: letters A to Z, digits and underscores, and no reserved word. */
export function checkStepName(name: string, path: readonly (string | number)[] = ["name"]): Finding[] {
  if (reservedNames.has(name)) {
    return [finding("reserved-name", `${quote(name)} is reserved and cannot name a step: choose another name.`, path)];
  }
  if (stepName.test(name)) return [];
  const mended = name.replace(/[^A-Za-z0-9_]+/gu, "_");
  const message = `The name of a step is made of letters A to Z, digits and _, but it is ${quote(name)}.`;
  return [finding("invalid-name", message, path, /[A-Za-z0-9]/.test(mended) && mended.length <= 255 ? [mended] : [])];
}

/** What a declaration that has a step of its own is called. */
export interface ReadStepName {
  /** `UNKNOWN` where it is pending or cannot be known; undefined where it is wrong. */
  readonly name: string | Unknown | undefined;
  readonly findings: readonly Finding[];
}

/** The option `name`, or else the name of the compute function or of the exported constant. */
export function readStepName({ options, fallbackName, nameRequired }: AssetDeclaration, caller: string): ReadStepName {
  const { name = fallbackName } = options;
  if (isUnknown(name)) return { name: UNKNOWN, findings: [] };
  if (name === undefined || name === null) {
    if (!nameRequired) return { name: UNKNOWN, findings: [] };
    const message = `This step has no name: export it as a constant, name its function, or give ${caller.replace("()", "")}({ name: "…" }).`;
    return { name: undefined, findings: [finding("missing-name", message)] };
  }
  // A name of the wrong kind is reported with the other kinds of option.
  if (typeof name !== "string") return { name: undefined, findings: [] };
  const findings = checkStepName(name, options.name === undefined ? [] : ["name"]);
  return { name: findings.length === 0 ? name : undefined, findings };
}
