import { expect } from 'vitest'
import type { NewModelCall, StoredVerdict, TeamModel } from '../../src/store/contracts/models.js'
import type { StoredOverride } from '../../src/store/contracts/overrides.js'
import { entryOf, patternOf, pendingOf, signatureOf, TEN } from '../support/reports.js'
import type { StartDatabase } from './databases.js'
import { describeOn } from './store-under-test.js'

const DAY = 86_400
const MODEL = { model: 'm at localhost', promptVersion: 1 }
const CAPS = { tokensPerDay: 1_000, microUsdPerDay: 500, microUsdPerMonth: 800 }
const USE = { tokensIn: 300, tokensOut: 100, microUsd: 100 }

/** Language models: what is said of them, asked, used, answered and decided. Every engine has to pass this. */
export function describeModels(name: string, start: StartDatabase): void {
  describeOn(`the ${name} store, of language models,`, start, (check) => {
    const callOf = (teamId: number, rest: Partial<NewModelCall> = {}): NewModelCall => ({
      teamId,
      service: 'shop',
      purpose: 'meaning',
      ...MODEL,
      at: TEN,
      request: '{"a":"\u0000b"}',
      signatures: [signatureOf(1), signatureOf(2)],
      question: '',
      ...rest,
    })
    const verdictOf = (teamId: number, i: number, rest: Partial<StoredVerdict> = {}): StoredVerdict => ({
      teamId,
      service: 'shop',
      signature: signatureOf(i),
      check: '',
      ...MODEL,
      severity: 'INFO',
      wordClass: 'unknown',
      a: { class: 'audit', sure: true },
      b: { class: 'audit', sure: false },
      why: 'a role changed',
      bytesPerDay: 1_000 * i,
      attempts: 0,
      askedAt: TEN,
      decided: undefined,
      decidedBy: '',
      decidedAt: 0,
      ...rest,
    })

    check('keeps what a team says, and lists those that have not said no', async ({ store }) => {
      const teamId = await store.keys.ensureTeam('of-settings', TEN)
      expect(await store.models.team(teamId)).toBeUndefined()
      const on: TeamModel = {
        teamId,
        mode: 'suggest',
        modeSince: TEN,
        tokensPerDay: 5,
        microUsdPerDay: undefined,
        microUsdPerMonth: 7,
        updatedAt: TEN,
        updatedBy: 'k',
      }
      await store.models.set(on, entryOf(teamId))
      expect(await store.models.team(teamId)).toEqual(on)
      expect(await store.models.teams()).toContainEqual(on)
      await store.models.set({ ...on, mode: 'off', tokensPerDay: undefined }, entryOf(teamId))
      expect(await store.models.teams()).not.toContainEqual(expect.objectContaining({ teamId }))
      expect(await store.models.team(teamId)).toEqual({ ...on, mode: 'off', tokensPerDay: undefined })
    })

    check('sets aside what a call may take, and lets no cap be passed', async ({ store }) => {
      const team = await store.keys.ensureTeam('of-caps', TEN)
      const begin = (at: number, use = USE) => store.models.begin(callOf(team, { at }), use, CAPS)
      const first = await begin(TEN)
      expect(first).toBeTypeOf('number')
      expect(await begin(TEN)).toBeTypeOf('number')
      // Two are set aside: of 1,000 tokens 200 are left.
      expect(await begin(TEN)).toBeUndefined()
      await store.models.settle(first!, {
        tokensIn: 10,
        tokensOut: 5,
        microUsd: 3,
        outcome: 'answered',
        answer: '{}',
        ms: 9.6,
      })
      await store.models.settle(first!, {
        tokensIn: 99,
        tokensOut: 99,
        microUsd: 99,
        outcome: 'twice',
        answer: '',
        ms: 0,
      })
      expect((await store.models.spent(team, TEN)).day).toEqual({ calls: 1, tokens: 15, microUsd: 3 })
      expect(await begin(TEN)).toBeTypeOf('number')
      expect(await begin(TEN)).toBeUndefined()
      // Nobody settles the others: their leader died. What was set aside is free again.
      expect(await begin(TEN + 601)).toBeTypeOf('number')
      // Dollars have caps of their own, a day and a month.
      expect(await begin(TEN + DAY, { tokensIn: 1, tokensOut: 1, microUsd: 501 })).toBeUndefined()
      const large = await begin(TEN + DAY, { tokensIn: 1, tokensOut: 1, microUsd: 500 })
      await store.models.settle(large!, {
        tokensIn: 1,
        tokensOut: 1,
        microUsd: 500,
        outcome: 'answered',
        answer: '',
        ms: 1,
      })
      expect(await begin(TEN + 2 * DAY, { tokensIn: 1, tokensOut: 1, microUsd: 298 })).toBeUndefined()
      expect(await begin(TEN + 2 * DAY, { tokensIn: 1, tokensOut: 1, microUsd: 297 })).toBeTypeOf('number')
      expect((await store.models.spent(team, TEN + 2 * DAY)).month).toMatchObject({ calls: 2, microUsd: 503 })
      const nextMonth = Date.UTC(2026, 11, 1) / 1000
      expect((await store.models.spent(team, nextMonth)).month.microUsd).toBe(0)
    })

    check('of calls begun at once lets no more pass than a cap has room for', async ({ store }) => {
      const team = await store.keys.ensureTeam('of-races', TEN)
      const begun = await Promise.all(Array.from({ length: 8 }, () => store.models.begin(callOf(team), USE, CAPS)))
      expect(begun.filter((id) => id !== undefined)).toHaveLength(2)
    })

    check('keeps what was asked and answered for 30 days', async ({ store }) => {
      const team = await store.keys.ensureTeam('of-calls', TEN)
      const id = (await store.models.begin(callOf(team), USE, CAPS))!
      await store.models.settle(id, { ...USE, outcome: 'answered', answer: 'é'.repeat(20_000), ms: 12 })
      await store.models.judge(id, 'canary')
      const [call] = await store.models.calls(team, 10)
      expect(call).toMatchObject({
        id,
        teamId: team,
        request: '{"a":" b"}',
        outcome: 'answered',
        judged: 'canary',
        ms: 12,
        ...USE,
      })
      expect(call!.answer).toBe('é'.repeat(16_384))
      expect(call!.requestSha256).toMatch(/^[0-9a-f]{64}$/)
      expect(await store.models.calls(team, 10, id)).toEqual([])
      expect(await store.models.outcomes(5, { teamId: team, purpose: 'meaning' })).toEqual([
        { at: TEN, ms: 12, outcome: 'answered', judged: 'canary' },
      ])
      expect(await store.models.outcomes(5, { teamId: team, purpose: 'exam' })).toEqual([])
      await store.models.forget(TEN + 30 * DAY + 1)
      expect(await store.models.calls(team, 10)).toEqual([])
      expect((await store.models.spent(team, TEN)).day.calls).toBe(1)
      await store.models.forget(TEN + 402 * DAY)
      expect((await store.models.spent(team, TEN)).day.calls).toBe(0)
    })

    check('knows what was answered to a question, of one team and model, while it is kept', async ({ store }) => {
      const team = await store.keys.ensureTeam('of-questions', TEN)
      const roomy = { tokensPerDay: 1e6, microUsdPerDay: 1e6, microUsdPerMonth: 1e6 }
      const [question, other] = ['a'.repeat(64), 'b'.repeat(64)]
      const answer = async (text: string, outcome: string, rest: Partial<NewModelCall> = {}) => {
        const id = (await store.models.begin(callOf(team, { question, ...rest }), USE, roomy))!
        await store.models.settle(id, { ...USE, outcome, answer: text, ms: 1 })
      }
      const known = (rest: object = {}) =>
        store.models.answerTo({ teamId: team, model: MODEL.model, question, ...rest })
      await store.models.begin(callOf(team, { question }), USE, roomy)
      await answer('it did not answer in time', 'timeout')
      expect(await known()).toBeUndefined()
      await answer('first', 'answered')
      await answer('second', 'answered')
      await answer('not this', 'answered', { question: other })
      expect(await known()).toBe('second')
      expect(await known({ teamId: await store.keys.ensureTeam('asks-nothing', TEN) })).toBeUndefined()
      expect(await known({ model: 'another' })).toBeUndefined()
      await store.models.forget(TEN + 30 * DAY + 1)
      expect(await known()).toBeUndefined()
    })

    check('forgets what a model was shown of a template that a person takes out', async ({ store, newService }) => {
      const { service, id } = await newService()
      const team = await store.keys.ensureTeam('a', TEN)
      const pattern = patternOf(id, 1)
      await store.counters.add([pendingOf([pattern], {})], [pattern])
      const roomy = { tokensPerDay: 1e6, microUsdPerDay: 1e6, microUsdPerMonth: 1e6 }
      const asked = callOf(team, { service, question: 'q' })
      const late = (await store.models.begin(asked, USE, roomy))!
      const call = (await store.models.begin(asked, USE, roomy))!
      await store.models.settle(call, { ...USE, outcome: 'answered', answer: '{"T1":1}', ms: 1 })
      await store.models.record([verdictOf(team, 1, { service })], [])
      const place = { teamId: team, service, signature: signatureOf(1), check: undefined }
      expect(await store.patterns.removeTemplate(place, entryOf(team))).toBe(true)
      expect((await store.models.calls(team, 1))[0]).toMatchObject({
        id: call,
        request: '',
        answer: '',
        outcome: 'answered',
      })
      expect(await store.models.answerTo({ teamId: team, model: MODEL.model, question: 'q' })).toBeUndefined()
      // What is answered after it was taken out is not kept either.
      await store.models.settle(late, { ...USE, outcome: 'answered', answer: '{"T1":2}', ms: 1 })
      expect(await store.models.answerTo({ teamId: team, model: MODEL.model, question: 'q' })).toBeUndefined()
      expect(await store.models.verdicts({ teamId: team, service, ...MODEL, limit: 5 })).toMatchObject([{ why: '' }])
    })

    check('keeps a verdict a model and prompt, and what a person decided of it', async ({ store }) => {
      const team = await store.keys.ensureTeam('of-verdicts', TEN)
      const query = { teamId: team, ...MODEL, limit: 10 }
      await store.models.record([], [])
      await store.models.record([verdictOf(team, 1), verdictOf(team, 2, { b: undefined })], [])
      expect(await store.models.verdicts(query)).toEqual([verdictOf(team, 2, { b: undefined }), verdictOf(team, 1)])
      expect(await store.models.verdicts({ ...query, promptVersion: 2 })).toEqual([])
      expect(await store.models.verdicts({ ...query, service: 'other' })).toEqual([])
      expect(await store.models.verdict(verdictOf(team, 1))).toEqual(verdictOf(team, 1))
      for (const other of [
        { signature: signatureOf(3) },
        { check: signatureOf(9) },
        { service: 'o' },
        { promptVersion: 2 },
      ])
        expect(await store.models.verdict({ ...verdictOf(team, 1), ...other })).toBeUndefined()
      expect(await store.models.decide(verdictOf(team, 1), 'refused', entryOf(team))).toBe(true)
      expect(await store.models.decide(verdictOf(team, 2), 'accepted', entryOf(team))).toBe(true)
      expect(await store.models.decide(verdictOf(team, 2), 'refused', entryOf(team))).toBe(false)
      await store.models.record([verdictOf(team, 1, { askedAt: TEN + 9, why: 'again' })], [])
      expect((await store.models.verdicts(query))[1]).toMatchObject({
        decided: 'refused',
        decidedBy: 'k',
        why: 'again',
      })
    })

    check(
      'lists verdicts in pages, of a team or a service, each once, whatever stands at a border',
      async ({ store }) => {
        const team = await store.keys.ensureTeam('of-pages', TEN)
        const other = await store.keys.ensureTeam('of-other-pages', TEN)
        const services = ['shop', 'mail', 'größe', '\u{1f600}']
        const all = Array.from({ length: 40 }, (_, i) =>
          verdictOf(team, i + 1, {
            service: services[i % 4]!,
            check: i % 3 === 0 ? signatureOf(900 + i) : '',
            // Of few sizes, so that pages end among equals.
            bytesPerDay: 1_000 * (i % 5),
            a: { class: i % 2 === 0 ? 'audit' : 'security', sure: i % 7 > 0 },
            b: i % 11 === 0 ? undefined : { class: 'audit', sure: true },
            wordClass: i % 13 === 0 ? 'audit' : 'unknown',
          }),
        )
        await store.models.record([...all, ...all.map((one) => ({ ...one, teamId: other }))], [])
        await store.models.decide(all[0]!, 'refused', entryOf(team))
        await store.models.decide(all[1]!, 'accepted', entryOf(team))
        const paged = async (rest: object, limit: number): Promise<StoredVerdict[]> => {
          const found: StoredVerdict[] = []
          for (;;) {
            const page = await store.models.verdicts({ teamId: team, ...MODEL, ...rest, limit, after: found.at(-1) })
            found.push(...page)
            if (page.length < limit) return found
          }
        }
        const names = (some: readonly StoredVerdict[]) => some.map(({ signature }) => signature).toSorted()
        for (const [rest, fits] of [
          [{}, () => true],
          [{ service: 'größe' }, (one) => one.service === 'größe'],
          [{ decided: 'refused' }, (one) => one === all[0]],
          [{ decided: 'accepted' }, (one) => one === all[1]],
          [{ decided: 'nobody', service: 'shop' }, (one) => one.service === 'shop' && one !== all[0]],
          [
            { isAgreed: true },
            ({ a, b, wordClass }) => a!.sure && b?.sure === true && a!.class === b.class && a!.class !== wordClass,
          ],
        ] as [object, (one: StoredVerdict) => boolean][]) {
          const whole = await paged(rest, 100)
          expect(names(whole)).toEqual(names(all.filter(fits)))
          expect(whole.map((one) => one.bytesPerDay)).toEqual(
            whole.map((one) => one.bytesPerDay).toSorted((a, b) => b - a),
          )
          for (const limit of [1, 3, 7]) expect(await paged(rest, limit)).toEqual(whole)
        }
      },
    )

    check('lets verdicts go that hold no more, but for what a person decided', async ({ store }) => {
      const team = await store.keys.ensureTeam('of-old-verdicts', TEN)
      await store.models.record(
        [1, 2, 3].map((i) => verdictOf(team, i, i === 3 ? { askedAt: TEN + 60 * DAY } : {})),
        [],
      )
      await store.models.decide(verdictOf(team, 1), 'refused', entryOf(team))
      const left = async () =>
        (await store.models.verdicts({ teamId: team, ...MODEL, limit: 9 })).map(({ signature }) => signature).toSorted()
      await store.models.forget(TEN + 120 * DAY)
      expect(await left()).toHaveLength(3)
      await store.models.forget(TEN + 120 * DAY + 1)
      expect(await left()).toEqual([signatureOf(1), signatureOf(3)])
    })

    check('makes a label of what a person accepts, unless there is one', async ({ store }) => {
      const team = await store.keys.ensureTeam('of-labels', TEN)
      await store.models.record([verdictOf(team, 1), verdictOf(team, 2)], [])
      const label = (i: number): StoredOverride => ({
        teamId: team,
        service: 'shop',
        signature: signatureOf(i),
        check: '',
        kind: 'label',
        rate: 1,
        label: 'audit',
        reason: 'r',
        createdAt: TEN,
        createdBy: 'k',
        expiresAt: undefined,
      })
      expect(await store.models.decide(verdictOf(team, 1), 'accepted', entryOf(team), label(1))).toBe(true)
      expect(await store.overrides.list(team, 'shop', TEN)).toEqual([label(1)])
      const own = { ...label(2), label: 'debug' }
      await store.overrides.set(own, entryOf(team))
      expect(await store.models.decide(verdictOf(team, 2), 'accepted', entryOf(team), label(2))).toBe(false)
      expect(await store.overrides.list(team, 'shop', TEN)).toEqual([label(1), own])
      const [second] = await store.models.verdicts({ teamId: team, ...MODEL, limit: 10 })
      expect(second).toMatchObject({ signature: signatureOf(2), decided: undefined })
    })

    check('keeps an exam a model and prompt, and takes it anew', async ({ store, team }) => {
      const by = { model: 'of-exams', promptVersion: 3 }
      expect(await store.models.exam(by)).toBeUndefined()
      const asked = { ...by, askedAt: TEN, askedBy: 'k', teamId: team, takenAt: undefined, passed: false, result: {} }
      await store.models.askForExam(asked, entryOf(team))
      expect(await store.models.exam(by)).toEqual(asked)
      const ended = { ...asked, takenAt: TEN + 5, passed: true, result: { recall: 0.9 } }
      await store.models.endExam(ended)
      expect(await store.models.exam(by)).toEqual(ended)
      await store.models.askForExam({ ...asked, askedAt: TEN + 9 }, entryOf(team))
      expect(await store.models.exam(by)).toEqual({ ...asked, askedAt: TEN + 9 })
      expect(await store.models.exam({ ...by, promptVersion: 4 })).toBeUndefined()
    })
  })
}
