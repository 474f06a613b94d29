// A simulator whose universe stands still until it is told to go on.

import { startAndWaitFor } from './children.mjs'

async function post(url, body) {
    const answer = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
    })
    if (!answer.ok) throw new Error(`POST ${url}: ${answer.status} ${await answer.text()}`)
}

// Returns {url, pass, run}: pass(seconds) lets the universe go on for so long, run(speed) until the
// end, so many times as fast as real time.
export async function startSimulator(program, scenario) {
    const args = [
        'serve', '--port', '0', '--admin-port', '0', '--no-rate-limit',
        '--scenario', scenario, '--credits', '100000000',
    ]
    const greeting = JSON.parse((await startAndWaitFor(/^\{.*\}$/, program, args))[0])
    const time = `${greeting.admin_url}/time`
    await post(time, { freeze: true })
    return {
        url: greeting.url,
        pass: (seconds) => post(time, { step_seconds: seconds }),
        run: async (speed) => {
            await post(time, { speed })
            await post(time, { freeze: false })
        },
    }
}
