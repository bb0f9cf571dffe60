// Bundles the graph page: graph.js, one script with the text of the layout's worker in it, and graph.css.
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const source = join(dirname(fileURLToPath(import.meta.url)), "src");

const common = {
  bundle: true,
  format: "iife",
  platform: "browser",
  target: "es2024",
  charset: "utf8",
  conditions: ["@headwater/source"],
  legalComments: "none",
  logLevel: "warning",
  minify: true,
};

/**
 * Builds the page.
 *
 * @param {{ outdir: string }} options the folder to write graph.js and graph.css into
 * @returns {Promise<{ script: number, worker: number }>} sizes in bytes; `script` without the worker
 */
export async function buildWebview({ outdir }) {
  const worker = await workerText();
  const { metafile } = await build({
    ...common,
    entryPoints: { graph: join(source, "main.tsx") },
    outdir,
    jsx: "automatic",
    jsxImportSource: "preact",
    metafile: true,
    // Half of the size: the schemas that the page takes are written with functions that both have.
    alias: { zod: "zod/mini" },
    // Schemas must not try whether they may use eval: the page's policy forbids it, and reports the attempt.
    banner: { js: "globalThis.__zod_globalConfig={jitless:true};" },
    plugins: [provide("#layout-worker", worker)],
  });
  await build({ ...common, entryPoints: { graph: join(source, "graph.css") }, outdir });
  const [script] = Object.entries(metafile.outputs).flatMap(([path, output]) => (path.endsWith("graph.js") ? [output] : []));
  const embedded = Object.entries(script.inputs).find(([path]) => path.includes("#layout-worker"))?.[1].bytesInOutput ?? 0;
  return { script: script.bytes - embedded, worker: embedded };
}

/** ELK looks for `document` to know whether it is in a worker, and would then take over the worker's messages. */
async function workerText() {
  const { outputFiles } = await build({
    ...common,
    entryPoints: [join(source, "layout", "layoutWorker.ts")],
    define: { document: "notADocument" },
    banner: { js: "var notADocument={};" },
    write: false,
  });
  return outputFiles[0].text;
}

/** A module that is nothing but a text. */
function provide(name, text) {
  return {
    name,
    setup({ onResolve, onLoad }) {
      onResolve({ filter: new RegExp(`^${name}$`) }, () => ({ path: name, namespace: "text" }));
      onLoad({ filter: /.*/, namespace: "text" }, () => ({ contents: text, loader: "text" }));
    },
  };
}
