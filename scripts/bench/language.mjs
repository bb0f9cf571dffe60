// What the language server costs on workspaces of 2,000, 10,000 and 50,000 files: CPU time to the first graph, cold and from
// the index on disk; the time from an edit to its findings; rename, symbols and completion; memory. Each beside what the
// machine itself needs, or TypeScript 7 on the same files.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { speak } from "./languageClient.mjs";
import { makeWorkspace } from "./workspace.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(dirname(here));
const typescript7 = join(root, "node_modules", "typescript7", "bin", "tsc");
const server = [process.execPath, ["--max-semi-space-size=16", join(root, "dist", "server.cjs"), "--stdio"]];
const sizes = (process.env.HEADWATER_BENCH_SIZES ?? "2000,10000,50000").split(",").map(Number);
const edits = 100;
const requests = 40;

export async function measure(runs) {
  const samples = new Map();
  const add = (id, ...values) => samples.set(id, [...(samples.get(id) ?? []), ...values]);
  for (const size of sizes) {
    const workspace = prepare(size);
    const name = size === 50_000 ? "" : `.${size}`;
    for (let round = 0; round < runs; round++) {
      add(`read${name}`, cpuOf(process.execPath, [join(here, "readManifest.mjs"), workspace.list], workspace.folder));
      add(`stat${name}`, cpuOf(process.execPath, [join(here, "statFiles.mjs"), workspace.list], workspace.folder));
      rmSync(workspace.cache, { recursive: true, force: true });
      const cold = await index(workspace);
      add(`index.cold${name}`, cold.cpu);
      add(`index.cold.wall${name}`, cold.wall);
      await pause(6_000);
      add(`memory.cold${name}`, residentOf(cold.client.pid));
      if (size === Math.max(...sizes)) await requestsOf(cold.client, workspace, add);
      const unstored = cpuSoFar(cold.client.pid);
      // The answer to the request to end comes when the index is written.
      await cold.client.shutdown(() => add(`index.stored${name}`, cpuSoFar(cold.client.pid) - unstored));
      const warm = await index(workspace);
      add(`index.warm${name}`, warm.cpu);
      await pause(6_000);
      add(`memory${name}`, residentOf(warm.client.pid));
      // What a start from the index has put off: the first request waits for it.
      const before = cpuSoFar(warm.client.pid);
      await warm.client.time("workspace/symbol", { query: "asset_1" });
      add(`index.opened${name}`, cpuSoFar(warm.client.pid) - before);
      add(`memory.opened${name}`, residentOf(warm.client.pid));
      await warm.client.shutdown();
      if (size === 10_000) {
        const began = performance.now();
        add("tsc.noEmit", cpuOf(process.execPath, [typescript7, "--noEmit", "-p", "."], workspace.folder));
        add("tsc.noEmit.wall", performance.now() - began);
        add("tsc.lsp.memory", await memoryOfTypeScript(workspace));
      }
      console.log(`${size} files: round ${round + 1} of ${runs}`);
    }
  }
  return rowsOf(samples, runs);
}

