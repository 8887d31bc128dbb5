/** Words for where a service stands. */
export const serviceState = {
  incident: 'Incident',
  keepsAll: (time: string) => `Keeps all until ${time}`,
  onItsWay: (version: string, stage: string) => `${version} in ${stage}`,
  held: (version: string) => `Held at ${version}`,
  fixed: (version: string) => `${version}, by a person`,
  silent: (time: string) => `Silent since ${time}`,
  young: (time: string) => `By itself until ${time}`,
  byItself: 'By itself',
} as const
