import { stringify } from 'csv-stringify/sync'

/** Returns rows as CSV. Templates are other people's text: what a spreadsheet would take for a formula is quoted. */
export function csvResponse(filename: string, rows: readonly object[]): Response {
  const text = stringify([...rows], { header: true, escape_formulas: true })
  const headers = {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename="${filename}"`,
  }
  return new Response(text, { headers })
}
