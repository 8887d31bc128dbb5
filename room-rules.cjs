/**
 * The rules of dependency-cruiser for a table of rooms: which room may import which, one row a room, `*` for all.
 * `entries` stands for the files that `isEntry` matches. Rows stand from the ground up.
 *
 * @throws Error if a row names a room that stands above it: an arrow upward
 */
function roomRules(root, rooms, isEntry) {
  const pathOf = (room) => (room === 'entries' ? isEntry : `^${root}/${room}(/|\\.tsx?$)`)
  const order = Object.keys(rooms)
  for (const [i, room] of order.entries()) {
    const above = rooms[room].filter((name) => name !== '*' && !order.slice(0, i).includes(name))
    if (above.length > 0) throw new Error(`${root}/${room} may not import what stands above it: ${above.join(', ')}`)
  }
  return [
    {
      name: 'no-circular',
      comment: 'No cycles, type imports included.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'every-file-has-a-room',
      comment: `A file of ${root}/ belongs to a room of the table.`,
      severity: 'error',
      from: { path: `^${root}/`, pathNot: order.map(pathOf) },
      to: {},
    },
    // Of a room with `*`, all but what stands above it.
    ...Object.entries(rooms).map(([room, named], i) => {
      const allowed = named.includes('*') ? order.slice(0, i) : named
      return {
        name: `arrow-from-${room}`,
        comment: `${room} may import: ${allowed.join(', ') || 'nothing of ours'}.`,
        severity: 'error',
        from: { path: pathOf(room), pathNot: room === 'entries' ? undefined : isEntry },
        to: { path: `^${root}/`, pathNot: [room, ...allowed].map((name) => `^${root}/${name}(/|\\.tsx?$)`) },
      }
    }),
  ]
}

module.exports = { roomRules }
