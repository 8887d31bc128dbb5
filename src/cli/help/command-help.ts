/** What help says of a command beside its arguments. */
export interface CommandHelp {
  /** A line of a shell, and what it does. */
  readonly examples: readonly (readonly [line: string, does: string])[]
  /** Exit codes that it has beside those of all commands. */
  readonly exits?: readonly (readonly [code: number, means: string])[]
}

/** Exit codes of all commands. */
export const COMMON_EXITS: readonly (readonly [code: number, means: string])[] = [
  [0, 'done'],
  [2, 'the command line, a variable or a file has to be mended; nothing was done'],
  [130, 'stopped by Ctrl-C, with what was done until then'],
  [143, 'the same by SIGTERM'],
]

const POSTHOG_EXITS: readonly (readonly [code: number, means: string])[] = [
  [3, 'PostHog does not take the key, or it lacks a scope, which is named'],
  [4, 'done in part: what is missing is said'],
  [5, 'PostHog does not answer, or not as it should'],
]

/** Of commands that read files. */
const READING_EXITS: readonly (readonly [code: number, means: string])[] = [
  [4, 'done in part: a compressed file is damaged; what is before that was read'],
]

/** By the path of a command. A test compares it with the table of commands, and runs the examples' names. */
export const COMMAND_HELP: Readonly<Record<string, CommandHelp>> = {
  analyze: {
    examples: [
      ['lipservice analyze app.log', 'patterns of a file, by what they cost'],
      ['kubectl logs deploy/shop | lipservice analyze -', 'of what comes in by a pipe'],
      ['lipservice analyze *.log.gz --top 50 --examples', 'fifty patterns of compressed files, with a record of each'],
    ],
    exits: READING_EXITS,
  },
  simulate: {
    examples: [
      ['lipservice simulate app.log --budget 2GB/day', 'what a budget would keep and drop'],
      ['lipservice simulate app.log --compare 1GB/day,2GB/day,5GB/day', 'several budgets in one table'],
      ['lipservice simulate app.log --budget 50/s --html report.html', 'a page for a colleague'],
    ],
    exits: READING_EXITS,
  },
  tail: {
    examples: [
      ['node app.js | lipservice tail --budget 2GB/day', 'passes what the budget keeps, and counts the rest'],
      ['tail -f app.log | lipservice tail --budget 50/s', 'of any program'],
    ],
  },
  doctor: {
    examples: [
      ['lipservice doctor', 'looks at the app of this folder'],
      ['lipservice doctor services/shop --fix', 'of another one, with the lines to change'],
      ['lipservice doctor --offline --json', 'asks nobody; for machines'],
    ],
    exits: [[1, 'something is wrong by which records are lost, not sampled or not sent']],
  },
  init: {
    examples: [
      ['lipservice init', 'asks three questions and prints the lines'],
      ['lipservice init --logger pino --framework fastify --server none', 'asks nothing'],
      ['lipservice init --write', 'writes new files, too; those that are there stay as they are'],
    ],
  },
  'posthog savings': {
    examples: [
      ['lipservice posthog savings --project 12345', 'of the last day; the key is in POSTHOG_PERSONAL_API_KEY'],
      ['lipservice posthog savings --host eu --project 12345 --hours 48 --budget 2GB/day', 'of two days, by a budget'],
      ['lipservice posthog savings --project 12345 --html savings.html', 'a page for a colleague'],
    ],
    exits: POSTHOG_EXITS,
  },
  policy: { examples: [['lipservice policy show', "the server's policy for this service, in words"]] },
  'policy show': {
    examples: [
      ['lipservice policy show policy.json', 'of a file'],
      ['lipservice policy show --url http://127.0.0.1:8318 --service shop', 'of a server'],
    ],
  },
  'policy diff': {
    examples: [
      ['lipservice policy diff before.json after.json', 'of two files'],
      ['lipservice policy diff policy.json', 'of a file and what the server has'],
    ],
    exits: [[1, 'they differ']],
  },
  'policy check': {
    examples: [['lipservice policy check policy.json', 'names the field and its range']],
    exits: [[1, 'an SDK would refuse one, or leave a field unread']],
  },
  'policy pull': {
    examples: [['lipservice policy pull --service shop --out policy.json', 'writes it to a file of mode 0600']],
  },
  explain: {
    examples: [
      ["lipservice explain 'order 4711 placed'", 'without a policy: thinned to about the square root'],
      [
        "lipservice explain 'order 4711 placed' --policy policy.json --rate 200",
        'by a policy, of two hundred a second',
      ],
      ['lipservice explain --policy-version 8 --service shop', "a version of the server's policy, in words"],
      ['lipservice explain --incident 12 --ask', 'an incident, in the words of a model, too'],
    ],
  },
  wish: {
    examples: [
      [
        'lipservice wish \'keep everything of "payment declined"; less "cache hit"\'',
        'what it would do; nothing is done',
      ],
      ["lipservice wish 'budget 2 GB a day' --service shop --yes", 'does it, without a question'],
    ],
    exits: [[1, 'it is not understood, or asks something back: nothing can be done']],
  },
  spool: { examples: [['lipservice spool list', 'what waits in LIPSERVICE_SPOOL_DIR']] },
  'spool list': { examples: [['lipservice spool list --dir /var/spool/lipservice', 'of a directory']] },
  'spool show': { examples: [['lipservice spool show 1f0c --limit 20', 'twenty errors of the spool that begins so']] },
  'spool send': {
    examples: [['POSTHOG_API_KEY=phc_… lipservice spool send', 'all that nobody takes care of']],
    exits: [[1, 'not all were taken; the rest stays on disk']],
  },
  'spool drop': {
    examples: [['lipservice spool drop 1f0c --yes', 'removes it for good, without a question']],
    exits: [[1, 'somebody said no']],
  },
  posthog: {
    examples: [
      ['lipservice posthog savings --project 12345', 'what your logs in PostHog cost, and what they need not'],
      ['lipservice posthog rules --policy policy.json --service shop', "a policy as PostHog's own rules"],
    ],
  },
  'posthog connect': {
    examples: [
      ['POSTHOG_PERSONAL_API_KEY=phx_… lipservice posthog connect --host eu --project 12345', 'what a key can do'],
      ['lipservice posthog connect --browser --project 12345', 'logs in, and keeps a token that only reads'],
    ],
    exits: [
      [3, 'PostHog does not take the key, or nobody agreed'],
      [5, 'PostHog does not answer'],
    ],
  },
  'posthog doctor': {
    examples: [
      ['lipservice posthog doctor', 'what of PostHog is as LipService expects it'],
      ['lipservice posthog doctor --record shapes', 'with the types of each request and answer, for a bug report'],
    ],
    exits: [
      [1, 'an answer is not as expected, or none came'],
      [3, 'PostHog does not take the key'],
    ],
  },
  'posthog disconnect': {
    examples: [
      ['lipservice posthog disconnect --remove', 'removes all that LipService made in PostHog, then the token'],
      ['lipservice posthog disconnect', 'removes the token of connect --browser alone'],
    ],
    exits: POSTHOG_EXITS,
  },
  'posthog import': {
    examples: [
      ['lipservice posthog import --project 12345 --url http://127.0.0.1:8318', 'two days, into your server'],
      [
        'lipservice posthog import --project 12345 --url http://127.0.0.1:8318 --resume',
        'goes on with one that was stopped',
      ],
    ],
    exits: POSTHOG_EXITS,
  },
  'posthog dashboard': {
    examples: [
      ['lipservice posthog dashboard --project 12345 --dry-run', 'the plan: what it would make'],
      ['lipservice posthog dashboard --project 12345 --budget 2GB/day', 'makes it, or brings it up to date'],
      ['lipservice posthog dashboard --project 12345 --remove', 'removes what LipService made, and nothing else'],
    ],
    exits: POSTHOG_EXITS,
  },
  'posthog tell': {
    examples: [
      ['lipservice posthog tell --url http://127.0.0.1:8318 --dry-run', 'what would be told of the last day'],
      ['lipservice posthog tell --url http://127.0.0.1:8318 --hours 48', 'two days, each hour once'],
    ],
    exits: POSTHOG_EXITS,
  },
  'posthog toggle': {
    examples: [
      ['lipservice posthog toggle --project 12345', 'makes the switch, and says what it says'],
      ['lipservice posthog toggle --project 12345 --remove', 'removes it: own switches count'],
    ],
    exits: POSTHOG_EXITS,
  },
  'posthog rules': {
    examples: [
      ['lipservice posthog rules --policy policy.json --service shop', 'of a file'],
      ['lipservice posthog rules --url http://127.0.0.1:8318 --service shop --json', 'of a server, for machines'],
    ],
  },
  completions: {
    examples: [
      ['lipservice completions bash > ~/.local/share/bash-completion/completions/lipservice', 'for bash'],
      ['lipservice completions zsh > ~/.zfunc/_lipservice', 'for zsh, with ~/.zfunc in fpath'],
      ['lipservice completions fish > ~/.config/fish/completions/lipservice.fish', 'for fish'],
    ],
  },
}
