import type { Actions } from "../page/actions.ts";
import type { Store } from "../page/store.ts";
import type { IconName } from "../paint/icons.ts";
import { Icon } from "./Icon.tsx";

const zoomStep = 1.25;

/** Buttons for what the drawing can do as a whole. */
export function Toolbar({ store, actions }: { readonly store: Store; readonly actions: Actions }) {
  const zoom = Math.round(store.viewport.value.zoom * 100);
  const turned = store.direction.value === "down";
  const names = new Set(store.graph.value?.nodes.map(({ groupName }) => groupName));
  const allCollapsed = store.collapsed.value.size >= names.size;
  return (
    <div class="toolbar" role="toolbar" aria-label="Graph">
      <Tool icon="minus" label="Zoom out (-)" act={() => actions.zoom(1 / zoomStep)} />
      <span class="zoom">{zoom}%</span>
      <Tool icon="plus" label="Zoom in (+)" act={() => actions.zoom(zoomStep)} />
      <Tool icon="fit" label="Fit the whole graph (0)" act={() => actions.fit()} />
      <span class="divider" />
      <Tool
        icon={allCollapsed ? "expand" : "collapse"}
        label={allCollapsed ? "Open all groups" : "Collapse all groups"}
        act={() => actions.setAllCollapsed(!allCollapsed)}
      />
      <Tool
        icon={turned ? "toRight" : "toBottom"}
        label={turned ? "Lay out from left to right" : "Lay out from top to bottom"}
        act={() => actions.turn()}
      />
      <Tool icon="tidy" label="Tidy: lay out everything anew" act={() => actions.tidy()} />
    </div>
  );
}

function Tool({ icon, label, act }: { readonly icon: IconName; readonly label: string; readonly act: () => void }) {
  return (
    <button type="button" title={label} aria-label={label} onClick={act}>
      <Icon name={icon} size={16} />
    </button>
  );
}
