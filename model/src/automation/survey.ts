import { keyId } from "../keys/assetKey.ts";
import type { CronSchedule } from "./condition.ts";
import { digestOf } from "./digest.ts";
import type { Entity } from "./entities.ts";
import type { EntityId } from "./facts.ts";
import type { ConditionNode } from "./node.ts";
import type { AutomationProgram } from "./program.ts";
import type { UnitSpace } from "./units.ts";

/** What the evaluation of a condition looks at. */
export interface Survey {
  readonly crons: readonly CronSchedule[];
  /** The spaces that change with time or with what an instance holds. */
  readonly changingSpaces: readonly UnitSpace[];
  /** All of the declarations that it depends on, in short. */
  readonly declarations: string;
}

/** What conditions ask for that is kept only where one does. */
export interface Asked {
  /** Of which entities data versions are asked for. */
  readonly versions: Set<EntityId>;
  /** Of which entities the code versions are asked for that they were made with. */
  readonly codeVersions: Set<EntityId>;
  /** Of which entities it is asked which runs made them. */
  readonly runs: Set<EntityId>;
  /** The tags of runs that are asked for. */
  readonly runTags: Set<string>;
}

type Surveyed = Pick<AutomationProgram, "entity" | "over" | "downstream">;

/**
 * Finds out what evaluations of conditions look at, and notes what they ask for.
 *
 * @returns the survey of a condition, which tells the numbers of the assets and checks that it looks at: the target itself,
 *   dependencies, checks
 */
export function surveyor({ entity, over, downstream }: Surveyed, asked: Asked) {
  /** By the number of an entity, the survey that saw it last. */
  const seenBy: number[] = [];
  let surveys = 0;
  return (root: ConditionNode, rootText: string, target: Entity, onRead: (number: number) => void): Survey => {
    const survey = ++surveys;
    const crons: CronSchedule[] = [];
    const changingSpaces: UnitSpace[] = [];
    const said: string[] = [rootText];
    const read = (of: Entity): boolean => {
      if (seenBy[of.number] === survey) return false;
      seenBy[of.number] = survey;
      onRead(of.number);
      if (of.space.changes && !changingSpaces.includes(of.space)) changingSpaces.push(of.space);
      return true;
    };
    const look = (of: Entity) => {
      if (!read(of)) return;
      const checked = of.checks === undefined ? undefined : entity(of.checks);
      if (checked !== undefined) read(checked);
      said.push(of.id, of.space.id, of.codeVersion ?? "");
    };
    const visit = (node: ConditionNode, of: Entity, above: readonly string[]): void => {
      const { condition } = node;
      switch (condition.kind) {
        case "cronTickPassed": {
          const { cron, timezone } = condition;
          if (!crons.some((known) => known.cron === cron && known.timezone === timezone)) crons.push({ cron, timezone });
          return;
        }
        case "dataVersionChanged":
          asked.versions.add(of.id);
          return;
        case "executedWithRootTarget":
          asked.runs.add(of.id);
          return;
        case "codeVersionOutdated":
          asked.codeVersions.add(of.id);
          return;
        case "executedWithTags":
        case "anyNewUpdateHasRunTags":
        case "allNewUpdatesHaveRunTags":
          if (condition.kind === "executedWithTags") asked.runs.add(of.id);
          for (const name of condition.tagKeys ?? []) asked.runTags.add(name);
          for (const name of Object.keys(condition.tagValues ?? {})) asked.runTags.add(name);
          return;
        case "anyDepsMatch":
        case "allDepsMatch":
        case "anyChecksMatch":
        case "allChecksMatch": {
          const others = over(node, of);
          said.push(String(others.length));
          for (const other of others) {
            look(other);
            visit(node.childOf(other.id), other, above);
          }
          return;
        }
        case "assetMatches": {
          const id = keyId(condition.asset);
          const other = entity(id);
          if (other === undefined) return;
          look(other);
          visit(node.childOf(id), other, above);
          return;
        }
        case "anyDownstreamConditions": {
          for (const { node: below, text } of downstream(node, of)) {
            if (above.includes(text)) continue;
            said.push(text);
            visit(below, of, [...above, text]);
          }
          return;
        }
        default:
          for (const child of node.children) visit(child, of, above);
      }
    };
    look(target);
    visit(root, target, [rootText]);
    return { crons, changingSpaces, declarations: digestOf(said) };
  };
}
