import { describe, expect, it } from 'vitest'
import { NODE_VERSIONS } from '../support/node-versions.js'
import { type Manifest, namesIn, readJson, readText, readYaml } from '../support/repository-files.js'

interface Step {
  readonly uses?: string
  readonly run?: string
  readonly with?: Readonly<Record<string, unknown>>
}
interface Job {
  readonly 'runs-on': string
  readonly 'timeout-minutes'?: number
  readonly needs?: string
  readonly permissions?: Readonly<Record<string, string>>
  readonly strategy?: { readonly matrix: Readonly<Record<string, readonly string[]>> }
  readonly steps: readonly Step[]
}
interface Workflow {
  readonly on: unknown
  readonly permissions?: Readonly<Record<string, string>>
  readonly concurrency?: { readonly group: string }
  readonly jobs: Readonly<Record<string, Job>>
}

const FOLDER = '.github/workflows'
const workflows = new Map<string, Workflow>()
for (const name of await namesIn(FOLDER)) workflows.set(name, await readYaml<Workflow>(`${FOLDER}/${name}`))
const manifest = await readJson<Manifest>('package.json')

const jobs = [...workflows].flatMap(([file, { jobs }]) =>
  Object.entries(jobs).map(([name, job]) => ({ name: `${file}: ${name}`, file, job })),
)
/** What a job runs, once for each value of its matrix. */
const commandsOf = ({ steps, strategy }: Job): string[] =>
  steps.flatMap(({ run = '' }) => {
    const key = /\$\{\{ matrix\.(\w+) \}\}/.exec(run)?.[1]
    return key === undefined
      ? [run]
      : strategy!.matrix[key]!.map((value) => run.replaceAll(`\${{ matrix.${key} }}`, value))
  })
/** The names of npm scripts in a text of shell commands. */
const scriptsIn = (text: string): string[] =>
  [...text.matchAll(/^\s*npm (?:run (?:--silent )?([\w:-]+)|(test))/gm)].map(([, script, test]) => script ?? test!)

describe.each(jobs)('$name', ({ job, file }) => {
  it('calls npm scripts that exist', () => {
    for (const script of scriptsIn(commandsOf(job).join('\n'))) expect(Object.keys(manifest.scripts)).toContain(script)
  })

  it('names files that exist', async () => {
    const files = commandsOf(job).flatMap((text) => text.match(/(?<= )(?:test|\.ci)\/[\w./-]+/g) ?? [])
    for (const name of files) await expect(readText(name)).resolves.toBeTypeOf('string')
  })

  it('ends by itself, and after what it needs', () => {
    expect(job['timeout-minutes']).toBeLessThanOrEqual(360)
    if (job.needs !== undefined) expect(Object.keys(workflows.get(file)!.jobs)).toContain(job.needs)
  })

  it('takes actions of GitHub only, by a major version or a commit, and leaves them no credentials', () => {
    const actions = job.steps.filter(({ uses }) => uses !== undefined)
    expect(actions.length).toBeGreaterThan(0)
    for (const { uses, with: inputs } of actions) {
      expect(uses).toMatch(/^actions\/[\w-]+@(v\d+|[0-9a-f]{40})$/)
      if (uses!.startsWith('actions/checkout@')) expect(inputs).toMatchObject({ 'persist-credentials': false })
    }
  })

  it('puts nothing that an outsider writes into a shell', () => {
    // Names of branches and titles are text; environment variables stay data in a shell, expressions do not.
    for (const { run = '' } of job.steps) expect(run.replaceAll(/\$\{\{ matrix\.\w+ \}\}/g, '')).not.toContain('${{')
  })

  it('installs what the lockfile says', () => {
    const commands = commandsOf(job).join('\n')
    expect(commands).toMatch(/^(npm ci|bash \.ci\/run)$/m)
    expect(commands).not.toMatch(/npm (i|install)\b/)
  })
})

describe('the workflows', () => {
  it('may read, and nothing else, but for the job that publishes', () => {
    for (const { permissions, concurrency } of workflows.values()) {
      expect(permissions).toEqual({ contents: 'read' })
      expect(concurrency?.group).toBeTypeOf('string')
    }
    const more = jobs.filter(({ job }) => job.permissions !== undefined)
    expect(more.map(({ name, job }) => [name, job.permissions])).toEqual([
      ['release.yml: publish', { contents: 'read', 'id-token': 'write' }],
    ])
  })

  it('check a change by the scripts of .ci/run, all of them and no other', async () => {
    const { scripts } = workflows.get('ci.yml')!.jobs
    expect(scriptsIn(commandsOf(scripts!).join('\n')).toSorted()).toEqual(
      scriptsIn(await readText('.ci/run')).toSorted(),
    )
  })

  it('try every Node.js that the SDK supports, from the oldest', () => {
    const [oldest, ...others] = workflows.get('ci.yml')!.jobs['node']!.strategy!.matrix['node']!
    expect(manifest.engines.node).toBe(`>=${oldest}`)
    const majors = NODE_VERSIONS.map((version) => version.split('.')[0]!)
    expect([oldest!.split('.')[0], ...others]).toEqual(majors)
  })

  it('publish after every check, by the script that publishes', () => {
    const { test, publish } = workflows.get('release.yml')!.jobs
    expect(publish!.needs).toBe('test')
    expect(commandsOf(test!)).toContain('bash .ci/run')
    expect(scriptsIn(commandsOf(test!).join('\n'))).toEqual(['release:check'])
    expect(scriptsIn(commandsOf(publish!).join('\n'))).toEqual(['release'])
  })
})
