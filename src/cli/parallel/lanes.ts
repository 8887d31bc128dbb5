import type { Block, BlockResult } from './block.js'
import type { Lane } from './lane.js'

const BLOCK_BYTES = 1 << 19
/** One under way, and one that waits for it. */
const MAX_BLOCKS_OF_LANE = 2
/** Blocks that are not yet taken, each lane: results wait for one before them, and each is as large as its block has patterns. */
const MAX_AHEAD = 2

/** Spreads blocks over lanes, and hands on what they come to in the order of the blocks. Memory is bounded by the number of lanes. */
export class Lanes {
  readonly #take: (result: BlockResult) => void
  #lanes: readonly { readonly lane: Lane; blocks: number }[]
  #next: readonly Lane[] | undefined
  /** Of the run under way. */
  #current: { readonly lane: Lane; blocks: number } | undefined
  readonly #free: ArrayBuffer[] = []
  #made = 0
  #sent = 0
  #taken = 0
  readonly #waiting = new Map<number, BlockResult>()
  #failure: Error | undefined
  #wake: () => void = () => {}

  readonly #blockBytes: number

  constructor(lanes: readonly Lane[], take: (result: BlockResult) => void, blockBytes = BLOCK_BYTES) {
    this.#blockBytes = blockBytes
    this.#lanes = lanes.map((lane) => ({ lane, blocks: 0 }))
    this.#take = take
  }

  /** From the next run on others count. Those before are not closed. */
  replace(lanes: readonly Lane[]): void {
    this.#next = lanes
  }

  /** Waits for memory of a block. */
  readonly memory = async (): Promise<ArrayBuffer> => {
    // What is being filled, and what goes on with it, apart.
    await this.#until(() => this.#free.length > 0 || this.#made < this.#lanes.length * MAX_BLOCKS_OF_LANE + 2)
    const free = this.#free.pop()
    if (free !== undefined) return free
    this.#made++
    return new ArrayBuffer(this.#blockBytes)
  }

  /** Waits until a lane has room for a block. @throws Error of a lane that failed */
  readonly send = async (block: Block): Promise<void> => {
    if (block.beginsRun) {
      if (this.#next !== undefined) this.#lanes = this.#next.map((lane) => ({ lane, blocks: 0 }))
      this.#next = undefined
      this.#current = undefined
    }
    const hasRoom = () =>
      (this.#current ?? this.#idlest()).blocks < MAX_BLOCKS_OF_LANE &&
      this.#sent - this.#taken < this.#lanes.length * MAX_AHEAD
    await this.#until(hasRoom)
    const to = this.#current ?? this.#idlest()
    this.#current = to
    const place = this.#sent++
    to.blocks++
    to.lane.count(block).then(
      (result) => {
        to.blocks--
        this.#free.push(result.memory)
        this.#waiting.set(place, result)
        this.#takeInOrder()
        this.#wake()
      },
      (error: Error) => {
        this.#failure ??= error
        this.#wake()
      },
    )
  }

  /** Waits until all that was sent is taken. @throws Error of a lane that failed */
  settled(): Promise<void> {
    return this.#until(() => this.#taken === this.#sent)
  }

  #idlest() {
    return this.#lanes.reduce((least, one) => (one.blocks < least.blocks ? one : least))
  }

  #takeInOrder(): void {
    for (let result = this.#waiting.get(this.#taken); result !== undefined; result = this.#waiting.get(this.#taken)) {
      this.#waiting.delete(this.#taken++)
      this.#take(result)
    }
  }

  async #until(isTrue: () => boolean): Promise<void> {
    while (this.#failure === undefined && !isTrue())
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    if (this.#failure !== undefined) throw this.#failure
  }
}
