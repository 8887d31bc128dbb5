type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement

/** What was filled into a form, in the order of its fields. */
export type Draft = readonly { readonly name: string; readonly value: string; readonly isChecked: boolean }[]

const SECRET = ['password', 'file', 'hidden']

/** Its fields, but those that hold a secret. */
function fieldsOf(form: HTMLFormElement): Field[] {
  return [...form.querySelectorAll<Field>('input[name], select[name], textarea[name]')].filter(
    ({ type }) => !SECRET.includes(type),
  )
}

const isChecked = (field: Field): boolean => field instanceof HTMLInputElement && field.checked

/** Returns what is filled in, no secrets. */
export const draftOf = (form: HTMLFormElement): Draft =>
  fieldsOf(form).map((field) => ({ name: field.name, value: field.value, isChecked: isChecked(field) }))

/** Fills it in again, as if it was typed: what follows a field follows. */
export function fillIn(form: HTMLFormElement, draft: Draft): void {
  for (const [i, field] of fieldsOf(form).entries()) {
    const was = draft[i]
    if (was === undefined || was.name !== field.name) continue
    if (field.value === was.value && isChecked(field) === was.isChecked) continue
    if (field instanceof HTMLInputElement && /^(checkbox|radio)$/.test(field.type)) field.checked = was.isChecked
    else field.value = was.value
    for (const type of ['input', 'change']) field.dispatchEvent(new Event(type, { bubbles: true }))
  }
}
