// Contracts and construction: what is asked for is bought at the yard and brought there.

import { dock, fly } from './moves.mjs'

const buy = (symbol, units) => ({
    send: 'POST /my/ships/{freighter}/purchase',
    body: { symbol, units },
})

const deliver = (terms, units) => ({
    send: 'POST /my/contracts/{contract}/deliver',
    body: { shipSymbol: '{freighter}', tradeSymbol: terms.tradeSymbol, units },
})

const unloaded = {
    title: 'throw away what the freighter carries',
    run: async (guide) => {
        const { inventory } = await guide.take({ send: 'GET /my/ships/{freighter}/cargo' })
        for (const { symbol, units } of inventory) {
            await guide.take({
                send: 'POST /my/ships/{freighter}/jettison',
                body: { symbol, units },
            })
        }
    },
}

// Brings all of a delivery, a freighter's load at a time, starting and ending at the yard.
const deliveries = {
    title: 'deliver what the contract asks for',
    run: async (guide) => {
        const { terms } = await guide.take({ send: 'GET /my/contracts/{contract}' })
        const { capacity } = await guide.take({ send: 'GET /my/ships/{freighter}/cargo' })
        for (const each of terms.deliver) {
            guide.known.destination = each.destinationSymbol
            for (let left = each.unitsRequired; left > 0; left -= capacity) {
                const load = Math.min(left, capacity)
                await guide.take(buy(each.tradeSymbol, load))
                for (const step of fly('freighter', 'destination')) await guide.take(step)
                await guide.take({ ...deliver(each, load), refused: 4244 })
                await guide.take(dock('freighter'))
                await guide.take(deliver(each, load))
                for (const step of fly('freighter', 'yard')) await guide.take(step)
                await guide.take(dock('freighter'))
            }
        }
    },
}

export const contracts = [
    unloaded,
    { send: 'GET /my/contracts' },
    { send: 'GET /my/contracts/{contract}' },
    { send: 'GET /my/contracts/none', refused: 404 },
    { send: 'POST /my/ships/{freighter}/negotiate/contract', refused: 4511 },
    { send: 'POST /my/contracts/{contract}/fulfill', refused: 4505 },
    { send: 'POST /my/contracts/{contract}/accept' },
    { send: 'POST /my/contracts/{contract}/accept', refused: 4501 },
    { send: 'POST /my/contracts/{contract}/fulfill', refused: 4502 },
    deliveries,
    { send: 'POST /my/contracts/{contract}/fulfill' },
    { send: 'POST /my/contracts/{contract}/fulfill', refused: 4504 },
    { send: 'POST /my/ships/{freighter}/negotiate/contract' },
    { send: 'GET /my/contracts' },
]

const site = '/systems/{system}/waypoints/{gate}/construction'
const supply = (tradeSymbol, units) => ({
    send: `POST ${site}/supply`,
    body: { shipSymbol: '{freighter}', tradeSymbol, units },
})

export const construction = [
    buy('FAB_MATS', 11),
    { ...supply('FAB_MATS', 1), refused: 4802 },
    ...fly('freighter', 'gate'),
    dock('freighter'),
    { ...supply('FOOD', 1), refused: 4800 },
    supply('FAB_MATS', 10),
    { ...supply('FAB_MATS', 1), refused: 4801 },
    { send: `GET ${site}` },
    { send: 'GET /systems/{system}/waypoints/{gate}' },
]
