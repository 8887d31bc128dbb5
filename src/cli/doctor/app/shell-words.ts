/** Between two commands of one line. */
const SEPARATORS = new Set(['&&', '||', ';', '|', '&'])
const WORD = /\s*(&&|\|\||[;|&]|(?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^\s;|&"'\\])+)/gy

/** Returns the commands of a line of a shell, as words. Variables stay as they are written. */
export function commandsOf(line: string): string[][] {
  const commands: string[][] = [[]]
  for (const [, word] of line.slice(0, 8_192).matchAll(WORD)) {
    if (SEPARATORS.has(word!)) commands.push([])
    else commands.at(-1)!.push(unquoted(word!))
  }
  return commands.filter((words) => words.length > 0)
}

function unquoted(word: string): string {
  return word.replace(
    /"((?:\\.|[^"\\])*)"|'([^']*)'|\\(.)/g,
    (_, double?: string, single?: string, escaped?: string) =>
      double !== undefined ? double.replace(/\\(["\\$`])/g, '$1') : (single ?? escaped ?? ''),
  )
}
