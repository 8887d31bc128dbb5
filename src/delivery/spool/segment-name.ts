import type { SpoolOwner } from './spool-owner.js'

const NAME_PATTERN = /^([0-9a-f]{8})-(\d{1,10})-([0-9a-f]{0,8})-(\d{1,10})_(\d{13,16})-(\d{1,9})-([0-9a-f]{8})\.seg$/

/** What a segment's name says. `created`, `serial` and `salt` stay when another owner adopts it. */
export interface SegmentName {
  readonly owner: SpoolOwner
  /** Epoch milliseconds. */
  readonly created: number
  /** Order among those of one millisecond. */
  readonly serial: number
  /** Seeds the checksum of every frame, so that no content can pass for a frame of its own. */
  readonly salt: number
}

export function formatSegmentName({ owner, created, serial, salt }: SegmentName): string {
  const { host, pid, start, thread } = owner
  const time = String(Math.max(0, Math.trunc(created))).padStart(13, '0')
  return `${host}-${pid}-${start}-${thread}_${time}-${serial}-${salt.toString(16).padStart(8, '0')}.seg`
}

export function parseSegmentName(name: string): SegmentName | undefined {
  const parts = NAME_PATTERN.exec(name)
  if (parts === null) return undefined
  const [, host = '', pid, start = '', thread, created, serial, salt = ''] = parts
  return {
    owner: { host, pid: Number(pid), start, thread: Number(thread) },
    created: Number(created),
    serial: Number(serial),
    salt: Number.parseInt(salt, 16),
  }
}

const TEMPORARY_SUFFIX = '.tmp'

/** Returns the name of a segment while it is rewritten. */
export function temporaryName(name: string): string {
  return name + TEMPORARY_SUFFIX
}

/** Returns what the name of a file says, of a segment or one that is being rewritten; `undefined`: it is neither. */
export function parseFileName(file: string): { readonly name: SegmentName; readonly isTemporary: boolean } | undefined {
  const isTemporary = file.endsWith(TEMPORARY_SUFFIX)
  const name = parseSegmentName(isTemporary ? file.slice(0, -TEMPORARY_SUFFIX.length) : file)
  return name && { name, isTemporary }
}

/** Returns whether a file is one of a spool, by its name. */
export function isSpoolFile(file: string): boolean {
  return parseFileName(file) !== undefined
}

/** Compares for sorting, oldest first. */
export function byAge(a: SegmentName, b: SegmentName): number {
  return a.created - b.created || a.serial - b.serial
}

export function isOwnedBy({ owner }: SegmentName, { host, pid, start, thread }: SpoolOwner): boolean {
  return owner.host === host && owner.pid === pid && owner.start === start && owner.thread === thread
}

/** Returns the part of a name that stays when the owner changes. */
export function identityOf({ created, serial, salt }: SegmentName): string {
  return `${created}-${serial}-${salt.toString(16)}`
}
