import { conditionText } from "./algebra.ts";
import { type AutomationConditionData, childConditions } from "./condition.ts";
import { digest } from "./digest.ts";
import { expandCondition, labelOf } from "./expand.ts";
import { madeOnce } from "./madeOnce.ts";

/** A condition that is ready to be evaluated: expanded, with the keys under which its state is kept. */
export interface ConditionNode {
  readonly condition: AutomationConditionData;
  /** What it is called: its operand or operator, with what that takes. */
  readonly name: string;
  readonly label?: string;
  /**
   * Spec 6.4: of the key of the node above, the place among its children, and the name. Below an operator over dependencies
   * the dependency stands in for the place, so that another dependency resets nothing. A `newlyTrue` is told by what it is
   * made of alone, since it is always evaluated over everything.
   */
  readonly key: string;
  readonly children: readonly ConditionNode[];
  /** Whether it or one below remembers anything from tick to tick, so that it has to be evaluated each time. */
  readonly remembers: boolean;
  /** The operand of an operator over others, to be evaluated for one of these. Made once for each that needs its own. */
  childOf(entity: string): ConditionNode;
}

/** Makes the condition of an asset or a check ready. Those that ask the same may share it. */
export function compileCondition(condition: AutomationConditionData): ConditionNode {
  return compile(expandCondition(condition), "", "", "");
}

const remembering: ReadonlySet<string> = new Set(["since", "newlyTrue", "codeVersionChanged", "initialEvaluation"]);
const overOthers: ReadonlySet<string> = new Set([
  "anyDepsMatch",
  "allDepsMatch",
  "anyChecksMatch",
  "allChecksMatch",
  "assetMatches",
]);

/** Makes a condition ready that stands below another one. */
export function compileBelow(condition: AutomationConditionData, above: string, target: string): ConditionNode {
  return compile(expandCondition(condition), above, "0", target);
}

/** @param target the asset or check that it is about; empty for the one that has the whole condition */
function compile(condition: AutomationConditionData, above: string, place: string, target: string): ConditionNode {
  const name = nameOf(condition);
  const key =
    condition.kind === "newlyTrue" ? digest(`${target} ${conditionText(condition)}`) : digest(`${above}/${place}/${name}`);
  const children = childConditions(condition).map((child, index) => compile(child, key, String(index), target));
  const label = labelOf(condition);
  // What stands for others downstream is known only with the graph.
  const remembers =
    remembering.has(condition.kind) || condition.kind === "anyDownstreamConditions" || children.some((child) => child.remembers);
  const made = new Map<string, ConditionNode>();
  return {
    condition,
    name,
    ...(label === undefined ? {} : { label }),
    key,
    children,
    remembers,
    childOf(entity) {
      const operand = children[0] as ConditionNode;
      if (!operand.remembers || !overOthers.has(condition.kind)) return operand;
      return madeOnce(made, entity, () => compile(operand.condition, digest(`${key}/${entity}`), "0", entity));
    },
  };
}

/** The name of a condition with what it takes, apart from the conditions that it is made of. */
function nameOf(condition: AutomationConditionData): string {
  const { kind, label: _, ...taken } = condition;
  const own = Object.entries(taken).filter(
    ([option, value]) => value !== undefined && !["operand", "operands", "trigger", "reset"].includes(option),
  );
  return own.length === 0 ? kind : `${kind}(${own.map(([option, value]) => `${option}: ${valueText(value)}`).join(", ")})`;
}

function valueText(value: unknown): string {
  return JSON.stringify(value, (name, inner) => (name === "span" ? undefined : inner));
}
