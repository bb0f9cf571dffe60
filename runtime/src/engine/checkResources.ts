import { type AssetSpec, closest, type Finding, finding } from "@headwater/model";
import type { AssetCall } from "../assets/assetsDefinition.ts";
import { isAssetIn } from "../dependencies/assetIn.ts";

/** The I/O manager of assets that name none. The project may define it; otherwise values go to files. */
export const defaultIoManagerKey = "ioManager";

/** Everything that an asset wants from `Definitions` has to be there before anything runs (spec 4.9). */
export function checkResources(
  spec: AssetSpec,
  call: AssetCall,
  resources: ReadonlyMap<string, unknown>,
  ioManagers: ReadonlyMap<string, unknown>,
): Finding[] {
  const findings = spec.requiredResourceKeys.flatMap((name) =>
    resources.has(name) ? [] : missing("resource", "resources", name, resources, ["requiredResourceKeys"]),
  );
  const managers: readonly (readonly [string, readonly string[]])[] = [
    [spec.ioManagerKey, ["ioManagerKey"]],
    ...Object.entries(call.options.ins ?? {}).map(
      ([input, value]) => [inputManagerKeyOf(value) ?? defaultIoManagerKey, ["ins", input, "inputManagerKey"]] as const,
    ),
  ];
  for (const [name, path] of managers) {
    if (name !== defaultIoManagerKey && !ioManagers.has(name)) {
      findings.push(missing("I/O manager", "ioManagers", name, ioManagers, path));
    }
  }
  return findings;
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
): Finding {
  const suggestions = closest(name, known.keys());
  const guess = suggestions[0] === undefined ? "" : ` Did you mean "${suggestions[0]}"?`;
  const message = `No Definitions give the ${what} "${name}": add it, as in Definitions({ ${option}: { ${JSON.stringify(name)}: … } }).${guess}`;
  return finding("unknown-resource", message, path, suggestions);
}
