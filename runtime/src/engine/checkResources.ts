import { type AssetSpec, type CheckedDeclarations, closest, type Finding, finding } from "@headwater/model";
import type { AssetCall } from "../assets/assetCall.ts";
import { isAssetIn } from "../dependencies/assetIn.ts";
import { resourceOrder } from "../resources/resourceOrder.ts";

/** The I/O manager of assets that name none. The project may define it; otherwise values go to files. */
export const defaultIoManagerKey = "ioManager";

/** Everything that a declaration wants from `Definitions` has to be there before anything runs (spec 4.9). */
export function checkResources(
  { specs, checkSteps }: Pick<CheckedDeclarations, "specs" | "checkSteps">,
  call: AssetCall,
  resources: ReadonlyMap<string, unknown>,
  ioManagers: ReadonlyMap<string, unknown>,
): Finding[] {
  const required = new Set([...specs, ...checkSteps].flatMap(({ requiredResourceKeys }) => requiredResourceKeys));
  // What a resource is made of has to be there too.
  const absent = new Map(resourceOrder(required, resources).missing.map((one) => [one.name, one]));
  const findings = [...absent.values()].map(({ name, neededBy }) =>
    missing("resource", "resources", name, resources, ["requiredResourceKeys"], neededBy),
  );
  const managers = [
    ...specs.map(({ ioManagerKey, ...spec }) => [ioManagerKey, pathOfManager(spec)] as const),
    ...inputManagers(call),
  ];
  const told = new Set<string>();
  for (const [name, path] of managers) {
    if (name === defaultIoManagerKey || ioManagers.has(name) || told.has(name)) continue;
    told.add(name);
    findings.push(missing("I/O manager", "ioManagers", name, ioManagers, path));
  }
  return findings;
}

function pathOfManager({ unit, outputName }: Pick<AssetSpec, "unit" | "outputName">): readonly string[] {
  return unit === undefined || outputName === undefined ? ["ioManagerKey"] : ["outs", outputName, "ioManagerKey"];
}

function inputManagers({ options }: AssetCall): (readonly [string, readonly string[]])[] {
  return ["ins", "additionalIns"].flatMap((option) =>
    Object.entries(options[option] ?? {}).map(
      ([input, value]) => [inputManagerKeyOf(value) ?? defaultIoManagerKey, [option, input, "inputManagerKey"]] as const,
    ),
  );
}

/** The I/O manager that an entry of `ins` names. */
export function inputManagerKeyOf(value: unknown): string | undefined {
  const key = isAssetIn(value) ? value.settings.inputManagerKey : undefined;
  return typeof key === "string" ? key : undefined;
}

function missing(
  what: string,
  option: string,
  name: string,
  known: ReadonlyMap<string, unknown>,
  path: readonly string[],
  neededBy?: string,
): Finding {
  const suggestions = closest(name, known.keys());
  const guess = suggestions[0] === undefined ? "" : ` Did you mean "${suggestions[0]}"?`;
  const use = neededBy === undefined ? "" : `, of which "${neededBy}" is made`;
  const message = `No Definitions give the ${what} "${name}"${use}: add it, as in Definitions({ ${option}: { ${JSON.stringify(name)}: … } }).${guess}`;
  return finding("unknown-resource", message, path, suggestions);
}
