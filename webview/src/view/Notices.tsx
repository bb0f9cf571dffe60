import type { PageNotice } from "@headwater/protocol";
import type { Actions } from "../page/actions.ts";
import type { Store } from "../page/store.ts";
import { Icon } from "./Icon.tsx";

interface Properties {
  readonly store: Store;
  readonly actions: Actions;
}

/** Why there is no graph to see, in the middle of the page: with the reason, and with what can be done. */
export function EmptyPage({ store, actions }: Properties) {
  const notice = emptyNotice(store);
  if (notice === undefined) return null;
  const { action } = notice;
  return (
    <div class={`empty empty-${notice.kind}`} role={notice.kind === "error" ? "alert" : "status"}>
      <Icon name={notice.kind === "loading" ? "running" : notice.kind === "error" ? "failure" : "never"} size={28} />
      <p>{notice.message}</p>
      {action !== undefined && (
        <button type="button" onClick={() => actions.runAction(action.command)}>
          {action.label}
        </button>
      )}
    </div>
  );
}

function emptyNotice({ graph, notice, scene, layingOut }: Store): PageNotice | undefined {
  const count = graph.value?.nodes.length ?? 0;
  if (count === 0) return notice.value ?? { kind: "empty", message: "There are no assets yet." };
  if (scene.value === undefined || (scene.value.groups.length === 0 && layingOut.value))
    return { kind: "loading", message: `Laying out ${count} ${count === 1 ? "asset" : "assets"}…` };
  return undefined;
}

/** What is to be known about the graph that is shown. */
export function Banners({ store, actions }: Properties) {
  const { value: graph } = store.graph;
  if (graph === undefined || graph.nodes.length === 0) return null;
  const { value: notice } = store.notice;
  const { value: simplified } = store.simplified;
  const broken = graph.brokenFiles;
  return (
    <div class="banners">
      {notice !== undefined && (
        <Banner kind={notice.kind} message={notice.message}>
          {notice.action !== undefined && (
            <button type="button" onClick={() => actions.runAction(notice.action?.command ?? "")}>
              {notice.action.label}
            </button>
          )}
        </Banner>
      )}
      {broken.length > 0 && (
        <Banner
          kind="empty"
          message={`${broken.length === 1 ? `${nameOf(broken[0] ?? "")} has` : `${broken.length} files have`} syntax errors: ${broken.length === 1 ? "its" : "their"} assets are shown as they were last known.`}
          title={broken.join("\n")}
        />
      )}
      {simplified !== undefined && (
        <Banner kind="empty" message={`${simplified} A simpler layout is shown.`}>
          <button type="button" onClick={() => actions.tidy()}>
            Try again
          </button>
        </Banner>
      )}
    </div>
  );
}

function Banner({
  kind,
  message,
  title,
  children,
}: {
  readonly kind: PageNotice["kind"];
  readonly message: string;
  readonly title?: string;
  readonly children?: preact.ComponentChildren;
}) {
  return (
    <div class={`banner banner-${kind}`} role={kind === "error" ? "alert" : "status"} title={title}>
      <Icon name={kind === "error" ? "failure" : kind === "loading" ? "running" : "warning"} />
      <span>{message}</span>
      {children}
    </div>
  );
}

function nameOf(file: string): string {
  return file.split("/").at(-1) ?? file;
}
