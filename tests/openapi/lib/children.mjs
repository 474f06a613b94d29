// Programs that live no longer than this one, however it ends.

import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

const patienceMs = 60_000
const keptLines = 50

const running = new Set()

process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')))

// Calls `end` on any signal that asks this process to end; by default it exits, failed.
export function onSignal(end = () => process.exit(1)) {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, end)
}

// Starts a program and returns the first line of its stdout that `pattern` matches, as a match.
// setpriv lets the kernel end it when this process is killed and can end nothing itself.
export async function startAndWaitFor(pattern, program, args) {
    const child = spawn('setpriv', ['--pdeathsig', 'KILL', '--', program, ...args], {
        stdio: ['ignore', 'pipe', 'pipe'],
    })
    running.add(child)
    const said = []
    const lines = createInterface({ input: child.stdout })
    const complaints = createInterface({ input: child.stderr })
    for (const source of [lines, complaints]) {
        source.on('line', (line) => said.push(line) > keptLines && said.shift())
    }

    return await new Promise((resolve, reject) => {
        const giveUp = (why) => reject(new Error(`${program} ${why}:\n${said.join('\n')}`))
        const timer = setTimeout(() => giveUp('did not get ready'), patienceMs)
        child.on('error', (error) => giveUp(error.message))
        child.on('close', (code) => {
            running.delete(child)
            giveUp(`ended with code ${code}`)
        })
        lines.on('line', (line) => {
            const found = pattern.exec(line)
            if (!found) return
            clearTimeout(timer)
            resolve(found)
        })
    })
}
