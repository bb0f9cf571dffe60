import { group as groupSize } from "../layout/sizes.ts";
import { headerHeight } from "../paint/level.ts";
import { noTally, statusLook, tallyWords } from "../scene/status.ts";
import { sameTarget, type Target, targetAt } from "../scene/target.ts";
import { pan, toDrawing, zoomAt } from "../viewport/viewport.ts";
import type { Actions } from "./actions.ts";
import type { Store } from "./store.ts";

/** A pointer that moved less than this was clicked, not dragged. */
const dragThreshold = 4;
const hoverDelay = 120;

/** Wheel, drag, hover and click on the drawing. Cards in the DOM answer clicks on their own buttons. */
export function attachPointer(stage: HTMLElement, store: Store, actions: Actions): void {
  let drag: { readonly id: number; x: number; y: number; moved: boolean } | undefined;
  let wasDragged = false;
  let hoverTimer: ReturnType<typeof setTimeout> | undefined;

  const pointOf = ({ clientX, clientY }: MouseEvent) => {
    const { left, top } = stage.getBoundingClientRect();
    return { x: clientX - left, y: clientY - top };
  };
  const targetOf = (event: MouseEvent): Target | undefined => {
    const scene = store.scene.value;
    if (scene === undefined) return undefined;
    const { zoom } = store.viewport.value;
    return targetAt(
      scene,
      toDrawing(store.viewport.value, pointOf(event)),
      Math.max(groupSize.header, headerHeight(zoom) / zoom),
    );
  };
  const hover = (target: Target | undefined) => {
    clearTimeout(hoverTimer);
    if (sameTarget(target, store.hovered.value)) return;
    hoverTimer = setTimeout(() => {
      store.hovered.value = target;
      // In the DOM cards and headers have titles of their own.
      stage.title = store.level.value === "reading" ? "" : describe(store, target);
    }, hoverDelay);
  };

  stage.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      const unit = event.deltaMode === 1 ? 16 : event.deltaMode === 2 ? 400 : 1;
      const [dx, dy] = [event.deltaX * unit, event.deltaY * unit];
      if (!event.ctrlKey && (event.shiftKey || Math.abs(dx) > Math.abs(dy))) {
        const across = event.shiftKey && dx === 0 ? dy : dx;
        actions.setViewport(pan(store.viewport.value, -across, event.shiftKey ? 0 : -dy));
        return;
      }
      // A pinch comes as a wheel with the control key and small steps.
      const strength = event.ctrlKey || event.metaKey ? 0.008 : 0.0016;
      const step = Math.max(-120, Math.min(120, dy));
      actions.setViewport(zoomAt(store.viewport.value, pointOf(event), Math.exp(-step * strength)));
    },
    { passive: false },
  );
  stage.addEventListener("pointerdown", (event) => {
    wasDragged = false;
    if (event.button > 1) return;
    // The middle button would start the browser's own scrolling.
    if (event.button === 1) event.preventDefault();
    drag = { id: event.pointerId, x: event.clientX, y: event.clientY, moved: false };
  });
  stage.addEventListener("pointermove", (event) => {
    if (drag === undefined) {
      hover(targetOf(event));
      return;
    }
    if (event.pointerId !== drag.id) return;
    const [dx, dy] = [event.clientX - drag.x, event.clientY - drag.y];
    if (!drag.moved && Math.hypot(dx, dy) < dragThreshold) return;
    if (!drag.moved) {
      stage.setPointerCapture(event.pointerId);
      stage.classList.add("dragging");
    }
    drag = { id: drag.id, x: event.clientX, y: event.clientY, moved: true };
    actions.setViewport(pan(store.viewport.value, dx, dy));
  });
  const end = () => {
    wasDragged = drag?.moved ?? false;
    drag = undefined;
    stage.classList.remove("dragging");
  };
  stage.addEventListener("pointerup", end);
  stage.addEventListener("pointercancel", end);
  stage.addEventListener("pointerleave", () => hover(undefined));
  // A drag that ends on a button is not a click on it.
  stage.addEventListener(
    "click",
    (event) => {
      if (!wasDragged) return;
      wasDragged = false;
      event.stopPropagation();
    },
    true,
  );
  stage.addEventListener("click", (event) => {
    const target = targetOf(event);
    actions.closeMenu();
    if (target?.kind === "group") {
      actions.toggleGroup(target.id);
      return;
    }
    actions.focus(target);
    if (target !== undefined) actions.openSource(target.id);
  });
  stage.addEventListener("contextmenu", (event) => {
    const target = targetOf(event);
    if (target?.kind !== "asset") return;
    event.preventDefault();
    actions.openMenu(target.id);
  });
}

/** What cannot be read from afar. */
function describe(store: Store, target: Target | undefined): string {
  if (target === undefined) return "";
  if (target.kind === "group") return [target.id, ...tallyWords(store.tallies.value.get(target.id) ?? noTally)].join("\n");
  const node = store.nodes.value.get(target.id);
  if (node === undefined) return "";
  const { words } = statusLook(node, store.statuses.value.get(node.id), store.now.value);
  return [node.label, words, node.description].filter(Boolean).join("\n");
}
