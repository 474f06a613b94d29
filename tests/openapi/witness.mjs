// A validator before a game server, for a client that knows nothing of it.
//
//   node witness.mjs --openapi FILE --upstream URL
//
// Prints one line of JSON with the url to give to the client. When it is asked to end (SIGTERM) it
// prints a table of the operations it saw, and one line of JSON: {"reached": [operations]}.
// Exit codes: 0 nothing was objected to, 1 something was, 2 usage.

import { parseArgs } from 'node:util'
import { amended } from './amendments.mjs'
import { onSignal } from './lib/children.mjs'
import { report } from './lib/report.mjs'
import { startWitness } from './lib/witness.mjs'

const usage = 'usage: node witness.mjs --openapi FILE --upstream URL'

function readArguments() {
    const options = { openapi: { type: 'string' }, upstream: { type: 'string' } }
    try {
        const { values } = parseArgs({ options })
        if (values.openapi && values.upstream) return values
        throw new Error('both options are needed')
    } catch (error) {
        console.error(`witness: ${error.message}\n${usage}`)
        process.exit(2)
    }
}

const { openapi, upstream } = readArguments()
const witness = await startWitness(amended(openapi), upstream)
onSignal(() => {
    const { lines, reached, ok } = report(witness.exchanges, {
        operations: witness.operations,
        mustReachAll: false,
    })
    console.log(JSON.stringify({ reached }))
    console.log(lines.join('\n'))
    process.exit(ok ? 0 : 1)
})
console.log(JSON.stringify({ url: witness.url }))
