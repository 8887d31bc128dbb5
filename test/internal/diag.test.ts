import { describe, expect, it } from 'vitest'
import { createDiag } from '../../src/internal/diag.js'
import type { MessageSeverity } from '../../src/internal/message-rows.js'
import { createVoice, LOG_LEVELS, type LogLevel, speaks } from '../../src/internal/voice.js'
import { ManualClock } from '../../src/testing.js'

const SECOND = 1_000
const MINUTE = 60 * SECOND

function start(level: LogLevel | undefined = 'debug') {
  const clock = new ManualClock()
  const lines: string[] = []
  const told: [MessageSeverity, string][] = []
  const voice = createVoice(level)
  const another = () =>
    createDiag({
      clock,
      timers: clock,
      voice,
      write: (line) => lines.push(line),
      tell: (severity, line) => told.push([severity, line]),
    })
  return { clock, lines, told, voice, another, diag: another() }
}

describe('the voice', () => {
  it('says a message in one line, with its cause and its kind', () => {
    const { diag, lines } = start()
    diag.once('policy_cache_unwritten', { cause: new Error('disk full') })
    expect(lines).toEqual(['lipservice: the policy cache could not be written (disk full) [policy_cache_unwritten]\n'])
  })

  it('says a thing once, however often it is told, and again in the next episode', () => {
    const { diag, lines, clock } = start()
    for (let i = 0; i < 100; i++) {
      diag.once('not_encoded')
      clock.advance(SECOND)
    }
    expect(lines).toHaveLength(1)
    diag.resolved('not_encoded')
    diag.once('not_encoded')
    expect(lines).toHaveLength(2)
  })

  it('holds an episode for over when nothing was heard of it for ten minutes', () => {
    const { diag, lines, clock } = start()
    diag.once('not_encoded')
    clock.advance(9 * MINUTE)
    diag.once('not_encoded')
    clock.advance(9 * MINUTE)
    diag.once('not_encoded')
    expect(lines).toHaveLength(1)
    clock.advance(10 * MINUTE)
    diag.once('not_encoded')
    expect(lines).toHaveLength(2)
  })

  it('says no kind more than once a minute, and what still holds when the minute is over', () => {
    const { diag, lines, clock } = start()
    for (let i = 0; i < 30; i++) {
      diag.once('report_missed', { cause: `attempt ${i}` })
      diag.resolved('report_missed')
      clock.advance(SECOND)
    }
    diag.once('report_missed', { cause: 'the last' })
    expect(lines).toHaveLength(1)
    clock.advance(30 * SECOND - 1)
    expect(lines).toHaveLength(1)
    clock.advance(1)
    expect(lines).toHaveLength(2)
    expect(lines[1]).toContain('the last')
  })

  it('says nothing late that is over by then', () => {
    const { diag, lines, clock } = start()
    for (let i = 0; i < 2; i++) {
      diag.once('not_encoded')
      diag.resolved('not_encoded')
    }
    clock.advance(10 * MINUTE)
    expect(lines).toHaveLength(1)
  })

  it('keeps one pace for all that speak in a process, and other kinds out of it', () => {
    const { diag, another, lines, clock } = start()
    diag.once('not_encoded')
    another().once('not_encoded')
    another().once('not_decided')
    expect(lines).toHaveLength(2)
    clock.advance(MINUTE)
    expect(lines).toHaveLength(3)
  })

  it('keeps different things of one kind apart', () => {
    const { diag, told } = start()
    for (const about of ['pino', 'winston', 'pino']) diag.once('bridged', { logger: about, bridge: 'b', about })
    expect(told).toHaveLength(2)
    diag.resolved('bridged')
    diag.once('bridged', { logger: 'pino', bridge: 'b', about: 'pino' })
    expect(told).toHaveLength(3)
  })

  it.each(LOG_LEVELS)('says at level %s what is as grave, or graver', (level) => {
    const { diag, lines } = start(level)
    diag.once('not_decided')
    diag.once('not_encoded')
    diag.once('delivered_again', { seconds: 1 })
    diag.once('bridged', { logger: 'pino', bridge: 'b' })
    expect(lines).toHaveLength(LOG_LEVELS.indexOf(level))
  })

  it('goes by LIPSERVICE_LOG_LEVEL until a level is set, and by warn without either', () => {
    const before = process.env['LIPSERVICE_LOG_LEVEL']
    const heard = () => LOG_LEVELS.filter((severity) => severity !== 'none' && speaks(createVoice(), severity))
    try {
      delete process.env['LIPSERVICE_LOG_LEVEL']
      expect(heard()).toEqual(['error', 'warn'])
      process.env['LIPSERVICE_LOG_LEVEL'] = 'error'
      expect(heard()).toEqual(['error'])
      process.env['LIPSERVICE_LOG_LEVEL'] = 'loud'
      expect(heard()).toEqual(['error', 'warn'])
      expect(speaks(createVoice('none'), 'error')).toBe(false)
    } finally {
      if (before === undefined) delete process.env['LIPSERVICE_LOG_LEVEL']
      else process.env['LIPSERVICE_LOG_LEVEL'] = before
    }
  })

  it('tells OpenTelemetry’s diag whatever the level, once an episode, and is known to speak meanwhile', () => {
    const voice = createVoice('none')
    const told: [string, boolean][] = []
    const diag = createDiag({ voice, write: () => {}, tell: (severity) => told.push([severity, voice.isSpeaking]) })
    for (let i = 0; i < 3; i++) diag.once('not_decided')
    diag.once('started', { service: 's', destination: 'd', policy: 'p', loggers: 'l' })
    expect(told).toEqual([
      ['error', true],
      ['info', true],
    ])
    expect(voice.isSpeaking).toBe(false)
  })

  it('survives a diag logger that throws, or speaks itself', () => {
    const { voice, lines } = start()
    const diag = createDiag({
      voice,
      write: (line) => lines.push(line),
      tell() {
        diag.once('not_encoded')
        throw new Error('theirs')
      },
    })
    diag.once('not_encoded')
    expect(lines).toHaveLength(1)
    expect(voice.isSpeaking).toBe(false)
  })

  it('remembers no more than 256 things', () => {
    const { diag, told } = start()
    for (let i = 0; i < 1_000; i++) diag.once('bridged', { logger: 'x', bridge: 'b', about: String(i) })
    expect(told).toHaveLength(256)
  })
})
