export const about = { packages: [], note: 'the app alone: subtracted from the others' }

export async function open() {
  let sum = 0
  return {
    log(message, attributes) {
      sum += message.length + attributes.status
    },
    end: async () => sum,
  }
}
