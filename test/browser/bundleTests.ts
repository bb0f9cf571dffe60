import { globSync } from "node:fs";
import { join, resolve } from "node:path";
import { build, type Plugin } from "esbuild";

const root = resolve(import.meta.dirname, "../..");
const inPage = join(import.meta.dirname, "vitestInPage.ts");

/** Has tests take the stand-in for vitest, and the stand-in the real one. */
const standIn: Plugin = {
  name: "vitest in a page",
  setup({ onResolve }) {
    onResolve({ filter: /^vitest$/ }, ({ importer }) => (importer === inPage ? undefined : { path: inPage }));
  },
};

/** One script that sets `outcome` to a promise of what became of the tests, and the files that are in it. */
export interface TestBundle {
  readonly script: string;
  /** Relative to the repository, with `/`. */
  readonly files: readonly string[];
}

/**
 * Bundles tests for a page.
 *
 * @param pattern which files, relative to the repository, as in `model/src/**\/*.test.ts`
 * @throws Error where something in them is not to be had in a browser, such as a module of Node
 */
export async function bundleTests(pattern: string): Promise<TestBundle> {
  const files = globSync(pattern, { cwd: root })
    .map((file) => file.replaceAll("\\", "/"))
    .sort();
  const collect = files.map((file) => `await collect(${JSON.stringify(file)}, () => import(${JSON.stringify(`./${file}`)}));`);
  const entry = [
    `import { collect, runAll } from "vitest";`,
    "async function main() {",
    ...collect,
    "return await runAll();",
    "}",
    "globalThis.outcome = main();",
  ];
  const { outputFiles } = await build({
    stdin: { contents: entry.join("\n"), resolveDir: root, loader: "ts" },
    bundle: true,
    write: false,
    format: "iife",
    platform: "browser",
    target: "es2024",
    // Chromium reads what the tests hold as a script in UTF-8, lone surrogates as escapes.
    charset: "ascii",
    conditions: ["@headwater/source"],
    sourcemap: false,
    logLevel: "silent",
    plugins: [standIn],
  });
  return { script: outputFiles[0]?.text ?? "", files };
}
