import { effect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Actions } from "../page/actions.ts";
import { attachPointer } from "../page/pointer.ts";
import type { Store } from "../page/store.ts";
import { createPainter } from "../paint/paintCanvas.ts";
import { Card } from "./Card.tsx";
import { GroupHeader } from "./GroupHeader.tsx";

interface Properties {
  readonly store: Store;
  readonly actions: Actions;
}

/** The drawing: a canvas, and over it what is in the DOM at reading zoom. Both move in the same frame. */
export function Stage({ store, actions }: Properties) {
  const stage = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const layer = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (stage.current === null || canvas.current === null || layer.current === null) return;
    attachPointer(stage.current, store, actions);
    return paintOnChange(store, canvas.current, layer.current);
  }, [store, actions]);

  return (
    <div class="stage" ref={stage} aria-hidden="true">
      <canvas ref={canvas} />
      <div class="layer" ref={layer}>
        <Headers store={store} />
        <Cards store={store} actions={actions} />
      </div>
    </div>
  );
}

function Headers({ store }: Pick<Properties, "store">) {
  return store.groups.value.map((group) => <GroupHeader key={group.id} group={group} store={store} />);
}

function Cards({ store, actions }: Properties) {
  return store.cards.value.map((card) => <Card key={card.node.id} card={card} store={store} actions={actions} />);
}

/** Paints once a frame at most, and only after something changed. */
function paintOnChange(store: Store, canvas: HTMLCanvasElement, layer: HTMLElement): () => void {
  const painter = createPainter(canvas);
  let frame = 0;
  const paint = () => {
    frame = 0;
    const { value: scene } = store.scene;
    const { value: viewport } = store.viewport;
    canvas.hidden = scene === undefined;
    layer.hidden = scene === undefined;
    if (scene === undefined) return;
    layer.style.transform = `translate(${viewport.x}px, ${viewport.y}px) scale(${viewport.zoom})`;
    // Titles shrink less than the rest.
    layer.style.setProperty("--title-size", `${Math.max(13, 12.5 / viewport.zoom)}px`);
    painter(
      {
        scene,
        viewport,
        size: store.size.value,
        theme: store.theme.value,
        statuses: store.statuses.value,
        tallies: store.tallies.value,
        membersOf: store.membersOf.value,
        lineage: store.lineage.value,
        focused: store.focused.value,
        active: store.active.value,
        now: store.now.value,
      },
      window.devicePixelRatio,
    );
  };
  const dispose = effect(() => {
    for (const signal of [store.scene, store.viewport, store.size, store.theme, store.statuses, store.lineage]) signal.value;
    for (const signal of [store.focused, store.active, store.now]) signal.value;
    if (frame === 0) frame = requestAnimationFrame(paint);
  });
  return () => {
    dispose();
    cancelAnimationFrame(frame);
  };
}
