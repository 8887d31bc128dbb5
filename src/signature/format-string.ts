const DIRECTIVES = 'sdifjoOc'

/** printf directives become gaps: `%s`, `%d`, `%i`, `%f`, `%j`, `%o`, `%O`, `%c`; `%%` is a percent sign. */
export function withoutDirectives(format: string): string {
  if (!format.includes('%')) return format
  let text = ''
  let from = 0
  for (let at = format.indexOf('%'); at >= 0; at = format.indexOf('%', at)) {
    const directive = format[at + 1]
    if (directive === '%') text += format.slice(from, at + 1)
    else if (directive !== undefined && DIRECTIVES.includes(directive)) text += `${format.slice(from, at)}<*>`
    else {
      at++
      continue
    }
    at += 2
    from = at
  }
  return text + format.slice(from)
}
