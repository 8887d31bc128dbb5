import type { PageData, PageRow } from './page-data.js'

/** As much of the browser's document as the script uses. */
interface PageElement {
  textContent: string | null
  value?: string
  setAttribute(name: string, value: string): void
  append(...parts: (PageElement | string)[]): void
  replaceChildren(...parts: (PageElement | string)[]): void
  addEventListener(type: string, listen: () => void): void
}
interface PageDocument {
  createElement(tag: string): PageElement
  createElementNS(space: string, tag: string): PageElement
  getElementById(id: string): PageElement | null
}

/**
 * Draws the page in the browser. It travels as text: it may name nothing outside itself. Others wrote what it shows: it makes text nodes
 * only.
 */
export async function drawPage(document: PageDocument, packed: string): Promise<void> {
  const STEP = 200
  const SVG = 'http://www.w3.org/2000/svg'
  const bytes = Uint8Array.from(atob(packed), (character) => character.charCodeAt(0))
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'))
  const data = (await new Response(stream as ReadableStream).json()) as PageData
  const place = (id: string): PageElement => document.getElementById(id)!
  const make = (tag: string, text: string, attributes: Record<string, string> = {}): PageElement => {
    const element = document.createElement(tag)
    element.textContent = text
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
    return element
  }
  const draw = (tag: string, attributes: Record<string, string | number>): PageElement => {
    const element = document.createElementNS(SVG, tag)
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value))
    return element
  }
  const whole = (value: number): string => Math.round(value).toLocaleString('en')
  const size = (value: number): string =>
    value >= 1e9
      ? `${(value / 1e9).toFixed(2)} GB`
      : value >= 1e6
        ? `${(value / 1e6).toFixed(1)} MB`
        : `${(value / 1e3).toFixed(1)} kB`
  const dollars = (value: number): string => value.toLocaleString('en', { style: 'currency', currency: 'USD' })
  const amount = (value: number): string => (data.unit === 'bytes' ? size(value) : `${whole(value)} records`)
  const when = (millis: number): string => new Date(millis).toISOString().slice(0, 16).replace('T', ' ')

  place('title').textContent = data.title
  for (const note of data.notes) place('notes').append(make('li', note))
  for (const { name, cells } of data.budgets) {
    const row = make('tr', '')
    row.append(make('th', name, { scope: 'row' }), ...cells.map((cell) => make('td', cell)))
    place('budgets').append(row)
  }

  function drawPlot(): void {
    const [width, height, gap] = [960, 180, 3]
    const { logged, kept, allowed, start, columnMillis } = data
    const most = Math.max(1, allowed ?? 0, ...logged)
    const step = width / Math.max(1, logged.length)
    const plot = place('plot')
    plot.setAttribute('viewBox', `0 0 ${width} ${height}`)
    const said = `At most ${amount(Math.max(0, ...logged))} logged and ${amount(Math.max(0, ...kept))} kept in ${Math.round(columnMillis / 1000)} seconds`
    plot.setAttribute('aria-label', said)
    place('said').textContent =
      `${said}${allowed === undefined ? '' : `; the budget allows ${amount(allowed)}`}. From ${when(start)} UTC.`
    for (const [i, value] of logged.entries()) {
      for (const [of, name] of [
        [value, 'logged'],
        [kept[i] ?? 0, 'kept'],
      ] as const) {
        const tall = (of / most) * (height - 4)
        const bar = draw('rect', {
          class: name,
          x: i * step + gap / 2,
          y: height - tall,
          width: Math.max(1, step - gap),
          height: tall,
        })
        const tip = draw('title', {})
        tip.textContent = `${when(start + i * columnMillis)} UTC: ${amount(of)} ${name}`
        bar.append(tip)
        plot.append(bar)
      }
    }
    if (allowed === undefined) return
    const y = height - (allowed / most) * (height - 4)
    plot.append(draw('line', { class: 'allowed', x1: 0, x2: width, y1: y, y2: y }))
  }

  const { columns } = data
  const isText = (i: number): boolean => columns[i]!.kind === 'text' || columns[i]!.kind === 'level'
  const level = columns.findIndex(({ kind }) => kind === 'level')
  let [sorted, descending, shown] = [columns.findIndex((_, i) => !isText(i)), true, STEP]
  const heads = columns.map(({ title: name }, i) => {
    const head = make('th', '', { scope: 'col', class: isText(i) ? 'text' : '' })
    const button = make('button', name, { type: 'button' })
    button.addEventListener('click', () => {
      descending = sorted === i ? !descending : !isText(i)
      sorted = i
      drawRows()
    })
    head.append(button)
    place('heads').append(head)
    return head
  })

  function chosen(): PageRow[] {
    const wanted = (place('filter').value ?? '').toLowerCase()
    const rows = data.patterns.filter(([template]) => template.toLowerCase().includes(wanted))
    const sign = descending ? -1 : 1
    return rows.sort((a, b) => {
      const [x, y] = [a[sorted]!, b[sorted]!]
      return sign * (typeof x === 'number' && typeof y === 'number' ? x - y : x < y ? -1 : x > y ? 1 : 0)
    })
  }

  function drawRows(): void {
    const rows = chosen()
    for (const [i, head] of heads.entries())
      head.setAttribute('aria-sort', i !== sorted ? 'none' : descending ? 'descending' : 'ascending')
    place('rows').replaceChildren(
      ...rows.slice(0, shown).map((values) => {
        const row = make('tr', '', { class: level < 0 ? '' : String(values[level]).toLowerCase() })
        const [template] = values
        row.append(
          make('th', template, { scope: 'row', title: template }),
          ...values.slice(1).map((value, i) => {
            const { kind } = columns[i + 1]!
            if (typeof value === 'string') return make('td', value, { class: kind === 'level' ? 'text level' : 'text' })
            return make('td', kind === 'size' ? size(value) : kind === 'usd' ? dollars(value) : whole(value))
          }),
        )
        return row
      }),
    )
    place('count').textContent = `${whole(Math.min(shown, rows.length))} of ${whole(rows.length)} patterns`
    place('more').setAttribute('class', rows.length > shown ? '' : 'hidden')
  }

  place('filter').addEventListener('input', () => {
    shown = STEP
    drawRows()
  })
  place('more').addEventListener('click', () => {
    shown += STEP
    drawRows()
  })
  drawPlot()
  drawRows()
}
