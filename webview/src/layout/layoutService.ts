import type { GraphLayout } from "@headwater/protocol";
import { isCurrent } from "./isCurrent.ts";
import { layeredArrange } from "./layeredArrange.ts";
import { layoutGraph } from "./layoutGraph.ts";
import { type LayoutRequest, partition } from "./partition.ts";
import { preflight } from "./preflight.ts";

export interface LayoutOrder {
  readonly generation: number;
  readonly request: LayoutRequest;
}

export type LayoutAnswer =
  | { readonly generation: number; readonly layout: GraphLayout }
  | { readonly generation: number; readonly error: string };

/** What is used of a web worker. */
export interface LayoutWorker {
  onmessage: ((event: MessageEvent<LayoutAnswer>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  postMessage(order: LayoutOrder): void;
  terminate(): void;
}

export interface LaidOut {
  readonly layout: GraphLayout;
  /** Why the simple layout was taken, as a sentence. */
  readonly simplified?: string;
}

export interface LayoutService {
  /** Starts the worker, so that it is there when it is needed. */
  warmUp(): void;
  /**
   * Lays out a graph; never rejects. A newer request replaces one that waits: the older one's answer is undefined.
   */
  layOut(request: LayoutRequest): Promise<LaidOut | undefined>;
}

interface Waiting {
  readonly request: LayoutRequest;
  readonly resolve: (result: LaidOut | undefined) => void;
}

/** How often in a row a worker may fail before the simple layout is used without asking it. */
const patience = 2;

/**
 * Lays out in a worker that may be ended at any time, and without it where the graph is too large for it or it fails or
 * does not answer in time.
 *
 * @param startWorker makes a worker; may throw
 * @param deadline milliseconds for one layout, the start of the worker included
 */
export function createLayoutService(startWorker: () => LayoutWorker, deadline: number): LayoutService {
  let worker: LayoutWorker | undefined;
  let generation = 0;
  let busy = false;
  let next: Waiting | undefined;
  let failures = 0;
  let answered: ((outcome: { readonly layout: GraphLayout } | { readonly error: string }) => void) | undefined;

  const stop = () => {
    worker?.terminate();
    worker = undefined;
  };
  const start = (): LayoutWorker => {
    if (worker !== undefined) return worker;
    const started = startWorker();
    started.onmessage = ({ data }) => {
      // An answer to an earlier question, which nobody waits for any more, is not one to this.
      if (worker === started && data.generation === generation) answered?.(data);
    };
    started.onerror = (event) => {
      event.preventDefault();
      if (worker !== started) return;
      stop();
      answered?.({ error: `The layout's worker failed: ${event.message || "it may not be started here"}.` });
    };
    worker = started;
    return started;
  };

  const inWorker = (request: LayoutRequest) =>
    new Promise<{ readonly layout: GraphLayout } | { readonly error: string }>((resolve) => {
      generation++;
      const timer = setTimeout(() => {
        // Its promise never settles after this, so nobody may wait for it.
        stop();
        answered?.({ error: `The layout took longer than ${Math.round(deadline / 100) / 10} s.` });
      }, deadline);
      answered = (outcome) => {
        clearTimeout(timer);
        answered = undefined;
        resolve(outcome);
      };
      try {
        start().postMessage({ generation, request });
      } catch (error) {
        stop();
        answered({ error: `The layout's worker cannot be started: ${error instanceof Error ? error.message : String(error)}.` });
      }
    });

  const one = async (request: LayoutRequest): Promise<LaidOut> => {
    if (request.previous !== undefined && isCurrent(request.previous, request)) return { layout: request.previous };
    const simple = async (simplified: string) => ({ layout: await layoutGraph(request, layeredArrange), simplified });
    const reason = preflight(partition(request), new Set(request.collapsed));
    if (reason !== undefined) return simple(reason);
    // Without a layout to keep, somebody asked for a new one: that is worth another try.
    if (failures >= patience && request.previous !== undefined) return simple("The layout's worker failed before.");
    const outcome = await inWorker(request);
    if ("layout" in outcome) {
      failures = 0;
      return { layout: outcome.layout };
    }
    failures++;
    return simple(outcome.error);
  };

  const run = async ({ request, resolve }: Waiting) => {
    busy = true;
    const result = await one(request);
    const waiting = next;
    next = undefined;
    busy = false;
    if (waiting === undefined) resolve(result);
    else {
      resolve(undefined);
      void run(waiting);
    }
  };

  return {
    warmUp() {
      try {
        start();
      } catch {
        // The first layout tries again and says what is wrong.
      }
    },
    layOut: (request) =>
      new Promise((resolve) => {
        if (!busy) {
          void run({ request, resolve });
          return;
        }
        next?.resolve(undefined);
        next = { request, resolve };
      }),
  };
}
