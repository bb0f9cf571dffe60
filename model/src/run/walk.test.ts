import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { RetryPolicyData } from "../specs/retryPolicy.ts";
import { type PlannedSource, type PlannedStep, type PlanOptions, planRun, type RunPlan } from "./plan.ts";
import { advance, beginWalk, stepState } from "./walk.ts";
import type { WalkCommand, WalkEvent, WalkState } from "./walkState.ts";

const unlimited = { maxConcurrent: Number.POSITIVE_INFINITY };

/**
 * Steps written `name<input,input` in topological order. An input is `step`, `step.output`, or several sources joined by
 * `|`. Behind them: `!` and a number for the priority, `@` and the pool, `#` and a tag `key=value`, `~` and how many
 * retries, with `:` and the seconds between them.
 */
function plan(text: string, options: Partial<PlanOptions> = {}): RunPlan {
  const words = text.split(" ").filter((word) => word !== "");
  const names = words.map((word) => word.split(/[<!@#~]/)[0] as string);
  const part = (word: string, sign: string) => word.match(new RegExp(`${sign}([^<!@#~]*)`))?.[1];
  const steps = words.map((word, at): PlannedStep => {
    const inputs = (part(word, "<")?.split(",") ?? []).map((input) =>
      input.split("|").map((source): PlannedSource => {
        const [name, output] = source.split(".");
        return { step: names.indexOf(name as string), ...(output === undefined ? {} : { output }) };
      }),
    );
    const [tag, pool, retries] = [part(word, "#")?.split("="), part(word, "@"), part(word, "~")?.split(":")];
    const policy: RetryPolicyData | undefined = retries && {
      maxRetries: Number(retries[0]),
      ...(retries[1] === undefined ? {} : { delay: Number(retries[1]) }),
    };
    return {
      key: names[at] as string,
      assets: [],
      checks: [],
      upstream: inputs.flat().map(({ step }) => step),
      inputs,
      priority: Number(part(word, "!") ?? 0),
      ...(pool === undefined ? {} : { pool }),
      ...(tag === undefined ? {} : { tags: { [tag[0] as string]: tag[1] ?? "" } }),
      ...(policy === undefined ? {} : { retryPolicy: policy }),
    };
  });
  return planRun(steps, { ...unlimited, ...options });
}

/** Commands as a text: `start a`, `abandon b for a`, `SUCCESS`. */
function written({ steps }: RunPlan, commands: readonly WalkCommand[]): string {
  const words = {
    startStep: "start",
    cancelStep: "cancel",
    stepCanceled: "canceled",
    abandonStep: "abandon",
    skipStep: "skip",
    failStep: "failed",
    retryStep: "retry",
    claimSlot: "claim",
    freeSlot: "free",
  };
  const name = (step: number) => steps[step]?.key;
  return commands
    .map((command) => {
      if (command.type === "endRun") return command.status;
      const because = "because" in command ? ` for ${name(command.because)}` : "";
      const again = command.type === "startStep" && command.attempt > 1 ? ` again (${command.attempt})` : "";
      const wait = command.type === "retryStep" ? ` in ${command.seconds}` : "";
      return `${words[command.type]} ${name(command.step)}${because}${again}${wait}`;
    })
    .join(", ");
}

/**
 * Moments as `ok a, fail b, cancel`; gives what is commanded at the start and after each. `ok a-x-y` gives all but the
 * outputs x and y; `due a` and `slot a` tell that a retry is due and a slot granted; `ask a 2:5` asks for at most 2
 * retries, each after 5 seconds; `refuse a` fails without wanting one.
 */
function walk(given: RunPlan, moments: readonly string[]): string[] {
  let { state, commands } = beginWalk(given);
  const told = [written(given, commands)];
  for (const moment of moments) {
    const events = moment.split(", ").map((word): WalkEvent => {
      const [what, whole = "", asked = ""] = word.split(" ");
      const [name, ...missing] = whole.split("-");
      const step = given.steps.findIndex(({ key }) => key === name);
      switch (what) {
        case "cancel":
          return { type: "cancelRequested" };
        case "ok":
          return { type: "stepSucceeded", step, missing };
        case "due":
          return { type: "retryDue", step };
        case "slot":
          return { type: "slotGranted", step };
        case "refuse":
          return { type: "stepFailed", step, allowRetries: false };
        case "ask": {
          const [maxRetries, secondsToWait] = asked.split(":").map(Number);
          return {
            type: "stepFailed",
            step,
            retryRequested: { maxRetries: maxRetries as number, ...(secondsToWait === undefined ? {} : { secondsToWait }) },
          };
        }
        default:
          return { type: "stepFailed", step };
      }
    });
    ({ state, commands } = advance(given, state, events));
    told.push(written(given, commands));
  }
  return told;
}

describe("a walk", () => {
  test.each<[string, RunPlan, string[], string[]]>([
    ["of nothing ends at once", plan(""), [], ["SUCCESS"]],
    ["of one step", plan("a"), ["ok a"], ["start a", "SUCCESS"]],
    ["goes along a chain", plan("a b<a c<b"), ["ok a", "ok b", "ok c"], ["start a", "start b", "start c", "SUCCESS"]],
    ["waits for all upstreams", plan("a b c<a,b"), ["ok a", "ok b", "ok c"], ["start a, start b", "", "start c", "SUCCESS"]],
    ["takes an upstream that is named twice", plan("a b<a,a"), ["ok a", "ok b"], ["start a", "start b", "SUCCESS"]],
    [
      "keeps to its limit",
      plan("a b c", { maxConcurrent: 2 }),
      ["ok b", "ok c", "ok a"],
      ["start a, start b", "start c", "", "SUCCESS"],
    ],
    [
      "starts the urgent first",
      plan("a!1 b!3 c!2 d!3", { maxConcurrent: 1 }),
      ["ok b", "ok d", "ok c", "ok a"],
      ["start b", "start d", "start c", "start a", "SUCCESS"],
    ],
    [
      "takes the urgent before what waited longer",
      plan("a b c<a!1", { maxConcurrent: 1 }),
      ["ok a", "ok c", "ok b"],
      ["start a", "start c", "start b", "SUCCESS"],
    ],
    [
      "abandons what is downstream of a failure",
      plan("a b<a c<b d"),
      ["fail a", "ok d"],
      ["start a, start d", "failed a, abandon b for a, abandon c for a", "FAILURE"],
    ],
    [
      "abandons a step once all its upstreams have ended",
      plan("a b c<a,b"),
      ["fail a", "fail b"],
      ["start a, start b", "failed a", "failed b, abandon c for a, FAILURE"],
    ],
    [
      "takes several events at once",
      plan("a b c<a,b"),
      ["ok a, ok b", "fail c"],
      ["start a, start b", "start c", "failed c, FAILURE"],
    ],
    [
      "stops when it is canceled",
      plan("a b<a c"),
      ["cancel", "fail a", "fail c"],
      ["start a, start c", "canceled b, cancel a, cancel c", "canceled a", "canceled c, CANCELED"],
    ],
    ["takes a success after the cancel", plan("a b<a"), ["cancel", "ok a"], ["start a", "canceled b, cancel a", "CANCELED"]],
    [
      "starts nothing after the cancel",
      plan("a b c", { maxConcurrent: 1 }),
      ["cancel", "ok a"],
      ["start a", "canceled b, canceled c, cancel a", "CANCELED"],
    ],
    [
      "cancels no step that ended in the same moment",
      plan("a b"),
      ["cancel, ok a, fail b"],
      ["start a, start b", "canceled b, CANCELED"],
    ],
    ["cancels what became ready in the same moment", plan("a b<a"), ["ok a, cancel"], ["start a", "canceled b, CANCELED"]],
    [
      "is canceled once",
      plan("a b"),
      ["cancel, cancel", "cancel", "ok a, ok b"],
      ["start a, start b", "cancel a, cancel b", "", "CANCELED"],
    ],
    [
      "is canceled although a step failed",
      plan("a b"),
      ["fail a", "cancel", "fail b"],
      ["start a, start b", "failed a", "cancel b", "canceled b, CANCELED"],
    ],
    ["is over once it has ended", plan("a"), ["ok a", "cancel"], ["start a", "SUCCESS", ""]],

    // Spec 4.4: skipping.
    [
      "skips what needs an output that was not given, and what needs that",
      plan("a b<a.x c<b d<a.y"),
      ["ok a-x", "ok d"],
      ["start a", "skip b for a, skip c for a, start d", "SUCCESS"],
    ],
    [
      "skips before it abandons",
      plan("a b c<a.x,b"),
      ["fail b", "ok a-x"],
      ["start a, start b", "failed b", "skip c for a, FAILURE"],
    ],
    [
      "starts a step if one source of an input gave it",
      plan("a b c<a.x|b.x"),
      ["ok a-x", "ok b", "ok c"],
      ["start a, start b", "", "start c", "SUCCESS"],
    ],
    [
      "skips a step if no source gave it",
      plan("a b c<a|b"),
      ["ok a-a", "ok b-b"],
      ["start a, start b", "", "skip c for a, SUCCESS"],
    ],
    [
      "abandons a step of several sources if one failed",
      plan("a b c<a|b"),
      ["ok a-a", "fail b"],
      ["start a, start b", "", "failed b, abandon c for b, FAILURE"],
    ],

    // Spec 4.5: retries.
    [
      "tries a step again at once where there is no delay",
      plan("a~2 b<a"),
      ["fail a", "fail a", "fail a"],
      ["start a", "retry a in 0, start a again (2)", "retry a in 0, start a again (3)", "failed a, abandon b for a, FAILURE"],
    ],
    [
      "waits before it tries again, and lets others run meanwhile",
      plan("a~1:5 b", { maxConcurrent: 1 }),
      ["fail a", "due a", "ok b", "ok a"],
      ["start a", "retry a in 5, start b", "", "start a again (2)", "SUCCESS"],
    ],
    [
      "lets a step ask for a retry, whatever its policy",
      plan("a~9:9"),
      ["ask a 1:3", "due a", "ask a 1:3"],
      ["start a", "retry a in 3", "start a again (2)", "failed a, FAILURE"],
    ],
    ["asks no policy for a failure that refuses", plan("a~3"), ["refuse a"], ["start a", "failed a, FAILURE"]],
    [
      "cancels what waits for its retry",
      plan("a~1:5"),
      ["fail a", "cancel", "due a"],
      ["start a", "retry a in 5", "canceled a, CANCELED", ""],
    ],
    ["tries nothing again once it is canceled", plan("a~1"), ["cancel, fail a"], ["start a", "canceled a, CANCELED"]],
    [
      "leaves retries to others",
      plan("a~1 b<a c", { retryMode: "deferred" }),
      ["fail a", "ok c"],
      ["start a, start c", "retry a in 0, abandon b for a", "SUCCESS"],
    ],
    [
      "knows no retries where they are disabled",
      plan("a~1", { retryMode: "disabled" }),
      ["ask a 4"],
      ["start a", "failed a, FAILURE"],
    ],

    // Spec 4.6: limits and pools.
    [
      "passes over what a tag limit holds back",
      plan("a#db=x b#db=y c", { tagLimits: [{ key: "db", limit: 1 }] }),
      ["ok c", "ok a", "ok b"],
      ["start a, start c", "", "start b", "SUCCESS"],
    ],
    [
      "limits each value alone",
      plan("a#db=x b#db=y c#db=x", { tagLimits: [{ key: "db", value: { applyLimitPerUniqueValue: true }, limit: 1 }] }),
      ["fail a", "ok b, ok c"],
      ["start a, start b", "failed a, start c", "FAILURE"],
    ],
    [
      "starts the most urgent of those held back",
      plan("a#db=x b#db=x c#db=x!1 d!2", { maxConcurrent: 2, tagLimits: [{ key: "db", value: "x", limit: 1 }] }),
      ["ok d", "ok c", "ok a", "ok b"],
      ["start d, start c", "", "start a", "start b", "SUCCESS"],
    ],
    [
      "takes a slot of the pool before the start and frees it at the end",
      plan("a@p b@p c"),
      ["slot a", "ok a, slot b", "ok c, fail b"],
      ["claim a, claim b, start c", "start a", "free a, start b", "free b, failed b, FAILURE"],
    ],
    [
      "frees the slot while it waits for the retry",
      plan("a@p~1:5"),
      ["slot a", "fail a", "due a", "slot a", "ok a"],
      ["claim a", "start a", "free a, retry a in 5", "claim a", "start a again (2)", "free a, SUCCESS"],
    ],
    ["withdraws claims when it is canceled", plan("a@p"), ["cancel", "slot a"], ["claim a", "free a, canceled a, CANCELED", ""]],
  ])("%s", (_, given, moments, expected) => expect(walk(given, moments)).toEqual(expected));

  test.each([
    ["ok a, ok a", 'The step "a" ended, but it was success, not running.'],
    ["fail b", 'The step "b" ended, but it was pending, not running.'],
    ["ok nowhere", "The step number -1 ended, but the plan has 2 steps, counted from 0."],
  ])("refuses %s", (moment, message) => expect(() => walk(plan("a b<a"), [moment])).toThrow(message));

  test("gives the state of each step", () => {
    const given = plan("a b<a c d<c e", { maxConcurrent: 2 });
    const { state } = beginWalk(given);
    const states = (of: WalkState) => given.steps.map((_, step) => stepState(of, step)).join(" ");
    expect(states(state)).toBe("running pending running pending ready");
    expect(states(advance(given, state, [{ type: "stepFailed", step: 0 }]).state)).toBe(
      "failed abandoned running pending running",
    );
  });
});

describe("a plan", () => {
  const step = (...upstream: number[]) => ({ key: "a", assets: [], checks: [], upstream, priority: 0 });
  test.each([0, -1, Number.NaN])("for %s steps at a time is refused", (maxConcurrent) => {
    expect(() => planRun([], { maxConcurrent })).toThrow("At least one step must be allowed to run at a time");
  });
  test.each([[[step(0)]], [[step(1), step()]], [[step(-1)]], [[step(), step(7)]]])("out of order is refused: %j", (steps) => {
    expect(() => planRun(steps, unlimited)).toThrow('The step "a" must stand after all its upstreams.');
  });
});

describe("any walk", () => {
  interface Course {
    readonly plan: RunPlan;
    readonly slots: number;
    /** How many attempts of each step fail before one succeeds. */
    readonly failures: readonly number[];
    /** Whether each step gives its output `x`. */
    readonly gives: readonly boolean[];
    readonly pick: readonly number[];
    /** The moment of the cancel, if there is one. */
    readonly cancelAt: number | undefined;
  }

  const most = 12;
  const forEachStep = <T>(value: fc.Arbitrary<T>) => fc.array(value, { minLength: most, maxLength: most });
  const tagLimits = [{ key: "db", limit: 2 }];
  const courses: fc.Arbitrary<Course> = fc
    .record({
      inputs: fc.array(fc.array(fc.array(fc.nat(), { minLength: 1, maxLength: 2 }), { maxLength: 3 }), { maxLength: most }),
      priorities: forEachStep(fc.integer({ min: -1, max: 1 })),
      policies: forEachStep(fc.option(fc.record({ maxRetries: fc.nat(2), delay: fc.nat(1) }), { nil: undefined })),
      tagged: forEachStep(fc.boolean()),
      pooled: forEachStep(fc.integer({ min: 0, max: 3 }).map((number) => number === 0)),
      maxConcurrent: fc.constantFrom(1, 2, 3, Number.POSITIVE_INFINITY),
      slots: fc.integer({ min: 1, max: 2 }),
      failures: forEachStep(fc.constantFrom(0, 0, 0, 1, 2, 9)),
      gives: forEachStep(fc.integer({ min: 0, max: 3 }).map((number) => number > 0)),
      pick: fc.array(fc.nat(), { minLength: 1, maxLength: most }),
      cancelAt: fc.option(fc.nat(most), { nil: undefined, freq: 2 }),
    })
    .map(({ inputs, priorities, policies, tagged, pooled, maxConcurrent, ...course }) => {
      const steps = inputs.map((list, at): PlannedStep => {
        const own = at === 0 ? [] : list.map((sources) => sources.map((number) => ({ step: number % at, output: "x" })));
        const policy = policies[at];
        return {
          key: `s${at}`,
          assets: [],
          checks: [],
          upstream: own.flat().map(({ step }) => step),
          inputs: own,
          priority: priorities[at] ?? 0,
          ...(policy === undefined ? {} : { retryPolicy: policy }),
          ...(tagged[at] ? { tags: { db: "a" } } : {}),
          ...(pooled[at] ? { pool: "p" } : {}),
        };
      });
      return { plan: planRun(steps, { maxConcurrent, tagLimits }), ...course };
    });

  interface World {
    readonly running: Set<number>;
    readonly claims: Set<number>;
    readonly holds: Set<number>;
    readonly due: Set<number>;
    readonly attempts: number[];
  }

  /** Plays a course to its end; `check` sees each moment. Gives all commands. */
  function play(course: Course, check: (state: WalkState, world: World) => void) {
    const { plan, slots, failures, gives, pick, cancelAt } = course;
    const world: World = {
      running: new Set(),
      claims: new Set(),
      holds: new Set(),
      due: new Set(),
      attempts: plan.steps.map(() => 0),
    };
    const log: WalkCommand[] = [];
    let { state, commands } = beginWalk(plan);
    for (let moment = 0; ; moment++) {
      log.push(...commands);
      for (const command of commands) carryOut(command, world);
      check(state, world);
      const choice = pick[moment % pick.length] as number;
      const possible = [
        ...[...world.running].map((step): WalkEvent => {
          const fails = (world.attempts[step] as number) <= (failures[step] as number);
          return fails ? { type: "stepFailed", step } : { type: "stepSucceeded", step, missing: gives[step] ? [] : ["x"] };
        }),
        ...[...world.due].map((step): WalkEvent => ({ type: "retryDue", step })),
        ...[...world.claims].slice(0, slots - world.holds.size).map((step): WalkEvent => ({ type: "slotGranted", step })),
      ];
      const events = possible.filter((_, at) => ((choice >> at) & 1) === 1);
      if (events.length === 0) events.push(...possible.slice(0, 1));
      for (const event of events) tell(event, world);
      if (moment === cancelAt) events.splice(choice % (events.length + 1), 0, { type: "cancelRequested" });
      if (events.length === 0) return { state, log };
      ({ state, commands } = advance(plan, state, events));
    }
  }

  function carryOut(command: WalkCommand, { running, claims, holds, due, attempts }: World) {
    switch (command.type) {
      case "startStep":
        running.add(command.step);
        attempts[command.step] = (attempts[command.step] ?? 0) + 1;
        expect(command.attempt).toBe(attempts[command.step]);
        break;
      case "claimSlot":
        expect(claims.has(command.step) || holds.has(command.step)).toBe(false);
        claims.add(command.step);
        break;
      case "freeSlot":
        expect(claims.delete(command.step) || holds.delete(command.step)).toBe(true);
        break;
      case "retryStep":
        if (command.seconds > 0) due.add(command.step);
        break;
    }
  }

  function tell(event: WalkEvent, { running, claims, holds, due }: World) {
    if (event.type === "stepFailed" || event.type === "stepSucceeded") running.delete(event.step);
    if (event.type === "retryDue") due.delete(event.step);
    if (event.type === "slotGranted") {
      claims.delete(event.step);
      holds.add(event.step);
    }
  }

  /** How each step of a course must end, by the rules alone: nothing is scheduled. */
  function finalStates({ plan, failures, gives }: Course): string[] {
    const final: string[] = [];
    for (const [step, { inputs = [], upstream, retryPolicy }] of plan.steps.entries()) {
      const lost = ({ step: from }: PlannedSource) => final[from] === "skipped" || (final[from] === "success" && !gives[from]);
      if (inputs.some((sources) => sources.every(lost))) final.push("skipped");
      else if (upstream.some((from) => final[from] === "failed" || final[from] === "abandoned")) final.push("abandoned");
      else final.push((failures[step] as number) > (retryPolicy?.maxRetries ?? 0) ? "failed" : "success");
    }
    return final;
  }

  const count = (log: readonly WalkCommand[], type: WalkCommand["type"], step: number) =>
    log.filter((command) => command.type === type && "step" in command && command.step === step).length;

  const endings = { failed: "failStep", abandoned: "abandonStep", canceled: "stepCanceled", skipped: "skipStep" } as const;

  test("ends, and each step in it exactly once", () => {
    fc.assert(
      fc.property(courses, (course) => {
        const { state, log } = play(course, () => {});
        const ends = log.filter(({ type }) => type === "endRun");
        expect(ends.length).toBe(1);
        expect(log.at(-1)).toBe(ends[0]);
        expect([state.running, state.unfinished, state.ended]).toEqual([0, 0, true]);
        for (const step of course.plan.steps.keys()) {
          const final = stepState(state, step);
          expect(["success", ...Object.keys(endings)]).toContain(final);
          for (const [state, command] of Object.entries(endings)) expect(count(log, command, step)).toBe(final === state ? 1 : 0);
          const started = count(log, "startStep", step);
          if (final === "skipped" || final === "abandoned") expect(started).toBe(0);
          else if (final !== "canceled") expect(started).toBe(count(log, "retryStep", step) + 1);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test("never starts a step twice without a retry, nor more often than its policy allows", () => {
    fc.assert(
      fc.property(courses, (course) => {
        const { log } = play(course, () => {});
        for (const [step, { retryPolicy }] of course.plan.steps.entries()) {
          const own = log.filter((command) => "step" in command && command.step === step).map(({ type }) => type);
          const starts = own.filter((type) => type === "startStep" || type === "retryStep").join(" ");
          expect(starts).toMatch(/^(startStep( retryStep startStep)*( retryStep)?)?$/);
          expect(own.filter((type) => type === "retryStep").length).toBeLessThanOrEqual(retryPolicy?.maxRetries ?? 0);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test("starts a step after its upstreams, within every limit, and never behind a failure", () => {
    fc.assert(
      fc.property(courses, (course) => {
        const { steps, maxConcurrent } = course.plan;
        play(course, (state, { running, holds, claims, due }) => {
          const all = [...steps.keys()];
          expect(all.filter((step) => stepState(state, step) === "running")).toEqual([...running].sort((a, b) => a - b));
          expect(running.size).toBeLessThanOrEqual(maxConcurrent);
          expect(state.running).toBe(running.size);
          expect(holds.size).toBeLessThanOrEqual(course.slots);
          const tagged = [...running].filter((step) => steps[step]?.tags !== undefined).length;
          expect(tagged).toBeLessThanOrEqual(2);
          for (const step of running) {
            for (const upstream of steps[step]?.upstream ?? [])
              expect(["success", "skipped"]).toContain(stepState(state, upstream));
            if (steps[step]?.pool !== undefined) expect(holds).toContain(step);
          }
          // Nothing is held back: what could start waits for a place only.
          const ready = all.filter((step) => stepState(state, step) === "ready");
          if (running.size < maxConcurrent) {
            for (const step of ready) expect([steps[step]?.tags !== undefined, tagged]).toEqual([true, 2]);
          }
          expect(all.filter((step) => stepState(state, step) === "waitingForSlot")).toEqual([...claims].sort((a, b) => a - b));
          if (!state.canceling) {
            expect(all.filter((step) => stepState(state, step) === "waitingToRetry")).toEqual([...due].sort((a, b) => a - b));
          }
        });
      }),
      { numRuns: 1000 },
    );
  });

  test("skips, abandons and fails exactly what the rules say, whatever the order of events", () => {
    fc.assert(
      fc.property(courses, (course) => {
        const { state, log } = play({ ...course, cancelAt: undefined }, () => {});
        const expected = finalStates(course);
        expect([...course.plan.steps.keys()].map((step) => stepState(state, step))).toEqual(expected);
        for (const command of log) {
          if (command.type === "abandonStep") expect(stepState(state, command.because)).toBe("failed");
          if (command.type === "skipStep") expect(stepState(state, command.because)).toBe("success");
        }
        expect(log.at(-1)).toEqual({ type: "endRun", status: expected.includes("failed") ? "FAILURE" : "SUCCESS" });
      }),
      { numRuns: 1000 },
    );
  });

  test("that is canceled starts nothing more, and stops each running step once", () => {
    fc.assert(
      fc.property(courses, fc.nat(5), (course, cancelAt) => {
        let canceling: ReadonlySet<number> | undefined;
        const { state, log } = play({ ...course, cancelAt }, (now, { running }) => {
          if (!now.canceling) return;
          canceling ??= new Set(running);
          for (const step of running) expect(canceling).toContain(step);
        });
        expect(log.filter(({ type }) => type === "cancelStep").map((command) => "step" in command && command.step)).toEqual(
          [...(canceling ?? [])].sort((a, b) => a - b),
        );
        if (state.canceling) expect(log.at(-1)).toEqual({ type: "endRun", status: "CANCELED" });
      }),
      { numRuns: 1000 },
    );
  });

  test("is the same each time, and leaves what it was given as it was", () => {
    const frozen = (state: WalkState) =>
      JSON.stringify(state, (_, part: unknown) =>
        ArrayBuffer.isView(part) || part instanceof Map || part instanceof Set ? [...(part as Iterable<unknown>)] : part,
      );
    fc.assert(
      fc.property(courses, (course) => {
        const seen: { state: WalkState; text: string }[] = [];
        const first = play(course, (state) => seen.push({ state, text: frozen(state) }));
        const second = play(course, () => {});
        expect(second).toEqual(first);
        for (const { state, text } of seen) expect(frozen(state)).toBe(text);
      }),
      { numRuns: 500 },
    );
  });

  test("is played by 10,000 steps that are all ready at once", () => {
    const steps = Array.from({ length: 10_000 }, (_, at) => ({
      key: `s${at}`,
      assets: [],
      checks: [],
      upstream: [],
      priority: at % 7,
    }));
    const { state, commands } = beginWalk(planRun(steps, unlimited));
    const order = commands.map((command) => ("step" in command ? command.step : -1));
    expect(order).toEqual([...order].sort((one, other) => (other % 7) - (one % 7) || one - other));
    expect(state.running).toBe(10_000);
  });

  test("is played by a chain of 100,000 steps whose first one fails", () => {
    const steps = Array.from({ length: 100_000 }, (_, at) => ({
      key: `s${at}`,
      assets: [],
      checks: [],
      upstream: at === 0 ? [] : [at - 1],
      priority: 0,
    }));
    const given = planRun(steps, { maxConcurrent: 2 });
    const { commands } = advance(given, beginWalk(given).state, [{ type: "stepFailed", step: 0 }]);
    expect(commands.length).toBe(100_001);
    expect(commands.at(-2)).toEqual({ type: "abandonStep", step: 99_999, because: 0 });
  });
});
