import { describe, expect, it } from 'vitest'
import { recordingDiag } from '../support/quiet-diag.js'
import { namesIn, readText, readYaml } from '../support/repository-files.js'

interface Field {
  readonly type: string
  readonly id?: string
  readonly attributes: { readonly label?: string; readonly value?: string; readonly options?: readonly string[] }
  readonly validations?: { readonly required: boolean }
}
interface Form {
  readonly name: string
  readonly description: string
  readonly body: readonly Field[]
}

const FOLDER = '.github/ISSUE_TEMPLATE'
const files = (await namesIn(FOLDER)).filter((file) => file !== 'config.yml')

describe.each(files)('%s', (file) => {
  it('is a form that GitHub takes', async () => {
    const { name, description, body } = await readYaml<Form>(`${FOLDER}/${file}`)
    expect(name.length).toBeGreaterThan(3)
    expect(description.length).toBeLessThanOrEqual(200)
    const asked = body.filter(({ type }) => type !== 'markdown')
    expect(asked.length).toBeGreaterThan(0)
    for (const { type, id, attributes } of asked) {
      expect(['textarea', 'input', 'dropdown', 'checkboxes']).toContain(type)
      expect(id).toMatch(/^[a-z-]+$/)
      expect(attributes.label).toBeTypeOf('string')
      if (type === 'dropdown') expect(new Set(attributes.options).size).toBe(attributes.options!.length)
    }
    expect(new Set(asked.map(({ id }) => id)).size).toBe(asked.length)
  })
})

describe('the form for bugs', async () => {
  const { body } = await readYaml<Form>(`${FOLDER}/bug.yml`)
  const field = (id: string) => body.find((each) => each.id === id)!

  it('offers every logger that has an adapter', async () => {
    expect(field('loggers').attributes.options).toEqual([...(await namesIn('src/adapters')).toSorted(), 'another'])
  })

  it('wants what a bug cannot be found without', () => {
    for (const id of ['what', 'reproduction', 'versions', 'loggers', 'format']) {
      expect(field(id).validations, id).toEqual({ required: true })
    }
  })

  it('tells how the lines of LipService begin', async () => {
    const { diag, said } = recordingDiag()
    diag.once('not_decided')
    const [prefix] = said[0]!.split(' ')
    expect(await readText(`${FOLDER}/bug.yml`)).toContain(`begin with \`${prefix}\``)
  })
})
