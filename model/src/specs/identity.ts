import { type DeclarationPath, type Finding, finding } from "../findings/finding.ts";
import { keyAsCode, quote } from "../findings/quote.ts";
import { type AssetKey, stepNameOf } from "../keys/assetKey.ts";
import { isDeviceName } from "../keys/deviceNames.ts";
import type { AssetDeclaration } from "./declaration.ts";
import { describe } from "./options.ts";
import { isSeveral } from "./several.ts";
import { isUnknown, UNKNOWN, type Unknown } from "./unknown.ts";
import { isUnnamed } from "./unnamed.ts";

/** Words that Dagster keeps for itself (spec 1.1). Python's keywords are free in TypeScript. */
export const reservedNames: ReadonlySet<string> = new Set([
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

/**
 * The most characters of a key's user string. A value lies in one folder a segment, and macOS takes paths of 1,024 bytes:
 * half of them are left to the project's own folder and to what is put behind the key.
 */
const longestKey = 512;

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
  const nameTooLong = checkLength([ownName], nameFrom === undefined ? [] : [nameFrom]);
  if (nameTooLong.length > 0) return { key: undefined, findings: [...findings, ...nameTooLong] };
  if (ownName.includes("/")) {
    findings.push(slashFinding(ownName, nameFrom === undefined ? [] : [nameFrom]));
    return { key: undefined, findings };
  }
  if (prefix.path === undefined || isUnknown(prefix.path)) {
    return { key: prefix.path, findings: [...findings, ...checkName([ownName], undefined, nameFrom)] };
  }
  const path = [...prefix.path, ownName];
  const tooLong = checkLength(path, ["keyPrefix"]);
  if (tooLong.length > 0) return { key: undefined, findings: [...findings, ...tooLong] };
  findings.push(...checkName([ownName], prefix.path, nameFrom));
  return { key: { path }, findings };
}

/** Reads the key of an upstream, as `deps` and `ins` take it. A segment may hold a slash, as external keys do. */
export function readKey(value: unknown, path: DeclarationPath): ReadKey {
  if (isSeveral(value)) {
    const message = "It takes one asset, but this function computes several: name one of them, as in split.outs.orders.";
    return { key: undefined, findings: [finding("ambiguous-dependency", message, path)] };
  }
  if (isUnnamed(value)) {
    const message =
      "This asset has no name, and so no key: export it as a constant from a file of this project, name its compute function, or give it a name.";
    return { key: undefined, findings: [finding("missing-name", message, path)] };
  }
  return readSegments(segmentsOf(value), path, value);
}

/** Reads a key that is being declared: it is not too long, and its segments hold no slash. */
function readOwnKey(value: unknown, path: DeclarationPath): ReadKey {
  const segments = segmentsOf(value);
  const tooLong = checkLength(segments, path);
  if (tooLong.length > 0) return { key: undefined, findings: tooLong };
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

/** Whether the texts among the segments make a key that is too long to be stored. */
export function checkLength(segments: unknown, path: DeclarationPath): Finding[] {
  if (!Array.isArray(segments)) return [];
  const texts = segments.filter((segment) => typeof segment === "string" && segment !== "");
  const length = texts.reduce((sum, text) => sum + text.length, Math.max(0, texts.length - 1));
  if (length <= longestKey) return [];
  const message = `A key has at most ${longestKey} characters, with a slash between its segments, but this one has ${length}: shorten it.`;
  return [finding("key-too-long", message, path)];
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
    const message = `${rule}: write ${listAsCode(parts)}.`;
    return finding("slash-in-key-part", message, path, segment.length > longestKey ? [] : [JSON.stringify(parts)]);
  }
  const prefix = listAsCode(parts.slice(0, -1));
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
  const characters = [...checkCharacters(prefix ?? [], "keyPrefix"), ...checkCharacters(segments, option)];
  if (characters.length > 0) return characters;
  return [...checkDevices(prefix ?? [], "keyPrefix"), ...checkDevices(segments, option)];
}

/** A value is kept in a folder of its key's segments, which Windows does not let be named after a device. */
function checkDevices(segments: readonly string[], option: string | undefined): Finding[] {
  const device = segments.find(isDeviceName);
  if (device === undefined) return [];
  const mended = segments.map((segment) => (isDeviceName(segment) ? `${segment}_` : segment));
  const message = `${quote(device)} is the name of a device on Windows, which cannot name a folder for the asset's value: choose another name.`;
  const suggestion = mended.length === 1 ? (mended[0] as string) : JSON.stringify(mended);
  return [finding("unsafe-key", message, option === undefined ? [] : [option], [suggestion])];
}

/** A list of texts as code writes it, cut when it is long. */
function listAsCode(texts: readonly string[]): string {
  return texts.length === 0 ? "[]" : texts.length === 1 ? `[${quote(texts[0] as string)}]` : keyAsCode({ path: texts });
}

function checkCharacters(segments: readonly string[], option: string | undefined): Finding[] {
  const wrong = new Set(segments.flatMap((segment) => segment.match(/[^A-Za-z0-9_-]/gu) ?? []));
  if (wrong.size === 0) return [];
  const list = [...wrong].slice(0, 5).map(quote);
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
