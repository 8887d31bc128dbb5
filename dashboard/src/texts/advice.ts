import { periods } from './periods.js'

type Days = keyof typeof periods.last

/** Words of the advice. */
export const adviceTexts = {
  caption: (days: Days) => `What to mend in code, last ${periods.last[days]}`,
  columns: {
    line: 'Line',
    advice: 'What to do',
    cost: 'Costs a month',
    bytes: 'Sent',
    saves: 'Saves',
    share: 'Of all',
  },
  why: 'By arithmetic alone, of what is sent after sampling. What protects (security, audit, errors) and business are never advised away. What is mended leaves its part of a budget to others.',
  none: 'No line stands out in this period.',
  noneBy: 'Advice comes for lines that take a twentieth of what is sent, or stand out otherwise.',
  nothing: 'nothing by itself',
  site: 'Logged at',
  services: (many: string) => `${many} services`,
  what: {
    debug: 'Log it at debug',
    level: 'Raise the level of the logger',
    format_string: 'Use a format string',
    large_records: 'Log an id in place of an object',
    loop: 'Log once behind the loop',
    duplicate: 'Log it in one service',
  },
  how: {
    debug: 'It is INFO, and nobody misses it among so many. A budget thins it as long as it stays.',
    level: 'DEBUG is sent. minimumSeverity leaves it out, or the level of the logger itself.',
    format_string: (patterns: string) =>
      `A word in the text makes ${patterns} patterns of one line: log it as a field, or by %s.`,
    large_records: (each: string, usual: string) =>
      `Its records take ${each}, where ${usual} are usual. The text is not why: its fields are.`,
    loop: (times: string) => `It comes ${times} times as often as any other line of its service, which is next:`,
    duplicate: 'If they tell of the same request, one of them is enough: the one at the edge.',
  },
} as const
