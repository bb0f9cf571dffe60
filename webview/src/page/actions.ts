import { lensCommands } from "@headwater/protocol";
import { batch } from "@preact/signals";
import { reducedMotion } from "../paint/theme.ts";
import { placeOf, sameTarget, type Target, targetOf } from "../scene/target.ts";
import { between, centre, fit, intoView, type Viewport, zoomAt } from "../viewport/viewport.ts";
import type { Host } from "./host.ts";
import type { LayoutDriver } from "./layoutDriver.ts";
import type { Store } from "./store.ts";

/** The zoom at which a card that is asked for is shown at least. */
const readableZoom = 0.85;

export const untrustedReason = "This workspace is not trusted: materializing runs its code. Trust the workspace to allow that.";

export type Actions = ReturnType<typeof createActions>;

/** What the user can do, however it is asked for: by pointer, keyboard or message. */
export function createActions(store: Store, host: Host, driver: LayoutDriver) {
  let animation = 0;

  /** Goes to a viewport, in steps unless the user wants no motion. */
  const moveTo = (target: Viewport, chosen = true) => {
    cancelAnimationFrame(animation);
    const from = store.viewport.value;
    const began = performance.now();
    const duration = reducedMotion(document.body) ? 0 : 180;
    const frame = (time: number) => {
      const part = duration === 0 ? 1 : Math.min(1, Math.max(0, (time - began) / duration));
      store.viewport.value = part === 1 ? target : between(from, target, 1 - (1 - part) ** 3);
      if (part < 1) animation = requestAnimationFrame(frame);
    };
    store.viewportChosen.value = chosen;
    frame(began);
  };

  const actions = {
    /** Sets the viewport at once, as during a drag. */
    setViewport(viewport: Viewport) {
      cancelAnimationFrame(animation);
      batch(() => {
        store.viewport.value = viewport;
        store.viewportChosen.value = true;
        store.menu.value = undefined;
      });
    },
    zoom(factor: number) {
      const { width, height } = store.size.value;
      moveTo(zoomAt(store.viewport.value, { x: width / 2, y: height / 2 }, factor));
    },
    fit() {
      if (store.scene.value !== undefined) moveTo(fit(store.scene.value.bounds, store.size.value), false);
    },
    tidy() {
      driver.tidy();
    },
    turn() {
      batch(() => {
        store.direction.value = store.direction.value === "right" ? "down" : "right";
        store.viewportChosen.value = false;
      });
      driver.turn();
    },
    focus(target: Target | undefined, show = false) {
      if (!sameTarget(target, store.focused.value)) store.focused.value = target;
      const scene = store.scene.value;
      const place = scene === undefined || target === undefined ? undefined : placeOf(scene, target);
      if (!show || place === undefined) return;
      const next = intoView(store.viewport.value, store.size.value, place);
      if (next !== store.viewport.value) moveTo(next);
    },
    openSource(key: string) {
      if (store.nodes.value.get(key)?.source !== undefined) host.post({ type: "openSource", key });
    },
    /** Asks for a run, or says why there can be none. */
    materialize(key: string, others: "alone" | "upstream" | "downstream") {
      store.menu.value = undefined;
      const node = store.nodes.value.get(key);
      if (node === undefined) return;
      if (node.kind !== "materializable") store.announcement.value = `${node.label} is not materialized here.`;
      else if (!store.trusted.value) store.announcement.value = untrustedReason;
      else {
        store.announcement.value = `Materializing ${node.label}.`;
        host.post({ type: "materialize", key, with: others });
      }
    },
    manageTrust() {
      store.menu.value = undefined;
      host.post({ type: "action", command: lensCommands.manageTrust });
    },
    showRunLog(runId: string) {
      store.menu.value = undefined;
      host.post({ type: "showRunLog", runId });
    },
    runAction(command: string) {
      host.post({ type: "action", command });
    },
    openMenu(key: string) {
      store.focused.value = { kind: "asset", id: key };
      store.menu.value = key;
    },
    closeMenu() {
      store.menu.value = undefined;
    },
    toggleGroup(id: string) {
      const next = new Set(store.collapsed.value);
      if (!next.delete(id)) next.add(id);
      driver.anchor({ kind: "group", id });
      batch(() => {
        store.collapsed.value = next;
        const focused = store.focused.value;
        if (focused?.kind === "asset" && store.nodes.value.get(focused.id)?.groupName === id && next.has(id))
          store.focused.value = { kind: "group", id };
      });
    },
    setAllCollapsed(all: boolean) {
      batch(() => {
        store.collapsed.value = all ? new Set(store.graph.value?.nodes.map(({ groupName }) => groupName)) : new Set();
        store.viewportChosen.value = false;
      });
    },
    /** Shows an asset in the middle and selects it, opening its group where it is collapsed. False: not there (yet). */
    reveal(key: string): boolean {
      const group = store.nodes.value.get(key)?.groupName;
      if (group === undefined) return false;
      if (store.collapsed.value.has(group)) {
        store.collapsed.value = new Set([...store.collapsed.value].filter((id) => id !== group));
        return false;
      }
      const place = store.scene.value?.cardOf.get(key)?.rectangle;
      if (place === undefined || store.size.value.width === 0) return false;
      store.focused.value = { kind: "asset", id: key };
      moveTo(centre(store.viewport.value, store.size.value, place, readableZoom));
      return true;
    },
    /** Brings the asset at the editor's cursor into view, without changing the zoom. */
    followActive() {
      const scene = store.scene.value;
      const key = store.activeKey.value;
      const target =
        scene === undefined || key === undefined ? undefined : targetOf(scene, key, store.nodes.value.get(key)?.groupName);
      const place = scene === undefined || target === undefined ? undefined : placeOf(scene, target);
      if (place === undefined) return;
      const chosen = store.viewportChosen.value;
      const next = intoView(store.viewport.value, store.size.value, place);
      if (next !== store.viewport.value) moveTo(next, chosen);
    },
  };
  return actions;
}
