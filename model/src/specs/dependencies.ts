import { type DeclarationPath, type Finding, finding } from "../findings/finding.ts";
import { type AssetKey, keyId, toUserString } from "../keys/assetKey.ts";
import type { AssetDeclaration, AssetDependency } from "./declaration.ts";
import { readKey, readKeyPrefix } from "./identity.ts";
import { describe } from "./options.ts";
import { isTimePartitioned, type PartitionsDefinitionData } from "./partitions.ts";
import { isUnknown, UNKNOWN, type Unknown } from "./unknown.ts";

/** The dependencies of a declaration, and whether some could not be known. */
export interface Dependencies {
  readonly deps: readonly AssetDependency[];
  readonly incomplete: boolean;
  /** Destructured names that are resources. */
  readonly resources: readonly string[];
  readonly findings: readonly Finding[];
}

interface Entry {
  readonly key: AssetKey;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly path: DeclarationPath;
}

const inSettings = ["key", "keyPrefix", "metadata", "inputManagerKey", "partitionMapping"];

/** Reads parameters, `ins` and `deps` (spec 2.1 to 2.3). */
export function dependenciesOf(declaration: AssetDeclaration, ownKey: AssetKey | Unknown | undefined): Dependencies {
  const { options, parameters } = declaration;
  const findings: Finding[] = [];
  let incomplete = declaration.optionsIncomplete === true || parameters.kind === "unknown";

  const insKnown = !isUnknown(options.ins) && !(declaration.optionsIncomplete && options.ins === undefined);
  const ins = plainObject(options.ins) ? options.ins : {};
  const resources = new Set<string>();
  const required = Array.isArray(options.requiredResourceKeys) ? options.requiredResourceKeys : [];
  const resourcesKnown =
    !isUnknown(options.requiredResourceKeys) &&
    !required.some(isUnknown) &&
    !(declaration.optionsIncomplete && options.requiredResourceKeys === undefined);
  const isResource = (name: string) => required.includes(name) || declaration.resourceKeys.has(name);

  const inputs = new Map<string, Entry>();
  for (const [name, value] of Object.entries(ins)) {
    const path = ["ins", name];
    const read = readInput(name, value, path);
    findings.push(...read.findings);
    if (read.key === undefined) continue;
    if (isUnknown(read.key)) incomplete = true;
    else inputs.set(name, { key: read.key, settings: read.settings, path });
  }
  if (!insKnown) incomplete = true;

  if (parameters.kind === "opaque" && options.ins === undefined && insKnown) {
    findings.push(
      finding(
        "inputs-not-destructured",
        `The inputs cannot be read from "${parameters.name}": destructure it, as in ({ upstream }) => …, or list them in ins.`,
        ["parameters"],
      ),
    );
  }
  if (parameters.kind === "names") {
    if (parameters.rest && options.ins === undefined && insKnown) {
      findings.push(
        finding(
          "inputs-not-destructured",
          "The inputs behind ...rest cannot be read: destructure each by name, or list them in ins.",
          ["parameters"],
        ),
      );
    }
    for (const name of parameters.names) {
      const path = ["parameters", name];
      if (Object.hasOwn(ins, name) || name === "config") continue;
      if (name === "context") {
        findings.push(
          finding(
            "reserved-input",
            "The context is the second parameter: write ({ … }, context) => …, not ({ context }) => ….",
            path,
          ),
        );
      } else if (isResource(name)) resources.add(name);
      else if (!insKnown || !resourcesKnown) incomplete = true;
      else inputs.set(name, { key: { path: [name] }, settings: {}, path });
    }
    if (!parameters.rest) {
      for (const name of Object.keys(ins)) {
        if (parameters.names.includes(name)) continue;
        findings.push(
          finding(
            "input-without-parameter",
            `ins names "${name}", but the compute function does not take it: add it to ({ … }), or move it to deps if its value is not needed.`,
            ["ins", name],
          ),
        );
      }
    }
  } else if (parameters.kind === "none") {
    for (const name of Object.keys(ins)) {
      findings.push(
        finding(
          "input-without-parameter",
          `ins names "${name}", but the compute function has no parameter: take it as ({ ${name} }) => …, or move it to deps.`,
          ["ins", name],
        ),
      );
    }
  }

  const order = readDeps(options.deps);
  findings.push(...order.findings);
  incomplete ||= order.incomplete || (declaration.optionsIncomplete === true && options.deps === undefined);

  const inputKeys = new Map([...inputs.values()].map((entry) => [keyId(entry.key), entry]));
  const deps: AssetDependency[] = [...inputs].map(([inputName, entry]) => ({
    key: entry.key,
    kind: "data",
    inputName,
    declaredAt: entry.path,
  }));
  for (const entry of order.entries) {
    const input = inputKeys.get(keyId(entry.key));
    if (input === undefined) {
      deps.push({ key: entry.key, kind: "order", declaredAt: entry.path });
      continue;
    }
    const extra = Object.keys(input.settings).filter((setting) => !["key", "keyPrefix", "inputManagerKey"].includes(setting));
    if (extra.length > 0) {
      findings.push(
        finding(
          "input-in-ins-and-deps",
          `"${toUserString(entry.key)}" stands in ins and in deps: keep it in ins, or move ${extra.join(" and ")} from ins to deps.`,
          entry.path,
        ),
      );
    }
  }
  if (ownKey !== undefined && !isUnknown(ownKey)) {
    const own = keyId(ownKey);
    const itself = [...inputs.values(), ...order.entries].find((entry) => keyId(entry.key) === own);
    if (itself !== undefined && !mayDependOnItself(options.partitionsDef, itself.settings.partitionMapping)) {
      findings.push(
        finding(
          "self-dependency",
          `"${toUserString(ownKey)}" depends on itself, which only an asset of time partitions may, with a TimeWindowPartitionMapping to earlier ones.`,
          itself.path,
        ),
      );
    }
  }
  return { deps, incomplete, resources: [...resources], findings };
}

