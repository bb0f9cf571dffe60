import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { type CodeServerOptions, startCodeServer } from "./codeServer.ts";
import { installWorkbench } from "./install.ts";
import { type Session, testInSession } from "./session.ts";
import { steadySettings } from "./settings.ts";
import { newPage } from "./workbench.ts";

export interface InsideOptions extends Omit<CodeServerOptions, "testsInside"> {
  /** Test files in TypeScript, absolute. They import `vscode`, and `describe` and `it` from `./mocha.ts`; each is bundled. */
  readonly tests: readonly string[];
  /** Makes the folder that is opened, when it is the tests' turn. Its `remove` is called at the end. */
  readonly folder: () => { folder: string; remove(): void };
  /** The longest that it may take, without waiting for other journeys: 4 by default. */
  readonly minutes?: number;
}

export interface InsideResult {
  readonly title: string;
  readonly milliseconds: number;
  /** The stack of what failed; absent where it passed. */
  readonly error?: string;
}

/** A test that runs mocha with VS Code's real API inside of the extension host. It fails with what failed there. */
export function testsInside(name: string, options: InsideOptions): void {
  testInSession(name, options.minutes ?? 4, async (session) => {
    const place = options.folder();
    try {
      const results = await runInExtensionHost(session, { ...options, folder: place.folder });
      const failed = results.filter(({ error }) => error !== undefined);
      if (failed.length > 0) throw new Error(failed.map(({ title, error }) => `${title}\n${error}`).join("\n\n"));
      if (results.length === 0) throw new Error("There were no tests in the files.");
    } finally {
      place.remove();
    }
  });
}

/** Runs test files inside of the extension host and gives back what came out, in order. Fails where nothing came out. */
export async function runInExtensionHost(
  session: Session,
  options: Omit<InsideOptions, "folder"> & { readonly folder: string },
): Promise<InsideResult[]> {
  const server = await startCodeServer({ ...options, testsInside: true, settings: { ...steadySettings, ...options.settings } });
  session.server = server;
  const { index, report } = await session.step("bundling the tests", () =>
    bundleTests(join(server.folder, "tests"), options.tests),
  );
  const extension = makeEmptyExtension(join(server.folder, "empty-extension"));

  const page = await newPage(session);
  const ended = Promise.withResolvers<void>();
  await page.exposeFunction("codeAutomationExit", () => ended.resolve());
  await page.exposeFunction("codeAutomationLog", (type: string, args: unknown[]) => {
    session.console.push(`${type}: ${args.join(" ")}`);
  });
  const uri = (path: string) => `vscode-remote://${server.authority}${path}`;
  const payload = [
    ["extensionDevelopmentPath", uri(extension)],
    ["extensionTestsPath", uri(index)],
  ];
  await session.step("running the tests in the extension host", async () => {
    const query = new URLSearchParams({ folder: options.folder, payload: JSON.stringify(payload) });
    await page.goto(`${server.address}/?${query}`);
    await ended.promise;
  });
  try {
    return JSON.parse(readFileSync(report, "utf8"));
  } catch {
    throw new Error(`The extension host wrote no report. It said:\n${session.console.slice(-20).join("\n")}`);
  }
}

/** The tests' own extension: none. What is tested is installed, packaged as users get it. */
function makeEmptyExtension(folder: string): string {
  mkdirSync(folder, { recursive: true });
  const manifest = { name: "empty", publisher: "headwater-tests", version: "0.0.1", engines: { vscode: "^1.100.0" } };
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest));
  return folder;
}

/** The script that VS Code loads as its tests. The report is a file, since its output mixes with the workbench's log. */
async function bundleTests(folder: string, tests: readonly string[]): Promise<{ index: string; report: string }> {
  const { nodeModules } = await installWorkbench();
  const made = await build({
    entryPoints: tests.map((path, at) => ({ in: path, out: `${at}-${basename(path, ".ts")}` })),
    outdir: folder,
    outExtension: { ".js": ".cjs" },
    bundle: true,
    format: "cjs",
    platform: "node",
    target: "node24",
    conditions: ["@headwater/source"],
    external: ["vscode"],
    sourcemap: "inline",
    logLevel: "silent",
    metafile: true,
    absWorkingDir: "/",
  });
  const files = Object.keys(made.metafile.outputs).map((path) => join("/", path));
  const report = join(folder, "report.json");
  const index = join(folder, "index.cjs");
  const mocha = pathToFileURL(join(nodeModules, "mocha/index.js")).href;
  writeFileSync(
    index,
    `const { writeFileSync } = require("node:fs");
process.setSourceMapsEnabled(true);
exports.run = async () => {
  const { default: Mocha } = await import(${JSON.stringify(mocha)});
  const mocha = new Mocha({ ui: "bdd", timeout: 60_000, color: false });
  for (const file of ${JSON.stringify(files)}) mocha.addFile(file);
  const results = [];
  const add = (test, error) => results.push({ title: test.fullTitle(), milliseconds: test.duration ?? 0, error });
  const failures = await new Promise((resolve) => {
    mocha.run(resolve).on("pass", (test) => add(test)).on("fail", (test, error) => add(test, error.stack ?? String(error)));
  });
  writeFileSync(${JSON.stringify(report)}, JSON.stringify(results));
  if (failures > 0) throw new Error(failures + " failed");
};
`,
  );
  return { index, report };
}
