/** Calls something once a time without further requests has passed. */
export interface Debounce {
  request(): void;
  cancel(): void;
}

/**
 * Makes a debounce.
 *
 * @param quiet how long no request may come before the call, in milliseconds, as it is at the request
 * @param longest after how long it is called although requests still come, in milliseconds
 */
export function debounce(quiet: () => number, longest: number, call: () => void): Debounce {
  let timer: NodeJS.Timeout | undefined;
  let first = 0;
  const cancel = () => {
    clearTimeout(timer);
    timer = undefined;
  };
  return {
    cancel,
    request() {
      const now = performance.now();
      if (timer === undefined) first = now;
      clearTimeout(timer);
      timer = setTimeout(
        () => {
          timer = undefined;
          call();
        },
        Math.max(0, Math.min(quiet(), first + longest - now)),
      );
    },
  };
}
