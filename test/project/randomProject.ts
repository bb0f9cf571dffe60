// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts are code, which holds templates.
import fc from "fast-check";

/** How an asset gets its key and how it is exported. */
const declarations = [
  "constant",
  "name",
  "template",
  "key",
  "prefix",
  "function",
  "factory",
  "list",
  "default",
  "renamed",
  "object",
  "output",
  "spec",
  "graph",
  "external",
  "observable",
  "prefixed",
] as const;

/** How an asset says what it depends on. */
const dependencies = ["deps", "ins", "keyInDeps", "parameter", "AssetIn", "AssetDep"] as const;

/** What is checked of an asset: the asset as such, its value, what is made of it, or one that does not exist. */
const checks = ["", "", "", "order", "value", "several", "missing"] as const;

/** How a file gets hold of an asset of another file. */
const imports = ["named", "renamed", "namespace", "barrel", "namedBarrel"] as const;

/** Keys that only running the code could tell. */
const mysteries = ["environment", "environmentPrefix", "statements", "registry", "loop"] as const;

/** A random project as a plan, from which {@link writeProject} makes its files. */
export interface ProjectPlan {
  readonly assets: readonly AssetPlan[];
  readonly suffix: "" | ".js" | ".ts";
  /** Resources of definitions; an asset may take `resource0`. */
  readonly resources: boolean;
}

export interface AssetPlan {
  /** How many files further than the asset before it. */
  readonly step: number;
  readonly declared: (typeof declarations)[number];
  readonly mystery?: (typeof mysteries)[number] | undefined;
  readonly upstreams: readonly {
    /** Any number: it is taken modulo the assets before this one. */
    readonly on: number;
    readonly by: (typeof dependencies)[number];
    readonly through: (typeof imports)[number];
  }[];
  /** How it is checked by a step of its own. */
  readonly check: (typeof checks)[number];
  /** What it asks for beside: an asset that is nowhere, a resource. */
  readonly also: "" | "missing parameter" | "missing dep" | "resource";
}

/** @param known whether all keys can be known without running the code */
export function projectPlans(known: boolean): fc.Arbitrary<ProjectPlan> {
  const upstream = fc.record({
    on: fc.nat({ max: 20 }),
    by: fc.constantFrom(...dependencies),
    through: fc.constantFrom(...imports),
  });
  const asset = fc.record({
    step: fc.constantFrom(0, 0, 1),
    declared: fc.constantFrom(...declarations),
    mystery: known ? fc.constant(undefined) : fc.option(fc.constantFrom(...mysteries), { nil: undefined }),
    upstreams: fc.array(upstream, { maxLength: 3 }),
    check: fc.constantFrom(...checks),
    also: fc.constantFrom("", "", "", "missing parameter", "missing dep", "resource"),
  });
  return fc.record({
    assets: fc.array(asset, { minLength: 1, maxLength: 9 }),
    suffix: fc.constantFrom("", ".js", ".ts"),
    resources: fc.boolean(),
  });
}

interface Written {
  readonly index: number;
  readonly file: number;
  readonly plan: AssetPlan;
  readonly key: readonly string[];
  /** Where it stands in its file's list, if it is there. */
  readonly listed: number;
}

/**
 * The files of a plan: `f0.ts`, `f1.ts` …, for each a barrel of those before it, so that no imports go round in a circle, a
 * barrel of all of them, constants and helpers.
 */
