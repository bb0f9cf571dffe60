import type { Actions } from "../page/actions.ts";
import type { Store } from "../page/store.ts";
import { Menu } from "./Menu.tsx";
import { Banners, EmptyPage } from "./Notices.tsx";
import { Stage } from "./Stage.tsx";
import { Toolbar } from "./Toolbar.tsx";
import { Tree } from "./Tree.tsx";

/** The page: a view of the store. */
export function GraphPage({ store, actions }: { readonly store: Store; readonly actions: Actions }) {
  const shown = store.scene.value !== undefined && (store.graph.value?.nodes.length ?? 0) > 0;
  return (
    <main class="page" data-level={store.level.value} data-state={shown ? "graph" : "notice"}>
      <Tree store={store} actions={actions} />
      <Stage store={store} actions={actions} />
      {shown && <Toolbar store={store} actions={actions} />}
      <Menu store={store} actions={actions} />
      <Banners store={store} actions={actions} />
      <EmptyPage store={store} actions={actions} />
      <div class="live" role="status" aria-live="polite">
        {store.announcement.value}
      </div>
    </main>
  );
}
