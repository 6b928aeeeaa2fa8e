// The page of an explanation as people meet it, in Chromium.
import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'

import { PAGES, PHONE, WIDE, faults, open, picture } from './window.mjs'

const HOSTILE = readdirSync(PAGES).filter((name) => name.startsWith('hostile-') && name.endsWith('.html'))

const badge = (page, line) => page.locator('.marked', { has: page.locator(`#L${line}`) }).locator('.badge').first()
const tip = (page, line) => page.locator('.marked', { has: page.locator(`#L${line}`) }).locator('.tip').first()

for (const colorScheme of ['light', 'dark']) {
  for (const [name, viewport] of Object.entries({ wide: WIDE, phone: PHONE, narrow: { width: 320, height: 640 } })) {
    for (const handoff of ['example', 'everything']) {
      test(`${handoff}, ${colorScheme}, ${name}: accessible, and nothing reaches beyond the edge`, async () => {
        const { page, said } = await open(`${handoff}.html`, { viewport, colorScheme })
        await picture(page, `${handoff}-${colorScheme}-${name}`, { fullPage: name === 'phone' })
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth))
        assert.deepEqual(await faults(page), [])
        assert.deepEqual(said, [])
        await page.context().close()
      })
    }
  }
}

describe('by pointer', () => {
  test('the reason is shown beside a marked line, and goes again', async () => {
    const { page } = await open('example.html')
    await page.locator('#L25 .text').hover()
    await tip(page, 25).waitFor({ state: 'visible' })
    assert.match(await tip(page, 25).innerText(), /stands under “Critical”/)
    await page.locator('h1').hover()
    await tip(page, 25).waitFor({ state: 'hidden' })
    await page.context().close()
  })

  test('an issue and its lines light up together', async () => {
    const { page } = await open('example.html')
    const shade = (selector) => page.locator(selector).evaluate((element) => getComputedStyle(element).backgroundColor)
    const [line, issue] = [await shade('.marked:has(#L25)'), await shade('#issue-2')]
    await page.locator('#title-2').hover()
    assert.notEqual(await shade('.marked:has(#L25)'), line)
    await page.locator('#L25 .text').hover()
    assert.notEqual(await shade('#issue-2'), issue)
    await page.context().close()
  })

  test('on a phone, a tap leads to the issue and back to its lines', async () => {
    const { page } = await open('example.html', { viewport: PHONE, hasTouch: true, isMobile: true })
    await badge(page, 47).tap()
    const issue = page.locator('.issue:target')
    assert.ok(await inView(issue))
    assert.match(await issue.innerText(), /Kestrel Bay/)
    await issue.locator('.lines').first().tap()
    assert.ok(await inView(page.locator('#L47')))
    await page.context().close()
  })
})

describe('by keyboard', () => {
  test('the first key leads past the handoff', async () => {
    const { page } = await open('example.html')
    await page.keyboard.press('Tab')
    assert.equal(await page.evaluate(() => document.activeElement.innerText), 'Skip to the issues')
    await page.keyboard.press('Enter')
    assert.equal(await page.evaluate(() => location.hash), '#issues')
    await page.context().close()
  })

  test('every entry is reached in turn, shows its reason and leads to its issue', async () => {
    const { page } = await open('everything.html')
    const entries = await page.locator('.badge').count()
    const reached = new Set()
    for (let presses = 0; reached.size < entries && presses < 4 * entries; presses += 1) {
      await page.keyboard.press('Tab')
      const told = await page.evaluate(() => {
        const badge = document.activeElement
        if (!badge.matches('.badge')) return null
        const tip = document.getElementById(badge.getAttribute('aria-describedby'))
        return { target: badge.hash, name: badge.innerText, shown: getComputedStyle(tip).visibility, text: tip.innerText }
      })
      if (told === null) continue
      assert.equal(told.shown, 'visible', told.name)
      assert.notEqual(told.text, '')
      reached.add(`${told.target} ${told.name} ${presses}`)
    }
    assert.equal(reached.size, entries)
    await badge(page, 20).focus()
    await page.keyboard.press('Enter')
    assert.ok(await inView(page.locator('.issue:target')))
    await page.context().close()
  })
})

async function inView(element) {
  const box = await element.boundingBox()
  const { height } = element.page().viewportSize()
  return box !== null && box.y >= 0 && box.y < height
}

test('merged mentions lead to each other', async () => {
  const { page } = await open('everything.html')
  const entry = page.locator('.marked', { has: page.locator('#L18') })
  const [other] = await entry.locator('.badges .lines').evaluateAll((links) => links.map((link) => link.hash))
  await entry.locator('.badges .lines').first().click()
  assert.ok(await inView(page.locator(other)))
  const back = page.locator('.marked', { has: page.locator(other) }).locator('.badges .lines').first()
  assert.equal(await back.evaluate((link) => link.hash), '#L18')
  await page.context().close()
})

