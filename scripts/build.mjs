// Builds the npm package `headwater` into runtime/dist (the library, its types, the command, the worker) and the extension
// into dist. Does nothing where the last build was made from the same files.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { brotliCompress } from "node:zlib";
import { build as bundle } from "esbuild";
import { rollup } from "rollup";
import { dts } from "rollup-plugin-dts";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, "runtime", "dist");
const stamp = join(root, ".cache", "built-from");

export async function build() {
  const hash = hashOfSources();
  if (existsSync(dist) && existsSync(stamp) && readFileSync(stamp, "utf8") === hash) return;
  rmSync(stamp, { force: true });
  console.error("Building headwater…");
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(dist, { recursive: true });
  await Promise.all([buildLibrary(), buildCommand(), packTypeScriptLibraries(join(dist, "cli")), buildTypes(), buildExtension()]);
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, hash);
}

const common = {
  absWorkingDir: root,
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node22.13",
  conditions: ["@headwater/source"],
  logLevel: "warning",
  legalComments: "none",
  define: { HEADWATER_BUILD: JSON.stringify(hashOfSources()) },
};

/** What users import. One graph of chunks, so that all entries share the same state. */
async function buildLibrary() {
  await bundle({
    ...common,
    entryPoints: { index: "runtime/src/index.ts", engine: "runtime/src/engine.ts", duckdb: "runtime/src/duckdb/index.ts" },
    outdir: dist,
    splitting: true,
    chunkNames: "chunks/[name]-[hash]",
    external: ["@duckdb/node-api"],
  });
}

/** The command and the processes that it starts, and what tests of wrappers use. They import `headwater` as users do: from the package itself. */
async function buildCommand() {
  await bundle({
    ...common,
    entryPoints: { main: "cli/src/main.ts", worker: "cli/src/worker/worker.ts", testing: "cli/src/testing/index.ts" },
    outdir: join(dist, "cli"),
    splitting: true,
    chunkNames: "chunks/[name]-[hash]",
    external: ["esbuild", "headwater", "headwater/*"],
    // Half of the size is TypeScript; names stay, so that stacks can be read.
    minifyWhitespace: true,
    minifySyntax: true,
    // Bundled CommonJS packages ask for Node's modules through require.
    banner: {
      js: 'import { createRequire as createRequireHere } from "node:module"; const require = createRequireHere(import.meta.url); import { dirname as dirnameHere } from "node:path"; import { fileURLToPath as fileURLToPathHere } from "node:url"; const __filename = fileURLToPathHere(import.meta.url); const __dirname = dirnameHere(__filename);',
    },
  });
}

/** The declarations that TypeScript's checker needs, which cannot be bundled: 4 MB of text in one file of 300 KB. */
async function packTypeScriptLibraries(folder) {
  const from = join(root, "node_modules/typescript/lib");
  const names = readdirSync(from).filter((name) => /^lib(?:\..*)?\.d\.ts$/.test(name));
  const texts = Object.fromEntries(names.sort().map((name) => [name, readFileSync(join(from, name), "utf8")]));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "typescript-libraries.json.br"), await promisify(brotliCompress)(JSON.stringify(texts)));
}

/** What the VSIX holds: the extension, its server, the graph page. CommonJS, since the repository's root is ESM. */
async function buildExtension() {
  if (!existsSync(join(root, "webview/build.mjs")) || !existsSync(join(root, "server/src/main.ts"))) return;
  const { buildWebview } = await import("../webview/build.mjs");
  rmSync(join(root, "dist"), { recursive: true, force: true });
  const options = {
    ...common,
    format: "cjs",
    outdir: join(root, "dist"),
    outExtension: { ".js": ".cjs" },
    // Names stay, so that stacks can be read. `keepNames` would give them back to shortened functions whenever one is made,
    // which costs the server a twentieth of its time.
    minifyWhitespace: true,
    minifySyntax: true,
  };
  await Promise.all([
    bundle({ ...options, entryPoints: { extension: "client/src/extension.ts" }, external: ["vscode"] }),
    bundle({ ...options, entryPoints: { server: "server/src/main.ts" }, plugins: [besides("typescript", "./typescript.cjs")] }),
    // A file of its own, since most starts of the server can do without it.
    bundle({ ...options, entryPoints: { typescript: "node_modules/typescript/lib/typescript.js" } }),
    packTypeScriptLibraries(join(root, "dist")),
    buildWebview({ outdir: join(root, "dist", "webview") }),
  ]);
}

/** Leaves a package out of a bundle, which finds it in a file beside itself. */
function besides(name, file) {
  return {
    name: `${name} in ${file}`,
    setup(build) {
      build.onResolve({ filter: new RegExp(`^${name}$`) }, () => ({ path: file, external: true }));
    },
  };
}

async function buildTypes() {
  const entries = { index: "runtime/src/index.ts", duckdb: "runtime/src/duckdb/index.ts", testing: "cli/src/testing/entry.ts" };
  const made = await rollup({
    input: Object.fromEntries(Object.entries(entries).map(([name, file]) => [name, join(root, file)])),
    external: [/^node:/, "@duckdb/node-api"],
    plugins: [
      dts({
        tsconfig: join(root, "runtime", "tsconfig.json"),
        includeExternal: ["@headwater/model"],
        // Through the link in node_modules each file of the model would count as foreign and get a program of its own, which
        // takes gigabytes.
        compilerOptions: { preserveSymlinks: false },
      }),
    ],
  });
  await made.write({ dir: dist, format: "es", chunkFileNames: "chunks/[name]-[hash].d.ts" });
  await made.close();
}

function hashOfSources() {
  const hash = createHash("sha256");
  const add = (folder) => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) {
        if (entry.name !== "node_modules" && entry.name !== "dist") add(path);
      } else if (!entry.name.includes(".test.")) hash.update(path).update(readFileSync(join(root, path)));
    }
  };
  for (const folder of ["model", "analysis", "runtime", "protocol", "cli", "server", "client", "webview"]) add(folder);
  for (const file of ["package-lock.json", "tsconfig.base.json", "scripts/build.mjs"])
    hash.update(readFileSync(join(root, file)));
  return hash.digest("hex");
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await build();
