import { Collection, hasText } from './collection.js'
import { flag, record, textUpTo } from './fields.js'

/** Saved views of logs: the one thing that DELETE removes. */
export const logViews = (): Collection =>
  new Collection({
    path: 'logs/views',
    scope: 'logs',
    query: [],
    fields: { 'name!': textUpTo(400), filters: record, pinned: flag },
    made: (id, given) => ({
      id: `00000000-0000-4000-8000-${String(id).padStart(12, '0')}`,
      short_id: `lv${id}`,
      filters: {},
      pinned: false,
      ...given,
    }),
    listed: hasText('name'),
    key: 'short_id',
    deletable: true,
  })
