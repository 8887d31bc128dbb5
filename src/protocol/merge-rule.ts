import { type FieldCheck, fieldCheck, object, refuse } from './field-check.js'

/** Declares words at some places of a template to be values. */
export interface MergeRule {
  /**
   * A template with `<+>` at each such place: `user <+> logged in` makes one pattern of `user ann logged in`, `user bob logged in`
   * and `user <*> logged in`. At least one `<+>` and two words.
   */
  readonly template: string
}

export const ANY_TOKEN = '<+>'
export const MAX_MERGE_RULES = 50
const MAX_TEMPLATE_CHARACTERS = 1_024
const MIN_LITERALS = 2

const ALLOWED = `a template with a ${ANY_TOKEN} and at least ${MIN_LITERALS} words`

const template: FieldCheck<string> = fieldCheck(
  {
    type: 'string',
    maxLength: MAX_TEMPLATE_CHARACTERS,
    description: ALLOWED,
    examples: [`user ${ANY_TOKEN} logged in`],
  },
  (value) =>
    typeof value === 'string' && value.length <= MAX_TEMPLATE_CHARACTERS && isMergeTemplate(value.split(' '))
      ? value
      : refuse(ALLOWED, value),
)

function isMergeTemplate(tokens: readonly string[]): boolean {
  const literals = tokens.filter((token) => token !== ANY_TOKEN && token !== '<*>' && token !== '')
  return tokens.includes(ANY_TOKEN) && literals.length >= MIN_LITERALS
}

export const mergeRule: FieldCheck<MergeRule> = object<MergeRule>({ template }, ['template'])
