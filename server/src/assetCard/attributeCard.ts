import { type Attribute, type AttributeAt, specHas } from "../workspace/attributeAt.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { namesText } from "./assetCard.ts";
import { counted, type Writer } from "./writer.ts";

const inWords: Readonly<Record<Attribute, string>> = { group: "group", kind: "kind", owner: "owner", resource: "resource" };

/** Which assets have a group, kind or owner, or need a resource, in the order of files and texts. One pass over all. */
export function attributeCard(workspace: Workspace, { project, attribute, name }: AttributeAt, write: Writer): string {
  const assets = project.analysis?.assets ?? [];
  const ids = [...new Set(assets.flatMap(({ id, spec }) => (specHas(spec, attribute, name) ? [id] : [])))];
  const count = attribute === "resource" ? `needed by ${counted(ids.length, "asset")}` : counted(ids.length, "asset");
  const facts = [`${write.strong(name)} · ${inWords[attribute]}`, count];
  if (attribute === "resource" && project.analysis?.resourceKeys.includes(name)) facts.push("declared in Definitions");
  return `${facts.join(" · ")}\n\n${namesText(workspace, project, ids, write)}`.trim();
}
