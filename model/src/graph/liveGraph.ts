import { type AssetKey, type KeyId, keyId } from "../keys/assetKey.ts";
import type { AssetSpec, CheckStepSpec } from "../specs/declaration.ts";
import { isSame } from "../specs/mayBeSame.ts";
import type { AssetGraph, AssetNode, CheckId, CheckNode, CheckStepNode, ResolvedDependency } from "./assetGraph.ts";
import { collectChecks } from "./collectChecks.ts";
import { reportCollision, reportStepNames } from "./collisions.ts";
import { findCycles } from "./cycles.ts";
import type { Report } from "./graphFinding.ts";
import {
  createLiveIndices,
  dropFirst,
  type LiveIndices,
  namesElsewhere,
  noteElsewhere,
  suggestionsOf,
  takeFirst,
} from "./liveIndices.ts";
import { createLiveOrder } from "./liveOrder.ts";
import { createLiveSubjects, type Rule, ruleOf, rules, type SourceFinding, type Subject } from "./liveSubjects.ts";
import { reportCycles } from "./reportCycles.ts";
import { reportStepCycles } from "./reportStepCycles.ts";
import { nodeOf, resolveAll, stubOf, unitsOf, upstreamOf } from "./resolveAll.ts";
import { type GraphKnowledge, mostSuggested, resolveDependent, type Upstreams } from "./resolveDependencies.ts";

/** What one source, as a file, declares. */
export interface DeclaredPart {
  readonly specs: readonly AssetSpec[];
  readonly checkSteps: readonly CheckStepSpec[];
}

/** What an update has changed. */
export interface GraphChange {
  /** Sources with other findings. */
  readonly sources: ReadonlySet<string>;
  /** Nodes that were added, removed or replaced. */
  readonly nodes: ReadonlySet<KeyId>;
}

/**
 * The graph of assets that are declared in many sources, brought up to date source by source. It says what `resolveGraph`
 * says of all specs in the order of their sources' ids, with two liberties: the nodes lie in no certain order, and of more
 * than a hundred unknown keys others may get suggestions.
 */
export interface LiveGraph {
  /** Replaces what sources declare; what is absent declares nothing any more. */
  update(changes: ReadonlyMap<string, DeclaredPart | undefined>, knowledge: GraphKnowledge): GraphChange;
  /** Makes what only updates need, which the first one would have to make otherwise, in steps. */
  prepare(): Iterable<void>;
  /** As it is now. After the next update its maps are those of the next one. */
  readonly graph: AssetGraph;
  findingsOf(source: string): readonly SourceFinding[];
  /** What its sources declare. */
  readonly parts: ReadonlyMap<string, DeclaredPart>;
}

/** More changed specs than this are no edit: everything is resolved anew. */
const mostEdited = 1_000;

