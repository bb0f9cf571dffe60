import type { CodeReference, MetadataValue, TableCell, TableSchema } from "@headwater/model";
import * as z from "zod";

/**
 * An object of names to values of one kind. It passes as it came, with names such as `__proto__` too, which zod's own
 * record would drop without a word.
 */
export function entriesOf<T>(value: z.ZodType<T>): z.ZodType<Readonly<Record<string, T>>> {
  return z.custom<Readonly<Record<string, T>>>(
    (given) => isEntries(given) && Object.values(given).every((entry) => value.safeParse(entry).success),
    "Expected an object of names to values of their kind",
  );
}

function isEntries(given: unknown): given is object {
  return typeof given === "object" && given !== null && !Array.isArray(given);
}

const text = <K extends string>(type: K) => z.object({ type: z.literal(type), value: z.string() });

const texts = z.array(z.string());

const tableSchema: z.ZodType<TableSchema> = z.object({
  columns: z.array(
    z.object({
      name: z.string(),
      type: z.string(),
      description: z.exactOptional(z.string()),
      constraints: z.exactOptional(
        z.object({
          nullable: z.exactOptional(z.boolean()),
          unique: z.exactOptional(z.boolean()),
          other: z.exactOptional(texts),
        }),
      ),
      tags: z.exactOptional(entriesOf(z.string())),
    }),
  ),
  constraints: z.exactOptional(z.object({ other: texts })),
});

const tableCell: z.ZodType<TableCell> = z.union([z.string(), z.number(), z.boolean(), z.null()]);

const codeReference: z.ZodType<CodeReference> = z.union([
  z.object({ filePath: z.string(), lineNumber: z.exactOptional(z.int()), label: z.exactOptional(z.string()) }),
  z.object({ url: z.string(), label: z.exactOptional(z.string()) }),
]);

const columnDep = z.object({ assetKey: texts, columnName: z.string() });

/** A metadata value of any kind (spec 4.2). */
export const metadataValue: z.ZodType<MetadataValue> = z.discriminatedUnion("type", [
  text("text"),
  text("url"),
  text("path"),
  text("notebook"),
  text("md"),
  text("timestamp"),
  text("dagsterRun"),
  text("pool"),
  z.object({ type: z.literal("int"), value: z.union([z.number(), z.string()]) }),
  z.object({ type: z.literal("float"), value: z.number() }),
  z.object({ type: z.literal("bool"), value: z.boolean() }),
  z.object({ type: z.literal("json"), value: z.unknown() }),
  z.object({ type: z.literal("null"), value: z.null() }),
  z.object({ type: z.literal("asset"), value: texts }),
  z.object({ type: z.literal("job"), value: z.object({ name: z.string(), location: z.exactOptional(z.string()) }) }),
  z.object({ type: z.literal("pythonArtifact"), value: z.object({ module: z.string(), name: z.string() }) }),
  z.object({ type: z.literal("tableSchema"), value: tableSchema }),
  z.object({
    type: z.literal("table"),
    value: z.object({ schema: tableSchema, records: z.array(entriesOf(tableCell)) }),
  }),
  z.object({ type: z.literal("columnLineage"), value: z.object({ depsByColumn: entriesOf(z.array(columnDep)) }) }),
  z.object({ type: z.literal("codeReferences"), value: z.array(codeReference) }),
]);

/** Metadata by name. */
export const metadata: z.ZodType<Readonly<Record<string, MetadataValue>>> = entriesOf(metadataValue);
