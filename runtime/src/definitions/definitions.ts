import { type AnyAsset, isAsset } from "../assets/assetsDefinition.ts";
import { type Branded, brandOf } from "../brand.ts";
import { type IOManager, isIoManager } from "../io/ioManager.ts";

/** What a project is made of (spec 3): to be exported from one of its modules. */
export interface Definitions extends Branded<"definitions"> {
  /** Absent where no assets were listed. */
  readonly assets?: readonly AnyAsset[];
  readonly resources: Readonly<Record<string, unknown>>;
  readonly ioManagers: Readonly<Record<string, IOManager>>;
}

/** What `Definitions()` takes. */
export interface DefinitionsOptions {
  /**
   * Assets of the project, also in lists of lists. They count although they are not exported; where package.json names
   * this module under `"headwater"`, no others count.
   */
  readonly assets?: readonly (AnyAsset | readonly AnyAsset[])[];
  /**
   * What compute functions may destructure beside their inputs, by name: what `resource()` makes, which is opened and
   * closed for each step, or any other value as it is.
   */
  readonly resources?: Readonly<Record<string, unknown>>;
  /**
   * I/O managers by the name that `ioManagerKey` and `inputManagerKey` use. `ioManager` is the one of assets that name
   * none; left out, it keeps values in files of the project.
   */
  readonly ioManagers?: Readonly<Record<string, IOManager>>;
}

const options = ["assets", "resources", "ioManagers"];

/**
 * Says what a project is made of beside its exported assets. Several are merged; one name for two different resources is
 * an error when the project is loaded.
 *
 * @example export default Definitions({ resources: { duckdb: DuckDBResource({ database: "data/shop.duckdb" }) } });
 * @throws TypeError for an unknown option, and for an entry that is not what its option takes
 */
export function Definitions(given: DefinitionsOptions = {}): Definitions {
  for (const option of Object.keys(given)) {
    if (!options.includes(option)) {
      throw new TypeError(`Definitions has no option "${option}": it takes ${options.join(", ")}.`);
    }
  }
  const { assets, resources = {}, ioManagers = {} } = given;
  if (assets !== undefined && !Array.isArray(assets)) throw new TypeError("assets of Definitions is a list of assets.");
  const listed = assets?.flat(Number.POSITIVE_INFINITY) as readonly unknown[] | undefined;
  for (const [index, asset] of (listed ?? []).entries()) {
    if (isAsset(asset)) continue;
    const what = asset === undefined ? "undefined (are two modules importing each other?)" : `of the kind ${typeof asset}`;
    throw new TypeError(`assets of Definitions takes what asset() makes, but item ${index + 1} is ${what}.`);
  }
  for (const [name, manager] of Object.entries(ioManagers)) {
    if (!isIoManager(manager)) {
      throw new TypeError(`The I/O manager "${name}" is an object with the functions handleOutput and loadInput.`);
    }
  }
  return {
    "~headwater": { kind: "definitions" },
    ...(listed === undefined ? {} : { assets: [...new Set(listed as readonly AnyAsset[])] }),
    resources: { ...resources },
    ioManagers: { ...ioManagers },
  };
}

/** Whether a value was made by `Definitions()`. */
export function isDefinitions(value: unknown): value is Definitions {
  return brandOf(value) === "definitions";
}
