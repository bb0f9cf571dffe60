import { type Arrow, firstTarget, step } from "../scene/target.ts";
import type { Actions } from "./actions.ts";
import type { Store } from "./store.ts";

const arrows: Readonly<Record<string, Arrow>> = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
};

const zoomStep = 1.25;

/** What a key does on the graph. Gives whether it was one of ours. */
export function handleKey(event: KeyboardEvent, store: Store, actions: Actions): boolean {
  const scene = store.scene.value;
  if (event.ctrlKey || event.metaKey || event.altKey || scene === undefined) return false;
  const focused = store.focused.value;
  const arrow = arrows[event.key];
  if (arrow !== undefined) {
    const groupNameOf = (id: string) => store.nodes.value.get(id)?.groupName;
    const next = focused === undefined ? undefined : step(scene, store.adjacency.value, groupNameOf, focused, arrow);
    actions.focus(focused === undefined ? firstTarget(scene, store.active.value) : (next ?? focused), true);
    return true;
  }
  switch (event.key) {
    case "+":
    case "=":
      actions.zoom(zoomStep);
      return true;
    case "-":
      actions.zoom(1 / zoomStep);
      return true;
    case "0":
      actions.fit();
      return true;
    case "Home":
      actions.focus(firstTarget(scene, undefined), true);
      return true;
    case "Escape":
      actions.closeMenu();
      actions.focus(undefined);
      store.hovered.value = undefined;
      return true;
    default:
      return focused !== undefined && handleKeyOn(focused, event, store, actions);
  }
}

function handleKeyOn(
  { kind, id }: { readonly kind: string; readonly id: string },
  event: KeyboardEvent,
  store: Store,
  actions: Actions,
): boolean {
  const openMenu = event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey) || event.key === "M";
  if (kind === "asset" && openMenu) actions.openMenu(id);
  else if (kind === "asset" && event.key === "Enter") actions.openSource(id);
  else if (kind === "asset" && event.key === "m") actions.materialize(id, "alone");
  else if (kind === "asset" && event.key === " ") actions.toggleGroup(store.nodes.value.get(id)?.groupName ?? "");
  else if (kind === "group" && (event.key === "Enter" || event.key === " ")) actions.toggleGroup(id);
  else return false;
  return true;
}
