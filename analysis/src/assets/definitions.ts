import type { DefinitionsValue, ObjectValue, UnknownValue, Value } from "../evaluate/value.ts";
import { type AssetValue, unknownValue } from "../evaluate/value.ts";

/** What `Definitions({ … })` says about assets, checks and resources. */
export interface DefinitionsReading {
  /** The assets and checks that it lists; absent where it lists neither. */
  readonly assets?: readonly AssetValue[];
  /** What makes the list uncertain. */
  readonly assetDoubts: readonly UnknownValue[];
  readonly resourceKeys: readonly string[];
  /** False where there may be resources of other names. */
  readonly resourcesKnown: boolean;
  readonly ioManagerKeys: readonly string[];
  readonly ioManagersKnown: boolean;
}

/** Reads definitions, merged ones too. */
export function readDefinitions(definitions: DefinitionsValue): DefinitionsReading {
  const assets: AssetValue[] = [];
  const assetDoubts: UnknownValue[] = [];
  const resourceKeys = new Set<string>();
  let listsAssets = false;
  const ioManagerKeys = new Set<string>();
  let resourcesKnown = true;
  let ioManagersKnown = true;
  const read = ({ parts }: DefinitionsValue, depth: number) => {
    for (const part of parts) {
      if (part.kind === "definitions" && depth < 20) {
        read(part, depth + 1);
        continue;
      }
      if (part.kind !== "object") {
        resourcesKnown = false;
        ioManagersKnown = false;
        listsAssets = true;
        assetDoubts.push(part.kind === "unknown" ? part : unknownValue("of a kind that is not known", part.origin));
        continue;
      }
      const [listed, checks] = [given(part, "assets"), given(part, "assetChecks")];
      if (listed !== undefined) collect(listed, assets, assetDoubts);
      else if (part.doubt !== undefined) assetDoubts.push(part.doubt);
      if (checks !== undefined) collect(checks, assets, assetDoubts);
      listsAssets ||= listed !== undefined || checks !== undefined || part.doubt !== undefined;
      if (!collectNames(part, "resources", resourceKeys)) resourcesKnown = false;
      if (!collectNames(part, "ioManagers", ioManagerKeys)) ioManagersKnown = false;
    }
  };
  read(definitions, 0);
  return {
    ...(listsAssets ? { assets } : {}),
    assetDoubts,
    resourceKeys: [...resourceKeys],
    resourcesKnown,
    ioManagerKeys: [...ioManagerKeys],
    ioManagersKnown,
  };
}

/** Adds the names that an option gives; false where it may give others. */
function collectNames(options: ObjectValue, option: string, names: Set<string>): boolean {
  const value = given(options, option);
  if (value?.kind !== "object") return value === undefined && options.doubt === undefined;
  for (const name of value.entries.keys()) names.add(name);
  return value.doubt === undefined;
}

/** An option that is `undefined` is left out. */
function given(options: ObjectValue, option: string): Value | undefined {
  const value = options.entries.get(option)?.value;
  return value?.kind === "literal" && value.value === undefined ? undefined : value;
}

/** Every asset in a value, nested lists laid out, and what may be assets but is not known. */
export function collect(value: Value, assets: AssetValue[], doubts: UnknownValue[], seen = new Set<readonly Value[]>()): void {
  if (value.kind === "asset") assets.push(value);
  else if (value.kind === "unknown") doubts.push(value);
  else if (value.kind === "list" && !seen.has(value.items)) {
    seen.add(value.items);
    for (const item of value.items) collect(item, assets, doubts, seen);
    if (value.doubt !== undefined) doubts.push(value.doubt);
  }
}
