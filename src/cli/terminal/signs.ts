/** Signs that our own texts have, and what stands for them where the screen has ASCII only. */
const ASCII: ReadonlyMap<string, string> = new Map([
  ['…', '...'],
  ['–', '-'],
  ['·', '-'],
  ['→', '->'],
  ['≥', '>='],
  ['±', '+-'],
])
const SIGNS = new RegExp(`[${[...ASCII.keys()].join('')}]`, 'g')

/** Returns a text of ours with signs that the screen can show. */
export const signs = (text: string, unicode: boolean): string =>
  unicode ? text : text.replace(SIGNS, (sign) => ASCII.get(sign)!)
