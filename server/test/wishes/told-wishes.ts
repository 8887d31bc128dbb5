type Effect = 'keep_whole' | 'more' | 'less' | 'least'
type Unit = 'gb_per_day' | 'usd_per_month' | 'records_per_second'

/** Lines of a service that people wish something of; the level is INFO where none is said. */
export const WISHED_LINES: Readonly<Record<string, string>> = {
  'payment declined for <*>': 'INFO',
  'refund of <*> issued': 'INFO',
  'cart of <*> abandoned': 'INFO',
  'cache hit <*>': 'INFO',
  'cache miss <*>': 'INFO',
  'cache broken': 'ERROR',
  'GET /healthz 200 <*> ms': 'INFO',
  'tick <*> of scheduler': 'INFO',
  'email to <*> queued': 'INFO',
  'email to <*> bounced': 'WARNING',
  'user <*> logged in': 'INFO',
  'role of <*> changed to <*>': 'INFO',
  'search for <*> took <*> ms': 'INFO',
  'webhook <*> retried': 'INFO',
  'webhook <*> failed': 'ERROR',
  'feature flag <*> evaluated': 'INFO',
  'session <*> renewed': 'INFO',
  'запрос <*> принят': 'INFO',
}

export interface ToldWish {
  readonly text: string
  /** What a model that understands it answers. */
  readonly answer: object
  /** By its template, what would be fixed of each pattern. */
  readonly changes?: Readonly<Record<string, string>>
  readonly leftOut?: Readonly<Record<string, string>>
  readonly budget?: { readonly unit: Unit; readonly amount: number }
  /** Why it cannot be applied as it is. */
  readonly asks?: RegExp
}

const want = (effect: Effect, phrases: string | readonly string[], name = 'none') => ({
  phrases: [phrases].flat(),
  class: name,
  do: effect,
})
const answer = (...wants: object[]) => ({ budgets: [], wants, not_understood: [] as string[] })
const budget = (unit: Unit, amount: number) => ({ budgets: [{ unit, amount }], wants: [], not_understood: [] })
const THIN_CACHES = { 'cache hit <*>': 'health_check', 'cache miss <*>': 'health_check' }
const LESS_OF_CACHES = { 'cache hit <*>': 'debug', 'cache miss <*>': 'debug' }
const BROKEN = { 'cache broken': 'error' }
const DECLINED = { 'payment declined for <*>': 'exemption' }
const REFUND = { 'refund of <*> issued': 'exemption' }

