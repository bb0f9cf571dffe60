import { type FindingCode, readSeverity, type SeveritySetting, type SeveritySettings } from "@headwater/model";
import type { Expression, PropertyItem } from "../facts/expression.ts";
import type { FactStore } from "../facts/factStore.ts";
import { defaultBinding, type FactExtractor } from "../facts/fileFacts.ts";
import { lineStartsOf, type Span } from "../facts/span.ts";
import type { ProjectFiles } from "./projectFiles.ts";

/** What package.json says about the project under `"headwater"`. */
export interface ProjectSettings {
  /** As it is written: `./src/definitions.ts`. */
  readonly entry?: { readonly path: string; readonly span: Span };
  /** Globs, as in a .gitignore, of files that define no assets of this project. */
  readonly exclude: readonly string[];
  /** How grave findings of some codes count. */
  readonly severity: SeveritySettings;
  readonly problems: readonly { readonly message: string; readonly span: Span }[];
  /** Where the lines of package.json start; absent where there is none. */
  readonly lineStarts?: readonly number[];
}

const ownSeverities: SeveritySettings = new Map();

/**
 * Reads `"headwater": "./entry.ts"` or
 * `"headwater": { "entry": "./entry.ts", "exclude": ["legacy/**"], "severity": { "unknown-dependency": "error" } }`.
 */
export function readProjectSettings(files: ProjectFiles, extractor: FactExtractor, store: FactStore): ProjectSettings {
  let text: string | undefined;
  let manifest: unknown;
  try {
    text = files.read("package.json");
    if (text !== undefined) manifest = JSON.parse(text);
  } catch (error) {
    const message = `package.json cannot be read: ${error instanceof Error ? error.message : String(error)}. Mend it, or its settings do not count.`;
    return {
      exclude: [],
      severity: ownSeverities,
      problems: [{ message, span: { start: 0, end: 0 } }],
      ...(text === undefined ? {} : { lineStarts: lineStartsOf(text) }),
    };
  }
  if (text === undefined) return { exclude: [], severity: ownSeverities, problems: [] };
  const lineStarts = lineStartsOf(text);
  const nothing = { exclude: [], severity: ownSeverities, problems: [], lineStarts };
  // Most say nothing, and need not be read with the places where they say it.
  if (typeof manifest !== "object" || manifest === null || !Object.hasOwn(manifest, "headwater")) return nothing;
  const { bindings } = store.facts("package.json", text, extractor);
  const given = propertyIn(bindings.find(({ name }) => name === defaultBinding)?.value, "headwater");
  if (given === undefined) return nothing;
  const problems: { message: string; span: Span }[] = [];
  const wrong = (message: string, { span }: Expression) => void problems.push({ message, span });
  const textOf = (value: Expression, what: string): string | undefined => {
    if (value.kind === "literal" && typeof value.value === "string") return value.value;
    wrong(`In package.json, ${what}.`, value);
    return undefined;
  };
  let entry: ProjectSettings["entry"];
  const exclude: string[] = [];
  const readEntry = (value: Expression) => {
    const path = textOf(value, '"headwater" names the entry as text, as in "./src/definitions.ts"');
    if (path !== undefined) entry = { path, span: value.span };
  };
  const severity = new Map<FindingCode, SeveritySetting>();
  const readSeverities = (value: Expression) => {
    if (value.kind !== "object") {
      wrong('In package.json, "severity" of "headwater" is an object, as in { "unknown-dependency": "error" }.', value);
      return;
    }
    for (const property of value.properties) {
      if (property.kind !== "property") continue;
      const read = readSeverity(String(property.key), property.value.kind === "literal" ? property.value.value : undefined);
      if ("code" in read) severity.set(read.code, read.setting);
      else problems.push({ message: read.message, span: read.wrong === "code" ? property.keySpan : property.value.span });
    }
  };
  if (given.kind !== "object") readEntry(given);
  else {
    for (const property of given.properties) {
      if (property.kind !== "property") continue;
      if (property.key === "entry") readEntry(property.value);
      else if (property.key === "severity") readSeverities(property.value);
      else if (property.key === "exclude" && property.value.kind === "array") {
        for (const { value } of property.value.items) {
          const glob = textOf(value, '"exclude" of "headwater" is a list of globs, as in ["legacy/**"]');
          if (glob !== undefined) exclude.push(glob);
        }
      } else if (property.key === "exclude") {
        wrong('In package.json, "exclude" of "headwater" is a list of globs, as in ["legacy/**"].', property.value);
      } else {
        const message = `In package.json, "headwater" has no setting "${String(property.key)}": it takes entry, exclude and severity.`;
        problems.push({ message, span: property.keySpan });
      }
    }
  }
  return { exclude, severity, problems, lineStarts, ...(entry ? { entry } : {}) };
}

function propertyIn(object: Expression | undefined, name: string): Expression | undefined {
  if (object?.kind !== "object") return undefined;
  const found = object.properties.find(
    (property): property is PropertyItem & { kind: "property" } => property.kind === "property" && property.key === name,
  );
  return found?.value;
}
