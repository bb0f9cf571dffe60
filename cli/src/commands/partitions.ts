import {
  allSubset,
  createPartitions,
  dynamicNames,
  fromUserString,
  keysMeant,
  keysOfSubset,
  PartitionKeyRangeError,
  type Partitions,
  type PartitionsSubset,
  parseKeyRange,
  readPartitionsDefinition,
  sizeOfSubset,
  subsetOfRange,
  toEscapedString,
  toUserString,
  unknownKeyMessage,
} from "@headwater/model";
import { commandOutputVersion } from "@headwater/protocol";
import { CommandError, exitCodes } from "../commandError.ts";
import { findProject } from "../project/findProject.ts";
import { readProject } from "../project/readProject.ts";

export interface PartitionsOptions {
  readonly project: string;
  readonly json?: boolean;
  /** `a...b`, or one partition. All of them if left out. */
  readonly range?: string;
  /** Only how many there are. */
  readonly count?: boolean;
}

/** `headwater partitions <asset>`: the partitions that an asset has now; no user code runs. */
export async function partitions(asset: string, { project, json, range, count }: PartitionsOptions): Promise<number> {
  const { graph } = await readProject(findProject(project))();
  const key = fromUserString(asset);
  const node = graph.nodes.get(toEscapedString(key));
  if (node === undefined) throw new CommandError(unknownKeyMessage(key, keysMeant(key, graph)));
  const name = toUserString(node.key);
  const given = node.spec?.partitionsDef;
  if (given === undefined) throw new CommandError(`${name} has no partitions: give it a partitionsDef.`);
  const { definition, isUnknown, findings } = readPartitionsDefinition(given);
  if (definition === undefined) throw new CommandError(undecided(name, isUnknown && findings.length === 0), exitCodes.failed);
  const [dynamic] = dynamicNames(definition);
  if (dynamic !== undefined) throw new CommandError(inTheStore(name, dynamic), exitCodes.failed);

  const existing = createPartitions(definition, { now: Date.now() });
  const chosen = range === undefined ? allSubset(existing) : inRange(existing, range);
  if (json) {
    const output = {
      version: commandOutputVersion,
      command: "partitions",
      asset: name,
      definition,
      count: sizeOfSubset(chosen),
      ...(count ? {} : { partitions: [...described(existing, chosen)] }),
    };
    process.stdout.write(`${JSON.stringify(output, undefined, 2)}\n`);
  } else if (count) {
    process.stdout.write(`${sizeOfSubset(chosen)}\n`);
  } else {
    writeLines(keysOfSubset(existing, chosen));
  }
  return exitCodes.fine;
}

function inRange(existing: Partitions, range: string): PartitionsSubset {
  try {
    return subsetOfRange(existing, parseKeyRange(range));
  } catch (error) {
    if (error instanceof PartitionKeyRangeError) throw new CommandError(`--range: ${error.message}`);
    throw error;
  }
}

function* described(existing: Partitions, chosen: PartitionsSubset): Generator<{ key: string; start?: number; end?: number }> {
  for (const key of keysOfSubset(existing, chosen)) {
    const window = existing.kind === "timeWindow" ? existing.windowOfKey(key) : undefined;
    yield { key, ...window };
  }
}

/** A thousand at a time: there may be hundreds of thousands. */
function writeLines(lines: Iterable<string>): void {
  let waiting: string[] = [];
  for (const line of lines) {
    waiting.push(line);
    if (waiting.length < 1000) continue;
    process.stdout.write(`${waiting.join("\n")}\n`);
    waiting = [];
  }
  if (waiting.length > 0) process.stdout.write(`${waiting.join("\n")}\n`);
}

function undecided(name: string, isUnknown: boolean): string {
  return isUnknown
    ? `The partitions of ${name} cannot be known without running its code: write their options as constants.`
    : `The partitions of ${name} are not right: "headwater check" says what is wrong with them.`;
}

function inTheStore(name: string, dynamic: string): string {
  return `The partitions "${dynamic}" of ${name} are dynamic: their keys are added while the project is used and live in its store, so that the code does not tell them.`;
}
