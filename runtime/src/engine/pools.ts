/** The slots of pools, shared by all runs of a process (spec 4.6). */
export interface Pools {
  /**
   * Asks for a slot. `granted` is called once there is one, at once or later; the most urgent claim comes first, of
   * several the oldest.
   */
  claim(pool: string, priority: number, granted: () => void): PoolClaim;
  /** Changes how many slots a pool has; `undefined` for as many as are wanted. Slots that are taken stay so. */
  setLimit(pool: string, slots: number | undefined): void;
  info(pool: string): PoolInfo;
  /** The pools that have a limit. */
  limited(): string[];
  /** In milliseconds: how often waiting claims are to be checked, for pools that cannot tell of a slot by themselves. */
  readonly checkInterval?: number;
}

export interface PoolClaim {
  readonly isGranted: boolean;
  /** Looks whether there is a slot now, for pools with a `checkInterval`. */
  check?(): void;
  /** Gives the slot back, or withdraws the claim. A second call does nothing. */
  free(): void;
}

/** How a pool is used. */
export interface PoolInfo {
  /** Absent: as many as are wanted. */
  readonly slots?: number;
  /** Slots that are taken. */
  readonly active: number;
  /** Claims that have a slot. */
  readonly assigned: number;
  /** Claims that wait for one. */
  readonly waiting: number;
}

interface Claim {
  state: "waiting" | "assigned" | "freed";
  readonly granted: () => void;
}

interface Pool {
  slots: number;
  assigned: number;
  /** By priority; within one, in the order of asking. */
  readonly waiting: Map<number, Set<Claim>>;
}

/**
 * Makes the pools of a process.
 *
 * @param limits how many slots each pool has: whole numbers from 0. A pool that is not listed has as many as are wanted
 */
export function createPools(limits: Readonly<Record<string, number>> = {}): Pools {
  const pools = new Map<string, Pool>();
  const poolOf = (name: string): Pool => {
    const found = pools.get(name);
    if (found !== undefined) return found;
    const slots = Object.hasOwn(limits, name) ? (limits[name] as number) : Number.POSITIVE_INFINITY;
    const pool = { slots, assigned: 0, waiting: new Map() };
    pools.set(name, pool);
    return pool;
  };
  return {
    claim(name, priority, granted) {
      const pool = poolOf(name);
      const claim: Claim = { state: "waiting", granted };
      const queue = pool.waiting.get(priority) ?? new Set();
      pool.waiting.set(priority, queue.add(claim));
      assign(pool);
      return {
        get isGranted() {
          return claim.state === "assigned";
        },
        free() {
          if (claim.state === "waiting") withdraw(pool, priority, claim);
          else if (claim.state === "assigned") pool.assigned--;
          claim.state = "freed";
          assign(pool);
        },
      };
    },
    setLimit(name, slots = Number.POSITIVE_INFINITY) {
      const pool = poolOf(name);
      pool.slots = slots;
      assign(pool);
    },
    limited: () => [...pools].filter(([, { slots }]) => Number.isFinite(slots)).map(([name]) => name),
    info(name) {
      const { slots, assigned, waiting } = poolOf(name);
      const count = [...waiting.values()].reduce((sum, queue) => sum + queue.size, 0);
      return { ...(Number.isFinite(slots) ? { slots } : {}), active: assigned, assigned, waiting: count };
    },
  };
}

function assign(pool: Pool): void {
  while (pool.assigned < pool.slots && pool.waiting.size > 0) {
    const priority = Math.max(...pool.waiting.keys());
    const [claim] = pool.waiting.get(priority) as Set<Claim>;
    if (claim === undefined) return;
    withdraw(pool, priority, claim);
    claim.state = "assigned";
    pool.assigned++;
    claim.granted();
  }
}

function withdraw(pool: Pool, priority: number, claim: Claim): void {
  const queue = pool.waiting.get(priority);
  queue?.delete(claim);
  if (queue?.size === 0) pool.waiting.delete(priority);
}
