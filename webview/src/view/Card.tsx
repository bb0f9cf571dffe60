import type { Actions } from "../page/actions.ts";
import { untrustedReason } from "../page/actions.ts";
import type { Store } from "../page/store.ts";
import type { SceneCard } from "../scene/scene.ts";
import { statusLook } from "../scene/status.ts";
import { Icon } from "./Icon.tsx";

const shownKinds = 3;

/**
 * An asset at reading zoom. Its buttons are for the pointer: for keyboard and assistive technology the tree stands in,
 * so they are no tab stops.
 */
export function Card({ card, store, actions }: { readonly card: SceneCard; readonly store: Store; readonly actions: Actions }) {
  const { node, rectangle } = card;
  const { id } = node;
  const status = store.statuses.value.get(id);
  const look = statusLook(node, status, store.now.value);
  const { value: lineage } = store.lineage;
  const focused = store.focused.value?.kind === "asset" && store.focused.value.id === id;
  const active = store.activeKey.value === id;
  const classes = [
    "card",
    `tone-${look.tone}`,
    node.kind === "materializable" ? "" : "undeclared",
    focused ? "focused" : "",
    active ? "active" : "",
    lineage !== undefined && !lineage.has(id) ? "dimmed" : "",
    node.errors > 0 ? "faulty" : "",
  ];
  const { runId } = status ?? {};
  const cause = status?.activity === "failed" ? status.error?.message : undefined;
  const stop = (action: () => void) => (event: Event) => {
    event.stopPropagation();
    action();
  };
  const { x, y, width, height } = rectangle;
  return (
    <div
      class={classes.filter(Boolean).join(" ")}
      data-key={id}
      style={{ transform: `translate(${x}px, ${y}px)`, width: `${width}px`, height: `${height}px` }}
      title={[node.label, node.description, node.owners.join(", ")].filter(Boolean).join("\n")}
    >
      <div class="row">
        <span class="name">{node.label}</span>
        {node.errors > 0 && (
          <span class="errors" title={`${node.errors} ${node.errors === 1 ? "error" : "errors"} in the declaration`}>
            <Icon name="error" size={12} />
            {node.errors}
          </span>
        )}
        {node.kind === "materializable" && <CardButtons id={id} label={node.label} store={store} actions={actions} />}
      </div>
      {look.tone === "failure" && runId !== undefined ? (
        <button
          type="button"
          class="status"
          tabIndex={-1}
          title={`${cause ?? look.words}\nClick to show the run's log`}
          onClick={stop(() => actions.showRunLog(runId))}
        >
          <Icon name={look.icon} />
          <span>{look.words}</span>
        </button>
      ) : (
        <div class="status">
          <Icon name={look.icon} />
          <span>{look.words}</span>
        </div>
      )}
      <div class="kinds">
        {node.kinds.slice(0, shownKinds).map((kind) => (
          <span class="kind" key={kind}>
            {kind}
          </span>
        ))}
        {node.kinds.length > shownKinds && <span class="kind">+{node.kinds.length - shownKinds}</span>}
      </div>
      {active && (
        <span class="here">
          <Icon name="cursor" size={10} />
          in editor
        </span>
      )}
    </div>
  );
}

function CardButtons({
  id,
  label,
  store,
  actions,
}: {
  readonly id: string;
  readonly label: string;
  readonly store: Store;
  readonly actions: Actions;
}) {
  const { value: trusted } = store.trusted;
  const opened = store.menu.value === id;
  const stop = (action: () => void) => (event: Event) => {
    event.stopPropagation();
    action();
  };
  return (
    <span class="buttons">
      <button
        type="button"
        class="materialize"
        tabIndex={-1}
        aria-label={`Materialize ${label}`}
        aria-disabled={!trusted}
        title={trusted ? "Materialize" : untrustedReason}
        onClick={stop(() => (trusted ? actions.materialize(id, "alone") : actions.openMenu(id)))}
      >
        <Icon name="play" size={12} />
      </button>
      <button
        type="button"
        class="more"
        tabIndex={-1}
        aria-label={`More for ${label}`}
        aria-haspopup="menu"
        aria-expanded={opened}
        title="More"
        onClick={stop(() => (opened ? actions.closeMenu() : actions.openMenu(id)))}
      >
        <Icon name="opened" size={12} />
      </button>
    </span>
  );
}
