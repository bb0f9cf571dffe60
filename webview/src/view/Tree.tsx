import type { GraphNode } from "@headwater/protocol";
import { useEffect, useRef } from "preact/hooks";
import type { Actions } from "../page/actions.ts";
import { handleKey } from "../page/keyboard.ts";
import type { Store } from "../page/store.ts";
import { statusLook, tallyWords } from "../scene/status.ts";

interface Properties {
  readonly store: Store;
  readonly actions: Actions;
}

/**
 * The graph for keyboard and assistive technology: the page's one tab stop for it. It cannot be seen; what is focused in
 * it is marked in the drawing. Assets in collapsed groups are left out, as they are there.
 */
export function Tree({ store, actions }: Properties) {
  const tree = useRef<HTMLDivElement>(null);
  const focused = store.focused.value;
  useEffect(() => {
    // After a menu closed or the drawing was clicked, keys belong to the graph.
    if (store.menu.value === undefined && focused !== undefined && holdsFocus(tree.current))
      tree.current?.focus({ preventScroll: true });
  }, [store, focused, store.menu.value]);
  const { value: graph } = store.graph;
  if (graph === undefined) return null;

  const groups = Map.groupBy(graph.nodes, ({ groupName }) => groupName);
  const numbers = new Map(graph.nodes.map(({ id }, at) => [id, at]));
  const names = [...groups.keys()];
  const activeId =
    focused === undefined
      ? undefined
      : focused.kind === "asset"
        ? numbers.has(focused.id)
          ? `asset-${numbers.get(focused.id)}`
          : undefined
        : `group-${names.indexOf(focused.id)}`;
  return (
    <div
      class="tree"
      role="tree"
      aria-label={`Assets of ${graph.name}. Arrow keys follow dependencies, Enter opens the source, M materializes, Shift and M gives more.`}
      tabIndex={0}
      ref={tree}
      {...(activeId === undefined ? {} : { "aria-activedescendant": activeId })}
      onKeyDown={(event) => {
        if (!handleKey(event, store, actions)) return;
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      {[...groups].map(([name, members], at) => {
        const opened = !store.collapsed.value.has(name);
        const tally = store.tallies.value.get(name);
        return (
          <div
            key={name}
            id={`group-${at}`}
            role="treeitem"
            tabIndex={-1}
            aria-level={1}
            aria-expanded={opened}
            aria-selected={focused?.kind === "group" && focused.id === name}
            aria-label={[`Group ${name}`, ...(tally === undefined ? [] : tallyWords(tally))].join(", ")}
          >
            {opened && (
              // biome-ignore lint/a11y/useSemanticElements: a group of tree items is no set of form fields.
              <div role="group">
                {members.map((node) => (
                  <Item
                    key={node.id}
                    id={`asset-${numbers.get(node.id)}`}
                    node={node}
                    selected={focused?.kind === "asset" && focused.id === node.id}
                    label={labelOf(node, store)}
                  />
                ))}
              </div>
            )}
          </div>
        );
      })}
    </div>
  );
}

function Item({
  id,
  node,
  selected,
  label,
}: {
  readonly id: string;
  readonly node: GraphNode;
  readonly selected: boolean;
  readonly label: string;
}) {
  return (
    <div id={id} role="treeitem" tabIndex={-1} aria-level={2} aria-selected={selected} aria-label={label} data-item={node.id} />
  );
}

function labelOf(node: GraphNode, store: Store): string {
  const count = (ids: readonly string[] | undefined, word: string) => `${ids?.length ?? 0} ${word}`;
  return [
    node.label,
    statusLook(node, store.statuses.value.get(node.id), store.now.value).words,
    count(store.adjacency.value.upstream.get(node.id), "upstream"),
    count(store.adjacency.value.downstream.get(node.id), "downstream"),
    ...(node.errors > 0 ? [`${node.errors} ${node.errors === 1 ? "error" : "errors"}`] : []),
    ...(store.activeKey.value === node.id ? ["in editor"] : []),
  ].join(", ");
}

/** Whether the focus is in the page's graph, rather than in its buttons or outside of the page. */
function holdsFocus(tree: HTMLElement | null): boolean {
  const { activeElement } = document;
  return (
    document.hasFocus() &&
    (activeElement === document.body ||
      activeElement === null ||
      activeElement === tree ||
      activeElement.closest(".menu, .stage") !== null)
  );
}
