import { createHash } from 'node:crypto'
import type { Selectable, Transaction } from 'kysely'
import type { EpochSeconds } from '../internal/clock.js'
import type { AskedQuestion, ModelSpent, ModelStore, StoredModelCall } from './contracts/models.js'
import type { Engine } from './engine.js'
import { SECONDS, type Tables } from './tables.js'

/** What was set aside for a call whose leader died is free again after this. */
const PENDING_SECONDS = 600
const CALL_RETENTION_SECONDS = 30 * SECONDS.day
const DAY_RETENTION_DAYS = 400
const MAX_TEXT_BYTES = 32_768
/** After 104 days a verdict says nothing any more; of patterns that are still logged there is a newer one. */
const VERDICT_RETENTION_SECONDS = 120 * SECONDS.day
const NOTHING: ModelSpent = { calls: 0, tokens: 0, microUsd: 0 }

type CallStore = Pick<ModelStore, 'begin' | 'settle' | 'judge' | 'spent' | 'calls' | 'answerTo' | 'outcomes' | 'forget'>

/** What models are asked, with what it takes: set aside before, used after. */
export function createModelCallStore({ db, reader }: Engine): CallStore {
  return {
    begin(call, use, caps) {
      const { teamId, at } = call
      const day = Math.floor(at / SECONDS.day)
      return db.transaction().execute(async (trx) => {
        // First of all a write to the row of the day: of two at once the other waits, and sees what this one takes.
        await trx
          .insertInto('llm_days')
          .values({ team_id: teamId, day, calls: 0, tokens: 0, micro_usd: 0 })
          .onConflict((conflict) =>
            conflict.columns(['team_id', 'day']).doUpdateSet((eb) => ({ calls: eb.ref('llm_days.calls') })),
          )
          .execute()
        const used = await usedIn(trx, teamId, day)
        const aside = await setAside(trx, teamId, at)
        const tokens = used.day.tokens + aside.tokens + use.tokensIn + use.tokensOut
        const microUsd = aside.microUsd + use.microUsd
        if (tokens > caps.tokensPerDay) return undefined
        if (used.day.microUsd + microUsd > caps.microUsdPerDay) return undefined
        if (used.month.microUsd + microUsd > caps.microUsdPerMonth) return undefined
        const { id } = await trx
          .insertInto('llm_calls')
          .values({
            team_id: teamId,
            service: call.service,
            purpose: call.purpose,
            model: call.model,
            prompt_version: call.promptVersion,
            at,
            ms: 0,
            outcome: 'pending',
            judged: '',
            request: bounded(call.request),
            request_sha256: createHash('sha256').update(call.request).digest('hex'),
            answer: '',
            patterns: call.signatures.join(),
            question: call.question,
            tokens_in: use.tokensIn,
            tokens_out: use.tokensOut,
            micro_usd: use.microUsd,
          })
          .returning('id')
          .executeTakeFirstOrThrow()
        return Number(id)
      })
    },
    async settle(id, { tokensIn, tokensOut, microUsd, outcome, answer, ms }) {
      await db.transaction().execute(async (trx) => {
        const row = await trx
          .updateTable('llm_calls')
          .set((eb) => ({
            outcome,
            // What it was shown was taken out meanwhile.
            answer: eb.case().when('request', '=', '').then('').else(bounded(answer)).end(),
            ms: Math.round(ms),
            tokens_in: tokensIn,
            tokens_out: tokensOut,
            micro_usd: microUsd,
          }))
          .where('id', '=', id)
          .where('outcome', '=', 'pending')
          .returning(['team_id', 'at'])
          .executeTakeFirst()
        if (row === undefined) return
        await trx
          .updateTable('llm_days')
          .set((eb) => ({
            calls: eb('calls', '+', 1),
            tokens: eb('tokens', '+', tokensIn + tokensOut),
            micro_usd: eb('micro_usd', '+', microUsd),
          }))
          .where('team_id', '=', row.team_id)
          .where('day', '=', Math.floor(row.at / SECONDS.day))
          .execute()
      })
    },
    async judge(id, judged) {
      await db
        .transaction()
        .execute((trx) => trx.updateTable('llm_calls').set({ judged }).where('id', '=', id).execute())
    },
    spent: (teamId, at) => usedIn(reader, teamId, Math.floor(at / SECONDS.day)),
    async calls(teamId, limit, before) {
      const rows = await reader
        .selectFrom('llm_calls')
        .selectAll()
        .where('team_id', '=', teamId)
        .$if(before !== undefined, (query) => query.where('id', '<', before!))
        .orderBy('id', 'desc')
        .limit(limit)
        .execute()
      return rows.map(callOf)
    },
    outcomes(limit, of) {
      return reader
        .selectFrom('llm_calls')
        .select(['at', 'ms', 'outcome', 'judged'])
        .where('outcome', '!=', 'pending')
        .$if(of !== undefined, (query) => query.where('team_id', '=', of!.teamId).where('purpose', '=', of!.purpose))
        .orderBy('at', 'desc')
        .orderBy('id', 'desc')
        .limit(limit)
        .execute()
    },
    async answerTo(asked) {
      const row = await lastAnswer(reader, asked).executeTakeFirst()
      return row?.answer
    },
    async forget(now) {
      await db
        .deleteFrom('llm_calls')
        .where('at', '<', now - CALL_RETENTION_SECONDS)
        .execute()
      await db
        .deleteFrom('verdicts')
        .where('asked_at', '<', now - VERDICT_RETENTION_SECONDS)
        // What a person decided is never asked again.
        .where('decided', '=', '')
        .execute()
      await db
        .deleteFrom('llm_days')
        .where('day', '<', Math.floor(now / SECONDS.day) - DAY_RETENTION_DAYS)
        .execute()
    },
  }
}

