import { effect } from "@preact/signals";
import { render } from "preact";
import workerText from "#layout-worker";
import { createLayoutService, type LayoutWorker } from "./layout/layoutService.ts";
import { createActions } from "./page/actions.ts";
import { announceStatuses } from "./page/announce.ts";
import { connectHost, type VsCodeApi } from "./page/host.ts";
import { driveLayout } from "./page/layoutDriver.ts";
import { createReceiver } from "./page/receive.ts";
import { keepState, readState, restore } from "./page/savedState.ts";
import { createStore } from "./page/store.ts";
import { readTheme } from "./paint/theme.ts";
import { GraphPage } from "./view/GraphPage.tsx";

declare function acquireVsCodeApi(): VsCodeApi;

/** Milliseconds that a layout may take. */
const layoutDeadline = 10_000;

const api = acquireVsCodeApi();
const host = connectHost(api, window);
const root = document.getElementById("root") ?? document.body;

const workerScript = new Blob([workerText], { type: "text/javascript" });
const layouts = createLayoutService((): LayoutWorker => {
  const url = URL.createObjectURL(workerScript);
  try {
    return new Worker(url);
  } finally {
    URL.revokeObjectURL(url);
  }
}, layoutDeadline);
layouts.warmUp();

const store = createStore(readTheme(document.body));
const measure = () => {
  const { width, height } = root.getBoundingClientRect();
  store.size.value = { width, height };
};
measure();
new ResizeObserver(measure).observe(root);
new MutationObserver(() => {
  store.theme.value = readTheme(document.body);
}).observe(document.body, { attributes: true, attributeFilter: ["class"] });

const saved = readState(api.getState());
if (saved !== undefined) restore(store, saved);

const driver = driveLayout(store, layouts);
const actions = createActions(store, host, driver);
host.listen(createReceiver(store, actions, saved?.projectUri));
announceStatuses(store);
keepState(store, api);
keepTime();
render(<GraphPage store={store} actions={actions} />, root);
host.post({ type: "ready" });

/** Times like "2 min ago" grow by themselves; faster where something is running. */
function keepTime(): void {
  let timer: ReturnType<typeof setInterval> | undefined;
  let running: boolean | undefined;
  effect(() => {
    const next = [...store.statuses.value.values()].some(({ activity }) => activity === "running");
    if (next === running) return;
    running = next;
    clearInterval(timer);
    timer = setInterval(
      () => {
        store.now.value = Date.now();
      },
      running ? 1000 : 20_000,
    );
  });
}
