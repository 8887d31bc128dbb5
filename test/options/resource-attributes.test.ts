import { describe, expect, it } from 'vitest'
import { resolveResource } from '../../src/options/resource-attributes.js'
import { startUnderTest } from '../support/logging-under-test.js'
import { samplingUnderTest } from '../support/sampling-under-test.js'

describe('the resource', () => {
  it('has name, version and environment of the service, and nothing else', () => {
    const env = {
      OTEL_RESOURCE_ATTRIBUTES:
        'service.version=1.4.2,deployment.environment.name=prod%20eu,service.name=other,host.name=h,team=x',
    }
    expect(resolveResource('shop', env)).toEqual({
      'service.name': 'shop',
      'service.version': '1.4.2',
      'deployment.environment.name': 'prod eu',
    })
  })

  it('is named by its attributes where nothing else names it', () => {
    expect(resolveResource(undefined, { OTEL_RESOURCE_ATTRIBUTES: 'service.name=shop' })).toEqual({
      'service.name': 'shop',
    })
    expect(resolveResource(undefined, {})).toEqual({ 'service.name': 'unknown_service:node' })
  })

  it('takes the version from npm, and the environment by its older name', () => {
    const env = { npm_package_version: '2.0.0', OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment=staging' }
    expect(resolveResource('shop', env)).toEqual({
      'service.name': 'shop',
      'service.version': '2.0.0',
      'deployment.environment.name': 'staging',
    })
  })

  it.each(['', ',', '=', 'a', 'a=%E0%A4%A', '=b,service.version='])('survives %j', (text) => {
    expect(resolveResource('shop', { OTEL_RESOURCE_ATTRIBUTES: text })).toEqual({ 'service.name': 'shop' })
  })

  it('says the version in reports', () => {
    const sampling = samplingUnderTest({}, { env: { OTEL_RESOURCE_ATTRIBUTES: 'service.version=1.4.2' } })
    sampling.pipeline.sample({ severityNumber: 9, body: 'x' })
    expect(sampling.ledger.take()).toMatchObject({ service_name: 'test', service_version: '1.4.2' })
  })

  it('goes with every record', async () => {
    const test = await startUnderTest({}, { env: { OTEL_RESOURCE_ATTRIBUTES: 'service.version=1.4.2' } })
    test.logging.getLogger('app').emit({ severityNumber: 17, body: 'x' })
    const [record] = await test.arrived()
    expect(record!.resource).toEqual({ 'service.name': 'test', 'service.version': '1.4.2' })
    await test.close()
  })
})