/** Spec 2.6: each partition may read strictly earlier ones, nothing else of the same asset. */
function mayDependOnItself(partitionsDef: unknown, mapping: unknown): boolean {
  if (isUnknown(partitionsDef) || isUnknown(mapping)) return true;
  const partitions = plainObject(partitionsDef) ? (partitionsDef as PartitionsDefinitionData) : undefined;
  if (partitions?.kind !== "multi" && !isTimePartitioned(partitions)) return false;
  if (!plainObject(mapping)) return false;
  // Which dimension of several is the time is not decided here: a mapping that names one is taken at its word.
  if (partitions?.kind === "multi") return true;
  const { startOffset, endOffset } = mapping as { startOffset?: unknown; endOffset?: unknown };
  if (isUnknown(startOffset) || isUnknown(endOffset)) return true;
  return typeof startOffset === "number" && startOffset < 0 && typeof endOffset === "number" && endOffset < 0;
}

function readInput(
  name: string,
  value: unknown,
  path: DeclarationPath,
): { key: AssetKey | Unknown | undefined; findings: Finding[]; settings: Readonly<Record<string, unknown>> } {
  if (!plainObject(value) || "path" in value) return { ...readKey(value, path), settings: {} };
  const findings: Finding[] = [];
  for (const setting of Object.keys(value)) {
    if (!inSettings.includes(setting)) {
      findings.push(
        finding("unknown-option", `AssetIn has no option "${setting}": it takes ${inSettings.join(", ")}.`, [...path, setting]),
      );
    }
  }
  if (value.key !== undefined && value.keyPrefix !== undefined) {
    findings.push(
      finding(
        "input-key-with-prefix",
        `The input "${name}" has both key and keyPrefix: key says the whole name, so remove one.`,
        path,
      ),
    );
    return { key: undefined, findings, settings: value };
  }
  if (value.key !== undefined) {
    const read = readKey(value.key, [...path, "key"]);
    return { key: read.key, findings: [...findings, ...read.findings], settings: value };
  }
  const prefix = readKeyPrefix(value.keyPrefix, [...path, "keyPrefix"]);
  const key =
    prefix.path === undefined
      ? undefined
      : isUnknown(prefix.path)
        ? UNKNOWN
        : ({ path: [...prefix.path, name] } satisfies AssetKey);
  return { key, findings: [...findings, ...prefix.findings], settings: value };
}

function readDeps(deps: unknown): { entries: Entry[]; incomplete: boolean; findings: Finding[] } {
  const findings: Finding[] = [];
  if (deps === undefined) return { entries: [], incomplete: false, findings };
  if (!Array.isArray(deps)) return { entries: [], incomplete: true, findings };
  let incomplete = false;
  const entries = new Map<string, Entry>();
  for (const [index, value] of deps.entries()) {
    const path = ["deps", index];
    const isDep = plainObject(value) && !("path" in value);
    const settings: Record<string, unknown> = isDep ? value : {};
    if (isDep && !("asset" in value)) {
      findings.push(
        finding("invalid-key", `deps takes assets, keys or AssetDep(…), but item ${index + 1} is ${describe(value)}.`, path),
      );
      continue;
    }
    const read = readKey(isDep ? settings.asset : value, path);
    findings.push(...read.findings);
    if (read.key === undefined) continue;
    if (isUnknown(read.key)) {
      incomplete = true;
      continue;
    }
    const id = keyId(read.key);
    const before = entries.get(id);
    if (before === undefined) entries.set(id, { key: read.key, settings, path });
    else if (!sameSettings(before.settings, settings)) {
      findings.push(
        finding(
          "duplicate-dependency",
          `deps names "${toUserString(read.key)}" twice with different settings: keep one of them.`,
          path,
        ),
      );
    }
  }
  return { entries: [...entries.values()], incomplete, findings };
}

function sameSettings(one: Readonly<Record<string, unknown>>, other: Readonly<Record<string, unknown>>): boolean {
  const plain = (settings: Readonly<Record<string, unknown>>) =>
    JSON.stringify([settings.partitionMapping ?? null, settings.metadata ?? null], (_, part: unknown) =>
      isUnknown(part) ? "unknown" : part,
    );
  return plain(one) === plain(other);
}

function plainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