function rowsOf(samples, runs) {
  const at = (id, part) => {
    const sorted = [...(samples.get(id) ?? [])].sort((a, b) => a - b);
    return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
  };
  const row = (id, value, unit, reference, against) => ({
    id,
    value,
    unit,
    ...(against === undefined ? {} : { reference, ratio: value / against }),
    runs,
  });
  return [...samples.keys()].flatMap((id) => {
    const [, kind, size = ""] = /^(index\.cold(?:\.wall)?|index\.warm|memory(?:\.\w*[a-z])?)(\.\d+)?$/.exec(id) ?? [];
    const middle = at(id, 0.5);
    const beside = (unit, ...references) => references.map((other) => row(id, middle, unit, other, at(other, 0.5)));
    // TypeScript checks and serves the 10,000 files only.
    const typescript = (name) => (samples.has(name) && size !== ".2000" ? [name] : []);
    if (kind === "index.cold") return beside("ms CPU", `read${size}`, ...typescript("tsc.noEmit"));
    if (kind === "index.cold.wall") {
      const compared = beside("ms", ...typescript("tsc.noEmit.wall"));
      return compared.length > 0 ? compared : [row(id, middle, "ms")];
    }
    if (kind === "index.warm") return beside("ms CPU", `stat${size}`);
    if (kind !== undefined) {
      const compared = size === ".10000" ? beside("MB", ...typescript("tsc.lsp.memory")) : [];
      return compared.length > 0 ? compared : [row(id, middle, "MB")];
    }
    if (id === "tsc.lsp.memory") return [row(id, middle, "MB")];
    if (id === "tsc.noEmit.wall") return [row(id, middle, "ms")];
    if (/^(?:read|stat|tsc|index\.opened|index\.stored)/.test(id)) return [row(id, middle, "ms CPU")];
    return [row(`${id}.p50`, middle, "ms"), row(`${id}.p95`, at(id, 0.95), "ms")];
  });
}

/** The workspace of a size as a git repository, with the list of the files that have assets and of the barrels. */
function prepare(size) {
  const folder = join(root, ".cache", "bench", `language-${size}`);
  const list = join(folder, "..", `language-${size}.json`);
  const cache = join(folder, "..", `language-${size}-cache`);
  if (!existsSync(list)) {
    const { assetFiles, barrels, manifest } = makeWorkspace(folder, size);
    const known = JSON.parse(readFileSync(join(here, "workspaces.json"), "utf8"))[size];
    if (JSON.stringify(known) !== JSON.stringify(manifest)) {
      throw new Error(`The workspace of ${size} files is not that of workspaces.json: ${JSON.stringify(manifest)}`);
    }
    writeFileSync(join(folder, ".gitignore"), "node_modules\n.headwater\n");
    const git = (...args) =>
      execFileSync("git", ["-c", "user.name=bench", "-c", "user.email=bench@localhost", ...args], { cwd: folder });
    git("init", "-q");
    git("add", "-A");
    git("commit", "-q", "-m", "workspace");
    writeFileSync(list, JSON.stringify({ assetFiles, barrels }));
  }
  return { folder, list, cache, ...JSON.parse(readFileSync(list, "utf8")) };
}

/** CPU time of a process and its children, user and system, in milliseconds. */
function cpuOf(program, args, cwd) {
  const script = 'TIMEFORMAT="%U %S"; time "$@" > /dev/null 2> /dev/null';
  const output = execFileSync("bash", ["-c", `{ ${script}; } 2>&1`, "bash", program, ...args], { cwd, encoding: "utf8" });
  const [user, system] = output.trim().split(/\s+/).map(Number);
  return 1000 * (user + system);
}

/** CPU time so far of a process and of its children that have ended, in milliseconds (clock ticks of 10 ms). */
function cpuSoFar(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /, "")
    .split(" ");
  return 10 * fields.slice(11, 15).reduce((sum, value) => sum + Number(value), 0);
}

/** The resident memory of a process and of those that it has started, in MB. */
function residentOf(pid) {
  const own = Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]);
  return childrenOf(pid).reduce((sum, child) => sum + residentOf(child), (1024 * own) / 1e6);
}

/** Starts the server and waits for the first graph. */
async function index(workspace) {
  const began = performance.now();
  const client = speak(...server, workspace.folder);
  const graphs = client.next("headwater/graphs", ({ projects }) => projects.some(({ nodes }) => nodes.length > 0));
  await client.initialize(workspace.folder, { diagnosticsDelay: 0, cacheFolder: workspace.cache, graphChanges: true });
  await graphs;
  return { client, cpu: cpuSoFar(client.pid), wall: performance.now() - began };
}

/** CPU time of the thread that a process began with, in milliseconds: what of the time is the server's own doing. */
function ownTime(pid) {
  return Number(readFileSync(`/proc/${pid}/task/${pid}/schedstat`, "utf8").split(" ")[0]) / 1e6;
}

