import type { WantedMark } from './wanted-mark.js'

/** A policy that came to a stage. */
export interface StagedPolicy {
  /** Name of the service. */
  readonly service: string
  /** Of the policy. */
  readonly version: number
  /** As the server names it. */
  readonly stage: string
  /** Epoch seconds. */
  readonly at: number
}

/** An incident, as far as a mark says it. */
export interface MarkedIncident {
  readonly id: number
  readonly service: string
  /** Epoch seconds. */
  readonly openedAt: number
  /** Epoch seconds; `undefined`: it goes on. */
  readonly resolvedAt: number | undefined
}

/** A run makes no more: the newest. */
const MAX_MARKS = 200
/** Stages that change what is kept. */
const STAGES: ReadonlyMap<string, string> = new Map([
  ['canary', 'is tried by a part of the instances'],
  ['active', 'is in force'],
  ['reverted', 'was taken back'],
])

/**
 * Returns the marks of policies and incidents, the oldest first, 200 at most: the newest. Stages that change nothing of what is kept
 * have none.
 *
 * @param source which of several that mark the same project, such as the team of a server
 */
export function lipserviceMarks(
  source: string,
  policies: readonly StagedPolicy[],
  incidents: readonly MarkedIncident[],
): readonly WantedMark[] {
  const keyOf = (...parts: readonly unknown[]) => JSON.stringify([source, ...parts])
  const at = (seconds: number) => new Date(seconds * 1_000)
  const marks = [
    ...policies.flatMap(({ service, version, stage, at: since }): WantedMark[] => {
      const said = STAGES.get(stage)
      if (said === undefined) return []
      const text = `${service}: policy ${version} ${said}`
      return [{ key: keyOf('policy', service, version, stage), at: at(since), text }]
    }),
    ...incidents.flatMap(({ id, service, openedAt, resolvedAt }): WantedMark[] => [
      { key: keyOf('incident', id, 'opened'), at: at(openedAt), text: `${service}: an incident began` },
      ...(resolvedAt === undefined
        ? []
        : [{ key: keyOf('incident', id, 'resolved'), at: at(resolvedAt), text: `${service}: the incident is over` }]),
    ]),
  ]
  return marks.toSorted((a, b) => a.at.getTime() - b.at.getTime()).slice(-MAX_MARKS)
}
