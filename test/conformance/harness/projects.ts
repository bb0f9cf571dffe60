import { checkFromUserString, fromUserString, keyId } from "@headwater/model";
import { AssetCheckResult, type AssetContext, Definitions, MaterializeResult, Output, withKeyPrefix } from "headwater";
import { type LoadedProject, loadDefinitions } from "headwater/engine";
import { NotImplemented } from "../adapter.ts";
import { type Body, type Declared, declareAll, declareCheck, optional, type Written } from "../adapters/declarations.ts";
import { declaredId } from "./answers.ts";
import { defaultValue, evaluate } from "./formulas.ts";
import type { Storage } from "./instance.ts";

/** What the functions of a case do beside what their declarations say. */
export interface Scene {
  readonly storage: Storage;
  /** Formulas for values, by asset. */
  readonly values?: Readonly<Record<string, string>>;
  /** What checks give: by name, or as a list of what the step yields. Absent: each passes. */
  readonly outcomes?: Written;
  /** Called for each function that is called. */
  readonly seen?: (name: string, context: AssetContext, inputs: Readonly<Record<string, unknown>>) => void;
  readonly resources?: Readonly<Record<string, unknown>>;
  /** Put before all keys when the assets are loaded. */
  readonly prefix?: readonly string[];
}

/**
 * The project that the declarations of a case make. The functions do what the case says.
 *
 * @throws AssetDefinitionError for a declaration that is refused
 */
export function projectOf(assets: readonly Written[], checks: readonly Written[], scene: Scene): LoadedProject {
  for (const written of assets) {
    if ("loads" in written) scene.storage.values.set(declaredId(written), written.loads);
  }
  const declared = declareAll(
    assets.map((written) => ({
      ...written,
      // An asset with a schema takes its configuration.
      ...optional("params", written.configSchema && [...(written.params ?? []), "config"]),
      ...optional("configSchema", schemaOf(written.configSchema)),
      ...optional("checkSpecs", checksWithin(written, checks)),
    })),
    (written) => bodyOf(written, scene),
  );
  const named = (name: string) =>
    declared[assets.findIndex((written) => [written.alias, written.name, written.key].includes(name))];
  const own = checks.filter(({ sameStepAs }) => sameStepAs === undefined);
  const definitions = Definitions({
    assets: withPrefix(declared, scene.prefix) as never,
    assetChecks: own.map((check) => declareCheck(check, named, checkBody(check, scene))),
    resources: { ...scene.resources },
  });
  return loadDefinitions([{ file: "case.ts", exports: { default: definitions } }], { entry: "case.ts" });
}

function withPrefix(declared: readonly Declared[], prefix: readonly string[] = []): readonly unknown[] {
  return prefix.length === 0 ? declared : withKeyPrefix(prefix, declared as never);
}

function checksWithin(written: Written, checks: readonly Written[]): readonly object[] | undefined {
  const own = checks.filter(({ sameStepAs }) => sameStepAs !== undefined && sameStepAs === written.name);
  if (own.length === 0) return undefined;
  return own.map(({ name, asset, description, blocking }) => ({
    name,
    asset,
    ...optional("description", description),
    ...optional("blocking", blocking),
  }));
}

const outcomes: ReadonlySet<unknown> = new Set([undefined, "succeeds", "fails", "noOutput", "returns nothing"]);

function bodyOf(written: Written, scene: Scene): Body {
  if (!outcomes.has(written.outcome)) throw new NotImplemented(`an asset that ${JSON.stringify(written.outcome)}`);
  return (inputs, context) => {
    scene.seen?.(written.name, context, inputs);
    switch (written.outcome) {
      case "fails":
        throw new Error("This asset fails.");
      case "noOutput":
        return (function* () {})();
      case "returns nothing":
        return undefined;
      default:
        return written.kind === "multi"
          ? unitResults(written, inputs, context, scene)
          : assetResult(written, inputs, context, scene);
    }
  };
}

function assetResult(written: Written, inputs: Readonly<Record<string, unknown>>, context: AssetContext, scene: Scene): unknown {
  const { name, returns, checkSpecs } = written;
  if (typeof returns === "object" && returns !== null && "result" in returns) {
    const { key, metadata } = returns.result;
    return MaterializeResult({ ...optional("assetKey", key), ...optional("metadata", metadata) });
  }
  const formula = returns ?? scene.values?.[name];
  const value = formula === undefined ? defaultValue(name, Object.values(inputs)) : evaluate(formula, inputs);
  if (checkSpecs === undefined) return value;
  return (function* () {
    yield Output(value);
    yield* checkResults(context, scene);
  })();
}

