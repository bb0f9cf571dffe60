// What a step costs when the step itself costs nothing: a graph of 1,000 assets that do nothing, two at a time, with
// every event on record, beside tools that walk the same graph with a process a task.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const cache = join(root, ".cache", "bench");
const nxVersion = "24.0.6";
const size = 1_000;
/** Steps at the beginning that are not counted: the second worker is still starting. */
const warmUp = 200;

export async function measure(runs) {
  const graph = makeGraph(size);
  const tools = [
    { id: "headwater", prepare: prepareHeadwater, run: runHeadwater },
    { id: "ninja", prepare: prepareNinja, run: (folder) => timed("ninja", ["-j2", "all"], folder) },
    { id: "make", prepare: prepareMake, run: (folder) => timed("make", ["-s", "-j2", "all"], folder) },
    { id: "nx", prepare: prepareNx, run: runNx },
  ];
  const samples = new Map();
  const ready = tools.filter((tool) => {
    tool.folder = join(cache, tool.id);
    const missing = tool.prepare(tool.folder, graph);
    if (missing !== undefined) console.log(`${tool.id} is left out: ${missing}`);
    return missing === undefined;
  });
  // One tool after another within each round, so that a busy moment meets all of them.
  for (let round = 0; round < runs; round++) {
    for (const tool of ready) {
      for (const [id, value] of Object.entries(tool.run(tool.folder))) {
        const key = `run.${tool.id}.${id}`;
        samples.set(key, [...(samples.get(key) ?? []), value / size]);
      }
      console.log(`round ${round + 1} of ${runs}: ${tool.id}`);
    }
  }
  const medians = new Map([...samples].map(([id, values]) => [id, values.sort((a, b) => a - b)[values.length >> 1]]));
  const reference = medians.has("run.ninja.wall") ? "run.ninja.wall" : "run.make.wall";
  return [...medians].map(([id, value]) => ({
    id,
    value,
    unit: "ms/step",
    ...(id === reference ? {} : { reference, ratio: value / medians.get(reference) }),
    runs,
  }));
}

/** Each task waits for up to three of the fifty before it; always the same graph. */
function makeGraph(count) {
  let seed = 42;
  const random = (below) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((seed / 2_147_483_648) * below);
  };
  return Array.from({ length: count }, (_, index) => {
    const upstream = new Set();
    for (let at = 0; at < Math.min(index, 3); at++) upstream.add(index - 1 - random(Math.min(index, 50)));
    return [...upstream];
  });
}

function prepareHeadwater(folder, graph) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, "node_modules"), { recursive: true });
  symlinkSync(join(root, "runtime"), join(folder, "node_modules", "headwater"), "dir");
  writeFileSync(
    join(folder, "package.json"),
    JSON.stringify({ name: "bench", type: "module", dependencies: { headwater: "*" } }),
  );
  const assets = graph.map(
    (upstream, index) =>
      `export const t${index} = asset({ deps: [${upstream.map((other) => `"t${other}"`).join(", ")}] }, () => {});`,
  );
  writeFileSync(join(folder, "assets.ts"), `import { asset } from "headwater";\n${assets.join("\n")}\n`);
}

/** `step` is what a step costs once both workers are warm, `wall` the whole command with analysis, build and start. */
function runHeadwater(folder) {
  const started = performance.now();
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [join(root, "runtime/bin/headwater.mjs"), "materialize", "--concurrency", "2", "--json"],
    { cwd: folder, encoding: "utf8", maxBuffer: 1 << 28 },
  );
  if (status !== 0) throw new Error(`headwater failed: ${stderr}`);
  const wall = performance.now() - started;
  const { run } = JSON.parse(stdout);
  const ends = run.assets.map(({ endTime }) => endTime).sort((a, b) => a - b);
  const counted = size - warmUp;
  return { step: ((run.endTime - ends[warmUp]) / counted) * size, wall };
}

function prepareNinja(folder, graph) {
  mkdirSync(folder, { recursive: true });
  const builds = graph.map((upstream, index) => `build t${index}: noop ${upstream.map((other) => `t${other}`).join(" ")}`);
  const all = `build all: phony ${graph.map((_, index) => `t${index}`).join(" ")}`;
  writeFileSync(join(folder, "build.ninja"), `rule noop\n  command = true\n${builds.join("\n")}\n${all}\n`);
  return ensureTool("ninja", "ninja-build");
}

function prepareMake(folder, graph) {
  mkdirSync(folder, { recursive: true });
  const names = graph.map((_, index) => `t${index}`).join(" ");
  const rules = graph.map((upstream, index) => `t${index}: ${upstream.map((other) => `t${other}`).join(" ")}\n\t@true`);
  writeFileSync(join(folder, "Makefile"), `.PHONY: all ${names}\nall: ${names}\n${rules.join("\n")}\n`);
  return ensureTool("make", "make");
}

function prepareNx(folder, graph) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, "package.json"),
    JSON.stringify({ name: "bench-nx", private: true, devDependencies: { nx: nxVersion } }),
  );
  writeFileSync(
    join(folder, "nx.json"),
    JSON.stringify({ targetDefaults: { noop: { dependsOn: ["^noop"], cache: false } }, analytics: false }),
  );
  for (const [index, upstream] of graph.entries()) {
    const project = join(folder, "packages", `t${index}`);
    mkdirSync(project, { recursive: true });
    const implicitDependencies = upstream.map((other) => `t${other}`);
    const targets = { noop: { command: "true" } };
    writeFileSync(join(project, "project.json"), JSON.stringify({ name: `t${index}`, implicitDependencies, targets }));
  }
  if (existsSync(join(folder, "node_modules", "nx"))) return undefined;
  const { status } = spawnSync("npm", ["install", "--no-audit", "--no-fund", "--no-package-lock", "--loglevel=error"], {
    cwd: folder,
    stdio: "inherit",
  });
  return status === 0 ? undefined : `npm could not install nx ${nxVersion}`;
}

function runNx(folder) {
  const args = [
    join(folder, "node_modules/nx/dist/bin/nx.js"),
    "run-many",
    "-t",
    "noop",
    "--parallel=2",
    "--skip-nx-cache",
    "--output-style=static",
  ];
  const bin = existsSync(args[0]) ? args : [join(folder, "node_modules/nx/bin/nx.js"), ...args.slice(1)];
  return timed(process.execPath, bin, folder, { NX_DAEMON: "false", NX_TUI: "false", NX_NO_CLOUD: "true" });
}

function timed(program, args, cwd, env = {}) {
  const started = performance.now();
  const { status, stderr } = spawnSync(program, args, {
    cwd,
    encoding: "utf8",
    env: { ...process.env, ...env },
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(`${program} failed: ${stderr}`);
  return { wall: performance.now() - started };
}

/** A tool that is missing is installed where that can be done without asking: as root on Debian. */
function ensureTool(program, debianPackage) {
  const has = () => spawnSync(program, ["--version"]).status === 0;
  if (has()) return undefined;
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    spawnSync("apt-get", ["update", "-qq"]);
    spawnSync("apt-get", ["install", "-y", "-qq", debianPackage], { env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } });
    if (has()) return undefined;
  }
  return `install ${debianPackage} to have it measured`;
}
