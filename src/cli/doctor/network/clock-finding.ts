import { duration } from '../../terminal/numbers.js'
import type { Finding } from '../finding.js'

/** Backends put a time of their own in the place of one that is further off. Certificates and tokens fail sooner. */
const MAX_SKEW_MILLIS = 5 * 60_000

/** Returns what is to be said of this machine's clock beside that of a server. */
export function clockFindings(now: number, date: number | undefined, host: string): Finding[] {
  if (date === undefined || Math.abs(now - date) <= MAX_SKEW_MILLIS) return []
  return [
    {
      name: 'clock_off',
      what: `this machine's clock is ${duration(Math.abs(now - date))} ${now > date ? 'ahead of' : 'behind'} that of ${host}: records get wrong times`,
      fix: 'let the machine keep its clock by NTP',
      change: ['sudo timedatectl set-ntp true'],
    },
  ]
}
