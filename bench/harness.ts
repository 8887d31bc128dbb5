/** One thing to measure. `run` does it `times` times, synchronously. */
export interface Case {
  readonly name: string
  readonly run: (times: number) => void
  /** What belongs to a round and takes more than one turn. */
  readonly finish?: () => Promise<void>
  /** Between rounds, untimed: let queues drain. */
  readonly settle?: () => Promise<void>
}

export interface Measured {
  readonly name: string
  /** Median over the rounds. */
  readonly nanos: number
}

const ROUNDS = 41
const WARM_UP_ROUNDS = 8

/** Time of this thread on a processor: what neighbours take is not in it. In steps of 1 µs at best. */
export function threadNanos(): bigint {
  const { user, system } = process.threadCpuUsage()
  return BigInt(user + system) * 1_000n
}

/** Runs all cases in turn, round by round, so that a noisy neighbour hits all of them; answers medians. `now`: in nanoseconds. */
export async function measure(
  cases: readonly Case[],
  times = 2_000,
  now: () => bigint = process.hrtime.bigint,
  rounds = ROUNDS,
): Promise<Measured[]> {
  const samples = cases.map(() => [] as number[])
  for (let round = 0; round < rounds + WARM_UP_ROUNDS; round++) {
    for (const [i, { run, finish, settle }] of cases.entries()) {
      const start = now()
      run(times)
      if (finish !== undefined) await finish()
      const nanos = Number(now() - start) / times
      if (round >= WARM_UP_ROUNDS) samples[i]!.push(nanos)
      await settle?.()
      await nextTurn()
    }
  }
  return cases.map(({ name }, i) => ({ name, nanos: median(samples[i]!) }))
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[sorted.length >> 1]!
}

/** Prints one table: the first case is what the others are compared with. */
export function print(title: string, measured: readonly Measured[]): void {
  const base = measured[0]!.nanos
  console.log(`\n${title}`)
  for (const { name, nanos } of measured) {
    console.log(`  ${name.padEnd(58)} ${nanos.toFixed(0).padStart(7)} ns  ${(nanos / base).toFixed(2).padStart(6)}×`)
  }
}

/** What was started in the background (WebAssembly) gets to run. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
