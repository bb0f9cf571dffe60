import { effect } from "@preact/signals";
import { announcedWord } from "../scene/status.ts";
import type { Store } from "./store.ts";

/** How long changes are gathered, so that a run's many are told in one sentence. */
const delay = 400;
const namedAtMost = 3;

/** Tells changes of status in the live region. */
export function announceStatuses(store: Store): void {
  let before = store.statuses.value;
  let project = store.graph.value?.uri;
  const changed = new Map<string, string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  effect(() => {
    const statuses = store.statuses.value;
    const uri = store.graph.value?.uri;
    // What is known at the start is not news.
    if (uri === project) {
      for (const [key, status] of statuses) {
        const word = announcedWord(status);
        if (word !== undefined && status.activity !== before.get(key)?.activity) changed.set(key, word);
      }
    } else changed.clear();
    before = statuses;
    project = uri;
    if (changed.size === 0) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      store.announcement.value = sentence(changed, (key) => store.nodes.value.get(key)?.label ?? key);
      changed.clear();
    }, delay);
  });
}

/** Few changes by name, many by number. */
export function sentence(changes: ReadonlyMap<string, string>, labelOf: (key: string) => string): string {
  if (changes.size <= namedAtMost) return [...changes].map(([key, word]) => `${labelOf(key)} ${word}.`).join(" ");
  const counts = new Map<string, number>();
  for (const word of changes.values()) counts.set(word, (counts.get(word) ?? 0) + 1);
  return `${[...counts].map(([word, count]) => `${count} ${word}`).join(", ")}.`;
}