/** A graph without assets. */
export function createLiveGraph(): LiveGraph {
  const parts = new Map<string, DeclaredPart>();
  const subjects = createLiveSubjects();
  let specs: AssetSpec[] = [];
  let subjectsOf = new Map<string, number[]>();
  let first = new Map<KeyId, number>();
  let nodes = new Map<KeyId, AssetNode>();
  let units = new Map<string, KeyId[]>();
  let checks = new Map<CheckId, CheckNode>();
  let checkSteps: CheckStepNode[] = [];
  const stepDependencies = new Map<number, readonly ResolvedDependency[]>();
  let hasCycles = false;
  let knowledge: GraphKnowledge = {};
  let indices: LiveIndices | undefined;
  let knownOrder: readonly KeyId[] | undefined;
  let graph = makeGraph();

  function makeGraph(): AssetGraph {
    return {
      nodes,
      get order() {
        knownOrder ??= findCycles(inOrder()).order;
        return knownOrder;
      },
      units,
      checks,
      checkSteps,
    };
  }
  const { of: subjectOf, inDeclaredOrder, clear, clearAll, reportAs } = subjects;
  const byDeclaration = (one: KeyId, other: KeyId) => inDeclaredOrder(first.get(one) as number, first.get(other) as number);
  /** The nodes in the order of declaration, then those that nobody describes, as they are named. */
  const inOrder = (): Map<KeyId, AssetNode> => {
    const ordered = new Map<KeyId, AssetNode>();
    for (const id of [...first.keys()].sort(byDeclaration)) ordered.set(id, nodes.get(id) as AssetNode);
    const named = [...ordered.values()].map(({ dependencies }) => dependencies);
    for (const step of stepsInOrder()) named.push(stepDependencies.get(step) ?? []);
    for (const list of named) {
      for (const { id } of list) if (!ordered.has(id)) ordered.set(id, nodes.get(id) as AssetNode);
    }
    return ordered;
  };
  const stepsInOrder = (): number[] =>
    [...subjects.all.keys()].filter((number) => subjects.all[number]?.step !== undefined).sort(inDeclaredOrder);

  // What an update changes is collected here.
  let changedNodes = new Set<KeyId>();
  const rebuild = () => {
    for (const id of nodes.keys()) changedNodes.add(id);
    const sources = [...parts.keys()].sort();
    subjects.reset();
    specs = [];
    subjectsOf = new Map(sources.map((source) => [source, []]));
    const enter = (subject: Subject) => void subjectsOf.get(subject.source)?.push(subjects.add(subject));
    for (const source of sources) {
      for (const [index, spec] of partOf(source).specs.entries()) {
        specs.push(spec);
        enter({ source, index, id: keyId(spec.key) });
      }
    }
    const steps: CheckStepSpec[] = [];
    for (const source of sources) {
      const part = partOf(source);
      for (const [index, step] of part.checkSteps.entries()) {
        steps.push(step);
        enter({ source, index: part.specs.length + index, step });
      }
    }
    let rule: Rule = "key";
    const report: Report = (number, finding, related) => {
      rule = ruleOf(finding.code) ?? rule;
      reportAs(rule)(number, finding, related);
    };
    const all = resolveAll(specs, knowledge, steps, report);
    ({ first, nodes, units, checks, checkSteps, hasCycles } = all);
    knownOrder = all.order;
    stepDependencies.clear();
    for (const [at, { dependencies }] of checkSteps.entries()) stepDependencies.set(specs.length + at, dependencies);
    indices = undefined;
    for (const id of nodes.keys()) changedNodes.add(id);
  };
  const partOf = (source: string) => parts.get(source) as DeclaredPart;

  /** Takes some sources anew. */
  const edit = (changes: ReadonlyMap<string, DeclaredPart | undefined>, isKnowledgeNew: boolean) => {
    indices ??= createLiveIndices({ subjects, specs, first, nodes, stepDependencies });
    const index = indices;
    const touched = new Set<KeyId>();
    const before = new Map<KeyId, { readonly spec: AssetSpec; readonly number: number }>();
    const stepNames = new Set<string>();
    const dirty = new Set<number>();
    /** Nodes that may have lost all that name them. */
    const left = new Set<KeyId>();
    let checksTouched = false;
    const touch = (id: KeyId) => {
      if (touched.has(id)) return;
      touched.add(id);
      const number = first.get(id);
      if (number !== undefined) before.set(id, { spec: specs[number] as AssetSpec, number });
    };

    // Who stands for each key now. What a source goes on declaring keeps its number, since findings about others name it.
    const gone = new Set<number>();
    const newFor = new Map<KeyId, number[]>();
    let isReordered = false;
    for (const [source, part] of changes) {
      const free = new Map<KeyId, number[]>();
      const freeSteps: number[] = [];
      for (const number of subjectsOf.get(source) ?? []) {
        const { id, findings } = subjectOf(number);
        if (findings?.size) subjects.note(source);
        gone.add(number);
        if (id === undefined) {
          freeSteps.push(number);
          checksTouched = true;
          continue;
        }
        touch(id);
        const same = free.get(id);
        if (same === undefined) free.set(id, [number]);
        else same.push(number);
      }
      const take = (number: number | undefined, subject: Subject): number => {
        if (number === undefined) return subjects.add(subject);
        gone.delete(number);
        Object.assign(subjectOf(number), subject);
        return number;
      };
      if (part === undefined) {
        parts.delete(source);
        subjectsOf.delete(source);
        continue;
      }
      parts.set(source, part);
      const numbers: number[] = [];
      subjectsOf.set(source, numbers);
      let place = -1;
      for (const [at, spec] of part.specs.entries()) {
        const id = keyId(spec.key);
        touch(id);
        const kept = free.get(id)?.shift();
        if (kept !== undefined) {
          isReordered ||= subjectOf(kept).index < place;
          place = subjectOf(kept).index;
        }
        const number = take(kept, { source, index: at, id });
        specs[number] = spec;
        numbers.push(number);
        if (kept !== undefined) continue;
        const added = newFor.get(id);
        if (added === undefined) newFor.set(id, [number]);
        else added.push(number);
      }
      for (const [at, step] of part.checkSteps.entries()) {
        const number = take(freeSteps.shift(), { source, index: part.specs.length + at, step });
        numbers.push(number);
        dirty.add(number);
        checksTouched = true;
      }
    }
    for (const number of gone) {
      for (const upstream of stepDependencies.get(number) ?? []) left.add(upstream.id);
      stepDependencies.delete(number);
    }
    const standing = (id: KeyId): number[] => index.same.get(id) ?? (first.has(id) ? [first.get(id) as number] : []);
    const appeared = new Set<KeyId>();
    const disappeared = new Set<KeyId>();
    const regrouped = new Set<KeyId>();
    const repartitioned = new Set<KeyId>();
    let isReplaced = isReordered;
    checksTouched ||= isReordered;
    for (const id of touched) {
      const now = [...standing(id).filter((number) => !gone.has(number)), ...(newFor.get(id) ?? [])].sort(inDeclaredOrder);
      for (const number of [...standing(id), ...now]) clear("key", number);
      if (now.length > 1) {
        index.same.set(id, now);
        reportCollision(specs, now, reportAs("key"));
      } else index.same.delete(id);
      const was = before.get(id);
      const number = now[0];
      if (was !== undefined && number === was.number && specs[number] === was.spec) continue;
      if (was !== undefined) {
        dropFirst(index, id, was.spec, was.number);
        for (const { key } of was.spec.deps) index.elsewhere.get(keyId(key))?.delete(was.number);
        if (number !== was.number) {
          for (const rule of rules) if (rule !== "key") clear(rule, was.number);
          isReplaced = true;
        }
        clear("stepName", was.number);
        if (was.spec.materializable) stepNames.add(was.spec.stepName);
        checksTouched ||= was.spec.checks.length > 0;
      }
      if (number === undefined) {
        first.delete(id);
        if (was !== undefined) disappeared.add(id);
        continue;
      }
      const spec = specs[number] as AssetSpec;
      first.set(id, number);
      takeFirst(index, id, spec, number);
      if (spec.materializable) stepNames.add(spec.stepName);
      checksTouched ||= spec.checks.length > 0;
      dirty.add(number);
      if (was === undefined) {
        appeared.add(id);
        continue;
      }
      if (groupOf(was.spec) !== groupOf(spec)) regrouped.add(id);
      if (!isSame(was.spec.partitionsDef, spec.partitionsDef)) repartitioned.add(id);
    }
    for (const number of gone) {
      subjects.remove(number);
      delete specs[number];
    }

    for (const name of stepNames) {
      const named = [...(index.byStep.get(name) ?? [])].map((id) => first.get(id) as number).sort(inDeclaredOrder);
      for (const number of named) clear("stepName", number);
      reportStepNames(specs, named, reportAs("stepName"));
    }

    // Whose dependencies may end elsewhere now.
    const nodesBefore = new Map<KeyId, AssetNode | undefined>();
    const dependOn = (wanted: KeyId) => {
      for (const id of nodes.get(wanted)?.downstream ?? []) {
        const number = first.get(id);
        if (number !== undefined) dirty.add(number);
      }
      for (const number of index.elsewhere.get(wanted) ?? []) if (subjects.all[number] !== undefined) dirty.add(number);
    };
    for (const id of [...appeared, ...disappeared, ...repartitioned]) dependOn(id);
    for (const id of [...appeared, ...disappeared, ...regrouped]) {
      const { path } = (before.get(id)?.spec ?? (specs[first.get(id) as number] as AssetSpec)).key;
      if (path.length > 1) dependOn(keyId({ path: [path.at(-1) as string] }));
    }
    if (isKnowledgeNew) {
      for (const numbers of index.elsewhere.values()) for (const number of numbers) if (subjects.all[number]) dirty.add(number);
      for (const node of nodes.values()) if (node.kind === "stub") dependOn(node.id);
    }
    const come = [...appeared].map((id) => (specs[first.get(id) as number] as AssetSpec).key);
    const went = [...disappeared].flatMap((id) => before.get(id)?.spec.key ?? []);
    // While nothing is called unknown, nothing is suggested either.
    if (knowledge.keysIncomplete) delete index.suggestions;
    else if (come.length + went.length > 0) {
      const suggestions = suggestionsOf(index, { specs, first }, new Set(appeared), went);
      for (const key of went) suggestions.remove(key);
      for (const key of come) suggestions.add(key);
      for (const wanted of suggestions.takeChanged()) dependOn(wanted);
      for (const { kind, key, id } of nodes.values()) {
        if (kind === "stub" && [...come, ...went].some((changed) => suggestions.mayMean(key, changed))) dependOn(id);
      }
    }

    const report = reportAs("dependencies");
    const stubs = new Map<KeyId, AssetKey>();
    let searches = 0;
    const upstreams: Upstreams = {
      find: (key) => specs[first.get(key) ?? -1],
      relative: index.relative,
      suggest(wrong) {
        return searches++ < mostSuggested ? suggestionsOf(index, { specs, first }).suggest(wrong) : [];
      },
      knowledge,
      report,
      stub: (id, key) => void stubs.set(id, key),
    };
    const added: [KeyId, KeyId][] = [];
    let edgesChanged = false;
    const neighbours = new Map<KeyId, { add: Set<KeyId>; remove: Set<KeyId> }>();
    const meet = (upstream: KeyId, id: KeyId, what: "add" | "remove") => {
      const known = neighbours.get(upstream) ?? { add: new Set(), remove: new Set() };
      neighbours.set(upstream, known);
      known[what].add(id);
    };
    const put = (id: KeyId, node: AssetNode) => {
      if (!nodesBefore.has(id)) nodesBefore.set(id, nodes.get(id));
      nodes.set(id, node);
      changedNodes.add(id);
    };
    for (const number of [...dirty].sort(inDeclaredOrder)) {
      const subject = subjectOf(number);
      clear("dependencies", number);
      if (subject.step !== undefined) {
        for (const { id } of stepDependencies.get(number) ?? []) left.add(id);
        const resolved = resolveDependent({ subject: number, deps: subject.step.deps }, upstreams);
        for (const { key } of subject.step.deps) namesElsewhere(index, keyId(key), number);
        stepDependencies.set(number, resolved);
        checksTouched = true;
        continue;
      }
      const id = subject.id as KeyId;
      const spec = specs[number] as AssetSpec;
      for (const { key } of spec.deps) index.elsewhere.get(keyId(key))?.delete(number);
      const dependencies = resolveDependent({ subject: number, deps: spec.deps, spec }, upstreams);
      noteElsewhere(index, number, spec, dependencies);
      const node = nodes.get(id);
      const upstream = upstreamOf(id, dependencies);
      const known = new Set(node?.upstream);
      for (const other of upstream) {
        if (known.delete(other)) continue;
        meet(other, id, "add");
        added.push([other, id]);
      }
      for (const other of known) {
        meet(other, id, "remove");
        left.add(other);
        edgesChanged = true;
      }
      put(id, nodeOf(id, spec, { dependencies, upstream, downstream: node?.downstream ?? [] }));
    }
    for (const id of disappeared) {
      const node = nodes.get(id) as AssetNode;
      for (const other of node.upstream) {
        meet(other, id, "remove");
        left.add(other);
        edgesChanged = true;
      }
      left.add(id);
      put(id, stubOf(id, node.key, node.downstream));
    }
    for (const [id, key] of stubs)
      if (!nodes.has(id) || nodes.get(id)?.kind !== "stub") put(id, stubOf(id, key, nodes.get(id)?.downstream ?? []));
    for (const [id, { add, remove }] of neighbours) {
      const node = nodes.get(id);
      if (node === undefined) continue;
      const downstream = [...node.downstream.filter((each) => !remove.has(each)), ...add];
      put(id, { ...node, downstream: downstream.sort(byDeclarationOf) });
    }
    // Sources come and go, and with them the order in which dependents are declared.
    for (const id of touched) {
      for (const upstream of nodes.get(id)?.upstream ?? []) {
        const node = nodes.get(upstream) as AssetNode;
        if (node.downstream.length > 1) put(upstream, { ...node, downstream: [...node.downstream].sort(byDeclarationOf) });
      }
    }
    const namedBySteps = new Set([...stepDependencies.values()].flatMap((list) => list.map(({ id }) => id)));
    for (const id of left) {
      const node = nodes.get(id);
      if (node?.kind !== "stub" || node.downstream.length > 0 || namedBySteps.has(id)) continue;
      nodes.delete(id);
      changedNodes.add(id);
      index.order?.remove(id);
    }
    index.suggestions?.keepOnly((wanted) => nodes.get(wanted)?.kind === "stub");

    followCycles(index, added, edgesChanged, touched.size > 0, nodesBefore);
    const unitChanged = [...touched].some((id) => before.get(id)?.spec.unit ?? specs[first.get(id) ?? -1]?.unit);
    if (unitChanged) units = unitsOf([...first.keys()].sort(byDeclaration).map((id) => nodes.get(id) as AssetNode));
    const othersChanged = isReplaced || edgesChanged || added.length + appeared.size + disappeared.size > 0;
    if (unitChanged || (units.size > 0 && othersChanged)) redoStepCycles();
    if (checksTouched) redoChecks(index);
    knownOrder = undefined;
  };
  const byDeclarationOf = (one: KeyId, other: KeyId): number => {
    const [a, b] = [first.get(one), first.get(other)];
    return a === undefined || b === undefined ? 0 : inDeclaredOrder(a, b);
  };

  const followCycles = (
    index: LiveIndices,
    added: readonly (readonly [KeyId, KeyId])[],
    edgesRemoved: boolean,
    isTouched: boolean,
    nodesBefore: ReadonlyMap<KeyId, AssetNode | undefined>,
  ) => {
    if (!hasCycles) {
      index.order ??= createLiveOrder(knownOrder ?? findCycles(beforeEdit(nodesBefore)).order, (id) => nodes.get(id));
      hasCycles = !index.order.add(added);
    } else if (added.length === 0 && !edgesRemoved && !isTouched) return;
    if (!hasCycles) return;
    // While there are cycles, all are found anew.
    clearAll("cycle");
    const { cycles, order } = findCycles(inOrder());
    reportCycles(cycles, nodes, first, reportAs("cycle"));
    hasCycles = cycles.length > 0;
    delete index.order;
    if (!hasCycles) index.order = createLiveOrder(order, (id) => nodes.get(id));
  };
  /** The nodes as they were before an edit: what an order is made of that is asked for only now. */
  const beforeEdit = (nodesBefore: ReadonlyMap<KeyId, AssetNode | undefined>): Map<KeyId, AssetNode> => {
    const all = new Map(nodes);
    for (const [id, node] of nodesBefore) {
      if (node === undefined) all.delete(id);
      else all.set(id, node);
    }
    return all;
  };
  const redoStepCycles = () => {
    clearAll("stepCycle");
    const all = inOrder();
    reportStepCycles(hasCycles ? findCycles(all).cycles : [], all, first, reportAs("stepCycle"));
  };
  const redoChecks = (index: LiveIndices) => {
    clearAll("check");
    const checking = [...index.checking].sort(inDeclaredOrder);
    const steps = stepsInOrder();
    const report = reportAs("check");
    const real = (number: number) => (number < specs.length ? number : (steps[number - specs.length] as number));
    const collected = collectChecks(
      specs,
      new Map(checking.map((number) => [subjectOf(number).id as KeyId, number])),
      steps.map((number) => subjectOf(number).step as CheckStepSpec),
      steps.map((number) => stepDependencies.get(number) ?? []),
      (number, finding, related = []) =>
        report(
          real(number),
          finding,
          related.map((other) => ({ ...other, subject: real(other.subject) })),
        ),
    );
    checks = collected.checks;
    checkSteps = collected.steps;
  };

  return {
    update(changes, next) {
      changedNodes = new Set();
      const isKnowledgeNew =
        (next.keysIncomplete ?? false) !== (knowledge.keysIncomplete ?? false) ||
        (next.resourcesIncomplete ?? false) !== (knowledge.resourcesIncomplete ?? false);
      knowledge = next;
      let edited = 0;
      for (const part of changes.values()) edited += part?.specs.length ?? 1;
      // What is gone leaves its number behind.
      const isFull = subjects.all.length > 20_000 + 3 * first.size;
      if (edited > mostEdited || nodes.size === 0 || isFull) {
        for (const [source, part] of changes) {
          if (part === undefined) parts.delete(source);
          else parts.set(source, part);
        }
        rebuild();
      } else if (changes.size > 0 || isKnowledgeNew) edit(changes, isKnowledgeNew);
      graph = makeGraph();
      return { sources: subjects.takeChanged(), nodes: changedNodes };
    },
    *prepare() {
      const made = () => {
        indices ??= createLiveIndices({ subjects, specs, first, nodes, stepDependencies });
        return indices;
      };
      made();
      yield;
      if (!hasCycles) made().order ??= createLiveOrder(knownOrder ?? findCycles(inOrder()).order, (id) => nodes.get(id));
      yield;
      if (!knowledge.keysIncomplete) suggestionsOf(made(), { specs, first });
    },
    get graph() {
      return graph;
    },
    parts,
    findingsOf: (source) => subjects.findingsOf(subjectsOf.get(source) ?? []),
  };
}

/** What relative keys depend on beside the key. */
function groupOf({ groupName, groupNameUnknown, unit }: AssetSpec): string {
  return JSON.stringify([groupName, groupNameUnknown ?? false, unit?.id]);
}
