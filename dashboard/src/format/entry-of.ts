/** Returns what a table has under a name that others wrote; what every object has, such as `toString`, is no entry. */
export const entryOf = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined
