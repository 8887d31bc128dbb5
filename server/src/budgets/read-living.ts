import type { ServiceStore } from '../store/store.js'
import { type LifeTimes, type Living, lifeWindowOf, livingOf, minLifeOf } from './living.js'

/** What comes and goes has to do so for an hour to count. */
const STRETCH_SECONDS = 900
const STRETCHES = 4
const MAX_INSTANCES = 100_000

/** Reads who shares the budget of a service. */
export async function readLiving(
  services: Pick<ServiceStore, 'reporting' | 'passing'>,
  serviceId: number,
  times: LifeTimes,
  now: number,
): Promise<Living> {
  const period = { from: now - STRETCHES * STRETCH_SECONDS, to: now }
  const [instances, passing] = await Promise.all([
    services.reporting(serviceId, now - lifeWindowOf(times), MAX_INSTANCES),
    services.passing(serviceId, period, STRETCH_SECONDS, minLifeOf(times)),
  ])
  return livingOf(instances, passing, STRETCH_SECONDS, times, now)
}
