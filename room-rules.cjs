/**
 * The rules of dependency-cruiser for a table of rooms: which room may import which, one row a room, `*` for all.
 * `entries` stands for the files that `isEntry` matches.
 */
function roomRules(root, rooms, isEntry) {
  const pathOf = (room) => (room === 'entries' ? isEntry : `^${root}/${room}(/|\\.ts$)`)
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
      from: { path: `^${root}/`, pathNot: Object.keys(rooms).map(pathOf) },
      to: {},
    },
    ...Object.entries(rooms)
      .filter(([, allowed]) => !allowed.includes('*'))
      .map(([room, allowed]) => ({
        name: `arrow-from-${room}`,
        comment: `${room} may import: ${allowed.join(', ') || 'nothing of ours'}.`,
        severity: 'error',
        from: { path: pathOf(room), pathNot: room === 'entries' ? undefined : isEntry },
        to: { path: `^${root}/`, pathNot: [room, ...allowed].map((name) => `^${root}/${name}(/|\\.ts$)`) },
      })),
  ]
}

module.exports = { roomRules }
