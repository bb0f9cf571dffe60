// Compiles, or a type has gone wrong: `tsc -p runtime` judges this file. What must be an error stands behind @ts-expect-error.
import { asset } from "../assets/asset.ts";
import { assetCheck } from "../checks/assetCheck.ts";
import { AssetSelection } from "../selection/assetSelection.ts";
import { AutomationCondition } from "./automationCondition.ts";

const { anyChecksMatch, anyDepsMatch, assetMatches, eager, executedWithTags, inLatestTimeWindow, missing, onCron } =
  AutomationCondition;

const condition: AutomationCondition = eager()
  .without(inLatestTimeWindow())
  .ignore(AssetSelection.groups("slow"))
  .and(anyDepsMatch(missing().newlyTrue()).not(), onCron("@daily"))
  .sinceLastHandled()
  .withLabel("mine");
const upstream = asset({ name: "upstream", automationCondition: condition }, () => 1);
asset({ automationCondition: assetMatches(upstream, missing()) }, () => 1);
assetCheck({ name: "check", asset: upstream, automationCondition: eager() }, () => true);
inLatestTimeWindow({ lookbackDelta: { days: 1, hours: 12 } });
executedWithTags({ tagKeys: ["team"], tagValues: { by: "hand" } });
anyChecksMatch(missing(), { blockingOnly: true });

// Whether it is an operand or an operator can be told by its kind.
export function scheduleOf(given: AutomationCondition): string | undefined {
  return given.kind === "onCron" ? given.cron : undefined;
}

// @ts-expect-error A text is no condition.
eager().and("missing");
// @ts-expect-error Months are of different lengths.
inLatestTimeWindow({ lookbackDelta: { months: 1 } });
// @ts-expect-error A time zone is text.
onCron("@daily", 1);
// @ts-expect-error Data without methods was not made by AutomationCondition.
asset({ automationCondition: { kind: "eager" } }, () => 1);
