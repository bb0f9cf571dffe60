import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { type Actions, untrustedReason } from "../page/actions.ts";
import type { Store } from "../page/store.ts";
import { toPage } from "../viewport/viewport.ts";
import { Icon } from "./Icon.tsx";

const width = 250;
const height = 190;

/** What can be done with an asset. */
export function Menu({ store, actions }: { readonly store: Store; readonly actions: Actions }) {
  const menu = useRef<HTMLDivElement>(null);
  const { value: key } = store.menu;
  useLayoutEffect(() => {
    if (key !== undefined) menu.current?.querySelector<HTMLElement>("button:not([aria-disabled=true])")?.focus();
  }, [key]);
  if (key === undefined) return null;
  const node = store.nodes.value.get(key);
  const card = store.scene.value?.cardOf.get(key);
  if (node === undefined || card === undefined) return null;

  const { x, y, ...cardSize } = toPage(store.viewport.value, card.rectangle);
  const { value: size } = store.size;
  const clamp = (value: number, most: number) => Math.max(4, Math.min(value, most - 4));
  const left = clamp(x + cardSize.width - width, size.width - width);
  const below = y + Math.min(cardSize.height, 34 * store.viewport.value.zoom);
  const top = clamp(below, size.height - height);
  const { value: trusted } = store.trusted;
  const runId = store.statuses.value.get(key)?.runId;
  const declared = node.kind === "materializable";

  const onKeyDown = (event: KeyboardEvent) => {
    const items = [...(menu.current?.querySelectorAll<HTMLElement>("button:not([aria-disabled=true])") ?? [])];
    const at = items.indexOf(document.activeElement as HTMLElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
    if (to !== undefined) items[(to + items.length) % items.length]?.focus();
    else if (event.key === "Escape" || event.key === "Tab") actions.closeMenu();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      class="menu"
      role="menu"
      tabIndex={-1}
      aria-label={node.label}
      ref={menu}
      style={{ left: `${left}px`, top: `${top}px`, width: `${width}px` }}
      onKeyDown={onKeyDown}
    >
      {declared && (
        <>
          <Entry disabled={!trusted} act={() => actions.materialize(key, "alone")}>
            <Icon name="play" size={12} />
            Materialize
          </Entry>
          <Entry disabled={!trusted} act={() => actions.materialize(key, "upstream")}>
            <span class="gap" />
            Materialize with upstream
          </Entry>
          <Entry disabled={!trusted} act={() => actions.materialize(key, "downstream")}>
            <span class="gap" />
            Materialize with downstream
          </Entry>
        </>
      )}
      {declared && !trusted && (
        <>
          <p>{untrustedReason}</p>
          <Entry act={() => actions.manageTrust()}>
            <span class="gap" />
            Manage workspace trust
          </Entry>
        </>
      )}
      {(node.source !== undefined || runId !== undefined) && declared && <hr />}
      {node.source !== undefined && (
        <Entry
          act={() => {
            actions.closeMenu();
            actions.openSource(key);
          }}
        >
          <span class="gap" />
          Open source
        </Entry>
      )}
      {runId !== undefined && (
        <Entry act={() => actions.showRunLog(runId)}>
          <span class="gap" />
          Show run log
        </Entry>
      )}
    </div>
  );
}

function Entry({
  act,
  disabled = false,
  children,
}: {
  readonly act: () => void;
  readonly disabled?: boolean;
  readonly children: ComponentChildren;
}) {
  return (
    <button type="button" role="menuitem" tabIndex={-1} aria-disabled={disabled} onClick={() => !disabled && act()}>
      {children}
    </button>
  );
}