/** Edits and requests with everything indexed, each with the CPU time of the server's own thread. */
async function requestsOf(client, { folder, assetFiles }, addBoth) {
  const add = async (id, measured) => {
    const before = ownTime(client.pid);
    addBoth(id, await measured());
    addBoth(`${id}.cpu`, ownTime(client.pid) - before);
  };
  const file = assetFiles[Math.floor(assetFiles.length / 2)];
  const uri = pathToFileURL(join(folder, file)).href;
  const text = readFileSync(join(folder, file), "utf8");
  for (const lines of [200, 2000]) {
    const long = lengthened(text, lines);
    await client.open(uri, long);
    for (let at = 0; at < edits; at++) {
      // Every edit makes or mends a finding, so that there is something to wait for.
      const edited = editsOf(long)[at % 5];
      await add(`edit.${lines}`, () => client.edit(uri, edited, "headwater"));
      await client.edit(uri, long, undefined);
    }
    await client.close(uri);
  }
  await client.open(uri, text);
  for (let count = 0; count < requests; count++) {
    const query = ["asset_1", "asset_29", "a9", "finance", "asset 123"][count % 5];
    await add("symbols", () => client.time("workspace/symbol", { query }));
    const dependency = text.indexOf('deps: ["') + 'deps: ["'.length;
    const position = positionOf(text, dependency);
    await add("completion", () => client.time("textDocument/completion", { textDocument: { uri }, position }));
  }
  const first = join(folder, assetFiles[0]);
  const firstText = readFileSync(first, "utf8");
  const firstUri = pathToFileURL(first).href;
  await client.open(firstUri, firstText);
  const name = positionOf(firstText, firstText.indexOf('"asset_0"') + 3);
  for (let count = 0; count < 15; count++) {
    const params = { textDocument: { uri: firstUri }, position: name, newName: "asset_zero" };
    await add("rename.500files", () =>
      client.time("textDocument/rename", params, ({ documentChanges, changes }) => {
        const files = documentChanges?.length ?? Object.keys(changes ?? {}).length;
        if (files < 500) throw new Error(`The rename touches ${files} files, not 500.`);
      }),
    );
  }
}

/** A text with whole functions after it, up to a number of lines: in half a function nobody would be accused. */
function lengthened(text, lines) {
  let made = text;
  for (let left = lines - text.split("\n").length, at = 0; left >= 4; left -= 4, at++) {
    made += `export function more${at}(rows: readonly { total: number }[]): number {\n  const kept = rows.filter((row) => row.total > ${at});\n  return kept.length;\n}\n`;
  }
  return made;
}

/** A wrong group, a dependency that does not exist, a key that exists already, a wrong kind, a misspelt option. */
function editsOf(text) {
  return [
    text.replace("groupName: group", 'groupName: "not a group"'),
    text.replace("deps: [", 'deps: ["asset_4x", '),
    text.replace(/name: "asset_\d+"/, 'name: "asset_77"'),
    text.replace('kinds: ["typescript"]', 'kinds: ["not a kind"]'),
    text.replace("groupName: group", "groupNam: group"),
  ];
}

function positionOf(text, offset) {
  const before = text.slice(0, offset);
  return { line: before.split("\n").length - 1, character: offset - (before.lastIndexOf("\n") + 1) };
}

/** The memory of TypeScript's own server with one file open, in MB. */
async function memoryOfTypeScript({ folder, assetFiles }) {
  const client = speak(process.execPath, [typescript7, "--lsp", "--stdio"], folder);
  await client.initialize(folder);
  const file = join(folder, assetFiles[Math.floor(assetFiles.length / 2)]);
  const uri = pathToFileURL(file).href;
  await client.open(uri, readFileSync(file, "utf8"));
  await client.time("textDocument/diagnostic", { textDocument: { uri } });
  await pause(3_000);
  const resident = residentOf(client.pid);
  client.kill();
  return resident;
}

/** The processes that the main thread of a process has started and that still run. */
function childrenOf(pid) {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").filter(Boolean).map(Number);
}
