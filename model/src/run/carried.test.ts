import { expect, test } from "vitest";
import { type Carried, describeCarried } from "./carried.ts";

test.each<[carried: Carried, now: string, plan: string]>([
  [{ runs: 0, value: "none" }, "There is no history to carry.", "There is no history to carry."],
  [
    { runs: 1, value: "carried" },
    "1 run of the history and the stored value were carried.",
    "1 run of the history and the stored value would be carried.",
  ],
  [
    { runs: 2, value: "none" },
    "2 runs of the history were carried; no value was stored.",
    "2 runs of the history would be carried; no value was stored.",
  ],
  [
    { runs: 1, value: "elsewhere", ioManagerKey: "warehouse" },
    'The value was stored by the I/O manager "warehouse", not by Headwater\'s own: move it where it is kept, or compute it again: headwater materialize --select "shop/new"',
    "1 run of the history would be carried. The value was stored by",
  ],
  [{ runs: 1, value: "elsewhere" }, "was carried. The value was stored by another I/O manager, not", "another I/O manager"],
  [
    { runs: 1, value: "damaged", problem: "Its file is missing." },
    "1 run of the history was carried, without the value. Its file is missing.",
    "1 run of the history would be carried, without the value. Its file is missing.",
  ],
  [
    { runs: 3, value: "waiting", problem: "ENOSPC" },
    "3 runs of the history were carried. The stored value could not be moved yet, which is tried again when headwater next starts here: ENOSPC",
    "ENOSPC",
  ],
])("%j", (carried, now, plan) => {
  const to = { path: ["shop", "new"] };
  expect(describeCarried(carried, to)).toContain(now);
  expect(describeCarried(carried, to, true)).toContain(plan);
});
