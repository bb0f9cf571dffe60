import type { Finding } from "../findings/finding.ts";
import type { KeyId } from "../keys/assetKey.ts";
import type { CheckStepSpec } from "../specs/declaration.ts";
import type { Report } from "./graphFinding.ts";

/** A finding about something that a source declares. */
export interface SourceFinding extends Finding {
  /** The place among the specs of the source, check steps counted after them. */
  readonly index: number;
  readonly related: readonly { readonly source: string; readonly index: number; readonly message: string }[];
}

/** The rules in the order in which they speak. */
export const rules = ["key", "stepName", "dependencies", "cycle", "stepCycle", "check"] as const;
export type Rule = (typeof rules)[number];

/** Something that a source declares: an asset, or a step of checks. */
export interface Subject {
  readonly source: string;
  readonly index: number;
  /** Absent for a step of checks. */
  readonly id?: KeyId;
  /** Absent for an asset. */
  readonly step?: CheckStepSpec;
  findings?: Map<Rule, Made[]>;
}

/** A finding, with the numbers of the other subjects that it is about. */
interface Made {
  readonly finding: Finding;
  readonly related: readonly { readonly subject: number; readonly message: string }[];
}

/** What sources declare, by numbers that stay, with what the rules find about it. */
export interface LiveSubjects {
  /** By their numbers; undefined for those that are gone. */
  readonly all: readonly (Subject | undefined)[];
  of(number: number): Subject;
  /** Gives it a number. */
  add(subject: Subject): number;
  remove(number: number): void;
  /** Begins anew. */
  reset(): void;
  /** The order in which subjects are declared. */
  inDeclaredOrder(one: number, other: number): number;
  /** Takes back what a rule has found about a subject. */
  clear(rule: Rule, number: number): void;
  clearAll(rule: Rule): void;
  reportAs(rule: Rule): Report;
  /** Notes that the findings of a source may be others. */
  note(source: string): void;
  /** The sources whose findings may be others since this was asked last. */
  takeChanged(): ReadonlySet<string>;
  findingsOf(numbers: readonly number[]): readonly SourceFinding[];
}

/** Without any. */
export function createLiveSubjects(): LiveSubjects {
  let all: (Subject | undefined)[] = [];
  let changed = new Set<string>();
  const of = (number: number) => all[number] as Subject;
  const clear = (rule: Rule, number: number) => {
    const subject = all[number];
    if (subject?.findings?.delete(rule)) changed.add(subject.source);
  };
  return {
    get all() {
      return all;
    },
    of,
    add: (subject) => all.push(subject) - 1,
    remove(number) {
      all[number] = undefined;
    },
    reset() {
      for (const subject of all) if (subject?.findings?.size) changed.add(subject.source);
      all = [];
    },
    inDeclaredOrder(one, other) {
      const [a, b] = [of(one), of(other)];
      return a.source === b.source ? a.index - b.index : a.source < b.source ? -1 : 1;
    },
    clear,
    clearAll(rule) {
      for (const [number, subject] of all.entries()) if (subject?.findings?.has(rule)) clear(rule, number);
    },
    reportAs:
      (rule) =>
      (number, finding, related = []) => {
        const subject = of(number);
        subject.findings ??= new Map();
        const list = subject.findings.get(rule);
        if (list === undefined) subject.findings.set(rule, [{ finding, related }]);
        else list.push({ finding, related });
        changed.add(subject.source);
      },
    note: (source) => void changed.add(source),
    takeChanged() {
      const taken = changed;
      changed = new Set();
      return taken;
    },
    findingsOf: (numbers) =>
      numbers.flatMap((number) => {
        const { index, findings } = of(number);
        return rules.flatMap((rule) =>
          (findings?.get(rule) ?? []).map(
            ({ finding, related }): SourceFinding => ({
              ...finding,
              index,
              related: related.map(({ subject, message }) => {
                const other = of(subject);
                return { source: other.source, index: other.index, message };
              }),
            }),
          ),
        );
      }),
  };
}

const ruleOfCode: Readonly<Record<string, Rule>> = {
  "key-collision": "key",
  "step-name-collision": "stepName",
  "unknown-input": "dependencies",
  "unknown-dependency": "dependencies",
  "relative-dependency": "dependencies",
  "missing-partition-mapping": "dependencies",
  "unfit-partition-mapping": "dependencies",
  "different-timezones": "dependencies",
  "unknown-partition-key": "dependencies",
  "unknown-dimension": "dependencies",
  "ambiguous-dimension": "dependencies",
  cycle: "cycle",
  "step-cycle": "stepCycle",
  "duplicate-check": "check",
};

/** The rule that finds what has a code. */
export function ruleOf(code: string): Rule | undefined {
  return ruleOfCode[code];
}
