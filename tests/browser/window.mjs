// A browser without a window, and pages of the folder PAGES in it. CHROMIUM is the program.
import { join } from 'node:path'
import { after, before } from 'node:test'
import { pathToFileURL } from 'node:url'

import axe from 'axe-core'
import { chromium } from 'playwright-core'

export const { PAGES, CHROMIUM } = process.env
export const WIDE = { width: 1280, height: 800 }
export const PHONE = { width: 390, height: 844 }
const QUIET = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync']

let browser
before(async () => {
  // As root, as in a container, Chromium starts without its sandbox or not at all.
  const args = process.getuid() === 0 ? ['--no-sandbox', ...QUIET] : QUIET
  browser = await chromium.launch({ executablePath: CHROMIUM, args })
})
after(() => browser.close())

/** A page in a window of its own; `said` gathers every request, message, question and new window. */
export async function open(name, { viewport = WIDE, colorScheme = 'light', ...others } = {}) {
  const context = await browser.newContext({ viewport, colorScheme, reducedMotion: 'reduce', ...others })
  const page = await context.newPage()
  const address = pathToFileURL(join(PAGES, name)).href
  const said = []
  page.on('request', (request) => request.url() === address || said.push(`request: ${request.url()}`))
  page.on('console', (message) => said.push(`console: ${message.text()}`))
  page.on('pageerror', (error) => said.push(`error: ${error}`))
  page.on('dialog', (dialog) => { said.push(`dialog: ${dialog.message()}`); dialog.dismiss() })
  page.on('popup', () => said.push('a new window'))
  await page.goto(address)
  return { page, said }
}

export const picture = (page, name, options = {}) => page.screenshot({ path: join(PAGES, `${name}.png`), ...options })

/** What `axe` finds wrong, each as a rule and the first element. */
export async function faults(page) {
  await page.evaluate(axe.source)
  const { violations } = await page.evaluate(() => globalThis.axe.run())
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0].html} ${nodes[0].failureSummary}`)
}
