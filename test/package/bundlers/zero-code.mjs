// Nothing is imported by name: a bundler that took the package for free of side effects would leave it out.
import 'lipservice/register'

console.error('an error')
console.info('an info')
setInterval(() => {}, 1_000)
