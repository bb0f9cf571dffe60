import type { LiveAnalysis } from "@headwater/analysis";
import { prepareSymbols } from "./features/workspaceSymbol.ts";
import type { Project } from "./workspace/project.ts";

/** Makes what the first requests of an editor would otherwise wait for, as soon as somebody works in a project. */
export interface WarmUp {
  /** Begins with a project, unless it was done since it was analysed as a whole. */
  begin(project: Project): void;
  stop(): void;
}

/**
 * Works in steps, with room for messages in between.
 *
 * @param isBusy whether something has to be done first
 * @param log says what went wrong
 */
export function createWarmUp(isBusy: () => boolean, log: (error: unknown) => void): WarmUp {
  const begun = new WeakSet<LiveAnalysis>();
  const pending: Iterator<void>[] = [];
  let timer: NodeJS.Timeout | undefined;

  const go = (delay: number) => {
    timer ??= setTimeout(step, delay).unref();
  };
  const step = () => {
    timer = undefined;
    const [first] = pending;
    if (first === undefined) return;
    if (isBusy()) return go(200);
    try {
      if (first.next().done) pending.shift();
    } catch (error) {
      pending.shift();
      log(error);
    }
    go(5);
  };
  return {
    begin(project) {
      const { live } = project;
      if (live === undefined || begun.has(live)) return;
      begun.add(live);
      pending.push(stepsOf(project));
      go(100);
    },
    stop() {
      clearTimeout(timer);
      pending.length = 0;
    },
  };
}

function* stepsOf(project: Project): Iterator<void> {
  if (project.live !== undefined) yield* project.live.prepare();
  yield;
  // It brings the index of assets up to date.
  project.index.get("");
  yield;
  yield* project.names.prepare();
  yield* prepareSymbols(project);
  yield* project.graph.prepare();
}
