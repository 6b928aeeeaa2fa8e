// What the example's issue and the comment on its pull request look like: the pictures of the README.
import assert from 'node:assert/strict'
import { test } from 'node:test'

import { PHONE, WIDE, faults, open, picture } from './window.mjs'

const MOST_BYTES = 250_000

for (const name of ['issue', 'pull-request']) {
  for (const colorScheme of ['light', 'dark']) {
    for (const [width, viewport] of Object.entries({ wide: WIDE, phone: PHONE })) {
      test(`${name}, ${colorScheme}, ${width}: accessible, and nothing reaches beyond the edge`, async () => {
        const { page, said } = await open(`${name}.html`, { viewport, colorScheme })
        await picture(page, `${name}-${colorScheme}-${width}`, { fullPage: true })
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth))
        assert.deepEqual(await faults(page), [])
        assert.deepEqual(said, [])
        await page.context().close()
      })
    }
  }

  test(`the picture of the ${name} for the README is taken, and small`, async () => {
    const { page } = await open(`${name}.html`, { viewport: { width: 1100, height: 400 } })
    const taken = await picture(page, `readme-${name}`, { fullPage: true })
    assert.ok(taken.length < MOST_BYTES, `${taken.length} bytes`)
    await page.context().close()
  })
}

test('the issue shows its text, its labels and why it was closed', async () => {
  const { page } = await open('issue.html')
  const said = await page.locator('main').innerText()
  for (const words of ['The row in sent_alerts', 'priority: high', 'Done, says', 'closed this as completed']) {
    assert.ok(said.includes(words), words)
  }
  assert.ok(!said.includes('<!--') && !said.includes('<sub>'))
  await page.context().close()
})

test('the comment on the pull request shows what merging would open, update and close', async () => {
  const { page } = await open('pull-request.html')
  const rows = await page.locator('tbody td:first-child').allInnerTexts()
  for (const verb of ['open', 'update', 'close']) assert.ok(rows.includes(verb), `${verb} in ${rows}`)
  assert.match(await page.locator('article').innerText(), /^.*Handoff issues\n\nMerging this/s)
  await page.context().close()
})
