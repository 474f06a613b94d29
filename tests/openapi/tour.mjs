// A tour through every operation of the public API, with a validator between client and server.
//
//   node tour.mjs --openapi FILE --sim PROGRAM
//
// Starts the simulator, and Prism before it as a proxy that holds every request and every response
// against the document; takes the steps of steps/*.mjs; prints a table of operations.
// Exit codes: 0 every operation was reached and nothing was objected to, 1 not so, 2 usage.

import { amended } from './amendments.mjs'
import { readFiles } from './lib/arguments.mjs'
import { onSignal } from './lib/children.mjs'
import { Guide } from './lib/guide.mjs'
import { blindSpots } from './lib/proof.mjs'
import { report } from './lib/report.mjs'
import { startSimulator } from './lib/simulator.mjs'
import { startWitness } from './lib/witness.mjs'
import { places, writeGeneratedScenario, writeTourScenario } from './lib/world.mjs'
import { agents, begin, beyond, farewell } from './steps/agents.mjs'
import { cargo, mining, refining } from './steps/cargo.mjs'
import { construction, contracts } from './steps/contracts.mjs'
import { abroad, fleet } from './steps/fleet.mjs'
import { shipyard } from './steps/shipyard.mjs'
import { lookAround, systems } from './steps/systems.mjs'

// Later groups use ships and places of earlier ones.
const everything = [
    agents, systems, fleet, cargo, shipyard, mining, refining, contracts, construction, abroad,
    beyond, farewell,
].flat()

// What a generated world holds is not in the recorded one.
const sights = [begin, lookAround]

// Takes the steps in a universe of that scenario; returns the witness and what went wrong.
async function visit(document, program, scenario, steps) {
    const simulator = await startSimulator(program, scenario)
    const witness = await startWitness(document, simulator.url)
    const guide = new Guide(simulator, places, witness)
    await guide.takeAll(steps)
    return { ...witness, failures: guide.failures }
}

async function main() {
    const { openapi, sim } = readFiles('tour', ['openapi', 'sim'])
    onSignal()
    const document = amended(openapi)
    const visits = [
        await visit(document, sim, writeTourScenario(), everything),
        await visit(document, sim, await writeGeneratedScenario(sim), sights),
    ]
    const { lines, ok } = report(visits.flatMap(({ exchanges }) => exchanges), {
        operations: visits[0].operations,
        mustReachAll: true,
        failures: [...(await blindSpots(document)), ...visits.flatMap(({ failures }) => failures)],
    })
    console.log(lines.join('\n'))
    process.exit(ok ? 0 : 1)
}

main().catch((error) => {
    console.error(`tour: ${error.message}`)
    process.exit(1)
})
