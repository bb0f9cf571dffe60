/** A command that was used wrongly or cannot do its work here: the message goes to the user, the code to the shell. */
export class CommandError extends Error {
  override readonly name = "CommandError";
  readonly exitCode: number;

  constructor(message: string, exitCode: number = exitCodes.misuse) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** What `headwater` tells the shell. */
export const exitCodes = {
  fine: 0,
  /** A finding of the severity that `--fail-on` names, a failed step, a canceled run, a project that cannot run. */
  failed: 1,
  /** Wrong arguments, no project, a Node that is too old. */
  misuse: 2,
} as const;
