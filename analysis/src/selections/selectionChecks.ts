import {
  type AssetGraph,
  checkEmptiness,
  checkSelectedKeys,
  checkSelectionText,
  type KeyId,
  type SelectableGraph,
  type SelectionFinding,
} from "@headwater/model";
import type { AnalyzedSelection } from "./describeSelections.ts";

/** What is known of the graph in which selections are looked at. */
export interface SelectedFrom {
  readonly graph: AssetGraph;
  /** Whether all assets are known: where not, nothing is missed in it. */
  readonly complete: boolean;
  /** The nodes that are other than when this was asked last. */
  readonly changedNodes: ReadonlySet<KeyId>;
}

/** What is wrong with the selections of a project, brought up to date with the graph. */
export interface SelectionChecks {
  /** Replaces the selections of a file. */
  replace(file: string, selections: readonly AnalyzedSelection[]): void;
  /** Looks at what may be other than before; gives the files whose findings are. */
  update(from: SelectedFrom): ReadonlySet<string>;
  of(file: string): readonly (readonly [AnalyzedSelection, readonly SelectionFinding[]])[];
  saved(): SavedSelectionChecks;
}

/** What a later process takes over. */
export interface SavedSelectionChecks {
  readonly byFile: Map<string, readonly CheckedSelection[]>;
  readonly wasComplete: boolean;
}

export interface CheckedSelection {
  readonly selection: AnalyzedSelection;
  findings: readonly SelectionFinding[];
  /** An asset that it picks. */
  picked?: KeyId | undefined;
  isNew: boolean;
}

/** Knows no selections but saved ones. What selections go on picking costs a look at one asset each; an edit that changes no node nothing. */
export function createSelectionChecks(saved?: SavedSelectionChecks): SelectionChecks {
  const byFile = saved?.byFile ?? new Map<string, readonly CheckedSelection[]>();
  let wasComplete = saved?.wasComplete ?? false;

  /** Whether the findings are others. */
  const check = (checked: CheckedSelection, graph: SelectableGraph, complete: boolean): boolean => {
    const { selection, findings: before, picked } = checked;
    const { text, job } = selection;
    checked.isNew = false;
    checked.picked = undefined;
    const wrong = checkSelectionText(text);
    if (wrong !== undefined || !complete) checked.findings = wrong === undefined ? [] : [wrong];
    else {
      const unknown = checkSelectedKeys(text, graph);
      const options = { toCompute: job !== undefined, before: picked };
      const emptiness = unknown.length > 0 ? {} : checkEmptiness(text, graph, options);
      checked.picked = emptiness.picked;
      checked.findings = emptiness.finding === undefined ? unknown : [emptiness.finding];
    }
    return JSON.stringify(before) !== JSON.stringify(checked.findings);
  };
  return {
    replace(file, selections) {
      const before = byFile.get(file) ?? [];
      const isSame = (one: AnalyzedSelection, other: AnalyzedSelection) =>
        one.text === other.text && (one.job === undefined) === (other.job === undefined);
      const checked = selections.map((selection): CheckedSelection => {
        const known = before.find((each) => isSame(each.selection, selection));
        return known === undefined ? { selection, findings: [], isNew: true } : { ...known, selection };
      });
      if (checked.length === 0) byFile.delete(file);
      else byFile.set(file, checked);
    },
    update({ graph, complete, changedNodes }) {
      const changed = new Set<string>();
      const isOther = complete !== wasComplete || (complete && changedNodes.size > 0);
      wasComplete = complete;
      // In the order of the nodes, since that of the graph costs more.
      let view: SelectableGraph | undefined;
      for (const [file, list] of byFile) {
        for (const checked of list) {
          if (!checked.isNew && !isOther) continue;
          view ??= inAnyOrder(graph);
          const isNew = checked.isNew;
          if (check(checked, view, complete) || isNew) changed.add(file);
        }
      }
      return changed;
    },
    of: (file) => (byFile.get(file) ?? []).map(({ selection, findings }) => [selection, findings]),
    saved: () => ({ byFile, wasComplete }),
  };
}

function inAnyOrder({ nodes }: AssetGraph): SelectableGraph {
  let order: KeyId[] | undefined;
  return {
    nodes,
    get order() {
      order ??= [...nodes.keys()];
      return order;
    },
  };
}
