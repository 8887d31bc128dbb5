import { describe, expect, it } from 'vitest'
import { loadInternals } from '../../bench/internal-module.js'

describe('the internal door of the benchmarks', () => {
  it('is built and loads, and what it opens works', async () => {
    const { createSamplingEngine } = await loadInternals()
    expect(createSamplingEngine).toBeInstanceOf(Function)
  }, 60_000)
})
