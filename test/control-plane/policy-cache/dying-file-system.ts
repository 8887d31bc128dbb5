import {
  type CacheFileSystem,
  diskFileSystem,
  type NewFile,
} from '../../../src/control-plane/policy-cache/cache-file-system.js'

export type WayToDie = 'throws' | 'stops' | 'throws before its work' | 'stops before its work'

export interface DyingFileSystem extends CacheFileSystem {
  /** Resolves when the n-th operation has come. */
  readonly died: Promise<void>
  isDead(): boolean
  operations(): number
}

/** The disk, until its n-th operation: from then on nothing happens any more, or all of it fails. */
export function dyingFileSystem(n: number, way: WayToDie): DyingFileSystem {
  let operations = 0
  let dead = false
  const files = new Set<NewFile>()
  let die = () => {}
  const died = new Promise<void>((resolve) => {
    die = resolve
  })

  function end(): Promise<never> {
    die()
    // As the system does for a process that ends.
    for (const file of files) void file.close().catch(() => {})
    files.clear()
    return way.startsWith('throws') ? Promise.reject(new Error('dead')) : new Promise(() => {})
  }

  async function operation<T>(work: () => Promise<T>): Promise<T> {
    if (dead) return end()
    if (operations++ < n) return work()
    dead = true
    if (!way.endsWith('before its work')) await work()
    return end()
  }

  return {
    died,
    isDead: () => dead,
    operations: () => operations,
    read: (path, maxBytes) => operation(() => diskFileSystem.read(path, maxBytes)),
    create: (path) =>
      operation(async () => {
        const file = await diskFileSystem.create(path)
        files.add(file)
        return {
          // A half of it may be all that arrives.
          write: (bytes) => operation(() => file.write(operations > n ? bytes.subarray(0, bytes.length >> 1) : bytes)),
          sync: () => operation(() => file.sync()),
          close: () =>
            operation(() => {
              files.delete(file)
              return file.close()
            }),
        }
      }),
    rename: (from, to) => operation(() => diskFileSystem.rename(from, to)),
    remove: (path) => operation(() => diskFileSystem.remove(path)),
    syncDirectory: (path) => operation(() => diskFileSystem.syncDirectory(path)),
  }
}
