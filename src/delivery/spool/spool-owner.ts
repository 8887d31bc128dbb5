import { createHash } from 'node:crypto'
import fs from 'node:fs'
import { hostname } from 'node:os'
import { threadId } from 'node:worker_threads'

/** Who writes a segment: one thread of one process of one machine (or container), since one start. */
export interface SpoolOwner {
  /** Hash of the host's name. */
  readonly host: string
  readonly pid: number
  /** Hash of boot and start of the process, so that a reused pid is another owner; empty where it is not known. */
  readonly start: string
  readonly thread: number
}

/** The start of no process: an owner with it is dead. */
export const NO_START = '00000000'

/** `gone` and `alive` are certain; `unknown`: judge by when it last touched its files. */
export type OwnerState = 'alive' | 'gone' | 'unknown'

/** Distinguishes this process from others, and live owners from dead ones. */
export interface SpoolOwners {
  readonly own: SpoolOwner
  stateOf(owner: SpoolOwner): OwnerState
}

export function createSystemOwners(): SpoolOwners {
  const own: SpoolOwner = {
    host: shortHash(hostname()),
    pid: process.pid,
    start: startOf(process.pid) ?? '',
    thread: threadId,
  }
  return {
    own,
    stateOf(owner) {
      // A pid of another host or container says nothing here.
      if (owner.host !== own.host) return 'unknown'
      if (owner.start === NO_START || !exists(owner.pid)) return 'gone'
      const start = startOf(owner.pid)
      if (start === undefined || owner.start === '') return 'unknown'
      if (start !== owner.start) return 'gone'
      // Threads of this process die without leaving a trace that could be asked for.
      return owner.pid === own.pid && owner.thread !== own.thread ? 'unknown' : 'alive'
    },
  }
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Linux only: field 22 of /proc/pid/stat, in clock ticks since boot. */
function startOf(pid: number): string | undefined {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'latin1')
    // The name in parentheses may hold spaces.
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
    return shortHash(`${fs.readFileSync('/proc/sys/kernel/random/boot_id', 'latin1')} ${ticks}`)
  } catch {
    return undefined
  }
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8)
}
