import { constants } from 'node:fs'
import { open, readFile, rename, stat, unlink } from 'node:fs/promises'

const EXCLUSIVE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0)
const OWNER_ONLY = 0o600

/** The disk operations of the policy cache. */
export interface CacheFileSystem {
  /** Returns the content; `undefined` if there is no such regular file, or one larger than `maxBytes`. */
  read(path: string, maxBytes: number): Promise<Buffer | undefined>
  /** Makes a file for the owner alone. Fails if the path is taken, even by a link. */
  create(path: string): Promise<NewFile>
  /** Replaces what is there in one step. */
  rename(from: string, to: string): Promise<void>
  remove(path: string): Promise<void>
  /** Makes the renames in a directory durable. */
  syncDirectory(path: string): Promise<void>
}

export interface NewFile {
  write(bytes: Buffer): Promise<void>
  sync(): Promise<void>
  close(): Promise<void>
}

export const diskFileSystem: CacheFileSystem = {
  async read(path, maxBytes) {
    try {
      const stats = await stat(path)
      return stats.isFile() && stats.size <= maxBytes ? await readFile(path) : undefined
    } catch {
      return undefined
    }
  },
  async create(path) {
    const file = await open(path, EXCLUSIVE, OWNER_ONLY)
    return {
      write: (bytes) => file.writeFile(bytes),
      sync: () => file.sync(),
      close: () => file.close(),
    }
  },
  rename,
  remove: unlink,
  async syncDirectory(path) {
    const directory = await open(path, constants.O_RDONLY)
    try {
      await directory.sync()
    } finally {
      await directory.close()
    }
  },
}
