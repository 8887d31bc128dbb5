import type { IconName } from '../parts/icon.js'
import type { shell } from '../texts/shell.js'

/** The pages of the side bar, in their order. */
export const PAGES = [
  ['overview', '/'],
  ['services', '/services'],
  ['patterns', '/patterns'],
  ['incidents', '/incidents'],
  ['policies', '/policies'],
  ['savings', '/savings'],
  ['advice', '/advice'],
  ['audit', '/audit'],
  ['settings', '/settings/budgets'],
] as const satisfies readonly (readonly [keyof typeof shell.pages & IconName, string])[]

export type Page = (typeof PAGES)[number][0]

/** Links within the page. There is no other place that builds one. */
export const linkTo = {
  service: (service: string) => `/services/${encodeURIComponent(service)}`,
  pattern: (service: string, signature: string, check?: string) =>
    `/services/${encodeURIComponent(service)}?pattern=${signature}${check === undefined ? '' : `&check=${check}`}`,
  policies: (service: string) => `/policies/${encodeURIComponent(service)}`,
  version: (service: string, version: number) => `/policies/${encodeURIComponent(service)}/${version}`,
  incident: (id: number) => `/incidents/${id}`,
} as const
