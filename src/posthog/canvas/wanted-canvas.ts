import type { CanvasProject } from '../api/contract/canvases.js'
import { marked } from '../board/mark.js'
import { type BoardFigures, SOME_SIGNATURE } from '../board/tile-queries.js'
import { toldByDay, toldByService } from '../board/told-queries.js'
import type { WantedCanvas } from '../board/wanted-board.js'
import { logsLink } from '../links.js'
import { CANVAS_APP } from './canvas-app.js'
import { CANVAS_PAGE } from './canvas-page.js'
import { patternsByCost } from './canvas-queries.js'

/** At the end of the description of what is ours. */
export const CANVAS_TAG = '[lipservice canvas]'
export const CANVAS_DESCRIPTION = `What sampling of logs saves, what patterns cost, and what is dropped. ${CANVAS_TAG}`
const NAME = 'LipService'
const PAGE_PATH = 'index.html'
const APP_PATH = 'src/canvas.js'
const RANGES = [7, 30, 90] as const
/** PostHog opens no other pages from a canvas. */
const OPENS = /^https:\/\/([a-z0-9-]+\.)*posthog\.com$/

const CAPABILITIES = {
  posthog: { insights: [], inlineQueries: true, captureEvents: [], state: ['user'] },
  network: { origins: [] },
}

/** Returns the canvas of LipService: savings and drops as a server told them, and patterns by the records that are there. */
export function lipserviceCanvas(of: BoardFigures): WantedCanvas {
  const texts = (queryOf: (days: number) => { readonly text: string }) =>
    Object.fromEntries(RANGES.map((days) => [days, queryOf(days).text]))
  const data = {
    price: `Dollars: ${of.priceLabel}.`,
    link: OPENS.test(of.appUrl)
      ? logsLink(of.appUrl, of.project, { signature: SOME_SIGNATURE }).split(SOME_SIGNATURE)
      : null,
    byDay: texts(toldByDay),
    byService: texts(toldByService),
    patterns: patternsByCost(of).text,
  }
  const app = `const data = ${JSON.stringify(data)};\n${CANVAS_APP}\n// Made by LipService: what is changed here is left alone.`
  const project = { files: { [PAGE_PATH]: CANVAS_PAGE }, entryHtml: PAGE_PATH, capabilities: CAPABILITIES }
  const text = marked(app, partsOfCanvas(NAME, project))
  return { name: NAME, project: { ...project, files: { ...project.files, [APP_PATH]: text } } }
}

/** The text of a canvas that has its mark; empty where there is none. */
export const textOfCanvas = ({ files }: CanvasProject): string => files[APP_PATH] ?? ''

/** Returns what else of a canvas we write: its name, its other files, and what it may use, as far as we say. */
export function partsOfCanvas(name: string, { files, capabilities }: CanvasProject): readonly unknown[] {
  const others = Object.entries(files)
    .filter(([path]) => path !== APP_PATH)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
  const field = (of: unknown, key: string): unknown =>
    typeof of === 'object' && of !== null ? (of as Record<string, unknown>)[key] : undefined
  const posthog = field(capabilities, 'posthog')
  return [
    name,
    others,
    field(posthog, 'insights') ?? [],
    field(posthog, 'inlineQueries') === true,
    field(posthog, 'captureEvents') ?? [],
    field(posthog, 'state') ?? [],
    field(posthog, 'actions') ?? [],
    field(posthog, 'agentRequests') === true,
    field(field(capabilities, 'network'), 'origins') ?? [],
    field(capabilities, 'connectors') ?? [],
  ]
}
