/** Words of the feature flag in PostHog that switches sampling. */
export const switchTexts = {
  title: 'Switch in PostHog',
  none: 'There is no feature flag lipservice-sampling there: policies alone say what is sampled.',
  modes: { active: 'samples', shadow: 'shadow: all is kept', off: 'off: all is kept' },
  says: {
    active: 'The flag lipservice-sampling switches nothing off: policies say what is sampled.',
    shadow: 'The flag lipservice-sampling keeps all: records say what would become of them.',
    off: 'The flag lipservice-sampling keeps all, until it says otherwise.',
  },
  since: (at: string) => `since ${at}`,
  more: (many: string) => `and ${many} more`,
  chip: { shadow: 'Shadow, by PostHog', off: 'Off, by PostHog' },
  note: {
    shadow: (at: string) =>
      `All is kept since ${at}: the feature flag lipservice-sampling in PostHog says shadow. Records say what would become of them.`,
    off: (at: string) =>
      `All is kept since ${at}: the feature flag lipservice-sampling in PostHog says off. The policy counts again when it says otherwise.`,
  },
} as const
