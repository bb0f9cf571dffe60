import {
  createAssetIndex,
  createFactStore,
  type Language,
  memoryFiles,
  openAnalysis,
  typeScriptLanguage,
} from "@headwater/analysis";
import { changedGraph, type ProjectGraph } from "@headwater/protocol";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { createLiveProjectGraph } from "./liveProjectGraph.ts";
import { describeGraph } from "./projectGraph.ts";

let language: Language;
beforeAll(async () => {
  language = await typeScriptLanguage();
});

const place = { root: "/shop", uri: "file:///shop", name: "shop" };

// Few keys, so that files collide, name each other and nobody; some declare with errors, and some break.
const key = fc.constantFrom("one", "two", "three", "four");
const declaration = fc
  .tuple(key, fc.array(key, { maxLength: 2 }), fc.constantFrom("", ', groupName: "g"', ', groupName: "no group"', ", kinds: [1]"))
  .map(
    ([name, deps, more]) =>
      (at: number) =>
        `export const a${at} = asset({ name: "${name}", deps: ${JSON.stringify(deps)}${more} }, () => 1);`,
  );
const text = fc
  .tuple(fc.array(declaration, { maxLength: 3 }), fc.constantFrom("", "\n", "const x = ;\n"))
  .map(([declarations, end]) =>
    ['import { asset } from "headwater";', ...declarations.map((declare, at) => declare(at)), end].join("\n"),
  );
const paths = ["b.ts", "a b.ts", "lib/ä.ts", "z.ts"];
const edit = fc.record({ path: fc.constantFrom(...paths), text, how: fc.constantFrom("tell", "wait", "begin", "prepare") });

describe("the graph that follows edits", () => {
  it("is what the analysis describes, and its changes make it of the one before", () => {
    fc.assert(
      fc.property(
        fc.tuple(text, text, text, text),
        fc.array(edit, { maxLength: 10 }),
        fc.boolean(),
        (first, edits, isRestored) => {
          const texts: Record<string, string> = { "package.json": "{}" };
          for (const [at, path] of paths.entries()) texts[path] = first[at] as string;
          const files = { ...memoryFiles(texts), read: (path: string) => texts[path], exists: (path: string) => path in texts };
          const live = openAnalysis(language, files, { store: createFactStore({ keepLastGood: true }) });
          const index = createAssetIndex();
          const graph = createLiveProjectGraph(place, index, () => undefined);
          index.follow(live.analysis, "everything");
          graph.follow(live.analysis, "everything", new Set());
          if (isRestored) graph.restore(describeGraph(place, live.analysis));
          let told = graph.whole() as ProjectGraph;
          const compare = () => {
            const { revision: _, ...content } = told;
            expect(content).toEqual(describeGraph(place, live.analysis));
          };
          compare();
          let begun: Iterator<void> | undefined;
          for (const { path, text: now, how } of edits) {
            texts[path] = now;
            expect(live.update(new Set([path]))).toBe(true);
            const { changes } = live.analysis;
            index.follow(live.analysis, changes.files);
            graph.follow(live.analysis, changes.files, changes.nodes);
            if (how === "wait") continue;
            if (how === "begin") begun = graph.catchUp()[Symbol.iterator]();
            if (how === "prepare") for (const _ of graph.prepare());
            begun?.next();
            const before = told.revision;
            const change = graph.changeSince(before);
            told = change === undefined ? (graph.whole() as ProjectGraph) : changedGraph(told, change);
            compare();
            expect(graph.current()).toBe(told.revision);
            expect(graph.whole()).toEqual(told);
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  it("tells of an edit no more than what it has changed", () => {
    const texts: Record<string, string> = { "package.json": "{}" };
    const declare = (at: number, more = "") =>
      `import { asset } from "headwater";\nexport const a${at} = asset({ name: "a${at}"${more} }, () => 1);\n`;
    for (let at = 10; at < 60; at++) texts[`${at}.ts`] = declare(at, ', deps: ["base"]');
    const live = openAnalysis(language, { ...memoryFiles(texts), read: (path) => texts[path] }, { store: createFactStore() });
    const index = createAssetIndex();
    const graph = createLiveProjectGraph(place, index, () => undefined);
    index.follow(live.analysis, "everything");
    graph.follow(live.analysis, "everything", new Set());
    const before = graph.whole() as ProjectGraph;
    expect(before.nodes.length).toBe(51);
    texts["30.ts"] = `\n${declare(30)}`;
    expect(live.update(new Set(["30.ts"]))).toBe(true);
    index.follow(live.analysis, live.analysis.changes.files);
    graph.follow(live.analysis, live.analysis.changes.files, live.analysis.changes.nodes);
    const change = graph.changeSince(before.revision);
    expect(change?.nodes.map(({ start, deleteCount, items }) => [start, deleteCount, items.map(({ id }) => id)])).toEqual([
      [20, 1, ["a30"]],
    ]);
    expect(change?.edges.map(({ start, deleteCount, items }) => [start, deleteCount, items.length])).toEqual([[20, 1, 0]]);
  });
});
