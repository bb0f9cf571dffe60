import { join } from "node:path";
import { emptyProject, type ProjectView, reduceProject } from "@headwater/model";
import { afterEach, describe, expect, test, vi } from "vitest";
import { type HostProcess, startHostProcess } from "../client/src/runs/hostProcess.ts";
import { type ScratchProject, scratchProject } from "./project/scratchProject.ts";

const projects: ScratchProject[] = [];
const hosts: HostProcess[] = [];
afterEach(async () => {
  for (const host of hosts.splice(0)) {
    host.dispose();
    await host.ended;
  }
  for (const project of projects.splice(0)) project.remove();
});

const files = {
  "src/assets.ts": `import { asset, MaterializeResult } from "headwater";
    export const quick = asset(() => MaterializeResult({ metadata: { row_count: 3 } }));
    export const endless = asset({ deps: [quick] }, async () => { console.log("begun"); await new Promise(() => setInterval(() => {}, 1000)); });
    export const wrong = asset(() => { throw new RangeError("too many"); });`,
};

function project(): ScratchProject {
  const made = scratchProject(files);
  projects.push(made);
  return made;
}

/** An editor's side: the process, and the view that its events come to. */
async function editor(scratch: ScratchProject) {
  let view: ProjectView = emptyProject;
  const host = await startHostProcess({
    node: { path: process.execPath, env: {} },
    command: join(scratch.folder, "node_modules/headwater/bin/headwater.mjs"),
    projectFolder: scratch.folder,
    onEvents: (events) => {
      view = reduceProject(view, events);
    },
    onHistory: () => {},
    onOutput: () => {},
  });
  hosts.push(host);
  view = reduceProject(
    { runs: new Map(), assets: new Map(host.past.assets.map((asset) => [asset.key, asset])) },
    host.past.events,
  );
  const status = (runId: string) => view.runs.get(runId)?.status;
  return { host, view: () => view, status };
}

describe("an editor on a project's host", () => {
  test("starts runs, follows them, reads their log, and finds it all again", async () => {
    const scratch = project();
    const first = await editor(scratch);
    const { runId } = await first.host.startRun({ selection: 'key:"quick"' });
    await vi.waitFor(() => expect(first.status(runId)).toBe("SUCCESS"), 20_000);
    expect(first.view().assets.get("quick")).toMatchObject({
      activity: "materialized",
      latestMaterialization: { runId, metadata: { row_count: { type: "int", value: 3 } } },
    });
    const failing = await first.host.startRun({ selection: "wrong" });
    await vi.waitFor(() => expect(first.status(failing.runId)).toBe("FAILURE"), 20_000);
    expect(first.view().assets.get("wrong")).toMatchObject({
      activity: "failed",
      error: { location: { file: "src/assets.ts", line: 4 } },
    });

    // A second editor window attaches and sees what the first one sees.
    const second = await editor(scratch);
    expect(second.view().assets.get("quick")?.latestMaterialization).toMatchObject({ runId });
    expect(second.status(failing.runId)).toBe("FAILURE");
    const third = await second.host.startRun({ selection: "quick" });
    await vi.waitFor(() => expect(first.status(third.runId)).toBe("SUCCESS"), 20_000);
    expect((await second.host.runLog(failing.runId)).events.at(-1)?.event.type).toBe("RUN_FAILURE");
  });

  test("cancels a run, and its own runs end with it", async () => {
    const scratch = project();
    const { host, view, status } = await editor(scratch);
    const one = await host.startRun({ selection: "quick+" });
    await vi.waitFor(() => expect(view().assets.get("endless")?.activity).toBe("running"), 20_000);
    expect(await host.cancelRun(one.runId)).toBe(true);
    await vi.waitFor(() => expect(status(one.runId)).toBe("CANCELED"), 20_000);
    expect(await host.cancelRun(one.runId)).toBe(false);

    const two = await host.startRun({ selection: "endless" });
    await vi.waitFor(() => expect(view().assets.get("endless")?.activity).toBe("running"), 20_000);
    host.dispose();
    await host.ended;
    const { runs } = scratch.json("runs");
    expect(runs[0]).toMatchObject({ runId: two.runId, status: "CANCELED" });
  });

  test("hears in a sentence why a run cannot start", async () => {
    const { host } = await editor(project());
    await expect(host.startRun({ selection: "quikc" })).rejects.toThrow('Did you mean "quick"?');
    await expect(host.startRun({ selection: "quick++" })).rejects.toThrow("is not a selection");
  });
});