test('the picture for the README is taken, and small', async () => {
  const { page } = await open('example.html', { viewport: { width: 1200, height: 560 } })
  await badge(page, 47).click()
  await page.locator('#L42').evaluate((line) => line.scrollIntoView())
  await page.locator('#L47 .text').hover()
  await tip(page, 47).waitFor({ state: 'visible' })
  const taken = await picture(page, 'readme')
  assert.ok(taken.length < 150_000, `${taken.length} bytes`)
  await page.context().close()
})

test('it reads the same without JavaScript', async () => {
  const { page, said } = await open('example.html', { javaScriptEnabled: false })
  await page.locator('#L25 .text').hover()
  await tip(page, 25).waitFor({ state: 'visible' })
  assert.deepEqual(said, [])
  await page.context().close()
})

for (const colorScheme of ['light', 'dark']) {
  test(`printed from ${colorScheme}, all of it stands on white paper`, async () => {
    const { page } = await open('everything.html', { colorScheme, viewport: { width: 720, height: 1000 } })
    await page.emulateMedia({ media: 'print', colorScheme })
    const seen = await page.evaluate(() => ({
      tips: [...document.querySelectorAll('.tip, .skip')].filter((element) => element.checkVisibility()).length,
      hidden: [...document.querySelectorAll('.line, .issue, .mention')].filter((element) => !element.checkVisibility()).length,
      cut: [...document.querySelectorAll('.column')].filter((column) => column.scrollHeight > column.clientHeight + 1).length,
      scheme: getComputedStyle(document.documentElement).colorScheme,
    }))
    assert.deepEqual(seen, { tips: 0, hidden: 0, cut: 0, scheme: 'light' })
    await page.pdf({ path: join(PAGES, `printed-${colorScheme}.pdf`), format: 'A4' })
    await page.context().close()
  })
}

test('its policy stops what text could bring: scripts, handlers, styles, images, frames, forms', async () => {
  const { page, said } = await open('example.html')
  const stopped = await page.evaluate(async () => {
    const found = []
    document.addEventListener('securitypolicyviolation', (event) => found.push(event.effectiveDirective))
    const main = document.querySelector('main')
    const script = document.createElement('script')
    script.textContent = 'document.title = "taken"'
    main.append(script)
    main.insertAdjacentHTML('beforeend', `
      <p onclick="document.title = 'taken'" style="color: red" id="try">x</p>
      <a href="javascript:document.title='taken'" id="link">x</a>
      <style>h1 { color: red }</style>
      <img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" onerror="document.title = 'taken'">
      <iframe srcdoc="x" src="https://example.invalid/"></iframe>
      <form action="https://example.invalid/"><button id="send">x</button></form>`)
    for (const id of ['try', 'link', 'send']) document.getElementById(id).click()
    await new Promise((resolve) => setTimeout(resolve, 300))
    return [...new Set(found)].sort()
  })
  for (const directive of ['script-src-elem', 'script-src-attr', 'style-src-attr', 'style-src-elem', 'img-src', 'form-action']) {
    assert.ok(stopped.includes(directive), `${directive} is not among ${stopped}`)
  }
  assert.notEqual(await page.title(), 'taken')
  assert.deepEqual(said.filter((line) => line.startsWith('request') && !line.includes('data:')), [])
  await page.context().close()
})

const OURS = new Set(('html head body meta title style header main h1 h2 h3 h4 h5 h6 p hr b section article div span ul ol ' +
  'li dl dt dd details summary a blockquote pre code em strong s br table thead tbody tr th td').split(' '))

for (const name of HOSTILE) {
  test(`${name} does nothing but stand there`, async () => {
    const { page, said } = await open(name)
    const title = await page.title()
    await page.mouse.move(300, 300)
    await page.keyboard.press('Tab')
    const found = await page.evaluate(() => [...document.querySelectorAll('*')].map((element) => ({
      tag: element.localName,
      foreign: element.namespaceURI !== 'http://www.w3.org/1999/xhtml' || element.shadowRoot !== null,
      attributes: element.getAttributeNames(),
      href: element.getAttribute('href') ?? '#',
    })))
    for (const { tag, foreign, attributes, href } of found) {
      assert.ok(OURS.has(tag) && !foreign, tag)
      assert.ok(!attributes.some((attribute) => attribute.startsWith('on') || attribute === 'style'), `${attributes}`)
      assert.match(href, /^(#|https?:|mailto:)/)
    }
    const children = await page.evaluate(() => [...document.body.children].map((element) => element.localName))
    assert.deepEqual(children, ['a', 'header', 'main'])
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'it reaches beyond the edge')
    assert.equal(await page.title(), title)
    assert.deepEqual(said, [])
    await page.context().close()
  })
}
