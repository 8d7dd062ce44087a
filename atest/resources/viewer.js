// Opens a trace in Playwright's viewer and prints, as JSON, what it shows:
// node viewer.js PACKAGE BROWSER URL ACTION
const [playwright, browser, url, action] = process.argv.slice(2);
const { chromium } = require(playwright);

async function main() {
  const opened = await chromium.launch({ executablePath: browser, args: ['--no-sandbox'] });
  const page = await opened.newPage({ viewport: { width: 1300, height: 850 } });
  const failures = [];
  page.on('pageerror', error => failures.push(String(error)));
  await page.goto(url);
  await page.waitForSelector('.action-title', { timeout: 60000 });
  const actions = await page.locator('.action-title').allTextContents();
  await page.locator('.action-title', { hasText: action }).first().click();
  // The picture of the action is in a frame of its own.
  const shown = page.frameLocator('iframe.snapshot-visible').locator('img');
  await shown.first().waitFor({ timeout: 60000 });
  const pictures = [];
  for (const frame of page.frames()) {
    pictures.push(...await frame.evaluate(async () => {
      const images = [...document.images];
      await Promise.all(images.map(image => image.decode().catch(() => {})));
      return images.map(image => `${image.naturalWidth}x${image.naturalHeight}`);
    }));
  }
  const tab = async name => {
    await page.getByRole('tab', { name }).first().click();
    return (await page.locator('body').innerText()).split('\n').filter(Boolean);
  };
  const log = await tab('Log');
  const errors = await tab('Errors');
  const attachments = await tab('Attachments');
  console.log(JSON.stringify({ actions, pictures, log, errors, attachments, failures }));
  await opened.close();
}

main().catch(error => { console.error(String(error)); process.exit(1); });
