import { z } from '@hono/zod-openapi'
import { READERS } from '../../scope.js'
import type { ModelMode, VerdictPlace, VerdictQuery } from '../../store/contracts/models.js'
import type { Store } from '../../store/store.js'
import { type Endpoint, endpoint, json } from '../endpoint.js'
import { MODEL_PATH, type ModelDesk } from './language-model-desk.js'
import { cursorOf, verdictCursor } from './verdict-cursor.js'
import { type ShownVerdict, STATES, shownVerdict, type VerdictState, verdictSchema } from './verdict-fields.js'

/** Rows that are read at once, and for one page: of a state that few have, a page has fewer than were asked for. */
const MAX_READ = 500
const MAX_READ_FOR_A_PAGE = 2_000

/** What the model says of patterns, and what comes of it. */
export function modelVerdictRoutes(
  { models, patterns }: Pick<Store, 'models' | 'patterns'>,
  desk: ModelDesk | undefined,
): Endpoint[] {
  /** Returns a page, and where the next begins; `undefined`: there is none. */
  async function pageOf(desk: ModelDesk, asked: VerdictQuery, state: VerdictState | undefined) {
    const passed = (await models.exam(asked))?.passed === true
    const mode = seenMode((await models.team(asked.teamId))?.mode)
    const verdicts: ShownVerdict[] = []
    // One more than is shown says whether there is a page behind it.
    const size = state === undefined ? asked.limit + 1 : MAX_READ
    let after: VerdictPlace | undefined = asked.after
    for (let read = 0; read < MAX_READ_FOR_A_PAGE; read += size) {
      const rows = await models.verdicts({ ...asked, ...narrowed(state), after, limit: size })
      const decided = await desk.decisionsOf(rows, mode, passed)
      for (const [i, row] of rows.entries()) {
        const one = shownVerdict(row, decided[i]!)
        if (state !== undefined && one.state !== state) continue
        if (verdicts.length === asked.limit) return { verdicts, after }
        verdicts.push(one)
        after = row
      }
      if (rows.length < size) return { verdicts, after: undefined }
      after = rows.at(-1)
    }
    return { verdicts, after }
  }

  /** Returns what patterns look like, by their names. */
  async function templatesOf(teamId: number, of: readonly ShownVerdict[]): Promise<ReadonlyMap<string, string>> {
    const texts = new Map<string, string>()
    for (const [service, own] of Map.groupBy(of, (one) => one.service)) {
      const signatures = own.map(({ signature }) => signature)
      for (const { signature, check, template } of await patterns.named(teamId, service, signatures))
        texts.set(nameOf({ service, signature, check }), template)
    }
    return texts
  }

  return [
    endpoint({
      method: 'get',
      path: `${MODEL_PATH}/verdicts`,
      scopes: READERS,
      summary: 'What the model says of patterns, and what comes of it; most bytes first',
      query: z.object({
        service: z.string().max(256).optional(),
        state: z.enum(STATES).optional(),
        limit: z.coerce.number().int().min(1).max(500).default(100),
        after: verdictCursor.optional().openapi({ type: 'string', description: '`next` of the page before.' }),
      }),
      responses: [
        {
          status: 200,
          description: 'A page of verdicts',
          schema: z.object({
            verdicts: z.array(verdictSchema),
            next: z.string().nullable().openapi({ description: 'Where the next page begins; null: this is the last.' }),
          }),
        },
      ],
      async handle({ query: { service, state, limit, after }, principal: { teamId } }) {
        if (desk === undefined) return json({ verdicts: [], next: null })
        const asked = { teamId, service, ...(await desk.by()), after, limit }
        const page = await pageOf(desk, asked, state)
        const texts = await templatesOf(teamId, page.verdicts)
        const verdicts = page.verdicts.map((one) => ({ ...one, template: texts.get(nameOf(one)) ?? null }))
        return json({ verdicts, next: page.after === undefined ? null : cursorOf(page.after) })
      },
    }),
  ]
}

/** Also where it is off people see what would be. */
function seenMode(mode: ModelMode | undefined): ModelMode {
  return mode === undefined || mode === 'off' ? 'suggest' : mode
}

/** Returns what all verdicts of a state have, so that few others are read. */
function narrowed(state: VerdictState | undefined): Pick<VerdictQuery, 'decided' | 'isAgreed'> {
  if (state === undefined) return {}
  if (state === 'accepted' || state === 'refused') return { decided: state }
  return { decided: 'nobody', ...(state !== 'none' && { isAgreed: true }) }
}

function nameOf({ service, signature, check }: Pick<ShownVerdict, 'service' | 'signature' | 'check'>): string {
  return `${service} ${signature} ${check ?? ''}`
}
