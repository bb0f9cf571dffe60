import { checkOutput, graphOutput, listOutput } from "@headwater/protocol";
import { afterEach, expect, test } from "vitest";
import { type ScratchProject, scratchProject } from "./project/scratchProject.ts";

const projects: ScratchProject[] = [];
afterEach(() => {
  for (const project of projects.splice(0)) project.remove();
});

function project(files: Readonly<Record<string, string>>): ScratchProject {
  const made = scratchProject(files);
  projects.push(made);
  return made;
}

const dynamic = {
  "src/assets.ts": `import { asset } from "headwater";
    const env = process.env.HEADWATER_NO_SUCH;
    export const named = asset({ name: env ?? "orders" }, () => 1);
    export const sum = asset({ groupName: env ?? "sales", deps: [env ?? "orders"] }, () => 2);
    export const typo = asset({ deps: ["ordrs"] }, () => 3);`,
};

test("what only loading knows is shown as such, and what it resolves is accused no more", () => {
  const scratch = project(dynamic);
  const codes = (output: { diagnostics: { code: string; line: number }[] }) =>
    output.diagnostics.map(({ code, line }) => `${code} ${line}`);
  expect(codes(checkOutput.parse(scratch.json("check")))).toEqual(["unknown-key 3"]);
  const check = checkOutput.parse(scratch.json("check", "--loaded"));
  // What the analysis could not say as long as any key might be the one: it stands where the asset says it.
  expect(codes(check)).toEqual(["unknown-dependency 5"]);
  expect(check.summary.assets).toBe(3);
  expect(check.loaded).toEqual({
    assets: [{ key: "orders", file: "src/assets.ts" }],
    dependencies: [{ from: "orders", to: "sum", kind: "order" }],
    attributes: [{ key: "sum", names: ["groupName"] }],
    checks: [],
  });
  const { nodes, edges } = graphOutput.parse(scratch.json("graph", "--loaded"));
  expect(nodes.map(({ key, loaded, loadedAttributes }) => [key, loaded, loadedAttributes])).toEqual([
    ["orders", true, undefined],
    ["ordrs", undefined, undefined],
    ["sum", undefined, ["groupName"]],
    ["typo", undefined, undefined],
  ]);
  expect(edges.map(({ from, to, loaded }) => [from, to, loaded])).toEqual([
    ["orders", "sum", true],
    ["ordrs", "typo", undefined],
  ]);
  const { assets } = listOutput.parse(scratch.json("list", "--loaded", "--select", "group:sales"));
  expect(assets.map(({ key }) => key)).toEqual(["sum"]);
  expect(scratch.run("graph", "--loaded").stdout).toContain("● orders (loaded)");
});

test.each<[string, string, readonly string[], string]>([
  ["does not end", "while (true) {}", ["--load-timeout", "1"], "Loading src/assets.ts took longer than 1 s and was ended"],
  ["waits for ever", "await new Promise(() => setInterval(() => {}, 1000));", ["--load-timeout", "1"], "took longer than 1 s"],
  ["ends the process", "process.exit(0);", [], "The process that loaded src/assets.ts ended by itself with exit code 0"],
  ["leaves an error", "await new Promise(() => setTimeout(() => { throw new Error('left'); }));", [], "Error: left"],
])("code that %s ends the load with a message", (_, text, more, message) => {
  const scratch = project({ "src/assets.ts": `${dynamic["src/assets.ts"]}\n${text}` });
  for (const command of ["check", "graph", "list"]) {
    const { status, stdout, stderr } = scratch.run(command, "--loaded", ...more);
    expect({ command, status, stdout }).toEqual({ command, status: 1, stdout: "" });
    expect(stderr).toContain(message);
  }
  expect(scratch.run("check").status).toBe(0);
});

test("of a file that throws, what the analysis knows is kept", () => {
  const scratch = project({
    ...dynamic,
    "src/broken.ts": 'import { asset } from "headwater"; export const lost = asset(() => 1); throw new Error("no");',
  });
  const { diagnostics } = checkOutput.parse(scratch.json("check", "--loaded"));
  expect(diagnostics.map(({ code, file }) => [code, file])).toContainEqual(["load-failed", "src/broken.ts"]);
  expect(diagnostics.map(({ code }) => code)).not.toContain("analysis-mismatch");
  expect(scratch.run("check", "--loaded").status).toBe(1);
  const { nodes } = graphOutput.parse(scratch.json("graph", "--loaded"));
  expect(nodes.map(({ key }) => key).sort()).toEqual(["lost", "orders", "ordrs", "sum", "typo"]);
});
