import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  advance,
  beginWalk,
  type PlannedStep,
  planRun,
  type RunPlan,
  stepState,
  type WalkCommand,
  type WalkEvent,
  type WalkState,
} from "./walk.ts";

/** Steps written `name<upstream,upstream` in topological order, with `!` and a number for the priority. */
function plan(text: string, maxConcurrent = Number.POSITIVE_INFINITY): RunPlan {
  const words = text.split(" ").filter((word) => word !== "");
  const names = words.map((word) => word.split(/[<!]/)[0] as string);
  const steps = words.map((word, at): PlannedStep => {
    const upstream = word.match(/<([^!]*)/)?.[1]?.split(",") ?? [];
    return {
      key: names[at] as string,
      upstream: upstream.map((name) => names.indexOf(name)),
      priority: Number(word.match(/!(.*)/)?.[1] ?? 0),
    };
  });
  return planRun(steps, maxConcurrent);
}

/** Commands as a text: `start a`, `abandon b for a`, `SUCCESS`. */
function written({ steps }: RunPlan, commands: readonly WalkCommand[]): string {
  const words = { startStep: "start", cancelStep: "cancel", stepCanceled: "canceled", abandonStep: "abandon" };
  const name = (step: number) => steps[step]?.key;
  return commands
    .map((command) => {
      if (command.type === "endRun") return command.status;
      const because = command.type === "abandonStep" ? ` for ${name(command.because)}` : "";
      return `${words[command.type]} ${name(command.step)}${because}`;
    })
    .join(", ");
}

/** Moments as `ok a, fail b, cancel`; gives what is commanded at the start and after each. */
function walk(given: RunPlan, moments: readonly string[]): string[] {
  let { state, commands } = beginWalk(given);
  const told = [written(given, commands)];
  for (const moment of moments) {
    const events = moment.split(", ").map((word): WalkEvent => {
      const [what, name] = word.split(" ");
      const step = given.steps.findIndex(({ key }) => key === name);
      if (what === "cancel") return { type: "cancelRequested" };
      return { type: what === "ok" ? "stepSucceeded" : "stepFailed", step };
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
    ["keeps to its limit", plan("a b c", 2), ["ok b", "ok c", "ok a"], ["start a, start b", "start c", "", "SUCCESS"]],
    [
      "starts the urgent first",
      plan("a!1 b!3 c!2 d!3", 1),
      ["ok b", "ok d", "ok c", "ok a"],
      ["start b", "start d", "start c", "start a", "SUCCESS"],
    ],
    [
      "takes the urgent before what waited longer",
      plan("a b c<a!1", 1),
      ["ok a", "ok c", "ok b"],
      ["start a", "start c", "start b", "SUCCESS"],
    ],
    [
      "abandons what is downstream of a failure",
      plan("a b<a c<b d"),
      ["fail a", "ok d"],
      ["start a, start d", "abandon b for a, abandon c for a", "FAILURE"],
    ],
    ["abandons a step once", plan("a b c<a,b"), ["fail a", "fail b"], ["start a, start b", "abandon c for a", "FAILURE"]],
    ["takes several events at once", plan("a b c<a,b"), ["ok a, ok b", "fail c"], ["start a, start b", "start c", "FAILURE"]],
    [
      "stops when it is canceled",
      plan("a b<a c"),
      ["cancel", "fail a", "fail c"],
      ["start a, start c", "canceled b, cancel a, cancel c", "canceled a", "canceled c, CANCELED"],
    ],
    ["takes a success after the cancel", plan("a b<a"), ["cancel", "ok a"], ["start a", "canceled b, cancel a", "CANCELED"]],
    [
      "starts nothing after the cancel",
      plan("a b c", 1),
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
      ["start a, start b", "", "cancel b", "canceled b, CANCELED"],
    ],
    ["is over once it has ended", plan("a"), ["ok a", "cancel"], ["start a", "SUCCESS", ""]],
  ])("%s", (_, given, moments, expected) => expect(walk(given, moments)).toEqual(expected));

  test.each([
    ["ok a, ok a", 'The step "a" ended, but it was success, not running.'],
    ["fail b", 'The step "b" ended, but it was pending, not running.'],
    ["ok nowhere", "The step number -1 ended, but the plan has 2 steps, counted from 0."],
  ])("refuses %s", (moment, message) => expect(() => walk(plan("a b<a"), [moment])).toThrow(message));

  test("gives the state of each step", () => {
    const given = plan("a b<a c d<c e", 2);
    const { state } = beginWalk(given);
    const states = (of: WalkState) => given.steps.map((_, step) => stepState(of, step)).join(" ");
    expect(states(state)).toBe("running pending running pending ready");
    expect(states(advance(given, state, [{ type: "stepFailed", step: 0 }]).state)).toBe(
      "failed abandoned running pending running",
    );
  });
});

