// What many steps have in common: flights, and letting time pass. The universe stands still between
// requests; a wait lets it go on for exactly as long as the game says.

const second = 1000

// Waits until the ship has arrived.
export function arrive(ship) {
    const look = { send: `GET /my/ships/{${ship}}/nav` }
    return {
        title: `${ship} arrives`,
        run: async (guide) => {
            const { route } = await guide.take(look)
            const flight = Date.parse(route.arrival) - Date.parse(route.departureTime)
            await guide.simulator.pass(flight / second)
            const { status } = await guide.take(look)
            if (status !== 'IN_ORBIT') throw new Error(`it is ${status}`)
        },
    }
}

// Waits until the ship has cooled down; it may have on the way.
export function cool(ship) {
    const look = { send: `GET /my/ships/{${ship}}/cooldown` }
    return {
        title: `${ship} cools down`,
        run: async (guide) => {
            const cooldown = await guide.take(look)
            if (cooldown === undefined) return
            await guide.simulator.pass(cooldown.remainingSeconds)
            if ((await guide.take(look)) !== undefined) throw new Error('it is hot still')
        },
    }
}

// Flies to the waypoint of that name; the ship is in orbit there afterwards.
export function fly(ship, waypoint) {
    return [
        orbit(ship),
        {
            send: `POST /my/ships/{${ship}}/navigate`,
            body: { waypointSymbol: `{${waypoint}}` },
        },
        arrive(ship),
    ]
}

export function dock(ship) {
    return { send: `POST /my/ships/{${ship}}/dock` }
}

export function orbit(ship) {
    return { send: `POST /my/ships/{${ship}}/orbit` }
}