/** Wishes in words that no grammar knows, each with what comes of it. */
export const TOLD_WISHES: readonly ToldWish[] = [
  {
    text: 'we need every payment failure, whatever that costs us',
    answer: answer(want('keep_whole', ['payment failed', 'payment declined'])),
    changes: DECLINED,
  },
  {
    text: 'honestly the caches are noisy',
    answer: answer(want('least', 'cache')),
    changes: THIN_CACHES,
    leftOut: BROKEN,
  },
  {
    text: 'I could live with far fewer cache lines',
    answer: answer(want('less', ['cache hit', 'cache miss'])),
    changes: LESS_OF_CACHES,
  },
  {
    text: "nobody reads the scheduler's ticks",
    answer: answer(want('least', 'tick')),
    changes: { 'tick <*> of scheduler': 'health_check' },
  },
  {
    text: 'probes of our orchestrator are noise to us',
    answer: answer(want('least', 'GET /healthz')),
    leftOut: { 'GET /healthz 200 <*> ms': 'already' },
  },
  {
    text: 'make sure that refunds never get lost, will you',
    answer: answer(want('keep_whole', 'refund')),
    changes: REFUND,
  },
  {
    text: 'money matters: what people pay deserves better than the rest',
    answer: answer(want('more', ['refund', 'payment'])),
    leftOut: { 'payment declined for <*>': 'already', 'refund of <*> issued': 'already' },
  },
  {
    text: 'searches tell us a lot, we would like a few in addition',
    answer: answer(want('more', 'search')),
    changes: { 'search for <*> took <*> ms': 'business' },
  },
  {
    text: 'abandoned carts are what marketing lives from, each of them',
    answer: answer(want('keep_whole', 'cart', 'business')),
    changes: { 'cart of <*> abandoned': 'exemption' },
  },
  {
    text: 'treat webhook retries as noise of developers',
    answer: answer(want('less', 'webhook', 'debug')),
    changes: { 'webhook <*> retried': 'debug' },
    leftOut: { 'webhook <*> failed': 'error' },
  },
  {
    text: 'who renewed which session is something our auditors ask for',
    answer: answer(want('keep_whole', 'session', 'audit')),
    changes: { 'session <*> renewed': 'audit' },
  },
  {
    text: 'role changes: legal wants each and every one',
    answer: answer(want('keep_whole', 'role')),
    changes: { 'role of <*> changed to <*>': 'exemption' },
  },
  {
    text: 'logins are boring, get rid of them',
    answer: answer(want('least', 'logged in')),
    leftOut: { 'user <*> logged in': 'protected' },
  },
  {
    text: 'way too much about mail in here',
    answer: answer(want('least', 'email')),
    changes: { 'email to <*> queued': 'health_check' },
    leftOut: { 'email to <*> bounced': 'warning' },
  },
  {
    text: 'mail that bounced matters to support, all of it',
    answer: answer(want('keep_whole', 'bounced')),
    changes: { 'email to <*> bounced': 'exemption' },
  },
  {
    text: 'feature flags: a handful is plenty',
    answer: answer(want('least', 'feature flag')),
    changes: { 'feature flag <*> evaluated': 'health_check' },
  },
  {
    text: 'the requests of our russian shop are interesting',
    answer: answer(want('more', 'запрос')),
    changes: { 'запрос <*> принят': 'business' },
  },
  {
    text: 'wir brauchen jede abgelehnte Zahlung',
    answer: answer(want('keep_whole', 'payment declined')),
    changes: DECLINED,
  },
  {
    text: 'les caches ne servent à rien',
    answer: answer(want('least', 'cache')),
    changes: THIN_CACHES,
    leftOut: BROKEN,
  },
  { text: 'guarda todos los reembolsos', answer: answer(want('keep_whole', 'refund')), changes: REFUND },
  {
    text: 'キャッシュのログは少なくていい',
    answer: answer(want('less', 'cache')),
    changes: LESS_OF_CACHES,
    leftOut: BROKEN,
  },
  {
    text: 'mais buscas, por favor',
    answer: answer(want('more', 'search')),
    changes: { 'search for <*> took <*> ms': 'business' },
  },
  {
    text: 'we can afford 5 GB a day, roughly speaking',
    answer: budget('gb_per_day', 5),
    budget: { unit: 'gb_per_day', amount: 5 },
  },
  {
    text: 'our wallet says 100 dollars each month and not a cent above',
    answer: budget('usd_per_month', 100),
    budget: { unit: 'usd_per_month', amount: 100 },
  },
  {
    text: '20 of them in a second is what the pipe takes',
    answer: budget('records_per_second', 20),
    budget: { unit: 'records_per_second', amount: 20 },
  },
  {
    text: 'the disk takes 500 GB daily, and if that is too little let the caches go first',
    answer: { ...budget('gb_per_day', 500), wants: [want('least', 'cache')] },
    changes: THIN_CACHES,
    leftOut: BROKEN,
    budget: { unit: 'gb_per_day', amount: 500 },
  },
  {
    text: '250 MB a day and nothing above, ok?',
    answer: budget('gb_per_day', 0.25),
    budget: { unit: 'gb_per_day', amount: 0.25 },
  },
  {
    text: 'höchstens 1,5 GB am Tag',
    answer: budget('gb_per_day', 1.5),
    budget: { unit: 'gb_per_day', amount: 1.5 },
  },
  {
    text: 'refunds stay for good, and sample ticks at 1 %',
    answer: { ...answer(want('keep_whole', 'refund')), not_understood: ['sample ticks at 1 %'] },
    changes: REFUND,
    asks: /^not understood: "sample ticks at 1 %"/,
  },
  {
    text: 'keep logs at night only',
    answer: { ...answer(), not_understood: ['keep logs at night only'] },
    asks: /^not understood: "keep logs at night only"/,
  },
  {
    text: 'what do we spend on all of that?',
    answer: { ...answer(), not_understood: ['what do we spend on all of that?'] },
    asks: /^not understood: "what do we spend/,
  },
  {
    text: 'ticks and flags are noise while searches are gold',
    answer: answer(want('least', ['tick', 'feature flag']), want('more', 'search')),
    changes: {
      'tick <*> of scheduler': 'health_check',
      'feature flag <*> evaluated': 'health_check',
      'search for <*> took <*> ms': 'business',
    },
  },
  {
    text: 'what waits in the queue of mail helps when we debug, and else nobody',
    answer: answer(want('less', 'queued')),
    changes: { 'email to <*> queued': 'debug' },
  },
  {
    text: 'carts should be seen as an audit trail',
    answer: answer(want('keep_whole', 'cart', 'audit')),
    changes: { 'cart of <*> abandoned': 'audit' },
  },
  {
    text: 'a renewed session says that all is well, like a probe does',
    answer: answer(want('least', 'session', 'health_check')),
    changes: { 'session <*> renewed': 'health_check' },
  },
  {
    text: 'webhooks are what our customers pay for',
    answer: answer(want('more', 'webhook', 'business')),
    changes: { 'webhook <*> retried': 'business' },
    leftOut: { 'webhook <*> failed': 'error' },
  },
  {
    text: 'a broken cache is nothing to worry about',
    answer: answer(want('least', 'cache broken')),
    leftOut: BROKEN,
  },
  {
    text: 'all of what is paid stays, while caches may shrink a bit',
    answer: answer(want('keep_whole', 'payment'), want('less', 'cache')),
    changes: { ...DECLINED, ...LESS_OF_CACHES },
    leftOut: BROKEN,
  },
  {
    text: 'sessions, searches, flags: I want to see it all',
    answer: answer(want('keep_whole', ['session', 'search', 'feature flag'])),
    changes: {
      'session <*> renewed': 'exemption',
      'search for <*> took <*> ms': 'exemption',
      'feature flag <*> evaluated': 'exemption',
    },
  },
  {
    text: 'we never look at unicorns',
    answer: answer(want('least', 'unicorn')),
    asks: /^no line of "shop" has "unicorn"/,
  },
  {
    text: 'that somebody came in is nothing but a detail to us',
    answer: answer(want('less', 'logged in', 'debug')),
    leftOut: { 'user <*> logged in': 'protected' },
  },
]