/** Returns what looks up a question: one row of one index. */
export function lastAnswer(db: Engine['reader'], { teamId, model, question }: AskedQuestion) {
  return (
    db
      .selectFrom('llm_calls')
      .select('answer')
      .where('team_id', '=', teamId)
      .where('question', '=', question)
      .where('model', '=', model)
      .where('outcome', '=', 'answered')
      // A template that a person took out took its answers with it.
      .where('answer', '!=', '')
      .orderBy('id', 'desc')
      .limit(1)
  )
}

/** Returns what a team has used on a day, and in the month of the day up to it. */
async function usedIn(db: Engine['reader'], teamId: number, day: number) {
  const date = new Date(day * SECONDS.day * 1_000)
  const first = Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1) / 1_000 / SECONDS.day
  const rows = await db
    .selectFrom('llm_days')
    .select(['day', 'calls', 'tokens', 'micro_usd'])
    .where('team_id', '=', teamId)
    .where('day', '>=', first)
    .where('day', '<=', day)
    .execute()
  const spent = rows.map((row) => ({ day: row.day, calls: row.calls, tokens: row.tokens, microUsd: row.micro_usd }))
  const month = spent.reduce(added, NOTHING)
  return { day: spent.filter((one) => one.day === day).reduce(added, NOTHING), month }
}

function added(sum: ModelSpent, one: ModelSpent): ModelSpent {
  return {
    calls: sum.calls + one.calls,
    tokens: sum.tokens + one.tokens,
    microUsd: sum.microUsd + one.microUsd,
  }
}

async function setAside(trx: Transaction<Tables>, teamId: number, at: EpochSeconds): Promise<ModelSpent> {
  const rows = await trx
    .selectFrom('llm_calls')
    .select(['tokens_in', 'tokens_out', 'micro_usd'])
    .where('team_id', '=', teamId)
    .where('at', '>', at - PENDING_SECONDS)
    .where('outcome', '=', 'pending')
    .execute()
  return rows
    .map((row) => ({ calls: 1, tokens: row.tokens_in + row.tokens_out, microUsd: row.micro_usd }))
    .reduce(added, NOTHING)
}

/** Postgres keeps no NUL in a text. */
function bounded(text: string): string {
  const plain = text.replaceAll('\0', ' ').toWellFormed()
  const bytes = Buffer.from(plain)
  if (bytes.byteLength <= MAX_TEXT_BYTES) return plain
  // What is cut in the middle of a letter ends before it.
  return new TextDecoder().decode(bytes.subarray(0, MAX_TEXT_BYTES), { stream: true })
}

function callOf(row: Selectable<Tables['llm_calls']>): StoredModelCall {
  return {
    id: row.id,
    teamId: row.team_id,
    service: row.service,
    purpose: row.purpose,
    model: row.model,
    promptVersion: row.prompt_version,
    at: row.at,
    ms: row.ms,
    outcome: row.outcome,
    judged: row.judged,
    request: row.request,
    requestSha256: row.request_sha256,
    answer: row.answer,
    tokensIn: row.tokens_in,
    tokensOut: row.tokens_out,
    microUsd: row.micro_usd,
  }
}
