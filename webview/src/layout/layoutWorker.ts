import elk from "elkjs/lib/elk.bundled.js";
import { elkArrange } from "./elkArrange.ts";
import { type InsideCache, layoutGraph } from "./layoutGraph.ts";
import type { LayoutAnswer, LayoutOrder } from "./layoutService.ts";

/** The script of the worker: lays out what it is told to, one after the other. */
interface WorkerScope {
  onmessage: ((event: MessageEvent<LayoutOrder>) => void) | null;
  postMessage(answer: LayoutAnswer): void;
}

const scope = globalThis as unknown as WorkerScope;
const arrange = elkArrange(new elk.default());
const cache: InsideCache = new Map();
const cacheLimit = 5000;

scope.onmessage = ({ data: { generation, request } }) => {
  if (cache.size > cacheLimit) cache.clear();
  layoutGraph(request, arrange, cache).then(
    (layout) => scope.postMessage({ generation, layout }),
    (error: unknown) => scope.postMessage({ generation, error: error instanceof Error ? error.message : String(error) }),
  );
};
