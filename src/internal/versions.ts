/** Version of package.json, put in place of this name by the build (tsup.config.ts) and by the tests (vitest.config.ts). */
declare const LIPSERVICE_VERSION: string

/** Of the package. */
export const PACKAGE_VERSION: string = LIPSERVICE_VERSION

/** This SDK as reports name it: `language/version`. */
export const SDK_NAME_AND_VERSION = `node/${LIPSERVICE_VERSION}`

/** Version of the Node.js that runs this process, as it names itself: `v24.1.0`. */
export const RUNTIME_VERSION = process.version
