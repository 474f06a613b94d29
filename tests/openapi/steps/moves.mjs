// Steps that let game time pass, as seen by the game: they ask until it says so.

const pauseMs = 20
const patienceMs = 30_000

const pause = () => new Promise((resume) => setTimeout(resume, pauseMs))

function until(title, step, isOver) {
    return {
        title,
        run: async (guide) => {
            const end = Date.now() + patienceMs
            while (!isOver(await guide.take(step))) {
                if (Date.now() > end) throw new Error('took too long')
                await pause()
            }
        },
    }
}

// Waits until the ship has arrived.
export function arrive(ship) {
    const look = { send: `GET /my/ships/{${ship}}/nav` }
    return until(`${ship} arrives`, look, (nav) => nav.status !== 'IN_TRANSIT')
}

// Waits until the ship has cooled down: the answer is empty then.
export function cool(ship) {
    const look = { send: `GET /my/ships/{${ship}}/cooldown` }
    return until(`${ship} cools down`, look, (cooldown) => cooldown === undefined)
}

// Flies to the waypoint of that name; the ship is in orbit there afterwards.
export function fly(ship, waypoint) {
    return [
        { send: `POST /my/ships/{${ship}}/orbit` },
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
