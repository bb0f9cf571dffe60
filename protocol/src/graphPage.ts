import * as z from "zod";
import { assetStatus } from "./assetStatus.ts";
import { projectGraph } from "./projectGraph.ts";

// The page bundles these schemas, and those that they are made of, with zod/mini: `z.exactOptional(…)`, not `.exactOptional()`.

/** Why there is no graph to show, and what can be done: every state of the page has a reason and an action. */
export const pageNotice = z.object({
  kind: z.enum(["loading", "empty", "error"]),
  message: z.string(),
  /** A button under the message; `command` comes back in `action`. */
  action: z.exactOptional(z.object({ label: z.string(), command: z.string() })),
});

/** What the extension says to the graph page. Nothing is said before the page's `ready`. */
export const toGraphPage = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("state"),
    /** Absent while there is none; `notice` says why then. */
    graph: z.exactOptional(projectGraph),
    notice: z.exactOptional(pageNotice),
    statuses: z.array(assetStatus),
    /** The asset at the cursor of the active editor. */
    active: z.exactOptional(z.string()),
    /** False in an untrusted workspace: what would run code says so instead. */
    trusted: z.boolean(),
  }),
  z.object({ type: z.literal("statuses"), statuses: z.array(assetStatus) }),
  z.object({ type: z.literal("active"), key: z.exactOptional(z.string()) }),
  /** Moves the view to an asset and selects it. */
  z.object({ type: z.literal("reveal"), key: z.string() }),
]);

/** What the graph page says to the extension. */
export const fromGraphPage = z.discriminatedUnion("type", [
  z.object({ type: z.literal("ready") }),
  /** Opens the source of an asset. */
  z.object({ type: z.literal("openSource"), key: z.string() }),
  z.object({
    type: z.literal("materialize"),
    key: z.string(),
    with: z.enum(["alone", "upstream", "downstream"]),
  }),
  z.object({ type: z.literal("showRunLog"), runId: z.string() }),
  /** The command of a notice's button, which must be one of the extension's own. */
  z.object({ type: z.literal("action"), command: z.string() }),
  /** Something went wrong in the page: it belongs into the extension's log. */
  z.object({ type: z.literal("problem"), message: z.string() }),
]);

export type PageNotice = z.infer<typeof pageNotice>;
export type ToGraphPage = z.infer<typeof toGraphPage>;
export type FromGraphPage = z.infer<typeof fromGraphPage>;
