// Thousands of requests that a property-based tester makes up from the document.
//
//   node fuzz.mjs --openapi FILE --sim PROGRAM --schemathesis PROGRAM
//
// No answer may be a server's failure, or have a shape or type that the document (amendments.mjs)
// does not give. $ARGOSY_SEED repeats a run; the seed is printed.
// Exit codes: 0 nothing was found, 1 something was, or too few requests were made, 2 usage.

import { dirname, resolve } from 'node:path'
import { amended } from './amendments.mjs'
import { readFiles } from './lib/arguments.mjs'
import { onSignal, runToEnd } from './lib/children.mjs'
import { Guide } from './lib/guide.mjs'
import { startSimulator } from './lib/simulator.mjs'
import { writeTemporary } from './lib/temporary.mjs'
import { places, writeTourScenario } from './lib/world.mjs'
import { dock, fly } from './steps/moves.mjs'

const leastRequests = 10_000
const examplesPerOperation = 180
// Flights and cooldowns end while the tester is busy elsewhere.
const speed = 1_000

// What the yard sells, and parts that ships have.
const goods = [
    'FUEL', 'IRON_ORE', 'FAB_MATS', 'MOUNT_GAS_SIPHON_I', 'MOUNT_MINING_LASER_II',
    'MODULE_CARGO_HOLD_I', 'MODULE_CREW_QUARTERS_I',
]

const checks = ['not_a_server_error', 'response_schema_conformance', 'content_type_conformance']

// An agent with a ship of each type at the yard, so that requests find something to act on.
async function settle(simulator) {
    const guide = new Guide(simulator, places)
    const register = {
        send: 'POST /register',
        token: 'accountToken',
        body: { symbol: 'FUZZER', faction: 'COSMIC' },
        keep: (data) => ({
            agentToken: data.token,
            contract: data.contract.id,
            frigate: data.ships[0].symbol,
        }),
    }
    for (const step of [register, ...fly('frigate', 'yard'), dock('frigate')]) {
        await guide.take(step)
    }
    const yard = await guide.take({ send: 'GET /systems/{system}/waypoints/{yard}/shipyard' })
    for (const { type } of yard.shipTypes) {
        await guide.take({
            send: 'POST /my/ships',
            body: { shipType: type, waypointSymbol: '{yard}' },
        })
    }
    const ships = await guide.take({ send: 'GET /my/ships?limit=20' })
    return {
        tokens: guide.known,
        names: {
            shipSymbol: ships.map(({ symbol }) => symbol),
            contractId: [guide.known.contract],
            agentSymbol: ['FUZZER'],
            systemSymbol: [places.system, places.neighbour],
            waypointSymbol: Object.values(places).filter((each) => each.split('-').length === 3),
            tradeSymbol: goods,
            symbol: goods,
        },
    }
}

// Tells the tester the names that exist: a text at random would never be a ship's. What it makes up
// against the document it makes up all the same.
function knowing(document, names) {
    const visit = (node) => {
        if (node === null || typeof node !== 'object') return
        for (const parameter of Array.isArray(node.parameters) ? node.parameters : []) {
            if (names[parameter.name]) parameter.schema = oneOf(names[parameter.name])
        }
        for (const name of Object.keys(node.properties ?? {})) {
            if (names[name]) node.properties[name] = oneOf(names[name])
        }
        Object.values(node).forEach(visit)
    }
    const { '/register': beforeThereAreAny, ...paths } = document.paths
    for (const operation of Object.values(paths).flatMap(Object.values)) {
        visit({ parameters: operation.parameters, body: operation.requestBody })
    }
    return document
}

const oneOf = (values) => ({ type: 'string', enum: values })

const authorization = (token) => `headers = { Authorization = "Bearer ${token}" }`

// Only registration takes the token of an account.
const configuration = ({ agentToken, accountToken }) => `
${authorization(agentToken)}

[[operations]]
include-name = "POST /register"
${authorization(accountToken)}
`

async function main() {
    const { openapi, sim, schemathesis } = readFiles('fuzz', ['openapi', 'sim', 'schemathesis'])
    onSignal()
    const simulator = await startSimulator(sim, writeTourScenario())
    const { tokens, names } = await settle(simulator)
    await simulator.run(speed)

    const seed = process.env.ARGOSY_SEED ?? String(Date.now() % 1_000_000)
    console.log(`seed ${seed}`)
    const document = writeTemporary('document.json', knowing(amended(openapi), names))
    const args = [
        '--config-file', writeTemporary('schemathesis.toml', configuration(tokens)),
        'run', document, '--url', simulator.url, '--checks', checks.join(),
        '--phases', 'examples,coverage,fuzzing',
        '--max-examples', String(examplesPerOperation), '--seed', seed,
        '--continue-on-failure', '--generation-database', 'none', '--no-color',
    ]
    // It keeps notes where it runs.
    const { code, output } = await runToEnd(resolve(schemathesis), args, dirname(document))
    console.log(output)
    const requests = Number(/(\d+) generated/.exec(output)?.[1] ?? 0)
    if (requests < leastRequests) {
        console.log(`${requests} requests were made, expected ${leastRequests} or more`)
    }
    process.exit(code === 0 && requests >= leastRequests ? 0 : 1)
}

main().catch((error) => {
    console.error(`fuzz: ${error.message}`)
    process.exit(1)
})
