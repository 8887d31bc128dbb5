import { isIP } from 'node:net'

/** Host names, `*.` for those below one, or addresses; each may have a port. */
export type AllowedHosts = readonly string[]

export function allowedHosts(list: string): AllowedHosts {
  return list
    .split(',')
    .map((entry) => entry.trim().toLowerCase())
    .filter((entry) => entry !== '')
}

/**
 * Returns why nothing may be sent to a URL; `undefined`: it may. A name has to be on the list, and needs https. An
 * address is allowed only where the list has that very address.
 */
export function problemOf(text: string, allowed: AllowedHosts): string | undefined {
  if (!URL.canParse(text)) return 'it is no URL'
  const url = new URL(text)
  if (url.username !== '' || url.password !== '') return 'it must have no user name or password in it'
  const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase()
  const isAddress = isIP(host) !== 0
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isAddress)) return 'it must begin with https://'
  const names = url.port === '' ? [host] : [`${host}:${url.port}`]
  if (!names.some((name) => allowed.some((entry) => matches(name, entry, isAddress))))
    return `the server does not allow ${names[0]}: see its option --webhook-hosts`
  return undefined
}

function matches(name: string, entry: string, isAddress: boolean): boolean {
  if (entry.startsWith('*.')) return !isAddress && name.endsWith(entry.slice(1)) && name.length > entry.length - 1
  return name === entry
}
