import { type DeclarationPath, type Finding, finding } from "../findings/finding.ts";
import { type AssetKey, isAssetKey, stepNameOf } from "../keys/assetKey.ts";
import type { AssetDeclaration } from "./declaration.ts";
import { describe } from "./options.ts";
import { isUnknown, UNKNOWN, type Unknown } from "./unknown.ts";

const nameCharacters = /^[A-Za-z0-9_]+$/;

/** Words that Dagster keeps for itself (spec 1.1). Python's keywords are free in TypeScript. */
const reservedNames: ReadonlySet<string> = new Set([
  "context",
  "conf",
  "config",
  "meta",
  "arg_dict",
  "dict",
  "input_arg_dict",
  "output_arg_dict",
  "int",
  "str",
  "float",
  "bool",
  "input",
  "output",
  "type",
]);

/** What `name`, `keyPrefix` and `key` make together. `UNKNOWN` where it cannot be known; undefined where it is wrong. */
export interface Identity {
  readonly key: AssetKey | Unknown | undefined;
  readonly findings: readonly Finding[];
}

/** The key of a declaration (spec 1.1). */
export function identityOf(declaration: AssetDeclaration): Identity {
  const { name, keyPrefix, key } = declaration.options;
  const findings: Finding[] = [];
  if (given(key) && (given(name) || given(keyPrefix))) {
    const others = [given(name) ? "name" : "", given(keyPrefix) ? "keyPrefix" : ""].filter(Boolean).join(" and ");
    findings.push(finding("key-with-name", `key says the whole name, so ${others} cannot stand beside it: remove one.`, ["key"]));
  }
  const prefix = readKeyPrefix(keyPrefix, ["keyPrefix"]);
  const whole = key === undefined ? undefined : readKey(key, ["key"]);
  findings.push(...prefix.findings, ...(whole?.findings ?? []));
  if (whole !== undefined) {
    if (whole.key === undefined || isUnknown(whole.key)) return { key: whole.key, findings };
    return { key: whole.key, findings: [...findings, ...checkStepName(whole.key, ["key"])] };
  }
  const ownName = given(name) ? name : declaration.fallbackName;
  if (isUnknown(ownName)) return { key: UNKNOWN, findings };
  if (typeof ownName !== "string") {
    if (declaration.optionsIncomplete || !declaration.nameRequired) return { key: UNKNOWN, findings };
    // A name of the wrong kind is reported with the other kinds of option.
    if (given(name)) return { key: undefined, findings };
    findings.push(
      finding(
        "missing-name",
        'This asset has no name: export it as a constant, name its compute function, or give asset({ name: "…" }).',
      ),
    );
    return { key: undefined, findings };
  }
  if (declaration.optionsIncomplete && (!given(name) || keyPrefix === undefined)) return { key: UNKNOWN, findings };
  const path = given(name) ? ["name"] : [];
  if (ownName.includes("/")) {
    findings.push(slashFinding(ownName, path));
    return { key: undefined, findings };
  }
  if (prefix.path === undefined || isUnknown(prefix.path)) {
    findings.push(...checkStepName({ path: [ownName] }, path));
    return { key: prefix.path, findings };
  }
  const made: AssetKey = { path: [...prefix.path, ownName] };
  return { key: made, findings: [...findings, ...checkStepName(made, path)] };
}

/** Reads `key` of an asset, an input or a dependency: text is one segment. */
export function readKey(value: unknown, path: DeclarationPath): { key: AssetKey | Unknown | undefined; findings: Finding[] } {
  if (isUnknown(value)) return { key: UNKNOWN, findings: [] };
  const segments = typeof value === "string" ? [value] : isAssetKey(value) ? value.path : value;
  if (!Array.isArray(segments)) {
    const message = `A key is text (one segment), a list of texts, AssetKey(…) or an asset, not ${describe(value)}.`;
    return { key: undefined, findings: [finding("invalid-key", message, path)] };
  }
  const read = readSegments(segments, path);
  if (read.path === undefined || isUnknown(read.path)) return { key: read.path, findings: read.findings };
  if (read.path.length === 0) {
    return { key: undefined, findings: [finding("invalid-key", "A key needs at least one segment that is not empty.", path)] };
  }
  return { key: { path: read.path }, findings: read.findings };
}

/** Reads `keyPrefix` of an asset or an input: text is one segment, empty segments are dropped. */
export function readKeyPrefix(
  value: unknown,
  path: DeclarationPath,
): { path: readonly string[] | Unknown | undefined; findings: Finding[] } {
  if (value === undefined) return { path: [], findings: [] };
  if (isUnknown(value)) return { path: UNKNOWN, findings: [] };
  const segments = typeof value === "string" ? [value] : value;
  if (!Array.isArray(segments)) {
    const message = `keyPrefix is text (one segment) or a list of texts, not ${describe(value)}.`;
    return { path: undefined, findings: [finding("invalid-key", message, path)] };
  }
  return readSegments(segments, path);
}

function readSegments(
  segments: readonly unknown[],
  path: DeclarationPath,
): { path: readonly string[] | Unknown | undefined; findings: Finding[] } {
  const findings: Finding[] = [];
  const read: string[] = [];
  let known = true;
  let right = true;
  for (const [index, segment] of segments.entries()) {
    if (isUnknown(segment)) known = false;
    else if (typeof segment !== "string") {
      right = false;
      findings.push(
        finding("invalid-key", `A key's segments are texts, but segment ${index + 1} is ${describe(segment)}.`, path),
      );
    } else if (segment.includes("/")) {
      right = false;
      findings.push(slashFinding(segment, path));
    } else if (segment !== "") read.push(segment);
  }
  return { path: !right ? undefined : known ? read : UNKNOWN, findings };
}

function slashFinding(segment: string, path: DeclarationPath): Finding {
  const parts = JSON.stringify(segment.split("/").filter((part) => part !== ""));
  return finding(
    "slash-in-key-part",
    `A slash separates the parts of a key, so no part can hold one: write ${parts} instead of ${JSON.stringify(segment)}.`,
    path,
    [parts],
  );
}

function checkStepName(key: AssetKey, path: DeclarationPath): Finding[] {
  const stepName = stepNameOf(key);
  if (reservedNames.has(stepName)) {
    return [finding("reserved-name", `"${stepName}" is reserved and cannot name an asset: choose another name.`, path)];
  }
  if (nameCharacters.test(stepName)) return [];
  const wrong = [...new Set(stepName.match(/[^A-Za-z0-9_]/gu) ?? [])].map((character) => JSON.stringify(character)).join(", ");
  const mended = key.path.map((segment) => segment.replace(/[^A-Za-z0-9_-]+/gu, "_")).join("/");
  return [
    finding(
      "invalid-name",
      `An asset's name is made of letters A to Z, digits, _ and -, but "${key.path.join("/")}" holds ${wrong}.`,
      path,
      [mended],
    ),
  ];
}

function given(value: unknown): boolean {
  return value !== undefined && value !== "" && !(Array.isArray(value) && value.length === 0);
}
