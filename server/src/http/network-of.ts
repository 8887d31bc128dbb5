const GROUPS = 8
const GROUPS_OF_NETWORK = 4
const MAPPED = /^::ffff:(?=\d+\.)/i

/**
 * Returns what somebody is counted by who comes from an address: the address, of IPv6 its network of 64 bits, all of which one machine
 * may have.
 *
 * @param address as Node.js writes it
 * @example networkOf('2001:db8::5') // '2001:db8:0:0'
 */
export function networkOf(address: string): string {
  const own = address.replace(MAPPED, '')
  if (!own.includes(':')) return own
  // Zeros that `::` stands for are part of the network, too.
  const [head = [], tail = []] = own.split('::').map((part) => part.split(':').filter((group) => group !== ''))
  const zeros = new Array<string>(Math.max(0, GROUPS - head.length - tail.length)).fill('0')
  return [...head, ...zeros, ...tail].slice(0, GROUPS_OF_NETWORK).join(':')
}
