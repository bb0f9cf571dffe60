import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { layeredArrange } from "./layeredArrange.ts";
import { layoutGraph } from "./layoutGraph.ts";
import { createLayoutService, type LayoutAnswer, type LayoutWorker } from "./layoutService.ts";
import type { LayoutRequest } from "./partition.ts";

type Behaviour = "answers" | "silent" | "throws" | "breaks";

/** A worker that behaves as told; how many were started and ended is counted. */
function fakeWorkers(behaviour: Behaviour[]) {
  const counts = { started: 0, terminated: 0 };
  const start = (): LayoutWorker => {
    const kind = behaviour[Math.min(counts.started++, behaviour.length - 1)];
    if (kind === "throws") throw new Error("not allowed");
    const worker: LayoutWorker = {
      onmessage: null,
      onerror: null,
      terminate: () => {
        counts.terminated++;
      },
      postMessage({ generation, request }) {
        if (kind === "breaks") queueMicrotask(() => worker.onerror?.({ message: "broken", preventDefault() {} } as ErrorEvent));
        if (kind !== "answers") return;
        void layoutGraph(request, layeredArrange).then((layout) =>
          worker.onmessage?.({ data: { generation, layout } } as MessageEvent<LayoutAnswer>),
        );
      },
    };
    return worker;
  };
  return { counts, start };
}

const request = (...ids: string[]): LayoutRequest => ({
  nodes: ids.map((id) => ({ id, group: "g" })),
  edges: [],
  collapsed: [],
  direction: "right",
});

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("the layout's worker", () => {
  test.each<[Behaviour, string | undefined, number]>([
    ["answers", undefined, 0],
    ["silent", "The layout took longer than 10 s.", 1],
    ["throws", "The layout's worker cannot be started: not allowed.", 0],
    ["breaks", "The layout's worker failed: broken.", 1],
  ])("that %s", async (behaviour, simplified, terminated) => {
    const { counts, start } = fakeWorkers([behaviour]);
    const service = createLayoutService(start, 10_000);
    const result = service.layOut(request("a", "b"));
    await vi.advanceTimersByTimeAsync(10_000);
    expect((await result)?.simplified).toBe(simplified);
    expect((await result)?.layout.groups[0]?.nodes.length).toBe(2);
    expect(counts.terminated).toBe(terminated);
  });

  test("that fails twice is not asked again, unless for a new layout", async () => {
    const { counts, start } = fakeWorkers(["breaks", "breaks", "answers"]);
    const service = createLayoutService(start, 10_000);
    const first = await service.layOut(request("a"));
    const second = await service.layOut({ ...request("a", "b"), ...(first && { previous: first.layout }) });
    const third = await service.layOut({ ...request("a", "b", "c"), ...(second && { previous: second.layout }) });
    expect([third?.simplified, counts.started]).toEqual(["The layout's worker failed before.", 2]);
    expect([(await service.layOut(request("a")))?.simplified, counts.started]).toEqual([undefined, 3]);
  });

  test("of requests that come in the meantime does the newest", async () => {
    const { start } = fakeWorkers(["answers"]);
    const service = createLayoutService(start, 10_000);
    const results = await Promise.all([service.layOut(request("a")), service.layOut(request("b")), service.layOut(request("c"))]);
    expect(results.map((result) => result?.layout.groups[0]?.nodes[0]?.id)).toEqual([undefined, undefined, "c"]);
  });

  test("is not asked for what is shown already", async () => {
    const { counts, start } = fakeWorkers(["answers"]);
    const service = createLayoutService(start, 10_000);
    const first = await service.layOut(request("a"));
    if (first === undefined) throw new Error("no layout");
    expect((await createLayoutService(start, 10).layOut({ ...request("a"), previous: first.layout }))?.layout).toBe(first.layout);
    expect(counts.started).toBe(1);
  });

  test.each<[string, LayoutRequest, string]>([
    ["a huge group", request(...Array.from({ length: 3001 }, (_, at) => `a${at}`)), 'The group "g" has more than 3000 assets.'],
    [
      "a long chain",
      {
        ...request(...Array.from({ length: 700 }, (_, at) => `a${at}`)),
        edges: Array.from({ length: 699 }, (_, at) => ({ from: `a${at}`, to: `a${at + 1}` })),
      },
      'The group "g" has a chain of more than 600 assets.',
    ],
  ])("is not asked for %s", async (_, graph, reason) => {
    const { counts, start } = fakeWorkers(["silent"]);
    const result = await createLayoutService(start, 10_000).layOut(graph);
    expect([result?.simplified, result?.layout.groups[0]?.nodes.length, counts.started]).toEqual([reason, graph.nodes.length, 0]);
    const willing = createLayoutService(fakeWorkers(["answers"]).start, 10_000);
    expect(await willing.layOut({ ...graph, collapsed: ["g"] })).toMatchObject({ layout: { groups: [{ id: "g", nodes: [] }] } });
  });
});