describe("a plan", () => {
  const step = (...upstream: number[]) => ({ key: "a", upstream, priority: 0 });
  test.each([0, -1, Number.NaN])("for %s steps at a time is refused", (maxConcurrent) => {
    expect(() => planRun([], maxConcurrent)).toThrow("At least one step must be allowed to run at a time");
  });
  test.each([[[step(0)]], [[step(1), step()]], [[step(-1)]], [[step(), step(7)]]])("out of order is refused: %j", (steps) => {
    expect(() => planRun(steps, 1)).toThrow('The step "a" must stand after all its upstreams.');
  });
});

describe("any walk", () => {
  interface Course {
    readonly plan: RunPlan;
    /** How each step ends, and in which moment after its start. */
    readonly fails: readonly boolean[];
    readonly pick: readonly number[];
    /** The moment of the cancel, if there is one. */
    readonly cancelAt: number | undefined;
  }

  const courses: fc.Arbitrary<Course> = fc
    .record({
      upstreams: fc.array(fc.array(fc.nat(), { maxLength: 3 }), { maxLength: 12 }),
      priorities: fc.array(fc.integer({ min: -1, max: 1 }), { minLength: 12, maxLength: 12 }),
      maxConcurrent: fc.constantFrom(1, 2, 3, Number.POSITIVE_INFINITY),
      fails: fc.array(
        fc.integer({ min: 0, max: 4 }).map((number) => number === 0),
        { minLength: 12, maxLength: 12 },
      ),
      pick: fc.array(fc.nat(), { minLength: 1, maxLength: 12 }),
      cancelAt: fc.option(fc.nat(12), { nil: undefined, freq: 2 }),
    })
    .map(({ upstreams, priorities, maxConcurrent, fails, pick, cancelAt }) => ({
      plan: planRun(
        upstreams.map((upstream, at) => ({
          key: `s${at}`,
          upstream: at === 0 ? [] : upstream.map((number) => number % at),
          priority: priorities[at] ?? 0,
        })),
        maxConcurrent,
      ),
      fails,
      pick,
      cancelAt,
    }));

  /** Plays a course to its end; `check` sees each moment. Gives all commands. */
  function play({ plan, fails, pick, cancelAt }: Course, check: (state: WalkState, running: ReadonlySet<number>) => void) {
    const running = new Set<number>();
    const log: WalkCommand[] = [];
    let { state, commands } = beginWalk(plan);
    for (let moment = 0; ; moment++) {
      log.push(...commands);
      for (const command of commands) if (command.type === "startStep") running.add(command.step);
      check(state, running);
      const choice = pick[moment % pick.length] as number;
      const ending = [...running].filter((_, at) => ((choice >> at) & 1) === 1);
      if (ending.length === 0) ending.push(...[...running].slice(0, 1));
      for (const step of ending) running.delete(step);
      const events = ending.map((step): WalkEvent => ({ type: fails[step] ? "stepFailed" : "stepSucceeded", step }));
      if (moment === cancelAt) events.splice(choice % (events.length + 1), 0, { type: "cancelRequested" });
      if (events.length === 0) return { state, log };
      ({ state, commands } = advance(plan, state, events));
    }
  }

  const count = (log: readonly WalkCommand[], type: WalkCommand["type"], step: number) =>
    log.filter((command) => command.type === type && "step" in command && command.step === step).length;

  test("ends, and each step in it once", () => {
    fc.assert(
      fc.property(courses, (course) => {
        const { state, log } = play(course, () => {});
        const ends = log.filter(({ type }) => type === "endRun");
        expect(ends.length).toBe(1);
        expect(log.at(-1)).toBe(ends[0]);
        expect([state.running, state.unfinished, state.ended]).toEqual([0, 0, true]);
        for (const step of course.plan.steps.keys()) {
          const final = stepState(state, step);
          expect(["success", "failed", "abandoned", "canceled"]).toContain(final);
          const started = count(log, "startStep", step);
          if (final === "canceled") expect(started).toBeLessThanOrEqual(1);
          else expect(started).toBe(final === "abandoned" ? 0 : 1);
          expect(count(log, "abandonStep", step)).toBe(final === "abandoned" ? 1 : 0);
          expect(count(log, "stepCanceled", step)).toBe(final === "canceled" ? 1 : 0);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test("starts a step after its upstreams, within its limit, the urgent first", () => {
    fc.assert(
      fc.property(courses, (course) => {
        const { steps, maxConcurrent } = course.plan;
        play(course, (state, running) => {
          const all = [...steps.keys()];
          expect(all.filter((step) => stepState(state, step) === "running")).toEqual([...running].sort((a, b) => a - b));
          expect(running.size).toBeLessThanOrEqual(maxConcurrent);
          expect(state.running).toBe(running.size);
          for (const step of running) {
            for (const upstream of steps[step]?.upstream ?? []) expect(stepState(state, upstream)).toBe("success");
          }
          // Nothing is held back: what could start waits for a place only.
          const ready = all.filter((step) => stepState(state, step) === "ready");
          if (ready.length > 0) expect(running.size).toBe(maxConcurrent);
          for (const step of all.filter((other) => stepState(state, other) === "pending")) {
            expect(steps[step]?.upstream.every((upstream) => stepState(state, upstream) === "success")).toBe(false);
          }
        });
      }),
      { numRuns: 1000 },
    );
  });

  test("abandons exactly what is downstream of a failure", () => {
    fc.assert(
      fc.property(courses, (course) => {
        const { steps } = course.plan;
        const { state, log } = play({ ...course, cancelAt: undefined }, () => {});
        const stopped: boolean[] = [];
        for (const [step, { upstream }] of steps.entries()) {
          const abandoned = upstream.some((other) => stopped[other]);
          stopped.push(abandoned || stepState(state, step) === "failed");
          expect(stepState(state, step)).toBe(abandoned ? "abandoned" : course.fails[step] ? "failed" : "success");
        }
        for (const command of log) {
          if (command.type === "abandonStep") expect(stepState(state, command.because)).toBe("failed");
        }
        expect(log.at(-1)).toEqual({ type: "endRun", status: stopped.includes(true) ? "FAILURE" : "SUCCESS" });
      }),
      { numRuns: 1000 },
    );
  });

  test("that is canceled starts nothing more, and stops each running step once", () => {
    fc.assert(
      fc.property(courses, fc.nat(5), (course, cancelAt) => {
        let canceling: ReadonlySet<number> | undefined;
        const { state, log } = play({ ...course, cancelAt }, (now, running) => {
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
      JSON.stringify(state, (_, part: unknown) => (ArrayBuffer.isView(part) ? [...(part as Uint8Array)] : part));
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
    const steps = Array.from({ length: 10_000 }, (_, at) => ({ key: `s${at}`, upstream: [], priority: at % 7 }));
    const { state, commands } = beginWalk(planRun(steps, Number.POSITIVE_INFINITY));
    const order = commands.map((command) => ("step" in command ? command.step : -1));
    expect(order).toEqual([...order].sort((one, other) => (other % 7) - (one % 7) || one - other));
    expect(state.running).toBe(10_000);
  });

  test("is played by a chain of 100,000 steps whose first one fails", () => {
    const steps = Array.from({ length: 100_000 }, (_, at) => ({
      key: `s${at}`,
      upstream: at === 0 ? [] : [at - 1],
      priority: 0,
    }));
    const given = planRun(steps, 2);
    const { commands } = advance(given, beginWalk(given).state, [{ type: "stepFailed", step: 0 }]);
    expect(commands.length).toBe(100_000);
    expect(commands.at(-2)).toEqual({ type: "abandonStep", step: 99_999, because: 0 });
  });
});
