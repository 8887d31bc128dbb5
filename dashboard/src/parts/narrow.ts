import { signal } from '@preact/signals'

/** As in `style/widths.css`: below it rows are cards. */
const query = matchMedia('screen and (max-width: 960px)')

/** Whether the window is so narrow that rows are cards. */
export const isNarrow = signal(query.matches)
query.addEventListener('change', () => {
  isNarrow.value = query.matches
})
