/** What Node has behind a stream that is a pipe; it tells of it in `process.stdout`'s "A note on process I/O" alone. */
interface Pipe {
  readonly _handle?: { setBlocking?(blocking: boolean): number };
}

/**
 * Makes writing to standard output and error wait until it is done. Left to itself, Node would keep what a step writes
 * faster than the host reads: it would come after the step's end, and count as the next one's, or be lost in
 * `process.exit()`.
 */
export function writeAtOnce(): void {
  for (const stream of [process.stdout, process.stderr] as Pipe[]) stream._handle?.setBlocking?.(true);
}
