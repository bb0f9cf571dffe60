import type { BindingFact } from "../facts/fileFacts.ts";
import { localMeaning, type Meaning } from "../modules/exportedNames.ts";
import { changesOf, type Modules } from "../modules/modules.ts";
import { digestOf } from "./digest.ts";
import { type Evaluation, type KeyPath, limitReasons, type Surroundings } from "./evaluation.ts";
import { evaluateExpression } from "./expressions.ts";
import { mayBeAssets, mayMakeAssets } from "./mayBeAssets.ts";
import { withMutations } from "./mutations.ts";
import { makesAssets, pathValue } from "./ourPackage.ts";
import { createReach } from "./reach.ts";
import { createSites } from "./sites.ts";
import { type AssetSite, type Entry, type Origin, type Scope, unknownValue, type Value } from "./value.ts";

/** How many expressions one top-level declaration may cost. */
const mostWork = 200_000;
/** How deep evaluation may nest, all files taken together: far above what people write, far below the call stack. */
const deepest = 300;

/**
 * Starts an evaluation over the modules of a project.
 *
 * @param sitesBefore the sites of an earlier process
 */
export function createEvaluation(modules: Modules, surroundings: Surroundings, sitesBefore?: readonly AssetSite[]): Evaluation {
  const values = new Map<string, Map<string, Value | "running">>();
  const sites = createSites(sitesBefore);
  const reads = modules.reads;
  const externalMayBeAssets = ({ target, name }: Meaning & { kind: "external" }): boolean => {
    if (target.kind === "ours") return makesAssets(nameOfOurs(target.subPath, name));
    return target.kind === "missing" ? target.mayBeCode : surroundings.packageMayHoldAssets(target.name);
  };
  const reach = createReach(modules, { external: externalMayBeAssets, file: surroundings.reachesOurs });
  let depth = 0;
  let work = 0;

  const evaluation: Evaluation = {
    modules,
    reads,
    reachesAssets: reach.mayBeAssets,
    site(made) {
      const home = reads.home() ?? made.anchor.file;
      return sites.make(home, made);
    },
    inArguments: (site, work) => reads.within(site.home, () => sites.within({ kind: "arguments", of: site }, work)),
    isMade: sites.isMade,
    siteOf: sites.get,
    savedSites: sites.saved,
    forget(file) {
      values.delete(file);
      sites.forget(file);
      reach.forget(file);
      reads.forget(file);
    },
    shed(file) {
      values.delete(file);
      sites.shed(file);
    },
    evaluate(expression, scope) {
      const origin = { file: scope.file, span: expression.span };
      if (depth === 0) work = 0;
      if (depth >= deepest) return unknownValue(limitReasons.depth, origin, true);
      const stop = evaluation.spend(1, origin);
      if (stop !== undefined) return stop;
      depth++;
      try {
        return evaluateExpression(evaluation, expression, scope);
      } finally {
        depth--;
      }
    },
    binding(file, name) {
      const value = topLevel(file, name);
      reads.note(file, `value ${name}`, () => digestOf(value));
      return value;
    },
    meaning(meaning, origin) {
      switch (meaning.kind) {
        case "binding":
          return evaluation.binding(meaning.file, meaning.name);
        case "namespace":
          return { kind: "namespace", file: meaning.file, origin };
        case "nothing":
          return unknownValue("not declared", origin);
        case "external":
          return externalValue(meaning, origin);
      }
    },
    assetKey: (site, origin) => keyValue(surroundings.keys.keyOf(site), origin),
    assetKeys(site, origin) {
      const { known, reason } = surroundings.keys.keysOf(site);
      const items = known.map((path) => keyValue(path, origin));
      return { kind: "list", items, origin, ...(reason === undefined ? {} : { doubt: unknownValue(reason, origin) }) };
    },
    outputKey({ site, name }, origin) {
      const path = surroundings.keys.keyOfOutput(site, name);
      return path === undefined ? unknownValue("a member of an output that does not exist", origin) : keyValue(path, origin);
    },
    outputs({ site, origin }) {
      const names = surroundings.keys.outputNames(site);
      if (names === undefined) return undefined;
      const entry = (name: string): Entry => ({ value: { kind: "output", site, name, origin }, key: origin, whole: origin });
      return { kind: "object", entries: new Map(names.map((name) => [name, entry(name)])), origin };
    },
    spend(amount, origin) {
      work += amount;
      return work > mostWork ? unknownValue(limitReasons.work, origin, true) : undefined;
    },
  };

  const topLevel = (file: string, name: string): Value => {
    let own = values.get(file);
    if (own === undefined) {
      own = new Map();
      values.set(file, own);
    }
    const known = own.get(name);
    if (known !== undefined && known !== "running") return known;
    const fact = modules.get(file)?.bindings.get(name);
    const origin: Origin = { file, span: fact?.nameSpan ?? { start: 0, end: 0 } };
    if (known === "running") return unknownValue("defined by itself", origin);
    if (fact === undefined) return unknownValue("not declared", origin);
    own.set(name, "running");
    const value = reads.within(file, () => sites.within({ kind: "binding", name }, () => bindingValue(file, name)));
    own.set(name, value);
    return value;
  };

  const keyValue = (path: KeyPath, origin: Origin): Value =>
    typeof path === "string"
      ? unknownValue(path, origin)
      : pathValue(
          path.map((segment) => ({ kind: "literal", value: segment, origin })),
          origin,
        );

  const bindingValue = (file: string, name: string): Value => {
    const module = modules.get(file);
    const fact = module?.bindings.get(name);
    if (module === undefined || fact === undefined) throw new TypeError(`There is no declaration of ${name} in ${file}.`);
    const scope: Scope = { file };
    if (fact.mode === "class") return withMutations(evaluation, classValue(scope, fact), module, name);
    const value = evaluation.evaluate(fact.value, scope);
    const assignments = changesOf(module, fact).filter(({ change }) => change.kind === "assigned");
    if (assignments.length > 0) {
      const mayHold = assignments.some(({ mentions }) => mayMakeAssets(evaluation, mentions, scope));
      return unknownValue(assignedAgain, { file, span: fact.nameSpan }, mayHold || mayBeAssets(evaluation, value));
    }
    return withMutations(evaluation, value, module, name);
  };

  /** A class is no asset itself, but its members are not known. */
  const classValue = (scope: Scope, { nameSpan: span, value, mentions }: BindingFact): Value => {
    const origin: Origin = { file: scope.file, span };
    const reason = value.kind === "unknown" ? value.reason : "a class";
    return {
      kind: "object",
      entries: new Map(),
      origin,
      doubt: unknownValue(reason, origin, mayMakeAssets(evaluation, mentions, scope)),
    };
  };

  const externalValue = (meaning: Meaning & { kind: "external" }, origin: Origin): Value => {
    const { target, name } = meaning;
    if (target.kind === "ours") {
      return { kind: "ours", name: nameOfOurs(target.subPath, name), origin };
    }
    const from = target.kind === "missing" ? `"${target.specifier}"` : `the package "${target.name}"`;
    return unknownValue(`imported from ${from}`, origin, externalMayBeAssets(meaning));
  };

  return evaluation;
}

const assignedAgain = "a variable that is assigned again";

/** How a name of our package is called in an evaluation: `asset`, `duckdb:DuckDBResource`; without a name for all. */
function nameOfOurs(subPath: string, name: string): string {
  return (subPath === "" ? "" : `${subPath}:`) + (name === "*" ? "" : name);
}

/** The meaning of a name at the top level of a file, as a value. */
export function topLevelValue(evaluation: Evaluation, file: string, name: string, origin: Origin): Value | undefined {
  const meaning = localMeaning(evaluation.modules, file, name);
  return meaning.kind === "nothing" ? undefined : evaluation.meaning(meaning, origin);
}
