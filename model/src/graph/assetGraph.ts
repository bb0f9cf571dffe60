import { type Finding, finding } from "../findings/finding.ts";
import { type AssetKey, type KeyId, keyId, toUserString } from "../keys/assetKey.ts";
import type { AssetDependency, AssetSpec } from "../specs/declaration.ts";
import { defaultGroupName } from "../specs/labels.ts";
import { findCycles } from "./cycles.ts";
import { suggestKeys } from "./suggestions.ts";

/** What a node stands for: an asset that is computed, one that is only described, or a key that nobody describes. */
export type NodeKind = "materializable" | "external" | "stub";

/** A dependency after resolution: `key` is the node that it ends at, which spec 2.4 rule 2 may have redirected. */
export interface ResolvedDependency extends AssetDependency {
  readonly id: KeyId;
}

/** An asset in the graph. */
export interface AssetNode {
  readonly id: KeyId;
  readonly key: AssetKey;
  readonly kind: NodeKind;
  /** Absent for a stub. */
  readonly spec?: AssetSpec;
  readonly groupName: string;
  readonly dependencies: readonly ResolvedDependency[];
  /** Direct upstreams, each once, without the asset itself. */
  readonly upstream: readonly KeyId[];
  /** Direct downstreams, each once, without the asset itself. */
  readonly downstream: readonly KeyId[];
}

/** The assets of a project and how they depend on each other. */
export interface AssetGraph {
  /** In the order of declaration, stubs last. */
  readonly nodes: ReadonlyMap<KeyId, AssetNode>;
  /** Every node after its upstreams, otherwise in the order of declaration; the members of a cycle come last. */
  readonly order: readonly KeyId[];
}

/** A finding about one of the given specs. */
export interface GraphFinding extends Finding {
  /** The index of the spec that the finding is about. */
  readonly subject: number;
  /** Other specs that take part, each with what it does. */
  readonly related: readonly { readonly subject: number; readonly message: string }[];
}

export interface ResolvedGraph {
  readonly graph: AssetGraph;
  readonly findings: readonly GraphFinding[];
}

/** What the graph cannot see: it keeps rules quiet where a fact is missing. */
export interface GraphKnowledge {
  /** True when assets exist whose keys are not known, so that a missing key may be one of theirs. */
  readonly keysIncomplete?: boolean;
}

/**
 * Resolves the dependencies of all assets (spec 2.4), finds collisions, cycles and unknown keys (2.5, 2.6), all at once.
 * Of several assets with one key the first is kept in the graph. Linear in assets and dependencies.
 */
export function resolveGraph(specs: readonly AssetSpec[], knowledge: GraphKnowledge = {}): ResolvedGraph {
  const findings: GraphFinding[] = [];
  const report = (subject: number, made: Finding, related: GraphFinding["related"] = []) =>
    findings.push({ ...made, subject, related });

  const subjects = new Map<KeyId, number>();
  const collisions = new Map<KeyId, number[]>();
  for (const [subject, spec] of specs.entries()) {
    const id = keyId(spec.key);
    const first = subjects.get(id);
    if (first === undefined) subjects.set(id, subject);
    else collisions.set(id, [...(collisions.get(id) ?? [first]), subject]);
  }
  for (const [id, places] of collisions) {
    for (const subject of places) {
      report(
        subject,
        finding("key-collision", `The key "${id}" is declared ${places.length} times: rename all but one.`, ["key"]),
        places
          .filter((other) => other !== subject)
          .map((other) => ({ subject: other, message: `"${id}" is declared here too.` })),
      );
    }
  }
  reportStepNames(specs, subjects, report);

  const byGroupAndName = indexByGroupAndName(specs, subjects);
  const dependencies = new Map<KeyId, ResolvedDependency[]>();
  const stubs = new Map<KeyId, AssetKey>();
  for (const [id, subject] of subjects) {
    const spec = specs[subject] as AssetSpec;
    const resolved: ResolvedDependency[] = [];
    for (const dependency of spec.deps) {
      const dependencyId = keyId(dependency.key);
      if (subjects.has(dependencyId)) {
        resolved.push({ ...dependency, id: dependencyId });
        continue;
      }
      const redirected = redirect(dependency.key, id, spec.groupName, byGroupAndName);
      if (redirected !== undefined) {
        const key = (specs[subjects.get(redirected) as number] as AssetSpec).key;
        resolved.push({ ...dependency, key, id: redirected });
        report(
          subject,
          finding(
            "relative-dependency",
            `"${dependencyId}" is taken to mean "${redirected}", the only asset of that name in the group "${spec.groupName}": write the whole key to be sure.`,
            dependency.declaredAt,
            [redirected],
          ),
        );
        continue;
      }
      if (!stubs.has(dependencyId)) stubs.set(dependencyId, dependency.key);
      resolved.push({ ...dependency, id: dependencyId });
      if (!knowledge.keysIncomplete) report(subject, unknownDependency(dependency, specs, subjects));
    }
    dependencies.set(id, resolved);
  }

  const nodes = assemble(specs, subjects, stubs, dependencies);
  const { order, cycles } = findCycles(nodes);
  for (const cycle of cycles) {
    for (const [start, id] of cycle.entries()) {
      const path = [...cycle.slice(start), ...cycle.slice(0, start), id];
      const next = path[1] as KeyId;
      const dependency = nodes.get(id)?.dependencies.find((candidate) => candidate.id === next);
      report(
        subjects.get(id) as number,
        finding(
          "cycle",
          `These assets wait for each other: ${path.join(" → ")}. Remove one of these dependencies.`,
          dependency?.declaredAt ?? [],
        ),
        cycle
          .filter((other) => other !== id)
          .map((other) => ({ subject: subjects.get(other) as number, message: `"${other}" takes part in the cycle.` })),
      );
    }
  }
  return { graph: { nodes, order }, findings: findings.sort((one, other) => one.subject - other.subject) };
}

