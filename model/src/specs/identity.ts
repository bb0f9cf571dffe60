import { type DeclarationPath, type Finding, finding } from "../findings/finding.ts";
import { quote } from "../findings/quote.ts";
import { type AssetKey, stepNameOf } from "../keys/assetKey.ts";
import type { AssetDeclaration } from "./declaration.ts";
import { describe } from "./options.ts";
import { isUnknown, UNKNOWN, type Unknown } from "./unknown.ts";

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
export function identityOf({ options, fallbackName, nameRequired }: AssetDeclaration): Identity {
  const { name, keyPrefix, key } = options;
  const prefix = readKeyPrefix(keyPrefix, ["keyPrefix"]);
  const findings: Finding[] = [...prefix.findings];
  if (isUnknown(key)) return { key: UNKNOWN, findings };
  if (key !== undefined) {
    const others = Object.entries({ name, keyPrefix }).filter(([, value]) => isGiven(value) && !isUnknown(value));
    if (isGiven(key) && others.length > 0) {
      const names = others.map(([option]) => option).join(" and ");
      findings.push(
        finding("key-with-name", `key says the whole name, so ${names} cannot stand beside it: remove one.`, ["key"]),
      );
    }
    const whole = readOwnKey(key, ["key"]);
    findings.push(...whole.findings);
    if (whole.key !== undefined && !isUnknown(whole.key)) findings.push(...checkName(whole.key.path, [], "key"));
    return { key: whole.key, findings };
  }
  const ownName = isGiven(name) ? name : fallbackName;
  if (isUnknown(ownName)) return { key: UNKNOWN, findings };
  if (typeof ownName !== "string" || ownName === "") {
    // A name of the wrong kind is reported with the other kinds of option.
    if (isGiven(name)) return { key: undefined, findings };
    if (!nameRequired) return { key: UNKNOWN, findings };
    findings.push(
      finding(
        "missing-name",
        'This asset has no name: export it as a constant, name its compute function, or give asset({ name: "…" }).',
      ),
    );
    return { key: undefined, findings };
  }
  const nameFrom = isGiven(name) ? "name" : undefined;
  if (ownName.includes("/")) {
    findings.push(slashFinding(ownName, nameFrom === undefined ? [] : [nameFrom]));
    return { key: undefined, findings };
  }
  if (prefix.path === undefined || isUnknown(prefix.path)) {
    return { key: prefix.path, findings: [...findings, ...checkName([ownName], undefined, nameFrom)] };
  }
  findings.push(...checkName([ownName], prefix.path, nameFrom));
  return { key: { path: [...prefix.path, ownName] }, findings };
}

/** Reads the key of an upstream, as `deps` and `ins` take it. A segment may hold a slash, as external keys do. */
export function readKey(value: unknown, path: DeclarationPath): ReadKey {
  return readSegments(segmentsOf(value), path, value);
}

/** Reads a key that is being declared: its segments hold no slash. */
function readOwnKey(value: unknown, path: DeclarationPath): ReadKey {
  const segments = segmentsOf(value);
  const slashes = slashesIn(segments, path);
  return slashes.length > 0 ? { key: undefined, findings: slashes } : readSegments(segments, path, value);
}

/** `UNKNOWN` where the key cannot be known; undefined where it is wrong. */
interface ReadKey {
  readonly key: AssetKey | Unknown | undefined;
  readonly findings: Finding[];
}

/** Reads `keyPrefix` of an asset or an input: text is one segment, empty segments are dropped. */
export function readKeyPrefix(
  value: unknown,
  path: DeclarationPath,
): { path: readonly string[] | Unknown | undefined; findings: Finding[] } {
  if (value === undefined || value === null) return { path: [], findings: [] };
  if (isUnknown(value)) return { path: UNKNOWN, findings: [] };
  const segments = typeof value === "string" ? [value] : value;
  if (!Array.isArray(segments)) {
    const message = `keyPrefix is text (one segment) or a list of texts, not ${describe(value)}.`;
    return { path: undefined, findings: [finding("invalid-key", message, path)] };
  }
  const findings = [...wrongSegments(segments, path), ...slashesIn(segments, path)];
  if (findings.length > 0) return { path: undefined, findings };
  return { path: segments.some(isUnknown) ? UNKNOWN : segments.filter((segment) => segment !== ""), findings };
}

