/** How grave a finding is, the gravest first. Only `error` makes `headwater check` fail by default. */
export const severityNames = ["error", "warning", "information", "hint"] as const;

export type Severity = (typeof severityNames)[number];

/**
 * Every finding that the model can make, with its severity. A code is stable: it is never renamed or given another
 * meaning, since users silence, filter and look up by it.
 */
export const severities = {
  // A declaration (spec 1).
  "unknown-option": "error",
  "invalid-option": "error",
  "missing-name": "error",
  "key-with-name": "error",
  "invalid-key": "error",
  "slash-in-key-part": "error",
  "invalid-name": "error",
  "reserved-name": "error",
  "unsafe-key": "error",
  "key-too-long": "error",
  "invalid-group-name": "error",
  "invalid-tag": "error",
  "invalid-kind": "error",
  "too-many-kinds": "error",
  "invalid-owner": "error",
  "invalid-retry-policy": "error",
  "pool-conflict": "error",
  "deprecated-option": "warning",
  "invalid-check": "error",
  "duplicate-check": "error",
  // A function that declares several assets, and changes of what was declared (spec 3).
  "outs-or-specs": "error",
  "deps-with-specs": "error",
  "input-not-a-dependency": "error",
  "input-without-output": "error",
  "output-key-with-prefix": "error",
  "unknown-output": "error",
  "invalid-internal-dependency": "error",
  "output-name-collision": "error",
  "different-partitions": "error",
  "mixed-partitions": "error",
  "group-given-twice": "error",
  "conflicting-specs": "warning",
  "ambiguous-check-input": "error",
  "fixed-dependency": "error",
  // Inputs and dependencies (spec 2.1 to 2.3).
  "inputs-not-destructured": "error",
  "reserved-input": "error",
  "input-without-parameter": "error",
  "input-key-with-prefix": "error",
  "input-in-ins-and-deps": "error",
  "duplicate-dependency": "error",
  "ambiguous-dependency": "error",
  "self-dependency": "error",
  "no-time-dimension": "error",
  // The graph (spec 2.4 to 2.6).
  "unknown-input": "error",
  "unknown-dependency": "warning",
  "relative-dependency": "warning",
  "key-collision": "error",
  "step-name-collision": "warning",
  cycle: "error",
  "step-cycle": "error",
  "unknown-resource": "error",
  // Partitions and schedules (spec 5.1 to 5.4).
  "invalid-partitions": "error",
  "invalid-partition-key": "error",
  "duplicate-partition-key": "error",
  "invalid-cron": "error",
  "unknown-timezone": "error",
  "contradictory-condition": "warning",
  // How partitions map and are computed (spec 5.5, 5.6).
  "invalid-partition-mapping": "error",
  "missing-partition-mapping": "error",
  "unfit-partition-mapping": "error",
  "different-timezones": "error",
  "unknown-partition-key": "error",
  "unknown-dimension": "error",
  "ambiguous-dimension": "error",
  "multi-run-without-partitions": "error",
  // Selections and jobs (spec 3 and 8).
  "invalid-selection": "error",
  "unknown-selected-asset": "warning",
  "empty-selection": "warning",
  "duplicate-job": "error",
  // The types at the two ends of an edge.
  "type-mismatch": "error",
  "outdated-types": "warning",
  // Reading and loading a project.
  "syntax-error": "error",
  "unreadable-file": "error",
  "unknown-key": "information",
  "unknown-definitions": "information",
  "never-loaded": "warning",
  "invalid-project": "error",
  "load-failed": "error",
  "analysis-mismatch": "error",
} as const satisfies Record<string, Severity>;

/** A stable name of a rule. */
export type FindingCode = keyof typeof severities;

/** Where in a declaration a finding belongs: option names and indices from the outside in, as in `["deps", 1]`. */
export type DeclarationPath = readonly (string | number)[];

/** One thing that is wrong or worth knowing, with how to mend it in its message. */
export interface Finding {
  readonly code: FindingCode;
  readonly severity: Severity;
  /** One or two sentences: what, where, how to mend. */
  readonly message: string;
  readonly path: DeclarationPath;
  /** What could stand in place of the wrong text; a key as its escaped string, a list as JSON. */
  readonly suggestions?: readonly string[];
}

/** Makes a finding with the severity of its code. */
export function finding(
  code: FindingCode,
  message: string,
  path: DeclarationPath = [],
  suggestions: readonly string[] = [],
): Finding {
  const base = { code, severity: severities[code], message, path };
  return suggestions.length > 0 ? { ...base, suggestions } : base;
}
