import type { AutomationFact, EntityId } from "./facts.ts";
import type { AutomationProgram } from "./program.ts";
import { type AutomationCursor, type AutomationTickResult, type DynamicPartitions, evaluateTick } from "./tick.ts";

/** How often conditions are evaluated where something evaluates them, in milliseconds. */
export const tickInterval = 30_000;

/**
 * The evaluation of now, as if the conditions had been evaluated every half a minute since the first fact, and nothing had
 * been done about what they requested: so it says what would be requested now, and not what was before. Half-minutes in which
 * nothing happens are passed over, since only the last of them can make a difference to the next fact.
 *
 * @param facts all that ever happened, in their order
 * @param explain the assets and checks of which the evaluation is wanted
 */
export function replayHistory(
  program: AutomationProgram,
  facts: readonly AutomationFact[],
  now: number,
  explain: readonly EntityId[],
  dynamicPartitions: DynamicPartitions = {},
): AutomationTickResult & { readonly ticks: number } {
  let cursor: AutomationCursor | undefined;
  let ticks = 0;
  const tick = (time: number, told: readonly AutomationFact[], explained: readonly EntityId[] = []) => {
    const result = evaluateTick(program, {
      now: time,
      facts: told,
      dynamicPartitions,
      explain: explained,
      observeOnly: true,
      ...(cursor === undefined ? {} : { cursor }),
    });
    cursor = result.cursor;
    ticks++;
    return result;
  };
  const slotOf = (time: number) => Math.floor(time / tickInterval);
  for (let from = 0; from < facts.length; ) {
    const slot = slotOf((facts[from] as AutomationFact).timestamp);
    let to = from;
    while (to < facts.length && slotOf((facts[to] as AutomationFact).timestamp) <= slot) to++;
    tick(Math.min(slot * tickInterval, now), []);
    tick(Math.min((slot + 1) * tickInterval - 1, now), facts.slice(from, to));
    from = to;
  }
  // Once more before now, so that only what is true at this moment counts as new.
  tick(Math.max(cursor?.time ?? now - tickInterval, now - tickInterval), []);
  const last = tick(now, [], explain);
  return { ...last, ticks };
}
