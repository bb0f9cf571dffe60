import type { AssetStatus } from "@headwater/model";
import type { ProjectGraph, ToGraphPage } from "@headwater/protocol";
import { batch, effect } from "@preact/signals";
import type { Actions } from "./actions.ts";
import type { Store } from "./store.ts";

/** With more assets than this all groups start collapsed. */
const startCollapsedAbove = 1000;

/** Takes in what the extension says. */
export function createReceiver(
  store: Store,
  actions: Actions,
  restoredProject: string | undefined,
): (message: ToGraphPage) => void {
  let project = restoredProject;
  let wanted: string | undefined;

  // An asset may be asked for before it is laid out.
  effect(() => {
    store.scene.value;
    store.size.value;
    if (wanted === undefined) return;
    queueMicrotask(() => {
      if (wanted !== undefined && actions.reveal(wanted)) wanted = undefined;
    });
  });

  const setStatuses = (statuses: readonly AssetStatus[]) => {
    store.statuses.value = new Map(statuses.map((status) => [status.key, status]));
    store.now.value = Date.now();
  };

  /** Forgets what belongs to another project. */
  const begin = (graph: ProjectGraph) => {
    const known = project === graph.uri;
    project = graph.uri;
    if (known) return;
    store.layout.value = undefined;
    store.direction.value = undefined;
    store.simplified.value = undefined;
    store.focused.value = undefined;
    store.hovered.value = undefined;
    store.menu.value = undefined;
    store.viewportChosen.value = false;
    const groups = graph.nodes.length > startCollapsedAbove ? graph.nodes.map(({ groupName }) => groupName) : [];
    store.collapsed.value = new Set(groups);
  };

  return (message) => {
    switch (message.type) {
      case "state":
        batch(() => {
          if (message.graph !== undefined) begin(message.graph);
          store.graph.value = message.graph;
          store.notice.value = message.notice;
          store.trusted.value = message.trusted;
          store.activeKey.value = message.active;
          setStatuses(message.statuses);
        });
        break;
      case "statuses":
        batch(() => setStatuses(message.statuses));
        break;
      case "active":
        store.activeKey.value = message.key;
        actions.followActive();
        break;
      case "reveal":
        wanted = actions.reveal(message.key) ? undefined : message.key;
        break;
    }
  };
}
