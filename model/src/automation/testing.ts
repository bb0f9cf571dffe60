import type { AssetGraph } from "../graph/assetGraph.ts";
import { resolveGraph } from "../graph/resolveGraph.ts";
import type { PartitionsDefinitionData } from "../partitions/definition.ts";
import type { AssetCheckSpecData } from "../specs/declaration.ts";
import { plainSpec } from "../testing/plainSpec.ts";
import type { AutomationConditionData } from "./condition.ts";
import type { AutomationFact } from "./facts.ts";

/** An asset of a test. */
export interface TestAsset {
  readonly deps?: readonly string[];
  readonly condition?: AutomationConditionData;
  readonly partitions?: PartitionsDefinitionData;
  readonly codeVersion?: string;
  /** Names of checks; those that begin with `!` are blocking. */
  readonly checks?: readonly string[];
  readonly external?: boolean;
  readonly unit?: string;
}

/** The graph of assets by name. */
export function graphOf(assets: Readonly<Record<string, TestAsset>>): AssetGraph {
  const members = (unit: string) => Object.keys(assets).filter((name) => assets[name]?.unit === unit);
  const specs = Object.entries(assets).map(
    ([name, { deps = [], condition, partitions, codeVersion, checks = [], external, unit }]) =>
      plainSpec([name], {
        materializable: external !== true,
        deps: deps.map((dep) => ({ key: { path: [dep] }, kind: "order" as const, declaredAt: ["deps"] })),
        ...(condition === undefined ? {} : { automationCondition: condition }),
        ...(partitions === undefined ? {} : { partitionsDef: partitions }),
        ...(codeVersion === undefined ? {} : { codeVersion }),
        ...(unit === undefined ? {} : { unit: { id: members(unit)[0] as string, canSubset: false } }),
        checks: checks.map(
          (check): AssetCheckSpecData => ({
            asset: { path: [name] },
            name: check.replace("!", ""),
            blocking: check.startsWith("!"),
            additionalDeps: [],
            metadata: {},
          }),
        ),
      }),
  );
  return resolveGraph(specs).graph;
}

type Told<F> = F extends AutomationFact ? Omit<F, "id" | "timestamp"> : never;

/** What happened, in order, before a tick at a time: a second apart, the last one a second before it. */
export function factsBefore(time: number, from: number, told: readonly Told<AutomationFact>[]): AutomationFact[] {
  return told.map((fact, at) => ({ ...fact, id: from + at + 1, timestamp: time - (told.length - at) * 1_000 }) as AutomationFact);
}

export type ToldFact = Told<AutomationFact>;