/** The segments of text, a list or a key; anything else comes back as it is. */
function segmentsOf(value: unknown): unknown {
  if (typeof value === "string") return [value];
  if (typeof value === "object" && value !== null && "path" in value) return value.path;
  return value;
}

function readSegments(segments: unknown, path: DeclarationPath, value: unknown): ReadKey {
  if (isUnknown(segments)) return { key: UNKNOWN, findings: [] };
  if (!Array.isArray(segments)) {
    const message = `A key is text (one segment), a list of texts, AssetKey(…) or an asset, not ${describe(value)}.`;
    return { key: undefined, findings: [finding("invalid-key", message, path)] };
  }
  const findings = wrongSegments(segments, path);
  if (findings.length > 0) return { key: undefined, findings };
  if (segments.some(isUnknown)) return { key: UNKNOWN, findings: [] };
  const given = segments.filter((segment) => segment !== "");
  if (given.length > 0) return { key: { path: given }, findings: [] };
  return { key: undefined, findings: [finding("invalid-key", "A key needs at least one segment that is not empty.", path)] };
}

function wrongSegments(segments: readonly unknown[], path: DeclarationPath): Finding[] {
  // A copy, because flatMap() passes over the holes of a list.
  return [...segments].flatMap((segment, index) =>
    typeof segment === "string" || isUnknown(segment)
      ? []
      : finding("invalid-key", `A key's segments are texts, but segment ${index + 1} is ${describe(segment)}.`, path),
  );
}

function slashesIn(segments: unknown, path: DeclarationPath): Finding[] {
  if (!Array.isArray(segments)) return [];
  return segments
    .filter((segment) => typeof segment === "string" && segment.includes("/"))
    .map((segment: string) => slashFinding(segment, path));
}

function slashFinding(segment: string, path: DeclarationPath): Finding {
  const parts = segment.split("/").filter((part) => part !== "");
  const rule = `A slash separates the parts of a key, so no part can hold one, but ${quote(segment)} does`;
  const name = parts.at(-1);
  if (name === undefined) return finding("slash-in-key-part", `${rule}: leave it out.`, path);
  if (path[0] === "key" || path[0] === "keyPrefix") {
    const list = JSON.stringify(parts);
    return finding("slash-in-key-part", `${rule}: write ${list}.`, path, [list]);
  }
  const prefix = JSON.stringify(parts.slice(0, -1));
  return finding("slash-in-key-part", `${rule}: write name: ${quote(name)} and keyPrefix: ${prefix}.`, path);
}

/**
 * The rules for the name of a step (spec 1.1), told where they are broken: in the prefix or in the rest of the key.
 *
 * @param prefix undefined where it is not known
 */
function checkName(segments: readonly string[], prefix: readonly string[] | undefined, option: string | undefined): Finding[] {
  const stepName = stepNameOf({ path: [...(prefix ?? []), ...segments] });
  if (prefix !== undefined && reservedNames.has(stepName)) {
    const message = `${quote(stepName)} is reserved and cannot name an asset: choose another name.`;
    return [finding("reserved-name", message, option === undefined ? [] : [option])];
  }
  return [...checkCharacters(prefix ?? [], "keyPrefix"), ...checkCharacters(segments, option)];
}

function checkCharacters(segments: readonly string[], option: string | undefined): Finding[] {
  const wrong = new Set(segments.flatMap((segment) => segment.match(/[^A-Za-z0-9_-]/gu) ?? []));
  if (wrong.size === 0) return [];
  const list = [...wrong].slice(0, 5).map((character) => JSON.stringify(character));
  const mended = segments.map((segment) => segment.replace(/[^A-Za-z0-9_-]+/gu, "_"));
  const suggestion = mended.length === 1 ? (mended[0] as string) : JSON.stringify(mended);
  return [
    finding(
      "invalid-name",
      `An asset's name is made of letters A to Z, digits, _ and -, but ${quote(segments.join("/"))} holds ${list.join(", ")}.`,
      option === undefined ? [] : [option],
      mended.every((segment) => /[A-Za-z0-9]/.test(segment)) ? [suggestion] : [],
    ),
  ];
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && value !== "" && !(Array.isArray(value) && value.length === 0);
}