export function writeProject({ assets, suffix, resources }: ProjectPlan): Record<string, string> {
  const texts = new Map<number, { imports: Set<string>; body: string[]; list: string[] }>();
  const written: Written[] = [];
  const defaults = new Map<number, number>();
  let file = 0;
  for (const [index, plan] of assets.entries()) {
    file += plan.step;
    const text = texts.get(file) ?? { imports: new Set<string>(), body: [], list: [] };
    texts.set(file, text);
    const isDefault = plan.declared === "default" && plan.mystery === undefined && !defaults.has(file);
    const own = isDefault ? plan : withoutDefault(plan);
    const asset: Written = { index, file, plan: own, key: keyOf(own, index), listed: text.list.length };
    if (isDefault) defaults.set(file, index);
    const options: string[] = [];
    const ins: string[] = [];
    const deps: string[] = [];
    const parameters: string[] = [];
    const taken = new Set<number>();
    for (const { on, by, through } of plan.upstreams) {
      const up = written[on % Math.max(written.length, 1)];
      if (up === undefined || taken.has(up.index)) continue;
      taken.add(up.index);
      const reference = () => referenceTo(up, asset, through, text.imports, suffix);
      const input = `i${up.index}`;
      const name = up.key.length === 1 ? up.key[0] : undefined;
      if (by === "parameter" && name !== undefined) parameters.push(name);
      else if (by === "ins" || by === "AssetIn") {
        ins.push(by === "ins" ? `${input}: ${reference()}` : `${input}: AssetIn({ key: ${reference()} })`);
        parameters.push(input);
      } else if (by === "deps") deps.push(reference());
      else if (by === "AssetDep") deps.push(`AssetDep(${reference()})`);
      else deps.push(JSON.stringify(up.key));
    }
    if (plan.also === "missing parameter") parameters.push(`n${index}x`);
    if (plan.also === "missing dep") deps.push(`"lost${index}"`);
    if (plan.also === "resource") parameters.push("resource0");
    // What loads nothing waits for its inputs.
    const loads = own.mystery !== undefined || !["spec", "external"].includes(own.declared);
    if (loads && ins.length > 0) options.push(`ins: { ${ins.join(", ")} }`);
    const waits = loads
      ? deps
      : [...deps, ...ins.map((input) => input.slice(input.indexOf(":") + 1).replace("AssetIn", "keyIn"))];
    if (waits.length > 0) options.push(`deps: [${waits.join(", ")}]`);
    text.body.push(declare(asset, options, parameters.length > 0 ? `{ ${parameters.join(", ")} }: any` : "", text.list));
    if (plan.check !== "") text.body.push(declareCheck(asset, written));
    written.push(asset);
  }
  const files: Record<string, string> = {
    "lib/names.ts": 'export const NAMES = { layer: "raw" } as const;\nexport const prefix = "pre";\n',
    "lib/make.ts":
      'import { asset } from "headwater";\nexport const make = (name: string, options: object, compute: any) => asset({ name: `made_${name}`, ...options }, compute);\nexport function build(name: string, options: object, compute: any) { if (name === "") throw new Error(); return asset({ name, ...options }, compute); }\n',
    "index.ts": `export * from "./before${file + 1}${suffix}";\n`,
  };
  for (let at = 1; at <= file + 1; at++) files[`before${at}.ts`] = barrel(written, defaults, suffix, at);
  for (const [at, { imports, body, list }] of texts) {
    const head = [
      'import { asset, assetCheck, AssetCheckSpec, AssetDep, AssetIn, AssetKey, AssetOut, AssetSpec, externalAsset, graphAsset, multiAsset, multiAssetCheck, observableAsset, withKeyPrefix } from "headwater";',
      "const keyIn = ({ key }: { key: any }) => key;",
      'import { NAMES, prefix } from "./lib/names";',
      'import { build, make } from "./lib/make.js";',
      ...imports,
    ];
    const lists = [list.length > 0 ? `export const list${at} = [${list.join(", ")}];` : ""];
    files[`f${at}.ts`] = [...head, ...body, ...lists].join("\n");
  }
  if (resources)
    files["definitions.ts"] =
      'import { Definitions } from "headwater";\nexport default Definitions({ resources: { resource0: 1 } });\n';
  return files;
}

function withoutDefault(plan: AssetPlan): AssetPlan {
  return plan.declared === "default" ? { ...plan, declared: "constant" } : plan;
}

function keyOf({ declared, mystery }: AssetPlan, index: number): readonly string[] {
  if (mystery !== undefined) return [`mystery${index}`];
  switch (declared) {
    case "name":
    case "list":
    case "object":
    case "output":
    case "spec":
      return [`k${index}`];
    case "prefixed":
      return ["pre", "fix", `k${index}`];
    case "template":
      return [`raw_${index}`];
    case "key":
      return ["p", `k${index}`];
    case "prefix":
      return ["pre", `n${index}`];
    case "function":
      return [`fn${index}`];
    case "factory":
      return [`made_${index}`];
    default:
      return [`n${index}`];
  }
}

