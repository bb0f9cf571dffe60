import type { KeyId } from "@headwater/model";

/** How much of one stream of one step is kept, in UTF-16 code units. */
const most = 4 * 1024 * 1024;

/** Hands on what steps write, up to a limit for each step and stream, so that a chatty step cannot fill the disk. */
export function captureOutput(
  keep: (step: KeyId, stream: "stdout" | "stderr", text: string) => void,
): (step: KeyId, stream: "stdout" | "stderr", text: string) => void {
  const lengths = new Map<string, number>();
  return (step, stream, text) => {
    const place = `${stream} ${step}`;
    const before = lengths.get(place) ?? 0;
    if (before > most) return;
    lengths.set(place, before + text.length);
    if (before + text.length <= most) keep(step, stream, text);
    else keep(step, stream, `${text.slice(0, most - before)}\n[${stream} is cut here: 4 MiB are kept for each step]\n`);
  };
}