function* unitResults(
  written: Written,
  inputs: Readonly<Record<string, unknown>>,
  context: AssetContext,
  scene: Scene,
): Generator<unknown> {
  const { produces, outs, internalDeps } = written;
  if (scene.outcomes?.yields !== undefined) {
    for (const item of scene.outcomes.yields) yield yieldedItem(item, scene);
    return;
  }
  const given = new Map<string, unknown>();
  const stored = (path: readonly string[]) => scene.storage.values.get(keyId({ path: [...(scene.prefix ?? []), ...path] }));
  const known = (path: readonly string[]) => given.get(path.at(-1) ?? "") ?? inputs[path.at(-1) ?? ""] ?? stored(path);
  const wanted = outs === undefined ? context.selectedAssetKeys.map((key) => ({ key })) : context.selectedOutputNames;
  for (const item of produces ?? wanted) {
    const [name, told] = Array.isArray(item) ? item : [item, undefined];
    if (typeof name === "object") yield MaterializeResult({ assetKey: name.key, ...optional("metadata", name.metadata) });
    else if (outs === undefined) yield MaterializeResult({ assetKey: name });
    else {
      const upstream = internalDeps?.[name]?.map((key: Written) => known([key].flat()));
      const formula = scene.values?.[name];
      const made =
        formula === undefined
          ? defaultValue(name, upstream ?? Object.values(inputs))
          : evaluate(formula, { ...valuesBelow(scene), ...inputs, ...Object.fromEntries(given) });
      given.set(name, told ?? made);
      yield Output(given.get(name), { outputName: name });
    }
  }
  yield* checkResults(context, scene);
}

/** What is stored, by the last segment of its key. */
function valuesBelow({ storage }: Scene): Readonly<Record<string, unknown>> {
  return Object.fromEntries([...storage.values].map(([id, value]) => [id.split("/").at(-1), value]));
}

/** An entry of `yields`: an asset, `asset:check`, or the result of a check in full. */
function yieldedItem(item: Written, scene: Scene): unknown {
  if (typeof item !== "string") {
    return AssetCheckResult({ ...optional("assetKey", item.asset), checkName: item.check, ...found(item) });
  }
  if (!item.includes(":")) return MaterializeResult({ assetKey: fromUserString(item) });
  const { assetKey, name } = checkFromUserString(item);
  return AssetCheckResult({ assetKey, checkName: name, ...found(scene.outcomes?.[name]) });
}

/** The results of the checks that a step is asked for; those that the case gives no outcome are left out. */
function* checkResults(context: AssetContext, { outcomes }: Scene): Generator<unknown> {
  if (outcomes?.yields !== undefined) {
    for (const item of outcomes.yields) yield yieldedItem(item, { outcomes } as Scene);
    return;
  }
  for (const { assetKey, name } of context.selectedCheckKeys) {
    if (outcomes !== undefined && !(name in outcomes)) continue;
    yield AssetCheckResult({ assetKey, checkName: name, ...found(outcomes?.[name]) });
  }
}

function checkBody(written: Written, scene: Scene): Body {
  const name = written.name ?? written.functionName;
  return (inputs, context) => {
    scene.seen?.(name, context, inputs);
    const outcome = scene.outcomes?.[name];
    return AssetCheckResult({
      ...optional("assetKey", outcome?.asset),
      ...optional("checkName", outcome?.check),
      ...found(outcome),
    });
  };
}

function found({ passed = true, severity, metadata }: Written = {}): { passed: boolean } {
  return { passed, ...optional("severity", severity?.toUpperCase()), ...optional("metadata", metadata) };
}

const fitting: Readonly<Record<string, (value: unknown) => boolean>> = {
  int: Number.isInteger,
  float: (value) => typeof value === "number",
  number: (value) => typeof value === "number",
  string: (value) => typeof value === "string",
  str: (value) => typeof value === "string",
  bool: (value) => typeof value === "boolean",
  boolean: (value) => typeof value === "boolean",
  any: () => true,
};

/** A schema of `name: type` entries, as any validation library would make it. */
function schemaOf(types: Readonly<Record<string, string>> | undefined): unknown {
  if (types === undefined) return undefined;
  const strange = Object.values(types).find((type) => !Object.hasOwn(fitting, type));
  if (strange !== undefined) throw new NotImplemented(`configuration of the type ${strange}`);
  const fits = (value: unknown, type: string | undefined) => type !== undefined && fitting[type]?.(value) === true;
  return {
    "~standard": {
      version: 1,
      vendor: "conformance",
      validate(value: unknown) {
        const entries = new Map(Object.entries((value ?? {}) as object));
        const wrong = [...entries].filter(([name, own]) => !fits(own, types[name])).map(([name]) => name);
        const missing = Object.keys(types).filter((name) => !entries.has(name));
        const issues = [...wrong, ...missing].map((name) => ({ message: `${name} does not fit`, path: [name] }));
        return issues.length > 0 ? { issues } : { value };
      },
    },
  };
}