function declare({ index, plan, key }: Written, options: readonly string[], parameter: string, list: string[]): string {
  const call = (own: readonly string[], compute = `(${parameter}) => ${index}`) =>
    `asset({ ${[...own, ...options].join(", ")} }, ${compute})`;
  const name = `n${index}`;
  const text = JSON.stringify(key[0]);
  switch (plan.mystery) {
    case "environment":
      return `export const ${name} = ${call([`name: process.env.HEADWATER_NO_SUCH ?? ${text}`])};`;
    case "environmentPrefix":
      return `export const ${name} = ${call([`name: ${text}, keyPrefix: process.env.HEADWATER_NO_SUCH ?? []`])};`;
    case "statements":
      return `export const ${name} = build(${text}, { ${options.join(", ")} }, (${parameter}) => ${index});`;
    case "registry":
      return `export const registry${index}: any[] = [];\nconst register${index} = (made: any) => { registry${index}.push(made); return made; };\nexport const ${name} = register${index}(${call([`name: ${text}`])});`;
    case "loop":
      return `export const loop${index}: any[] = [];\nfor (const each of [${text}]) loop${index}.push(${call(["name: each"])});\nexport const [${name}] = loop${index};`;
  }
  switch (plan.declared) {
    case "name":
      return `export const ${name} = ${call([`name: ${text}`])};`;
    case "template":
      return `export const ${name} = ${call([`name: \`\${NAMES.layer}_${index}\``])};`;
    case "key":
      return `export const ${name} = ${call([`key: AssetKey(["p", ${JSON.stringify(key[1])}])`])};`;
    case "prefix":
      return `export const ${name} = ${call(["keyPrefix: prefix"])};`;
    case "function":
      return `export const ${name} = ${call([], `async function fn${index}(${parameter}) {}`)};`;
    case "factory":
      return `export const ${name} = make("${index}", { ${options.join(", ")} }, (${parameter}) => ${index});`;
    case "list":
      list.push(name);
      return `const ${name} = ${call([`name: ${text}`])};`;
    case "object":
      list.push(`...Object.values(group${index})`);
      return `const group${index} = { only: ${call([`name: ${text}`])} };\nconst { only: ${name} } = group${index};`;
    case "output":
      return `export const unit${index} = multiAsset({ ${[`name: "step${index}"`, `outs: { k${index}: AssetOut(), other${index}: AssetOut({ keyPrefix: ["p"] }) }`, ...options].join(", ")} }, (${parameter}) => ({}));\nexport const { k${index}: ${name} } = unit${index}.outs;`;
    case "spec":
      return `export const ${name} = AssetSpec({ ${[`key: ${text}`, ...options].join(", ")} });\nexport const unit${index} = multiAsset({ specs: [${name}, AssetSpec({ key: ["p", "s${index}"], deps: [${name}] })] }, (${parameter}) => {});`;
    case "graph":
      return `export const ${name} = graphAsset({ ${options.join(", ")} }, (${parameter}) => ${index});`;
    case "external":
      return `export const ${name} = externalAsset({ ${options.join(", ")} });`;
    case "observable":
      return `export const ${name} = observableAsset(() => undefined);`;
    case "prefixed":
      return `export const [${name}] = withKeyPrefix(["pre", "fix"], [${call([`name: ${JSON.stringify(key.at(-1))}`])}]);`;
    case "default":
      return `const ${name} = ${call([])};\nexport default ${name};`;
    case "renamed":
      return `const inner${index} = ${call([])};\nexport { inner${index} as ${name} };\nconst ${name} = inner${index};`;
    default:
      return `export const ${name} = ${call([])};`;
  }
}

/** A step that checks an asset. */
function declareCheck({ index, file, plan }: Written, before: readonly Written[]): string {
  const name = `n${index}`;
  const near = before.find((other) => other.file === file);
  switch (plan.check) {
    case "value":
      return `export const check${index} = assetCheck({ asset: ${name}, blocking: true }, ({ value }: any) => value);`;
    case "several":
      return `export const check${index} = multiAssetCheck({ specs: [AssetCheckSpec({ name: "one", asset: ${name} }), AssetCheckSpec({ name: "two", asset: ${name}, additionalDeps: ["lost${index}"] })] }, () => {});`;
    case "missing":
      return `export const check${index} = assetCheck({ asset: "n${index}x" }, () => {});`;
    default: {
      const further = near === undefined ? "" : `, additionalDeps: [n${near.index}]`;
      return `export const check${index} = assetCheck({ asset: ${name}${further} }, function order${index}() {});`;
    }
  }
}

/** An expression that means an asset in the file of another one. */
function referenceTo(up: Written, from: Written, through: string, imports: Set<string>, suffix: string): string {
  const name = `n${up.index}`;
  if (up.file === from.file) return name;
  const module = `"./f${up.file}${suffix}"`;
  const isListed = up.plan.mystery === undefined && (up.plan.declared === "list" || up.plan.declared === "object");
  if (isListed) {
    imports.add(`import { list${up.file} } from ${module};`);
    return `list${up.file}[${up.listed}]!`;
  }
  const isDefault = up.plan.declared === "default";
  switch (through) {
    case "renamed":
      imports.add(`import { ${isDefault ? "default" : name} as other${up.index} } from ${module};`);
      return `other${up.index}`;
    case "namespace":
      imports.add(`import * as all${up.file}_ from ${module};`);
      return `all${up.file}_.${isDefault ? "default" : name}`;
    case "barrel":
      imports.add(`import * as before from "./before${from.file}${suffix}";`);
      return `before.${name}`;
    case "namedBarrel":
      imports.add(`import { ${name} } from "./before${from.file}${suffix}";`);
      return name;
    default:
      imports.add(isDefault ? `import ${name} from ${module};` : `import { ${name} } from ${module};`);
      return name;
  }
}

/** Passes on every file before one; what is a default export by name. */
function barrel(written: readonly Written[], defaults: ReadonlyMap<number, number>, suffix: string, before: number): string {
  const files = new Set(written.map(({ file }) => file));
  return Array.from({ length: before }, (_, at) => {
    const named = defaults.get(at);
    const byName = named === undefined ? "" : `export { default as n${named} } from "./f${at}${suffix}";`;
    return files.has(at) ? `export * from "./f${at}${suffix}";\n${byName}` : "";
  }).join("\n");
}
