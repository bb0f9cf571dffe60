import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { typesOutput } from "@headwater/protocol";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { spawnServer } from "../server/src/testing/spawnedServer.ts";
import { type ScratchProject, scratchProject } from "./project/scratchProject.ts";

const head = 'import { asset } from "headwater";\n';
const up = `${head}export const up = asset(async () => [1, 2]);\n`;
const down = `${head}export const down = asset(({ up }: { up: string[] }) => up);\n`;
const message = 'The input "up" takes string[], but the asset "up" gives number[].';

let project: ScratchProject;
beforeAll(() => {
  project = scratchProject({ "src/up.ts": up, "src/down.ts": down });
});
afterAll(() => project.remove());

describe("types are compared by what is shipped, which brings the compiler's declarations along", () => {
  test("headwater check --types", () => {
    const { diagnostics } = project.json("check", "--types");
    expect(diagnostics.map((found: { message: string }) => found.message)).toEqual([message]);
    expect(project.run("check", "--types").stdout).toContain(message);
  });

  test("the extension's server", async () => {
    const server = spawnServer(join(import.meta.dirname, "../dist/server.cjs"));
    const rootUri = pathToFileURL(project.folder).href;
    await server.request("initialize", { processId: null, rootUri, capabilities: {} });
    server.notify("initialized", {});
    server.notify("textDocument/didOpen", {
      textDocument: { uri: `${rootUri}/src/down.ts`, languageId: "typescript", version: 1, text: down },
    });
    await server.until(() => JSON.stringify(server.received).includes(JSON.stringify(message).slice(1, -1)));
    await server.request("shutdown");
    server.notify("exit");
    expect(await server.ended).toBe(0);
  });
});

describe("headwater types", () => {
  let other: ScratchProject;
  beforeAll(() => {
    other = scratchProject({ "src/up.ts": up });
  });
  afterAll(() => other.remove());
  const registry = () => readFileSync(join(other.folder, "headwater-env.d.ts"), "utf8");
  const codes = () => other.json("check").diagnostics.map(({ code }: { code: string }) => code);

  test("writes the registry, says when it is out of date, and writes it again", () => {
    expect(other.run("types", "--check").status).toBe(1);
    expect(other.run("types")).toMatchObject({ status: 0, stdout: "headwater-env.d.ts was written.\n", stderr: "" });
    expect(registry()).toContain("up: number[];");
    expect(other.run("types", "--check").status).toBe(0);
    expect(codes()).toEqual([]);
    other.write({ "src/up.ts": up.replace("[1, 2]", '["1"]') });
    expect(codes()).toEqual(["outdated-types"]);
    expect(other.run("types", "--check").status).toBe(1);
    expect(registry()).toContain("up: number[];");
    expect(other.run("types").stdout).toBe("headwater-env.d.ts was written.\n");
    expect(registry()).toContain("up: string[];");
    expect(other.run("types").stdout).toBe("headwater-env.d.ts is as the code says.\n");
    const json = (...args: string[]) => typesOutput.parse(other.json("types", ...args));
    const told = { version: 1, command: "types", file: "headwater-env.d.ts", types: [{ key: "up", type: "string[]" }] };
    expect(json()).toEqual({ ...told, state: "current" });
    other.write({ "headwater-env.d.ts": "" });
    expect([json("--check").state, json().state, json("--check").state]).toEqual(["outdated", "written", "current"]);
    // What was remembered is not trusted when it is broken.
    other.write({ ".headwater/types-1.json": '{"src/up.ts": 5}' });
    expect(other.run("types").status).toBe(0);
  });

  test("leaves no half-written file where it cannot write", () => {
    rmSync(join(other.folder, "headwater-env.d.ts"));
    other.write({ "headwater-env.d.ts/in-the-way": "" });
    const { status, stderr } = other.run("types");
    expect([status, stderr.split("\n")[0]]).toEqual([2, expect.stringContaining("headwater-env.d.ts could not be written")]);
    expect(readdirSync(other.folder).filter((name) => name.includes(".tmp"))).toEqual([]);
    expect(readdirSync(join(other.folder, "headwater-env.d.ts"))).toEqual(["in-the-way"]);
  });
});
