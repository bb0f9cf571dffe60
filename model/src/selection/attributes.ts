import type { GraphIndex } from "./graphIndex.ts";
import { textPattern } from "./pattern.ts";
import type { SelectableSpec, SupplementaryAttribute } from "./selectableGraph.ts";
import { SelectionError } from "./selectionError.ts";
import type { PlainAttribute, SelectionTree } from "./tree.ts";

type Test = (at: number) => boolean;

const kindPrefix = "dagster/kind/";

/** What `tag:` asks; kinds are no tags here. */
export function tagTest({ key, value }: SelectionTree & { op: "tag" }, index: GraphIndex): Test {
  const tagsAt = (at: number) => index.assets[at]?.spec?.tags ?? {};
  if (key === null) return (at) => value === "" && Object.keys(tagsAt(at)).every((tag) => tag.startsWith(kindPrefix));
  // What an object inherits is no text, so a text that is found is its own.
  if (value !== null) return (at) => tagsAt(at)[key] === value;
  return (at) => !Object.hasOwn(tagsAt(at), key);
}

/**
 * What the other attributes ask.
 *
 * @throws SelectionError `needs-supplementary-data` where the graph does not tell
 */
export function attributeTest(tree: SelectionTree & { op: "attr" }, index: GraphIndex): Test {
  const { name, value } = tree;
  const specAt = (at: number) => index.assets[at]?.spec;
  switch (name) {
    case "group": {
      if (value === null) return (at) => index.assets[at]?.groupName === null;
      const fits = tree.wildcard === true ? textPattern(value) : (group: string) => group === value;
      return (at) => {
        const group = index.assets[at]?.groupName;
        return group !== null && group !== undefined && fits(group);
      };
    }
    case "kind":
      return (at) => has(specAt(at)?.kinds ?? [], value);
    case "owner":
      return (at) => has(specAt(at)?.owners ?? [], value);
    case "partitions":
      return (at) => partitionsOf(specAt(at)) === (value ?? "none");
    default:
      return supplementaryTest(name, value, index, tree.span?.start);
  }
}

/** @throws SelectionError `needs-supplementary-data` */
export function columnTagTest({ key, value, span }: SelectionTree & { op: "columnTag" }, index: GraphIndex): Test {
  const tagsOf = known(index.graph.supplementary?.columnTags, "column_tag", span?.start);
  return (at) => {
    const tags = tagsOf(index.ids[at] as string);
    return key === null ? tags.length === 0 : tags.some((tag) => tag.key === key && tag.value === (value ?? ""));
  };
}

/** @throws SelectionError `needs-supplementary-data`, also where the time is not given */
export function hoursTest(
  { hours, span }: SelectionTree & { op: "notMaterializedInHours" },
  index: GraphIndex,
  now: number | undefined,
): Test {
  const last = known(index.graph.supplementary?.lastMaterialized, "not_materialized_in_hours", span?.start);
  const since = known(now, "not_materialized_in_hours", span?.start) - hours * 3_600_000;
  return (at) => index.external[at] === 0 && (last(index.ids[at] as string) ?? Number.NEGATIVE_INFINITY) < since;
}

function supplementaryTest(name: SupplementaryAttribute, value: string | null, index: GraphIndex, offset?: number): Test {
  const valuesOf = known(index.graph.supplementary?.values?.[name], name, offset);
  const valuesAt = (at: number) => valuesOf(index.ids[at] as string);
  if (value === null) return (at) => valuesAt(at).length === 0;
  if (name === "status") return (at) => valuesAt(at).some((status) => status.toLowerCase() === value.toLowerCase());
  if (name === "code_location" && !value.includes("@")) {
    return (at) => valuesAt(at).some((location) => location.slice(location.indexOf("@") + 1) === value);
  }
  return (at) => valuesAt(at).includes(value);
}

function known<T>(data: T | undefined, attribute: PlainAttribute | string, offset?: number): T {
  if (data !== undefined) return data;
  throw new SelectionError(
    `"${attribute}:" asks what the declarations of the assets do not tell, and what is not known here: leave it out.`,
    offset,
    "needs-supplementary-data",
  );
}

function has(values: readonly string[], value: string | null): boolean {
  return value === null ? values.length === 0 : values.includes(value);
}

function partitionsOf(spec: SelectableSpec | undefined): string {
  const definition = spec?.partitionsDef;
  if (definition === undefined) return "none";
  if (definition.kind === "multi") return "multipartitions";
  if (typeof definition.kind !== "string") return "unknown";
  return definition.kind === "static" || definition.kind === "dynamic" ? definition.kind : "time";
}
