import { type GraphPageState, graphPageState } from "@headwater/protocol";
import { batch, effect } from "@preact/signals";
import type { VsCodeApi } from "./host.ts";
import type { Store } from "./store.ts";

/** Positions of more assets than this are worked out again rather than kept. */
const keptAssets = 3000;
const delay = 300;

/** What was saved, if it is still understood. */
export function readState(value: unknown): GraphPageState | undefined {
  const state = graphPageState.safeParse(value);
  return state.success ? state.data : undefined;
}

/** Puts what was saved into the store, before the first paint. */
export function restore(store: Store, { viewport, selected, collapsed, positions }: GraphPageState): void {
  batch(() => {
    if (viewport !== undefined) {
      store.viewport.value = viewport;
      store.viewportChosen.value = true;
    }
    if (selected !== undefined) store.focused.value = { kind: "asset", id: selected };
    store.collapsed.value = new Set(collapsed);
    if (positions !== undefined) {
      store.layout.value = positions;
      store.direction.value = positions.direction;
    }
  });
}

/** What is to be saved of the store; undefined as long as there is nothing to see. */
export function stateOf(store: Store): GraphPageState | undefined {
  const graph = store.graph.value;
  const layout = store.layout.value;
  if (graph === undefined) return undefined;
  const focused = store.focused.value;
  return {
    version: 1,
    projectUri: graph.uri,
    collapsed: [...store.collapsed.value],
    ...(store.viewportChosen.value ? { viewport: store.viewport.value } : {}),
    ...(focused?.kind === "asset" ? { selected: focused.id } : {}),
    ...(layout !== undefined && graph.nodes.length <= keptAssets ? { positions: layout } : {}),
  };
}

/** Saves the state a moment after it changed. */
export function keepState(store: Store, api: VsCodeApi): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  effect(() => {
    const state = stateOf(store);
    if (state === undefined) return;
    clearTimeout(timer);
    timer = setTimeout(() => api.setState(state), delay);
  });
}
