import type { JSX } from 'preact'

/** Line drawings on a square of 16. */
const PATHS = {
  overview: 'M2 13V8m4 5V3m4 10V6m4 7V9',
  services: 'M2.5 4h11v3.2h-11zM2.5 8.8h11V12h-11z',
  patterns: 'M2 4h12M2 8h8M2 12h10',
  incidents: 'M8 2l6.2 11H1.8zM8 6.3v3.2M8 11.4v.2',
  policies: 'M3 3h10M3 8h10M3 13h10M6 1.8v2.4M10.5 6.8v2.4M5 11.8v2.4',
  savings:
    'M8 1.8v12.4M11 4.6c-.6-1-1.7-1.5-3-1.5-1.7 0-3 .8-3 2.2 0 3.2 6.2 1.6 6.2 4.9 0 1.5-1.4 2.4-3.2 2.4-1.5 0-2.7-.6-3.3-1.7',
  advice: 'M8 1.800a4.2 4.2 0 0 0-2.400 7.600v1.800h4.800V9.400A4.2 4.2 0 0 0 8 1.800zM6 13.700h4',
  audit: 'M8 4.500V8l2.4 1.600M14 8A6 6 0 1 1 8 2',
  settings: 'M2 4.500h7m3 0h2M2 11.500h2m3 0h7M9 3v3M4.5 10v3',
  plus: 'M8 3v10M3 8h10',
  pin: 'M8 1.500l1.9 4 4.3.5-3.2 3 .9 4.300L8 11.200l-3.9 2.1.9-4.3-3.2-3 4.3-.5z',
  lock: 'M4 7.200h8V13H4zM5.7 7.200V5a2.3 2.3 0 0 1 4.6 0v2.2',
  link: 'M6.7 9.300l2.6-2.600M7 4.600l1.3-1.300a2.6 2.6 0 0 1 3.7 3.700L10.6 8.300M9 11.400l-1.3 1.300A2.6 2.6 0 0 1 4 9l1.4-1.3',
  out: 'M6 3H3v10h10v-3M9 2.500h4.500V7M13.5 2.500L7.5 8.5',
  down: 'M8 2.500v7.500M4.8 7.200L8 10.400l3.2-3.200M3 13.200h10',
  sun: 'M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM8 1v1.600M8 13.400V15M1 8h1.600M13.4 8H15M3 3l1.2 1.200M11.8 11.800L13 13M13 3l-1.2 1.200M4.2 11.800L3 13',
  search: 'M7 2.500a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM10.3 10.300L14 14',
  chev: 'M4 6l4 4 4-4',
  undo: 'M3 6h6.500a3.5 3.5 0 0 1 0 7H6M3 6l3-3M3 6l3 3',
  up: 'M8 13V4M4.5 7L8 3.5 11.5 7',
  menu: 'M2 4h12M2 8h12M2 12h12',
  copy: 'M5.5 5.5h8v8h-8zM10.500 2.500h-8v8',
  leave: 'M9.5 5V3H3v10h6.5v-2M6.5 8h7.5M11.5 5.5L14 8l-2.5 2.5',
  close: 'M3.5 3.5l9 9M12.5 3.5l-9 9',
} as const
export type IconName = keyof typeof PATHS

export function Icon({ name, size = 16 }: { name: IconName; size?: number }): JSX.Element {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      stroke-width={1.5}
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      <path d={PATHS[name]} />
    </svg>
  )
}
