import { type MetadataValue, resolveMetadata } from "@headwater/model";

/**
 * Gives metadata the form in which every process can show it (spec 4.2).
 *
 * @throws TypeError that names each entry without such a form, what it is, and how to mend it
 */
export function coerceMetadata(entries: Readonly<Record<string, unknown>>): Readonly<Record<string, MetadataValue>> {
  const { metadata, problems } = resolveMetadata(entries);
  if (problems.length > 0) throw new TypeError(problems.map(({ message }) => message).join("\n"));
  return metadata;
}
