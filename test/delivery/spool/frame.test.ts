import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { crc32c } from '../../../src/delivery/spool/crc32c.js'
import { type Frame, FrameWriter, readFrames } from '../../../src/delivery/spool/frame.js'

const encoder = new TextEncoder()
const fields = fc.record({
  type: fc.constantFrom('record', 'summary', 'header') as fc.Arbitrary<Frame['type']>,
  encoding: fc.constantFrom('protobuf', 'json') as fc.Arbitrary<Frame['encoding']>,
  sequence: fc.nat(),
  timeMillis: fc.nat(),
  signature: fc.stringMatching(/^[0-9a-f]{16}$/),
  check: fc.option(fc.stringMatching(/^[0-9a-f]{16}$/), { nil: undefined }),
  scope: fc.oneof(
    fc.record({ name: fc.string() }),
    fc.record({ name: fc.string(), version: fc.string({ minLength: 1 }) }),
  ),
  content: fc.uint8Array({ maxLength: 2_000 }),
})
const frames: fc.Arbitrary<Frame> = fields.map(({ check, ...frame }) =>
  check === undefined ? frame : { ...frame, check },
)
const salts = fc.nat(0xffffffff)

function fileOf(list: readonly Frame[], salt: number): { bytes: Buffer; ends: number[] } {
  const writer = new FrameWriter()
  const parts = list.map((frame) => Buffer.from(writer.write(frame, salt)))
  let end = 0
  return { bytes: Buffer.concat(parts), ends: parts.map((part) => (end += part.length)) }
}

describe('CRC-32C', () => {
  it('agrees with the vectors of RFC 3720', () => {
    expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa)
    expect(crc32c(new Uint8Array(32).fill(0xff))).toBe(0x62a8ab43)
    expect(crc32c(Uint8Array.from({ length: 32 }, (_, i) => i))).toBe(0x46dd794e)
    expect(crc32c(encoder.encode('123456789'))).toBe(0xe3069283)
  })

  it('goes on from the checksum of what came before', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.uint8Array(), (a, b) => {
        expect(crc32c(b, 0, b.length, crc32c(a))).toBe(crc32c(Buffer.concat([a, b])))
      }),
    )
  })
})

describe('frames', () => {
  it('are read as they were written', () => {
    fc.assert(
      fc.property(fc.array(frames, { maxLength: 20 }), salts, (list, salt) => {
        const { bytes } = fileOf(list, salt)
        const read = readFrames(bytes, salt)
        expect(read.frames.map((frame) => ({ ...frame, content: [...frame.content] }))).toEqual(
          list.map((frame) => ({ ...frame, content: [...frame.content] })),
        )
        expect(read).toMatchObject({ end: bytes.length, damages: 0 })
      }),
    )
  })

  it('of versions without checks are read, and those versions read ours', () => {
    const written =
      '4c5346312a0000008fef692403010b000000000000001c400000807e69ab79420d0c0b0a81d0869f5b22617070222c2231225d010203'
    const old: Frame = {
      type: 'record',
      isFatal: true,
      encoding: 'json',
      sequence: 7,
      timeMillis: 1_764_000_000_000,
      signature: '0a0b0c0d9f86d081',
      scope: { name: 'app', version: '1' },
      content: Buffer.of(1, 2, 3),
    }
    expect(readFrames(Buffer.from(written, 'hex'), 5).frames).toEqual([old])
    expect(fileOf([old], 5).bytes.toString('hex')).toBe(written)
    // They take name and version out of the list, and look at nothing behind.
    const { bytes } = fileOf([{ ...old, check: '8c2fcd17a28a72a3' }], 5)
    expect(JSON.parse(bytes.toString('utf8', 40, 40 + bytes.readUInt16LE(14)))).toEqual([
      'app',
      '1',
      '8c2fcd17a28a72a3',
    ])
  })

  it('are read up to where a file was cut off', () => {
    fc.assert(
      fc.property(fc.array(frames, { minLength: 1, maxLength: 8 }), salts, fc.nat(), (list, salt, cut) => {
        const { bytes, ends } = fileOf(list, salt)
        const size = cut % (bytes.length + 1)
        const read = readFrames(bytes.subarray(0, size), salt)
        const whole = ends.filter((end) => end <= size)
        expect(read.frames).toHaveLength(whole.length)
        expect(read.end).toBe(whole.at(-1) ?? 0)
      }),
    )
  })

  it('are all found that no damage touches', () => {
    fc.assert(
      fc.property(
        fc.array(frames, { minLength: 1, maxLength: 8 }),
        salts,
        fc.array(fc.record({ at: fc.nat(), byte: fc.integer({ min: 1, max: 255 }) }), { minLength: 1, maxLength: 4 }),
        (list, salt, flips) => {
          const { bytes, ends } = fileOf(list, salt)
          const touched = new Set<number>()
          const damaged = Buffer.from(bytes)
          for (const { at, byte } of flips) {
            const i = at % bytes.length
            damaged[i] = bytes[i]! ^ byte
            touched.add(ends.findIndex((end) => i < end))
          }
          const intact = list.filter((_, i) => !touched.has(i)).map(({ sequence }) => sequence)
          expect(readFrames(damaged, salt).frames.map(({ sequence }) => sequence)).toEqual(intact)
        },
      ),
    )
  })

  it('are found behind bytes that were inserted', () => {
    fc.assert(
      fc.property(frames, frames, salts, fc.uint8Array({ minLength: 1 }), (a, b, salt, garbage) => {
        const first = Buffer.from(new FrameWriter().write(a, salt))
        const second = Buffer.from(new FrameWriter().write(b, salt))
        const read = readFrames(Buffer.concat([first, garbage, second]), salt)
        expect(read.frames).toHaveLength(2)
        expect(read.damages).toBe(1)
      }),
    )
  })

  it('are not made by content that looks like a frame of another segment', () => {
    fc.assert(
      fc.property(frames, salts, salts, (inner, salt, other) => {
        fc.pre(salt !== other)
        const forged = Buffer.from(new FrameWriter().write(inner, other))
        const outer = new FrameWriter().write({ ...inner, content: forged }, salt)
        // Damaged at its front, so that reading goes on inside.
        expect(readFrames(outer.subarray(1), salt).frames).toHaveLength(0)
      }),
    )
  })

  it('are never made of garbage', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 5_000 }), salts, (bytes, salt) => {
        expect(readFrames(bytes, salt).frames).toHaveLength(0)
      }),
    )
  })
})
