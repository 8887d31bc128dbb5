import type { Adaptation } from '../adaptive/adaptation.js'
import type { IncidentWindow } from '../incident-window.js'
import { type DecisionStep, outlook } from './decision-step.js'
import { keptWhole } from './kept-whole.js'

/** Keeps everything while the window is open. */
export function incidentStep(incident: IncidentWindow, adaptation: Pick<Adaptation, 'spend' | 'costOf'>): DecisionStep {
  return {
    decide: (subject) => (incident.isOpen(subject.now) ? keptWhole(subject, 'incident', adaptation) : undefined),
    explain: ({ now }) => [outlook('incident', incident.isOpen(now), 'the pass-through window', 1)],
  }
}