function reportStepNames(
  specs: readonly AssetSpec[],
  subjects: ReadonlyMap<KeyId, number>,
  report: (subject: number, made: Finding, related: GraphFinding["related"]) => void,
) {
  const first = new Map<string, number>();
  for (const subject of subjects.values()) {
    const spec = specs[subject] as AssetSpec;
    const other = first.get(spec.stepName);
    if (other === undefined) {
      first.set(spec.stepName, subject);
      continue;
    }
    const otherKey = toUserString((specs[other] as AssetSpec).key);
    report(
      subject,
      finding(
        "step-name-collision",
        `Its step is named "${spec.stepName}" like that of "${otherKey}": rename one to tell them apart.`,
      ),
      [{ subject: other, message: `"${otherKey}" has the same step name.` }],
    );
  }
}

function indexByGroupAndName(specs: readonly AssetSpec[], subjects: ReadonlyMap<KeyId, number>): Map<string, KeyId[]> {
  const index = new Map<string, KeyId[]>();
  for (const [id, subject] of subjects) {
    const spec = specs[subject] as AssetSpec;
    const place = `${spec.groupName}\n${spec.key.path.at(-1)}`;
    const list = index.get(place);
    if (list === undefined) index.set(place, [id]);
    else list.push(id);
  }
  return index;
}

/** Spec 2.4 rule 2: a one-segment key means the only asset of its group with that last segment. */
function redirect(
  key: AssetKey,
  from: KeyId,
  groupName: string,
  index: ReadonlyMap<string, readonly KeyId[]>,
): KeyId | undefined {
  if (key.path.length !== 1) return undefined;
  const candidates = index.get(`${groupName}\n${key.path[0]}`) ?? [];
  return candidates.length === 1 && candidates[0] !== from ? candidates[0] : undefined;
}

function unknownDependency(
  dependency: AssetDependency,
  specs: readonly AssetSpec[],
  subjects: ReadonlyMap<KeyId, number>,
): Finding {
  const name = toUserString(dependency.key);
  const known = [...subjects.values()].map((subject) => (specs[subject] as AssetSpec).key);
  const suggestions = suggestKeys(dependency.key, known).map(toUserString);
  const guess = suggestions.length > 0 ? ` Did you mean ${suggestions.map((key) => `"${key}"`).join(" or ")}?` : "";
  if (dependency.kind === "order") {
    return finding(
      "unknown-dependency",
      `No asset has the key "${name}", so it is taken to be external.${guess}`,
      dependency.declaredAt,
      suggestions,
    );
  }
  const mend = suggestions.length > 0 ? "" : " Declare it, or name it in requiredResourceKeys if it is a resource.";
  return finding(
    "unknown-input",
    `The input "${dependency.inputName}" needs the asset "${name}", which does not exist.${guess}${mend}`,
    dependency.declaredAt,
    suggestions,
  );
}

function assemble(
  specs: readonly AssetSpec[],
  subjects: ReadonlyMap<KeyId, number>,
  stubs: ReadonlyMap<KeyId, AssetKey>,
  dependencies: ReadonlyMap<KeyId, readonly ResolvedDependency[]>,
): Map<KeyId, AssetNode> {
  const downstream = new Map<KeyId, KeyId[]>();
  const upstream = new Map<KeyId, KeyId[]>();
  for (const [id, list] of dependencies) {
    const ids = [...new Set(list.map((dependency) => dependency.id))].filter((other) => other !== id);
    upstream.set(id, ids);
    for (const other of ids) {
      const into = downstream.get(other);
      if (into === undefined) downstream.set(other, [id]);
      else into.push(id);
    }
  }
  const nodes = new Map<KeyId, AssetNode>();
  for (const [id, subject] of subjects) {
    const spec = specs[subject] as AssetSpec;
    nodes.set(id, {
      id,
      key: spec.key,
      kind: spec.materializable ? "materializable" : "external",
      spec,
      groupName: spec.groupName,
      dependencies: dependencies.get(id) ?? [],
      upstream: upstream.get(id) ?? [],
      downstream: downstream.get(id) ?? [],
    });
  }
  for (const [id, key] of stubs) {
    const place = { id, key, kind: "stub", groupName: defaultGroupName } as const;
    nodes.set(id, { ...place, dependencies: [], upstream: [], downstream: downstream.get(id) ?? [] });
  }
  return nodes;
}
