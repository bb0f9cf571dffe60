/** Either an order in which every step stands after its upstreams, or steps that wait for each other. */
export type StepOrder = { readonly order: readonly number[]; readonly cycle?: undefined } | { readonly cycle: readonly number[] };

/**
 * Orders steps, changing as little as possible of the order in which they come: a step moves only to stand behind its
 * upstreams. Depth first, on a stack of its own, since chains may be long.
 *
 * @param upstreams for each step the indices of those it waits for
 */
export function orderSteps(upstreams: readonly (readonly number[])[]): StepOrder {
  const [unseen, open, done] = [0, 1, 2];
  const marks = new Uint8Array(upstreams.length).fill(unseen);
  const order: number[] = [];
  for (const first of upstreams.keys()) {
    if (marks[first] !== unseen) continue;
    const stack = [{ step: first, next: 0 }];
    marks[first] = open;
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const upstream = upstreams[top.step]?.[top.next++];
      if (upstream === undefined) {
        marks[top.step] = done;
        order.push(top.step);
        stack.pop();
      } else if (marks[upstream] === open) {
        const from = stack.findIndex(({ step }) => step === upstream);
        // The stack goes against the data: each waits for the one behind it.
        return {
          cycle: stack
            .slice(from)
            .map(({ step }) => step)
            .reverse(),
        };
      } else if (marks[upstream] === unseen) {
        marks[upstream] = open;
        stack.push({ step: upstream, next: 0 });
      }
    }
  }
  return { order };
}
