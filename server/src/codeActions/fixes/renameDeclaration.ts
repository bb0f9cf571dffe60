import { type AnalyzedAsset, declarationEdit } from "@headwater/analysis";
import { keyId, toUserString } from "@headwater/model";
import type { Project } from "../../workspace/project.ts";
import type { Fix, FixContext } from "./fix.ts";

/** One of several assets of one key gets another name; who depends on the key means the others. */
export function renameDeclaration({ project, file, span }: FixContext): readonly Fix[] {
  const asset = (project.assetsOf.get(file) ?? []).find(
    ({ nameRange }) => nameRange.startOffset <= span.start && span.end <= nameRange.endOffset,
  );
  if (asset === undefined) return [];
  const newName = freeSegment(project, asset);
  const edit = declarationEdit(project, asset, asset.spec.key.path.at(-1) ?? "", newName);
  if ("refused" in edit) return [];
  const path = [...asset.spec.key.path.slice(0, -1), newName];
  return [
    {
      title: `Rename to ${JSON.stringify(toUserString({ path }))}`,
      edits: [{ start: edit.range.startOffset, end: edit.range.endOffset, newText: edit.newText }],
    },
  ];
}

function freeSegment({ index }: Project, { spec }: AnalyzedAsset): string {
  const segment = spec.key.path.at(-1) ?? "";
  for (let at = 2; ; at++) {
    const name = `${segment}_${at}`;
    if (index.all(keyId({ path: [...spec.key.path.slice(0, -1), name] })).length === 0) return name;
  }
}
