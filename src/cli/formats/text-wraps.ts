import type { LineContext } from './found-record.js'
import { parseTime } from './time-text.js'

/** `2026-11-26T18:00:00Z stdout F message`, as the kubelet writes it. */
const CRI = /^(\d{4}-\d\d-\d\dT\S+) (?:stdout|stderr) [FP] (.*)$/s
/** `web-1  | message`, as `docker compose logs` shows it. */
const COMPOSE = /^([a-z0-9][\w.-]{0,62})\s+\| (.*)$/is
/** `[pod/shop-6d4c-abcde/app] message`, of `kubectl logs --prefix`. */
const POD = /^\[pod\/[^/\]\s]{1,253}\/([^\]\s]{1,63})\] (.*)$/s
/** `0|shop  | message`, as pm2 shows it. */
const PM2 = /^\d{1,4}\|([\w.-]{1,62})\s*\| (.*)$/s
/** How far into a line a line of JSON may begin. */
const MAX_PREFIX = 256
const SAYS_WHAT = /"(?:msg|message|body|event)":/
const SAYS_MORE = /"(?:level|severity|lvl|log\.level|time|timestamp|ts|@timestamp)":/

/** What is in a wrap, and what the wrap says of it. */
export interface Unwrapped extends Partial<LineContext> {
  readonly line: string
}

/** Returns what a collector or a tool that shows logs of several has wrapped; `undefined`: it is no such line. */
export function unwrapText(line: string, { format }: LineContext): Unwrapped | undefined {
  const cri = CRI.exec(line)
  if (cri !== null) return { line: cri[2]!, format: 'Kubernetes', millis: parseTime(cri[1]!) }
  if (format !== undefined) return undefined
  const pod = POD.exec(line)
  if (pod !== null) return { line: pod[2]!, format: 'Kubernetes', service: pod[1]! }
  const pm2 = PM2.exec(line)
  if (pm2 !== null) return { line: pm2[2]!, service: pm2[1]! }
  const compose = COMPOSE.exec(line)
  return compose === null
    ? undefined
    : { line: compose[2]!, format: 'Docker', service: compose[1]!.replace(/-\d+$/, '') }
}

/**
 * Returns the line of a JSON logger at the end of a text, behind whatever a tool puts before it; `undefined`: there is none. Fields behind a
 * message are none: it has a message of its own, and a level or a time.
 */
export function jsonAtEnd(text: string): string | undefined {
  if (!text.endsWith('}')) return undefined
  const at = text.indexOf('{"')
  if (at < 0 || at > MAX_PREFIX) return undefined
  const json = text.slice(at)
  if (!SAYS_WHAT.test(json) || !SAYS_MORE.test(json)) return undefined
  try {
    JSON.parse(json)
    return json
  } catch {
    return undefined
  }
}
