import { type CheckedDeclarations, checkNeededResources, type Finding, missingResource } from "@headwater/model";
import { type AssetCall, plainlyWritten } from "../assets/assetCall.ts";
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
  const provided = { resources: new Set(resources.keys()), ioManagers: new Set(ioManagers.keys()) };
  const own = checkNeededResources({ specs, checkSteps }, plainlyWritten(call.options), provided);
  // What a resource is made of has to be there too.
  const required = new Set([...specs, ...checkSteps].flatMap(({ requiredResourceKeys }) => requiredResourceKeys));
  const others = new Map(resourceOrder(required, resources).missing.map((one) => [one.name, one]));
  const inside = [...others.values()].flatMap(({ name, neededBy }) =>
    neededBy === undefined || required.has(name)
      ? []
      : missingResource({ what: "resource", name, neededBy, known: resources.keys() }, ["requiredResourceKeys"]),
  );
  return [...own, ...inside];
}

/** The I/O manager that an entry of `ins` names. */
export function inputManagerKeyOf(value: unknown): string | undefined {
  const key = isAssetIn(value) ? value.settings.inputManagerKey : undefined;
  return typeof key === "string" ? key : undefined;
}
