import { batch, effect } from "@preact/signals";
import { chooseDirection } from "../layout/chooseDirection.ts";
import type { LayoutService } from "../layout/layoutService.ts";
import type { LayoutRequest } from "../layout/partition.ts";
import { placeOf, type Target } from "../scene/target.ts";
import { fit, pan, toPage } from "../viewport/viewport.ts";
import type { Store } from "./store.ts";

export interface LayoutDriver {
  /** Lays out everything anew, whatever is shown. */
  tidy(): void;
  /** Lays out in the direction that the store has now. */
  turn(): void;
  /** What stays where it is seen during the next layout, as the group that was clicked. */
  anchor(target: Target): void;
}

/** Lays out the graph whenever what is to be shown has changed. */
export function driveLayout(store: Store, service: LayoutService): LayoutDriver {
  let anchored: Target | undefined;

  const layOut = async (anew: boolean) => {
    const graph = store.graph.value;
    if (graph === undefined) return;
    const previous = store.layout.value;
    store.layingOut.value = true;
    const shown = {
      nodes: graph.nodes.map(({ id, groupName }) => ({ id, group: groupName })),
      edges: graph.edges.map(({ from, to }) => ({ from, to })),
      collapsed: [...store.collapsed.value],
    };
    store.direction.value ??= await chooseDirection(shown, store.size.value);
    const direction = store.direction.value;
    const request: LayoutRequest = { ...shown, direction, ...(previous === undefined || anew ? {} : { previous }) };
    const laidOut = await service.layOut(request);
    // Another request came in the meantime, or another project.
    if (laidOut === undefined || store.graph.value?.uri !== graph.uri) return;
    batch(() => {
      store.layingOut.value = false;
      store.simplified.value = laidOut.simplified;
      if (laidOut.layout === previous) return;
      const seenBefore = seenPlace(store, anchored);
      store.layout.value = laidOut.layout;
      const seenNow = seenPlace(store, anchored);
      if (store.viewportChosen.value && !anew && seenBefore !== undefined && seenNow !== undefined)
        store.viewport.value = pan(store.viewport.value, seenBefore.x - seenNow.x, seenBefore.y - seenNow.y);
      else fitUnlessChosen(store, anew);
      anchored = undefined;
    });
  };

  effect(() => {
    // These are what a layout depends on; everything else is read without listening to it.
    store.graph.value;
    store.collapsed.value;
    // After the page has shown what it can, so that no task becomes long.
    setTimeout(() => void layOut(false));
  });
  effect(() => {
    const { width, height } = store.size.value;
    if (width > 0 && height > 0 && store.scene.peek() !== undefined) queueMicrotask(() => fitUnlessChosen(store, false));
  });

  return {
    tidy: () => void layOut(true),
    turn: () => void layOut(false),
    anchor(target) {
      anchored = target;
    },
  };
}

function fitUnlessChosen(store: Store, anyway: boolean): void {
  const scene = store.scene.value;
  if (scene === undefined || (store.viewportChosen.value && !anyway)) return;
  store.viewport.value = fit(scene.bounds, store.size.value);
  store.viewportChosen.value = false;
}

function seenPlace(store: Store, target: Target | undefined) {
  const scene = store.scene.value;
  const place = scene === undefined || target === undefined ? undefined : placeOf(scene, target);
  return place === undefined ? undefined : toPage(store.viewport.value, place);
}
