import { STAMP } from '../../sampling/stamps.js'
import { lipserviceCanvas } from '../canvas/wanted-canvas.js'
import {
  type BoardFigures,
  forecast,
  incidents,
  reasons,
  savedByDay,
  shareByService,
  topPatterns,
  volumeByDay,
} from './tile-queries.js'
import { toldByDay, toldByService } from './told-queries.js'
import type { WantedBoard, WantedTile, WantedView } from './wanted-board.js'

/**
 * Returns the dashboard of LipService. Its figures come from the records that are in PostHog, by the weight that they were stamped with;
 * those that reach further back, from the hourly events of a server.
 */
export const lipserviceBoard = (of: BoardFigures): WantedBoard => ({
  title: 'LipService',
  description: 'What sampling of logs saves, and what is kept.',
  text: textOf(of),
  textLayout: { x: 0, y: 0, w: 12, h: 3 },
  tiles: tilesOf(of),
  views: VIEWS,
  canvas: lipserviceCanvas(of),
})

const textOf = ({ priceLabel, bytes }: BoardFigures): string =>
  [
    '**LipService samples the logs of your services**, and keeps all errors. Each record that is kept says how many it stands for (`lipservice.weight`) and why it was kept (`lipservice.reason`).',
    `Figures of what was not kept are estimates by that weight; services with \`stamps: 'none'\` and records that never were sampled count as they are. Dollars: ${priceLabel}.${bytes === 'billed' ? '' : ' Bytes are those of texts: this project does not say what it is billed for.'}`,
    '**To switch it off**, set `LIPSERVICE_SAMPLING=off` in the services and restart them: all records are sent again. To remove this dashboard: `npx lipservice posthog dashboard --remove`.',
  ].join('\n\n')

const NOBODY_TELLS = 'Empty until a server tells its savings: lipservice posthog tell.'

const tilesOf = (of: BoardFigures): readonly WantedTile[] => [
  {
    name: 'saved_by_day',
    title: 'Saved by day, in dollars',
    description: `What the records that were not kept would have cost, by their weight. ${short(of.priceLabel)}`,
    query: savedByDay(of),
    display: 'ActionsBar',
    axes: { x: 'day', y: ['saved_usd'] },
    layout: { x: 0, y: 3, w: 6, h: 5 },
  },
  {
    name: 'volume_by_day',
    title: 'Gigabytes by day: kept and not kept',
    description: 'Both together are what the services logged, as far as it was sampled or sent.',
    query: volumeByDay(of),
    display: 'ActionsStackedBar',
    axes: { x: 'day', y: ['kept_gb', 'not_kept_gb'] },
    layout: { x: 6, y: 3, w: 6, h: 5 },
  },
  {
    name: 'share_by_service',
    title: 'Saved share by service, 7 days',
    description: 'Gigabytes that a service logged, those that were kept, and the share between.',
    query: shareByService(of),
    display: 'ActionsTable',
    layout: { x: 0, y: 8, w: 6, h: 5 },
  },
  {
    name: 'forecast',
    title: 'A month at this pace',
    description: `What 30 days come to at the pace of the last 7${of.budgetGbPerMonth === undefined ? '' : ', against the budget'}. ${short(of.priceLabel)}`,
    query: forecast(of),
    display: 'ActionsTable',
    layout: { x: 6, y: 8, w: 6, h: 5 },
  },
  {
    name: 'top_patterns',
    title: 'Top 20 patterns, 7 days',
    description: 'By the bytes that were logged; a record of each, what was kept, what that costs, and its records.',
    query: topPatterns(of),
    display: 'ActionsTable',
    layout: { x: 0, y: 13, w: 12, h: 7 },
  },
  {
    name: 'incidents',
    title: 'Incidents, failures and errors by hour, 7 days',
    description: 'Records that were kept because an incident was declared, because a request failed, or as errors.',
    query: incidents(),
    display: 'ActionsStackedBar',
    axes: { x: 'hour', y: ['incident', 'failed', 'error'] },
    layout: { x: 0, y: 20, w: 6, h: 5 },
  },
  {
    name: 'reasons',
    title: 'Why records were kept, 7 days',
    description: 'By lipservice.reason. "not sampled": of services without LipService, or without its stamps.',
    query: reasons(of),
    display: 'ActionsTable',
    layout: { x: 6, y: 20, w: 6, h: 5 },
  },
  {
    name: 'told_by_day',
    title: 'Saved and spent by day as your server counted it, in dollars, 90 days',
    description: `Of the events of a LipService server, each hour once. ${NOBODY_TELLS}`,
    query: toldByDay(),
    display: 'ActionsStackedBar',
    axes: { x: 'day', y: ['saved', 'spent'] },
    layout: { x: 0, y: 25, w: 6, h: 5 },
  },
  {
    name: 'told_by_service',
    title: 'Logged and dropped by service as your server counted it, 30 days',
    description: `Of the events of a LipService server: counts, no estimates, where reports came. ${NOBODY_TELLS}`,
    query: toldByService(),
    display: 'ActionsTable',
    layout: { x: 6, y: 25, w: 6, h: 5 },
  },
]

const MAX_LABEL = 200
const short = (label: string): string => label.slice(0, MAX_LABEL)

const filterOf = (item: object): Readonly<Record<string, unknown>> => ({
  filterGroup: { type: 'AND', values: [{ type: 'AND', values: [{ type: 'log_attribute', ...item }] }] },
})

const VIEWS: readonly WantedView[] = [
  {
    title: 'LipService: records that were sampled',
    filters: filterOf({ key: STAMP.reason, operator: 'exact', value: ['adaptive'] }),
  },
  {
    title: 'LipService: incidents and failures',
    filters: filterOf({ key: STAMP.reason, operator: 'exact', value: ['incident', 'failed'] }),
  },
]
