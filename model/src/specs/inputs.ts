import { type DeclarationPath, type Finding, finding } from "../findings/finding.ts";
import { quote } from "../findings/quote.ts";
import type { AssetKey } from "../keys/assetKey.ts";
import { checkMappingData } from "../partitions/mappings/checkMappingData.ts";
import type { AssetDeclaration, InputParameters } from "./declaration.ts";
import type { DeclaredUpstream } from "./deps.ts";
import { readKey, readKeyPrefix } from "./identity.ts";
import { checkOptionNames, isRecord } from "./options.ts";
import { isUnknown, UNKNOWN, type Unknown } from "./unknown.ts";

/** What the compute function's first parameter and `ins` say. */
export interface Inputs {
  /** The upstream of each input, by the input's name. */
  readonly inputs: ReadonlyMap<string, DeclaredUpstream>;
  /** True where some input could not be known. */
  readonly incomplete: boolean;
  /** Destructured names that are resources. */
  readonly resources: readonly string[];
  readonly findings: readonly Finding[];
}

const inSettings = ["key", "keyPrefix", "metadata", "inputManagerKey", "partitionMapping"];

/** Names that never stand for an input: the context has a parameter of its own, `config` is kept for configuration. */
const reservedInputs: ReadonlySet<string> = new Set(["context", "config"]);

/**
 * Reads the parameters and `ins` (spec 2.1 and 2.2).
 *
 * @param option the option that says where inputs come from; `additionalIns` for a check
 */
export function readInputs(
  { options, parameters, resourceKeys }: AssetDeclaration,
  option: "ins" | "additionalIns" = "ins",
): Inputs {
  const given = options[option];
  const insKnown = !isUnknown(given);
  const ins = isRecord(given) ? given : {};
  const findings = [...checkParameters(parameters, given, option), ...checkNames(ins, parameters, option)];
  const inputs = new Map<string, DeclaredUpstream>();
  let incomplete = !insKnown || parameters.kind === "unknown";
  for (const [name, value] of Object.entries(ins)) {
    const path = [option, name];
    const read = readInput(name, value, path);
    findings.push(...read.findings);
    if (isUnknown(read.key)) incomplete = true;
    else if (read.key !== undefined) inputs.set(name, { key: read.key, settings: read.settings, path });
  }

  const required = Array.isArray(options.requiredResourceKeys) ? options.requiredResourceKeys : [];
  const resourcesKnown = !isUnknown(options.requiredResourceKeys) && !required.some(isUnknown);
  const resources: string[] = [];
  for (const name of parameters.kind === "names" ? new Set(parameters.names) : []) {
    if (Object.hasOwn(ins, name) || reservedInputs.has(name)) continue;
    if (resourceKeys.has(name) || required.includes(name)) resources.push(name);
    else if (!insKnown || !resourcesKnown) incomplete = true;
    else inputs.set(name, { key: { path: [name] }, settings: {}, path: ["parameters", name] });
  }
  return { inputs, incomplete, resources, findings };
}

/** Whether the inputs can be read from the parameters, and the context does not stand among them. */
function checkParameters(parameters: InputParameters, ins: unknown, option: string): Finding[] {
  // A leading underscore says that the parameter is not used: it stands there for the sake of the context behind it.
  if (parameters.kind === "opaque" && ins === undefined && !parameters.name.startsWith("_")) {
    const message = `The inputs cannot be read from ${quote(parameters.name)}: destructure it, as in ({ upstream }) => …, or list them in ${option}.`;
    return [finding("inputs-not-destructured", message, ["parameters"])];
  }
  if (parameters.kind !== "names") return [];
  const findings: Finding[] = [];
  if (parameters.rest && ins === undefined) {
    const message = `The inputs behind a rest element (...) cannot be read: destructure each by name, or list them in ${option}.`;
    findings.push(finding("inputs-not-destructured", message, ["parameters"]));
  }
  if (parameters.names.includes("context")) {
    const message = "The context is the second parameter: write ({ … }, context) => …, not ({ context }) => ….";
    findings.push(finding("reserved-input", message, ["parameters", "context"]));
  }
  return findings;
}

/** Whether each name that is given can be the name of an input, and is one of the compute function's. */
function checkNames(ins: Readonly<Record<string, unknown>>, parameters: InputParameters, option: string): Finding[] {
  const taken = new Set(parameters.kind === "names" ? parameters.names : []);
  const takesAny =
    parameters.kind === "opaque" || parameters.kind === "unknown" || (parameters.kind === "names" && parameters.rest);
  return Object.keys(ins).flatMap((name) => {
    const path = [option, name];
    if (reservedInputs.has(name)) {
      return finding(
        "reserved-input",
        `${quote(name)} is reserved and cannot name an input: rename it in ${option} and in ({ … }).`,
        path,
      );
    }
    if (takesAny || taken.has(name)) return [];
    const message =
      parameters.kind === "none"
        ? `${option} names ${quote(name)}, but the compute function has no parameter: take it as ({ ${/^[\w$]{1,100}$/.test(name) ? name : `${quote(name)}: input`} }) => …, or move it to ${option === "ins" ? "deps" : "additionalDeps"} if its value is not needed.`
        : `${option} names ${quote(name)}, but the compute function does not take it: add it to ({ … }), or move it to ${option === "ins" ? "deps" : "additionalDeps"} if its value is not needed.`;
    return finding("input-without-parameter", message, path);
  });
}

interface ReadInput {
  readonly key: AssetKey | Unknown | undefined;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly findings: readonly Finding[];
}

function readInput(name: string, value: unknown, path: DeclarationPath): ReadInput {
  if (!isRecord(value) || "path" in value) return { ...readKey(value, path), settings: {} };
  const findings = [
    ...checkOptionNames(value, "AssetIn()", inSettings, path),
    ...checkMappingData(value.partitionMapping, [...path, "partitionMapping"]),
  ];
  const { key, keyPrefix } = value;
  if (isUnknown(key) || isUnknown(keyPrefix)) return { key: UNKNOWN, findings, settings: value };
  if (isSet(key) && isSet(keyPrefix)) {
    const message = `The input ${quote(name)} has both key and keyPrefix: key says the whole name, so remove one.`;
    findings.push(finding("input-key-with-prefix", message, path));
    return { key: undefined, findings, settings: value };
  }
  if (isSet(key)) {
    const read = readKey(key, [...path, "key"]);
    return { key: read.key, findings: [...findings, ...read.findings], settings: value };
  }
  const prefix = readKeyPrefix(keyPrefix, [...path, "keyPrefix"]);
  const made = prefix.path === undefined || isUnknown(prefix.path) ? prefix.path : { path: [...prefix.path, name] };
  return { key: made, findings: [...findings, ...prefix.findings], settings: value };
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null;
}
