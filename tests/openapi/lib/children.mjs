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

// setpriv lets the kernel end a child when this process is killed and can end nothing itself.
function start(program, args, cwd) {
    const child = spawn('setpriv', ['--pdeathsig', 'KILL', '--', program, ...args], {
        stdio: ['ignore', 'pipe', 'pipe'],
        cwd,
    })
    running.add(child)
    child.on('close', () => running.delete(child))
    return child
}

// Starts a program and returns the first line of its stdout that `pattern` matches, as a match.
export async function startAndWaitFor(pattern, program, args) {
    const child = start(program, args)
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
        child.on('close', (code) => giveUp(`ended with code ${code}`))
        lines.on('line', (line) => {
            const found = pattern.exec(line)
            if (!found) return
            clearTimeout(timer)
            resolve(found)
        })
    })
}

// Runs a program in a folder to its end; returns {code, output}.
export async function runToEnd(program, args, folder) {
    const child = start(program, args, folder)
    let output = ''
    for (const source of [child.stdout, child.stderr]) {
        source.setEncoding('utf8').on('data', (text) => (output += text))
    }
    return await new Promise((resolve, reject) => {
        child.on('error', reject)
        child.on('close', (code) => resolve({ code, output }))
    })
}
