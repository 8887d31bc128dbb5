import { BlockList, isIP } from 'node:net'

/**
 * Networks that are not public: what listens there is not meant for strangers. `BlockList` itself knows IPv4 in IPv6.
 */
const PRIVATE_NETWORKS: readonly [network: string, prefix: number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  // Unspecified, loopback and IPv4 as it was once written in IPv6.
  ['::', 96],
  // IPv4 behind translators.
  ['::ffff:0:0:0', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['2001::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
]

const blocked = new BlockList()
for (const [network, prefix] of PRIVATE_NETWORKS)
  blocked.addSubnet(network, prefix, network.includes(':') ? 'ipv6' : 'ipv4')

/** Returns whether an address is one that a name may not lead to. */
export function isPrivate(address: string): boolean {
  const family = isIP(address)
  return family === 0 || blocked.check(address, family === 6 ? 'ipv6' : 'ipv4')
}

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
