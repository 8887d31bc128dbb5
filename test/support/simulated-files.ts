import type { SpoolFile, SpoolFiles } from '../../src/delivery/spool/spool-files.js'

interface SimulatedFile {
  bytes: Buffer
  /** So many of its bytes survive a loss of power for certain. */
  synced: number
  modified: number
}

export class KilledError extends Error {}

/**
 * A file system in memory that can be stopped at any operation, as a kill would, and that can lose what was not synced, as a
 * loss of power would. Operations are numbered from 1.
 */
export class SimulatedFiles implements SpoolFiles {
  #files = new Map<string, SimulatedFile>()
  /** Names as they stand on disk: renames and removals that were not synced may be undone. */
  #syncedNames = new Map<string, SimulatedFile>()
  /** Of the operations, in order. */
  readonly log: string[] = []
  /** No operation after this one takes place. */
  killAt = Number.POSITIVE_INFINITY
  /** Thrown by whatever writes, while set. */
  failure: Error | undefined
  now = () => 0

  get operations(): number {
    return this.log.length
  }

  get names(): string[] {
    return [...this.#files.keys()]
  }

  get totalBytes(): number {
    return [...this.#files.values()].reduce((sum, { bytes }) => sum + bytes.length, 0)
  }

  contentOf(file: string): Buffer {
    return this.#fileAt(file).bytes
  }

  overwrite(file: string, bytes: Buffer): void {
    this.#fileAt(file).bytes = bytes
  }

  /** What a next process finds after a kill: all that was written. */
  afterKill(): SimulatedFiles {
    const next = new SimulatedFiles()
    next.now = this.now
    for (const [name, file] of this.#files) next.#files.set(name, { ...file, bytes: Buffer.from(file.bytes) })
    return next
  }

  /** What is found after a loss of power: of each file a prefix that `random` chooses, at least what was synced. */
  afterPowerLoss(random: () => number): SimulatedFiles {
    const next = new SimulatedFiles()
    next.now = this.now
    const names = random() < 0.5 ? this.#files : this.#syncedNames
    for (const [name, file] of names) {
      const length = file.synced + Math.floor(random() * (file.bytes.length - file.synced + 1))
      next.#files.set(name, { ...file, bytes: Buffer.from(file.bytes.subarray(0, length)), synced: length })
    }
    return next
  }

  prepare(): void {}

  create(file: string): SpoolFile {
    this.#step('create', file)
    if (this.#files.has(file)) throw new Error('EEXIST')
    const made: SimulatedFile = { bytes: Buffer.alloc(0), synced: 0, modified: this.now() }
    this.#files.set(file, made)
    const append = (bytes: Uint8Array) => {
      this.#step('append', file)
      made.bytes = Buffer.concat([made.bytes, bytes])
      made.modified = this.now()
    }
    return {
      append,
      appendLater: async (bytes) => append(bytes),
      sync: async () => {
        this.#step('sync', file)
        made.synced = made.bytes.length
      },
      truncate: (size) => {
        made.bytes = made.bytes.subarray(0, size)
      },
      close: async () => {},
    }
  }

  async list(directory: string, isWanted: (name: string) => boolean = () => true): Promise<string[]> {
    const inside = this.names.filter((name) => name.startsWith(`${directory}/`))
    return inside.map((name) => name.slice(directory.length + 1)).filter(isWanted)
  }

  usage(directory: string, isWanted: (name: string) => boolean): number {
    const inside = [...this.#files].filter(([name]) => name.startsWith(`${directory}/`))
    const wanted = inside.filter(([name]) => isWanted(name.slice(directory.length + 1)))
    return wanted.reduce((sum, [, { bytes }]) => sum + bytes.length, 0)
  }

  async read(file: string, position: number, length: number): Promise<Uint8Array> {
    return Buffer.from(this.#fileAt(file).bytes.subarray(position, position + length))
  }

  async size(file: string): Promise<number> {
    return this.#fileAt(file).bytes.length
  }

  async modified(file: string): Promise<number> {
    return this.#fileAt(file).modified
  }

  async rename(from: string, to: string): Promise<void> {
    this.#step('rename', from)
    const file = this.#fileAt(from)
    this.#files.delete(from)
    this.#files.set(to, file)
  }

  async remove(file: string): Promise<void> {
    this.#step('remove', file)
    this.#files.delete(file)
  }

  removeNow(file: string): void {
    this.#step('remove', file)
    this.#files.delete(file)
  }

  async touch(file: string): Promise<void> {
    this.#fileAt(file).modified = this.now()
  }

  async syncDirectory(): Promise<void> {
    this.#step('syncDirectory', '')
    this.#syncedNames = new Map(this.#files)
  }

  #fileAt(file: string): SimulatedFile {
    const found = this.#files.get(file)
    if (found === undefined) throw new Error(`ENOENT ${file}`)
    return found
  }

  #step(operation: string, file: string): void {
    if (this.log.length >= this.killAt) throw new KilledError(`killed at operation ${this.log.length}`)
    if (this.failure !== undefined) throw this.failure
    this.log.push(`${operation} ${file}`)
  }
}
