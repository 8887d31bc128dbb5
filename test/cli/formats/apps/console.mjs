console.log('order 4711 placed')
console.log('order', { id: 4712, lines: ['a', 'b'], customer: { name: 'a customer with a long name', city: 'a city' } })
console.warn('stock service answers slowly')
console.error(new TypeError('card declined', { cause: new Error('no funds') }))
