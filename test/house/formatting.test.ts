import { expect, it } from 'vitest'
import { readJson, readText } from '../support/repository-files.js'

it('tells editors what the formatter does', async () => {
  const { formatter } = await readJson<{ formatter: Record<string, unknown> }>('biome.json')
  const all = /^\[\*\]\n([^[]*)/m.exec(await readText('.editorconfig'))![1]!
  const settings = Object.fromEntries(
    all
      .trim()
      .split('\n')
      .map((line) => line.split(' = ')),
  )
  expect(settings).toMatchObject({
    indent_style: formatter['indentStyle'],
    indent_size: String(formatter['indentWidth']),
    max_line_length: String(formatter['lineWidth']),
  })
})
