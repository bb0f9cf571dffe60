// The first layout of a graph, as a page that has just been opened makes it: ours (each group, then the graph of groups)
// beside flat ELK with its default options and dagre, each in a process of its own, CPU time.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const file = fileURLToPath(import.meta.url);
const root = dirname(dirname(dirname(file)));
const cache = join(root, ".cache", "bench", "layout");
const dagreVersion = "3.1.3";
const sizes = [200, 1_000];
const engines = ["headwater", "elk", "dagre"];

export async function measureLayouts(runs) {
  mkdirSync(cache, { recursive: true });
  await build({
    stdin: {
      contents: `export { layoutGraph } from "./webview/src/layout/layoutGraph.ts";
        export { elkArrange } from "./webview/src/layout/elkArrange.ts";
        export { generatedGraph } from "./test/page/graphs.ts";`,
      resolveDir: root,
      loader: "ts",
    },
    outfile: join(cache, "ours.mjs"),
    bundle: true,
    format: "esm",
    platform: "node",
    conditions: ["@headwater/source"],
  });
  if (!existsSync(join(cache, "node_modules", "@dagrejs"))) {
    spawnSync("npm", [
      "install",
      "--prefix",
      cache,
      "--no-audit",
      "--no-fund",
      "--no-package-lock",
      `@dagrejs/dagre@${dagreVersion}`,
    ]);
  }
  const results = [];
  for (const size of sizes) {
    const medians = new Map();
    for (const engine of engines) {
      const values = Array.from({ length: runs }, () => {
        const { stdout, status, stderr } = spawnSync(process.execPath, [file, engine, String(size)], {
          encoding: "utf8",
          timeout: 180_000,
        });
        if (status !== 0) throw new Error(`${engine} failed on ${size} assets: ${stderr}`);
        return Number(stdout);
      }).sort((a, b) => a - b);
      medians.set(engine, values[values.length >> 1]);
      console.log(`layout of ${size} with ${engine}`);
    }
    for (const [engine, value] of medians) {
      const reference = engine === "headwater" ? { reference: `layout.${size}.elk`, ratio: value / medians.get("elk") } : {};
      results.push({ id: `layout.${size}.${engine}`, value, unit: "ms CPU", ...reference, runs });
    }
  }
  return results;
}

async function layoutOnce(engine, size) {
  const require = createRequire(join(root, "webview", "package.json"));
  const { layoutGraph, elkArrange, generatedGraph } = await import(pathToFileURL(join(cache, "ours.mjs")).href);
  const graph = generatedGraph(size);
  const before = process.cpuUsage();
  if (engine === "dagre") {
    const dagre = createRequire(join(cache, "x.js"))("@dagrejs/dagre");
    const flat = new dagre.graphlib.Graph();
    flat.setGraph({ rankdir: "LR", ranker: "tight-tree" });
    flat.setDefaultEdgeLabel(() => ({}));
    for (const { id } of graph.nodes) flat.setNode(id, { width: 220, height: 64 });
    for (const { from, to } of graph.edges) flat.setEdge(from, to);
    dagre.layout(flat);
  } else {
    const Elk = require("elkjs/lib/elk.bundled.js");
    const elk = new Elk();
    if (engine === "elk") {
      await elk.layout({
        id: "root",
        layoutOptions: { "elk.algorithm": "layered", "elk.direction": "RIGHT" },
        children: graph.nodes.map(({ id }) => ({ id, width: 220, height: 64 })),
        edges: graph.edges.map(({ from, to }, at) => ({ id: `e${at}`, sources: [from], targets: [to] })),
      });
    } else {
      const nodes = graph.nodes.map(({ id, groupName }) => ({ id, group: groupName }));
      await layoutGraph({ nodes, edges: graph.edges, collapsed: [], direction: "right" }, elkArrange(elk));
    }
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const [engine, size] = process.argv.slice(2);
  console.log(await layoutOnce(engine, Number(size)));
}
