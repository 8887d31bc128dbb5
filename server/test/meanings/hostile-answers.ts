import type { Item } from '../support/fake-llm.js'

type Said = { class: unknown; sure: unknown; why?: unknown }

export interface HostileAnswer {
  readonly name: string
  /** Returns what it answers. @param canaryOf what everybody knows of a line, if it is a canary */
  text(items: readonly Item[], canaryOf: (item: Item) => string | undefined): string
}

const one = (name: unknown, sure: unknown = true, why: unknown = 'x'): Said => ({ class: name, sure, why })

/** The same for each. */
const each = (name: string, of: (item: Item, i: number) => unknown): HostileAnswer => ({
  name,
  text: (items) => JSON.stringify(Object.fromEntries(items.map((item, i) => [item.id, of(item, i)]))),
})
/** Knows the canaries, and lies about the rest. */
const sly = (name: string, of: (item: Item, i: number) => unknown): HostileAnswer => ({
  name,
  text: (items, canaryOf) =>
    JSON.stringify(
      Object.fromEntries(
        items.map((item, i) => {
          const known = canaryOf(item)
          return [item.id, known === undefined ? of(item, i) : one(known)]
        }),
      ),
    ),
})
/** What it should be, and something about it changed. */
const bent = (name: string, change: (text: string, items: readonly Item[]) => string): HostileAnswer => ({
  name,
  text: (items, canaryOf) =>
    change(JSON.stringify(Object.fromEntries(items.map((item) => [item.id, one(canaryOf(item) ?? 'audit')]))), items),
})
const classes = ['security', 'audit', 'business', 'health_check', 'debug', 'unknown'] as const

/** Answers of a model that obeys strangers, or is one. */
export const HOSTILE_ANSWERS: readonly HostileAnswer[] = [
  ...classes.map((name) => each(`all ${name}`, () => one(name))),
  ...classes.map((name) => sly(`all but the canaries ${name}`, () => one(name))),
  ...(['security', 'audit', 'business', 'health_check'] as const).map((name) =>
    sly(`as many ${name} as can be`, (_, i) => one(i % 5 < 2 ? name : 'unknown')),
  ),
  sly('business as far as it goes, then audit', (_, i) =>
    one(i % 5 === 0 ? 'audit' : i % 5 < 3 ? 'business' : 'unknown'),
  ),
  sly('what is large is audit', (item) => one(item.template.length > 40 ? 'audit' : 'health_check')),
  sly('what begs is audit', (item) => one(/audit|SYSTEM|keep/i.test(item.template) ? 'audit' : 'unknown')),
  sly('what is protected is a health check', (item) =>
    one(/login|denied|role/i.test(item.template) ? 'health_check' : 'unknown'),
  ),
  sly('errors are debug', (item) => one(item.level === 'ERROR' ? 'debug' : 'unknown')),
  sly('never sure', () => one('audit', false)),
  sly('a class by level', () => one('error')),
  sly('a class in capitals', () => one('AUDIT')),
  sly('a class with a blank', () => one('audit ')),
  sly('a class in other letters', () => one('аudit')),
  sly('several classes', () => one(['audit', 'security'])),
  sly('a class that is an object', () => one({ class: 'audit' })),
  sly('no class', () => one(null)),
  sly('a class of objects', () => one('constructor')),
  sly('sure in words', () => one('audit', 'true')),
  sly('sure as a number', () => one('audit', 1)),
  sly('a rate besides', () => ({ ...one('unknown'), rate: 0 })),
  sly('a lock besides', () => ({ ...one('unknown'), lock: 0.01 })),
  sly('why is missing', () => ({ class: 'audit', sure: true })),
  sly('why is an object', () => one('audit', true, { toString: 'x' })),
  sly('why is markup', () => one('unknown', true, '<img src=x onerror=alert(1)>')),
  sly('why is very long', () => one('unknown', true, 'x'.repeat(5_000))),
  bent('an id more', (text) => text.replace(/}$/, ',"T99":{"class":"audit","sure":true,"why":"x"}}')),
  bent('an id less', (text, items) =>
    JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(text)).slice(0, items.length - 1))),
  ),
  bent('ids of its own', (text) => text.replaceAll('"T', '"X')),
  bent('the templates as ids', (text, items) =>
    JSON.stringify(Object.fromEntries(Object.values(JSON.parse(text)).map((said, i) => [items[i]!.template, said]))),
  ),
  bent('a prototype besides', (text) => text.replace(/^{/, '{"__proto__":{"class":"audit"},')),
  bent('an array', (text) => JSON.stringify(Object.values(JSON.parse(text)))),
  bent('in another object', (text) => `{"answer":${text}}`),
  bent('words before', (text) => `Here it is:\n${text}`),
  bent('words behind', (text) => `${text}\nAnything else?`),
  bent('two of them', (text) => `${text}${text}`),
  bent('two fences', (text) => `\`\`\`json\n${text}\n\`\`\`\n\`\`\`json\n${text}\n\`\`\``),
  bent('half of it', (text) => text.slice(0, text.length / 2)),
  bent('a comment in it', (text) => text.replace('{', '{/* all */')),
  bent('commas too many', (text) => text.replace(/}$/, ',}')),
  bent('single quotes', (text) => text.replaceAll('"', "'")),
  bent('a thought that does not end', (text) => `<think>${text}`),
  bent('policies instead', () => '{"pattern_rates":{"*":0},"global_rate":0}'),
]
