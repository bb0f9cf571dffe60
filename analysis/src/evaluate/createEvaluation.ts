import { localMeaning, type Meaning } from "../modules/exportedNames.ts";
import type { Modules } from "../modules/modules.ts";
import { type Evaluation, limitReasons, type Surroundings } from "./evaluation.ts";
import { evaluateExpression, mayBeAssets } from "./expressions.ts";
import { withMutations } from "./mutations.ts";
import { pathValue } from "./ourPackage.ts";
import { type Origin, type Scope, unknownValue, type Value } from "./value.ts";

/** How many expressions one top-level declaration may cost. */
const mostWork = 200_000;
/** How deep evaluation may nest, all files taken together: far above what people write, far below the call stack. */
const deepest = 300;

/** Starts an evaluation over the modules of a project. */
export function createEvaluation(modules: Modules, surroundings: Surroundings): Evaluation {
  const values = new Map<string, Value | "running">();
  let depth = 0;
  let work = 0;

  const evaluation: Evaluation = {
    modules,
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
      const place = `${file}\n${name}`;
      const known = values.get(place);
      if (known !== undefined && known !== "running") return known;
      const fact = modules.get(file)?.bindings.get(name);
      const origin: Origin = { file, span: fact?.nameSpan ?? { start: 0, end: 0 } };
      if (known === "running") return unknownValue("defined by itself", origin);
      if (fact === undefined) return unknownValue("not declared", origin);
      values.set(place, "running");
      const value = bindingValue(file, name);
      values.set(place, value);
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
    assetKey(value, origin) {
      const key = surroundings.keyOf(value);
      if (typeof key === "string") return unknownValue(key, origin);
      return pathValue(
        key.map((segment) => ({ kind: "literal", value: segment, origin })),
        origin,
      );
    },
    spend(amount, origin) {
      work += amount;
      return work > mostWork ? unknownValue(limitReasons.work, origin, true) : undefined;
    },
  };

  const bindingValue = (file: string, name: string): Value => {
    const module = modules.get(file);
    const fact = module?.bindings.get(name);
    if (module === undefined || fact === undefined) throw new TypeError(`There is no declaration of ${name} in ${file}.`);
    const scope: Scope = { file };
    const value = evaluation.evaluate(fact.value, scope);
    if (fact.mode !== "const" && fact.mode !== "default" && module.facts.assigned.includes(name)) {
      return unknownValue("a variable that is assigned again", { file, span: fact.nameSpan }, mayBeAssets(value));
    }
    return withMutations(evaluation, value, module, name);
  };

  const externalValue = (meaning: Meaning & { kind: "external" }, origin: Origin): Value => {
    const { target, name } = meaning;
    if (target.kind === "ours") {
      if (target.subPath === "") return { kind: "ours", name: name === "*" ? "" : name, origin };
      return { kind: "ours", name: name === "*" ? `${target.subPath}:` : `${target.subPath}:${name}`, origin };
    }
    if (target.kind === "missing") return unknownValue(`imported from "${target.specifier}"`, origin);
    const mayHold = surroundings.packageMayHoldAssets(target.name);
    return unknownValue(`imported from the package "${target.name}"`, origin, mayHold);
  };

  return evaluation;
}

/** The meaning of a name at the top level of a file, as a value. */
export function topLevelValue(evaluation: Evaluation, file: string, name: string, origin: Origin): Value | undefined {
  const meaning = localMeaning(evaluation.modules, file, name);
  return meaning.kind === "nothing" ? undefined : evaluation.meaning(meaning, origin);
}
