// Where the tour takes place: the recorded start system, given a neighbour, and with everything
// that an operation needs within reach of the first ship.

import { readFileSync } from 'node:fs'
import { runToEnd } from './children.mjs'
import { writeTemporary } from './temporary.mjs'

const recorded = new URL('../../../scenarios/x1-ad75.json', import.meta.url)
const hulls = new URL('../../../data/hulls.json', import.meta.url)

// What the steps call the places.
export const places = {
    system: 'X1-AD75',
    home: 'X1-AD75-A1',
    yard: 'X1-AD75-A2',
    asteroid: 'X1-AD75-XD5A',
    gasGiant: 'X1-AD75-C40',
    gate: 'X1-AD75-I55',
    neighbour: 'X1-TOUR',
    farGate: 'X1-TOUR-G1',
    uncharted: 'X1-TOUR-U2',
}
const { yard, gate, neighbour, farGate, uncharted } = places

const listing = (ship) => ({
    at: yard, ship, base: 1_000_000, margin: 10, stock: 8, activity: 'GROWING',
})
const exchange = (at, good) => ({ at, good, type: 'EXCHANGE', volume: 180, margin: 8, stock: 0 })

// The recorded gate lacks its material; this one lacks one ship's load.
const almostBuilt = {
    at: gate,
    materials: [
        { good: 'FAB_MATS', required: 1600, fulfilled: 1590 },
        { good: 'ADVANCED_CIRCUITRY', required: 400, fulfilled: 400 },
        { good: 'QUANTUM_STABILIZERS', required: 1, fulfilled: 1 },
    ],
}

function addNeighbour(scenario) {
    const [home] = scenario.systems
    scenario.systems.push({
        symbol: neighbour, sector: 'X1', type: 'RED_STAR', x: home.x + 300, y: home.y + 400,
    })
    scenario.waypoints.push(
        { symbol: farGate, type: 'JUMP_GATE', x: 40, y: 30, traits: ['MARKETPLACE'] },
        { symbol: uncharted, type: 'MOON', x: 0, y: 20, uncharted: true, traits: ['ROCKY'] },
    )
    scenario.market_goods.push(exchange(farGate, 'ANTIMATTER'))
    scenario.gates.push({ at: farGate, connections: [gate] })
    scenario.gates.find((each) => each.at === gate).connections.push(farGate)
    scenario.sites = [almostBuilt]
}

// The yard sells whatever a contract can ask for, what ships are fitted with, and every ship.
function stockYard(scenario) {
    const imports = scenario.market_goods.filter((each) => each.type === 'IMPORT')
    const here = scenario.market_goods.filter((each) => each.at === yard).map((each) => each.good)
    const bases = new Map(imports.map((each) => [each.good, each.base]))
    for (const [good, base] of bases) {
        if (!here.includes(good)) scenario.market_goods.push({ ...exchange(yard, good), base })
    }
    scenario.market_goods.push(
        exchange(yard, 'FAB_MATS'),
        { ...exchange(yard, 'MOUNT_GAS_SIPHON_I'), base: 9_000 },
        { ...exchange(yard, 'MODULE_CARGO_HOLD_I'), base: 8_000 },
    )
    const listings = scenario.ship_listings.filter((each) => each.at === yard)
    const offered = listings.map((each) => each.ship)
    for (const { type } of JSON.parse(readFileSync(hulls, 'utf8'))) {
        if (!offered.includes(type)) scenario.ship_listings.push(listing(type))
    }
}

// Writes the scenario and returns the file's path.
export function writeTourScenario() {
    const scenario = JSON.parse(readFileSync(recorded, 'utf8'))
    scenario.name = 'tour'
    addNeighbour(scenario)
    stockYard(scenario)
    return writeTemporary('tour.json', scenario)
}

// Writes a small world from a seed and returns the file's path.
export async function writeGeneratedScenario(program) {
    const args = ['generate', '--systems', '4', '--outer', '50', '--seed', '7']
    const { code, output } = await runToEnd(program, args)
    if (code !== 0) throw new Error(`${program} made no world: ${output}`)
    return writeTemporary('generated.json', output)
}
