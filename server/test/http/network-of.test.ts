import { isIPv6 } from 'node:net'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { networkOf } from '../../src/http/network-of.js'

const group = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 0xffff }))

/** Returns an address as Node.js writes it. */
function written(groups: readonly number[]): string {
  return new URL(`http://[${groups.map((one) => one.toString(16)).join(':')}]`).hostname.slice(1, -1)
}

it('who has a network of IPv6 is counted once, whichever of its addresses they come from', () => {
  fc.assert(
    fc.property(
      fc.array(group, { minLength: 4, maxLength: 4 }).filter((network) => network.some((one) => one > 0)),
      fc.array(fc.array(group, { minLength: 4, maxLength: 4 }), { minLength: 2, maxLength: 2 }),
      fc.integer({ min: 0, max: 3 }),
      (network, hosts, i) => {
        const [one, other] = hosts.map((host) => written([...network, ...host])) as [string, string]
        expect([one, other].every(isIPv6)).toBe(true)
        expect(networkOf(one)).toBe(networkOf(other))
        const elsewhere = network.map((part, at) => (at === i ? (part + 1) % 0x10000 : part))
        expect(networkOf(written([...elsewhere, ...hosts[0]!]))).not.toBe(networkOf(one))
      },
    ),
    { seed: 25 },
  )
})

it.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['::1', '0:0:0:0'],
  ['2001:db8::5', '2001:db8:0:0'],
  ['fe80::1%eth0', 'fe80:0:0:0'],
  ['', ''],
])('%s is counted as %s', (address, network) => expect(networkOf(address)).toBe(network))
