import { type DeclarationPath, type Finding, finding } from "../findings/finding.ts";
import { quote } from "../findings/quote.ts";
import { closest } from "../graph/similarity.ts";
import type { CheckedDeclarations } from "./checkedDeclarations.ts";
import type { AssetSpec } from "./declaration.ts";
import { defaultIoManagerKey } from "./ioManagerKey.ts";
import { isRecord } from "./options.ts";

/** What the `Definitions` of a project give, by name. Absent where there may be more than is known. */
export interface ProvidedResources {
  readonly resources?: ReadonlySet<string>;
  readonly ioManagers?: ReadonlySet<string>;
}

/** Something that is needed but not given. */
export interface MissingResource {
  readonly what: "resource" | "I/O manager";
  readonly name: string;
  /** What is given of its kind. */
  readonly known: Iterable<string>;
  /** The resource that is made of it, where the declaration itself does not need it. */
  readonly neededBy?: string;
}

/**
 * The resources and I/O managers that a declaration needs and no `Definitions` give (spec 4.9).
 *
 * @param options the declaration's, which say where the names stand
 */
export function checkNeededResources(
  { specs, checkSteps }: Pick<CheckedDeclarations, "specs" | "checkSteps">,
  options: Readonly<Record<string, unknown>>,
  { resources, ioManagers }: ProvidedResources,
): Finding[] {
  const findings: Finding[] = [];
  if (resources !== undefined) {
    const listed: readonly unknown[] = Array.isArray(options.requiredResourceKeys) ? options.requiredResourceKeys : [];
    for (const name of new Set([...specs, ...checkSteps].flatMap(({ requiredResourceKeys }) => requiredResourceKeys))) {
      if (resources.has(name)) continue;
      const at = listed.indexOf(name);
      const path = at < 0 ? ["requiredResourceKeys"] : ["requiredResourceKeys", at];
      findings.push(missingResource({ what: "resource", name, known: resources }, path));
    }
  }
  if (ioManagers !== undefined) {
    const told = new Set<string>();
    for (const [name, path] of [...specs.map(managerOf), ...managersOfInputs(options)]) {
      if (name === defaultIoManagerKey || ioManagers.has(name) || told.has(name)) continue;
      told.add(name);
      findings.push(missingResource({ what: "I/O manager", name, known: ioManagers }, path));
    }
  }
  return findings;
}

/** Says that something is needed and not given. */
export function missingResource({ what, name, known, neededBy }: MissingResource, path: DeclarationPath): Finding {
  const option = what === "resource" ? "resources" : "ioManagers";
  const suggestions = closest(name, known);
  const guess = suggestions[0] === undefined ? "" : ` Did you mean ${quote(suggestions[0])}?`;
  const use = neededBy === undefined ? "" : `, of which ${quote(neededBy)} is made`;
  const message = `No Definitions give the ${what} ${quote(name)}${use}: add it, as in Definitions({ ${option}: { ${quote(name)}: … } }).${guess}`;
  return finding("unknown-resource", message, path, suggestions);
}

type NamedManager = readonly [name: string, path: DeclarationPath];

function managerOf({ ioManagerKey, unit, outputName }: AssetSpec): NamedManager {
  const path = unit === undefined || outputName === undefined ? ["ioManagerKey"] : ["outs", outputName, "ioManagerKey"];
  return [ioManagerKey, path];
}

function managersOfInputs(options: Readonly<Record<string, unknown>>): NamedManager[] {
  return ["ins", "additionalIns"].flatMap((option) => {
    const inputs = options[option];
    return Object.entries(isRecord(inputs) ? inputs : {}).flatMap(([input, value]): NamedManager[] => {
      const name = isRecord(value) ? value.inputManagerKey : undefined;
      return typeof name === "string" ? [[name, [option, input, "inputManagerKey"]]] : [];
    });
  });
}
