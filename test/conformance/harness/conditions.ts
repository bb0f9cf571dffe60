import { AssetSelection, AutomationCondition } from "headwater";
import { NotImplemented } from "../adapter.ts";
import type { Written } from "../adapters/declarations.ts";

/** Makes a condition of the tables by calling our functions. A condition that is driven by hand is one about tags of runs. */
export function conditionOf(written: Written): AutomationCondition {
  const made = unlabelled(written);
  return written.label === undefined ? made : made.withLabel(written.label);
}

/** The tag of the runs that make a condition true that is driven by hand. */
export function stubTag(id: string): string {
  return `stub/${id}`;
}

const plain: ReadonlySet<string> = new Set([
  ...["eager", "onMissing", "missing", "runInProgress", "backfillInProgress", "inProgress", "executionFailed", "newlyUpdated"],
  ...["newlyRequested", "willBeRequested", "codeVersionChanged", "dataVersionChanged", "initialEvaluation", "checkPassed"],
  ...["checkFailed", "executedWithRootTarget", "anyDownstreamConditions", "newlyMissing", "anyDepsUpdated", "anyDepsMissing"],
  ...["anyDepsInProgress", "allDepsBlockingChecksPassed"],
]);

function unlabelled(written: Written): AutomationCondition {
  const { op } = written;
  if (plain.has(op))
    return (AutomationCondition as unknown as Record<string, () => AutomationCondition>)[op]?.() as AutomationCondition;
  const parts = (): AutomationCondition[] => written.of.map(conditionOf);
  switch (op) {
    case "onCron":
    case "cronTickPassed":
    case "allDepsUpdatedSinceCron":
      return AutomationCondition[op as "onCron"](written.cron, written.timezone);
    case "inLatestTimeWindow":
      return AutomationCondition.inLatestTimeWindow(
        written.lookback === undefined ? {} : { lookbackDelta: lengthOf(written.lookback) },
      );
    case "stub":
      return AutomationCondition.executedWithTags({ tagKeys: [stubTag(written.id)] });
    case "executedWithTags":
      return AutomationCondition.executedWithTags({
        ...(written.tagKeys === undefined ? {} : { tagKeys: written.tagKeys }),
        ...(written.tagValues === undefined ? {} : { tagValues: written.tagValues }),
      });
    case "and": {
      const [first, ...others] = parts();
      return (first as AutomationCondition).and(...others);
    }
    case "or": {
      const [first, ...others] = parts();
      return (first as AutomationCondition).or(...others);
    }
    case "not":
      return conditionOf(written.of).not();
    case "newlyTrue":
      return conditionOf(written.of).newlyTrue();
    case "sinceLastHandled":
      return conditionOf(written.of).sinceLastHandled();
    case "since":
      return conditionOf(written.trigger).since(conditionOf(written.reset));
    case "anyDepsMatch":
    case "allDepsMatch":
      return filtered(AutomationCondition[op as "anyDepsMatch"](conditionOf(written.of)), written);
    case "anyChecksMatch":
    case "allChecksMatch": {
      const options = written.blockingOnly === undefined ? {} : { blockingOnly: written.blockingOnly };
      return filtered(AutomationCondition[op as "anyChecksMatch"](conditionOf(written.of), options), written);
    }
    case "assetMatches":
      return AutomationCondition.assetMatches(written.asset, conditionOf(written.of));
    case "without":
      return conditionOf(written.base).without(conditionOf(written.remove));
    case "replace":
      return conditionOf(written.base).replace(
        typeof written.old === "string" ? written.old : conditionOf(written.old),
        conditionOf(written.new),
      );
    case "allow":
    case "ignore":
      return conditionOf(written.base)[op as "allow"](selectionOf(written.selection));
    default:
      throw new NotImplemented(`the condition ${op}`);
  }
}

function filtered(condition: AutomationCondition, { allow, ignore }: Written): AutomationCondition {
  const allowed = allow === undefined ? condition : condition.allow(selectionOf(allow));
  return ignore === undefined ? allowed : allowed.ignore(selectionOf(ignore));
}

function selectionOf(written: Written): AssetSelection {
  if (written.keys !== undefined) return AssetSelection.keys(...written.keys);
  if (written.groups !== undefined) return AssetSelection.groups(...written.groups);
  if (written.checks !== undefined) {
    return AssetSelection.checks(
      ...written.checks.map((text: string) => {
        const at = text.lastIndexOf(":");
        return { assetKey: { path: text.slice(0, at).split("/") }, name: text.slice(at + 1) };
      }),
    );
  }
  if (written.union !== undefined) {
    const [first, ...others]: AssetSelection[] = written.union.map(selectionOf);
    return others.reduce((all, one) => all.or(one), first as AssetSelection);
  }
  throw new NotImplemented(`the selection ${JSON.stringify(written)}`);
}

const lengths: Readonly<Record<string, string>> = { w: "weeks", d: "days", h: "hours", m: "minutes", s: "seconds" };

function lengthOf(text: string): Readonly<Record<string, number>> {
  return Object.fromEntries(
    [...text.matchAll(/(\d+)([wdhms])/g)].map(([, count, unit]) => [lengths[unit as string] as string, Number(count)]),
  );
}