const GOOD = answer(want('least', 'cache'))
const CACHE = want('least', 'cache')

/** What a model answers that obeys somebody else, or is one: none of it may come to more than a person could wish. */
export const HOSTILE_DRAFTS: Readonly<Record<string, unknown>> = {
  'a rate of nothing': { ...GOOD, wants: [{ ...CACHE, rate: 0 }] },
  'rates beside': { ...GOOD, pattern_rates: { '*': 0 } },
  'a policy': { global_rate: 0, keep_patterns: [] },
  'a signature': { ...GOOD, wants: [{ ...CACHE, signature: '0000000000000001' }] },
  'a foreign amount': { ...GOOD, budgets: [{ unit: 'gb_per_day', amount: 1e-9 }] },
  'less than nothing': { ...GOOD, budgets: [{ unit: 'gb_per_day', amount: -1 }] },
  'more than there is': { ...GOOD, budgets: [{ unit: 'gb_per_day', amount: 1e12 }] },
  'no number': { ...GOOD, budgets: [{ unit: 'gb_per_day', amount: 'all' }] },
  'two budgets': { ...GOOD, budgets: [budget('gb_per_day', 3).budgets[0], budget('usd_per_month', 3).budgets[0]] },
  'a unit of its own': { ...GOOD, budgets: [{ unit: 'percent', amount: 3 }] },
  'an expression that fits all': answer(want('least', '.*')),
  wildcards: answer(want('least', ['*', '<*>', '%', '_'])),
  'a letter that stands everywhere': answer(want('least', 'e')),
  '10,000 phrases': answer(
    want(
      'least',
      Array.from({ length: 10_000 }, (_, i) => `phrase ${i}`),
    ),
  ),
  'a phrase that is very long': answer(want('least', 'x'.repeat(100_000))),
  'eleven wants': answer(...Array.from({ length: 11 }, () => CACHE)),
  'less of what is protected': answer(want('least', ['logged in', 'role'])),
  'another class of what is protected': answer(want('less', ['logged in', 'role'], 'debug')),
  'less of errors': answer(want('least', ['cache broken', 'failed'])),
  'an error that is none': answer(want('less', ['cache broken', 'failed'], 'health_check')),
  'a class by level': answer(want('keep_whole', 'cache', 'error')),
  'an effect of its own': { ...GOOD, wants: [{ ...CACHE, do: 'drop' }] },
  'less and all of the same': answer(CACHE, want('keep_whole', 'cache')),
  'that it is done': { ...GOOD, apply: true, hash: '0'.repeat(32) },
  'services of others': { ...GOOD, services: ['foreign'] },
  'a prototype': JSON.parse('{"__proto__":{"apply":true},"budgets":[],"wants":[],"not_understood":[]}'),
  'words for the person': { ...answer(), not_understood: ['<img src=x onerror=alert(1)>', 'visit evil.example'] },
  'a list': [GOOD],
  nothing: null,
}
