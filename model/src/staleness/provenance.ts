import type { KeyId } from "../keys/assetKey.ts";
import { nullDataVersion } from "./dataVersion.ts";

/** The tags of a materialization or observation that tell its data version and what it was made of (spec 7). */
export const dataVersionTag = "dagster/data_version";
export const dataVersionIsUserProvidedTag = "dagster/data_version_is_user_provided";
export const codeVersionTag = "dagster/code_version";
/** With the {@link KeyId} of an input behind it. */
export const inputDataVersionTagPrefix = "dagster/input_data_version/";
/** With the {@link KeyId} of an input behind it: the id of the event that gave the input, or `NULL`. */
export const inputEventPointerTagPrefix = "dagster/input_event_pointer/";

/** What an input was when it was read. */
export interface InputVersion {
  readonly dataVersion: string;
  /** The latest event of the input at that time; absent where there was none. */
  readonly eventId?: number;
}

/** What a materialization was made of (Dagster's DataProvenance). */
export interface DataProvenance {
  /** The id of the run for an asset without a code version. */
  readonly codeVersion: string;
  readonly inputs: ReadonlyMap<KeyId, InputVersion>;
}

/** The names of the tags that tell of an input. */
export interface InputTags {
  readonly dataVersion: string;
  readonly eventPointer: string;
}

export function inputTagsOf(key: KeyId): InputTags {
  return { dataVersion: inputDataVersionTagPrefix + key, eventPointer: inputEventPointerTagPrefix + key };
}

/**
 * Writes provenance into tags.
 *
 * @param tagsOf `inputTagsOf`, which may remember the names that it gave
 */
export function addProvenanceTags(
  tags: Record<string, string>,
  { codeVersion, inputs }: DataProvenance,
  tagsOf: (key: KeyId) => InputTags,
): void {
  tags[codeVersionTag] = codeVersion;
  for (const [key, { dataVersion, eventId }] of inputs) {
    const names = tagsOf(key);
    tags[names.dataVersion] = dataVersion;
    tags[names.eventPointer] = eventId === undefined ? nullDataVersion : String(eventId);
  }
}

/** Reads provenance from tags; `undefined` where they tell none, as those of an event that no run of ours recorded. */
export function provenanceOf(tags: Readonly<Record<string, string>>): DataProvenance | undefined {
  const codeVersion = tags[codeVersionTag];
  if (codeVersion === undefined) return undefined;
  const inputs = new Map<KeyId, InputVersion>();
  for (const tag of Object.keys(tags)) {
    if (!tag.startsWith(inputDataVersionTagPrefix)) continue;
    const key = tag.slice(inputDataVersionTagPrefix.length);
    const dataVersion = tags[tag] as string;
    const eventId = Number(tags[inputEventPointerTagPrefix + key]);
    inputs.set(key, Number.isInteger(eventId) ? { dataVersion, eventId } : { dataVersion });
  }
  return { codeVersion, inputs };
}

/** Whether a tag tells of an input: only such a tag has a key behind its second slash. */
export function isInputTag(tag: string): boolean {
  return tag.startsWith(inputDataVersionTagPrefix) || tag.startsWith(inputEventPointerTagPrefix);
}

/** Tags in which inputs are called otherwise: the same object where they name nothing of what was renamed. */
export function renameInTags(
  tags: Readonly<Record<string, string>>,
  rename: (key: KeyId) => KeyId,
): Readonly<Record<string, string>> {
  let isSame = true;
  const entries = Object.entries(tags).map(([tag, value]): [string, string] => {
    const prefix = [inputDataVersionTagPrefix, inputEventPointerTagPrefix].find((each) => tag.startsWith(each));
    if (prefix === undefined) return [tag, value];
    const key = tag.slice(prefix.length);
    const now = rename(key);
    isSame &&= now === key;
    return [prefix + now, value];
  });
  return isSame ? tags : Object.fromEntries(entries);
}
