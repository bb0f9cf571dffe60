/** Places by number: those of `number` are `places[start[number]]` up to, but not including, `places[start[number + 1]]`. */
export interface Places {
  readonly start: Int32Array;
  readonly places: Int32Array;
}

/** @param pairs a number and a place by turns, the places ascending */
export function placesBy(pairs: readonly number[], numbers: number): Places {
  const start = new Int32Array(numbers + 1);
  for (let at = 0; at < pairs.length; at += 2) {
    const next = (pairs[at] as number) + 1;
    start[next] = (start[next] as number) + 1;
  }
  for (let number = 0; number < numbers; number++) start[number + 1] = (start[number + 1] as number) + (start[number] as number);
  const free = start.slice();
  const places = new Int32Array(pairs.length / 2);
  for (let at = 0; at < pairs.length; at += 2) {
    const number = pairs[at] as number;
    const place = free[number] as number;
    places[place] = pairs[at + 1] as number;
    free[number] = place + 1;
  }
  return { start, places };
}
