import type { Diag } from '../../internal/diag.js'
import type { Policy } from '../../protocol/policy.js'
import { type CacheFileSystem, diskFileSystem } from './cache-file-system.js'
import { type CachedPolicy, decodeCachedPolicy, MAX_CACHE_FILE_BYTES } from './file-format.js'
import { readPrivateFile } from './read-private-file.js'
import { previousGeneration, writeGeneration } from './write-generation.js'

export interface LoadedPolicy {
  readonly policy: Policy
  readonly etag: string | undefined
  /** Epoch milliseconds. */
  readonly acceptedAt: number
}

/** The last accepted policy on disk, for the next start. Several processes may share one file. Nothing of it throws. */
export interface PolicyCacheFile {
  /** Returns the newest generation, or the previous where the newest is bad. Synchronous: it is read before the first record. */
  load(): LoadedPolicy | undefined
  /** Writes off the event loop, one at a time; of those that wait, only the newest. */
  save(policy: CachedPolicy): void
  /** Resolves when nothing waits to be written. */
  settled(): Promise<void>
}

export interface PolicyCacheFileOptions {
  readonly path: string
  readonly service: string
  readonly teamId: number | undefined
  /** Accepts a document as one from the server is accepted. */
  readonly judge: (text: string) => { ok: true; value: Policy } | { ok: false; problem: string }
  readonly diag: Diag
  readonly fs?: CacheFileSystem
}

export function createPolicyCacheFile(options: PolicyCacheFileOptions): PolicyCacheFile {
  const { path, service, teamId, judge, diag, fs = diskFileSystem } = options
  let waiting: CachedPolicy | undefined
  let writing: Promise<void> | undefined

  /** @throws Error with what is wrong */
  function loadGeneration(file: string): LoadedPolicy | undefined {
    const bytes = readPrivateFile(file, MAX_CACHE_FILE_BYTES)
    if (bytes === undefined) return undefined
    const decoded = decodeCachedPolicy(bytes)
    if (!decoded.ok) throw new Error(decoded.problem)
    const cached = decoded.policy
    if (cached.service !== service) throw new Error('it is for another service')
    if (cached.teamId !== teamId) throw new Error('it is for another team')
    const judged = judge(cached.text)
    if (!judged.ok) throw new Error(judged.problem)
    return { policy: judged.value, etag: cached.etag, acceptedAt: cached.acceptedAt }
  }

  async function write(): Promise<void> {
    for (let next = waiting; next !== undefined; next = waiting) {
      waiting = undefined
      try {
        await writeGeneration(fs, path, next)
        diag.resolved('policy_cache_unwritten')
      } catch (error) {
        diag.once('policy_cache_unwritten', { cause: error })
      }
    }
    writing = undefined
  }

  return {
    load() {
      for (const file of [path, previousGeneration(path)]) {
        try {
          const loaded = loadGeneration(file)
          if (loaded !== undefined) return loaded
        } catch (error) {
          diag.once('policy_cache_unused', { cause: error })
        }
      }
      return undefined
    },
    save(policy) {
      waiting = policy
      writing ??= write()
    },
    settled: async () => writing,
  }
}
