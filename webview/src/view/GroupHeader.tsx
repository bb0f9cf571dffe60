import { group as groupSize } from "../layout/sizes.ts";
import type { Store } from "../page/store.ts";
import type { SceneGroup } from "../scene/scene.ts";
import { noTally, tallyWords } from "../scene/status.ts";
import { Icon } from "./Icon.tsx";

/** The title of a group at reading zoom: opaque, so that no line strikes through it. A click is the stage's. */
export function GroupHeader({ group, store }: { readonly group: SceneGroup; readonly store: Store }) {
  const { id, collapsed, rectangle } = group;
  const tally = store.tallies.value.get(id) ?? noTally;
  const focused = store.focused.value?.kind === "group" && store.focused.value.id === id;
  const active = collapsed && store.active.value?.kind === "group" && store.active.value.id === id;
  const { x, y, width, height } = rectangle;
  const place = {
    transform: `translate(${x}px, ${y}px)`,
    width: `${width}px`,
    height: `${collapsed ? height : groupSize.header}px`,
  };
  // Trouble needs the room more than the word does.
  const short = !collapsed && width < 300 && tally.failed + tally.running + tally.errors > 0;
  const classes = ["header", collapsed ? "collapsed" : "", focused ? "focused" : "", active ? "active" : ""];
  return (
    <div
      class={classes.filter(Boolean).join(" ")}
      data-group={id}
      style={place}
      title={`${id}\nClick to ${collapsed ? "open" : "collapse"} the group`}
    >
      <Icon name={collapsed ? "closed" : "opened"} />
      <span class="title">{id}</span>
      <span class="counts">
        <span class="total">{short ? tally.total : tallyWords(tally)[0]}</span>
        {tally.failed > 0 && (
          <span class="count tone-failure">
            <Icon name="failure" size={12} />
            {tally.failed} failed
          </span>
        )}
        {tally.running > 0 && (
          <span class="count tone-running">
            <Icon name="running" size={12} />
            {tally.running} running
          </span>
        )}
        {tally.errors > 0 && (
          <span class="count tone-failure">
            <Icon name="error" size={12} />
            {tally.errors} {tally.errors === 1 ? "error" : "errors"}
          </span>
        )}
      </span>
    </div>
  );
}
