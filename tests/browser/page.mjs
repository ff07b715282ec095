// SPDX-License-Identifier: GPL-3.0-or-later
// page.mjs [--compared KIND,...] PAGE...: opens each report.html in chromium, light and dark, on a phone, a
// tablet and a desk, and on paper, and checks what can only be seen there. Of each KIND of chart some page must
// have tooltips that could be compared. Prints what is wrong; exit status 1.
import { basename, dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { Chromium } from './chromium.mjs';
import * as look from './looks.mjs';
import { tips as lookAtTips } from './tips.mjs';

const VIEWS = [390, 768, 1280].flatMap((width) => [{ width, scheme: 'light' }, { width, scheme: 'dark' }])
	.concat({ width: 700, scheme: 'light', media: 'print' });
const CONTRAST = 4.5;

let problems = 0;
let checks = 0;

function expect(fine, where, what) {
	checks++;
	if (!fine) {
		problems++;
		console.log(`FAILED: ${where}: ${what}`);
	}
}

// What must come back empty.
function expectNone(list, where, what) {
	expect(list.length === 0, where, `${what}: ${list.slice(0, 5).join(' | ')} (${list.length})`);
}

function checkSilence(events, url, where) {
	const requests = events.filter((event) => event.method === 'Network.requestWillBeSent')
		.map((event) => event.params.request.url)
		.filter((address) => address !== url && !address.startsWith('data:'));
	const complaints = events
		.filter((event) => ['Runtime.exceptionThrown', 'Runtime.consoleAPICalled', 'Log.entryAdded']
			.includes(event.method))
		.map((event) => JSON.stringify(event.params));
	expectNone(requests, where, 'requests');
	expectNone(complaints, where, 'errors');
}

function wordsOf(counts) {
	return Object.entries(counts).map(([what, times]) => `${times} of ${what}`).join(', ') || 'none';
}

async function checkView(chromium, page, view) {
	const url = pathToFileURL(page).href;
	const where = `${basename(dirname(page))} ${view.media ?? view.scheme} ${view.width}`;

	await chromium.load(url, view);
	if (view.media === 'print') {
		expectNone(await chromium.call(look.missingTables), where, 'tables that are not shown');
	} else {
		await chromium.call(look.openAll);
	}
	const { shown, there } = await chromium.call(look.width);
	expect(shown <= there, where, `scrolls sideways: ${shown} of ${there} px`);
	expectNone(await chromium.call(look.faintTexts, CONTRAST), where, 'faint texts');
	checkSilence(chromium.events, url, where);
}

async function checkPage(chromium, page) {
	const url = pathToFileURL(page).href;
	const where = basename(dirname(page));

	await chromium.load(url);
	expectNone(await chromium.call(look.structure), where, 'structure');
	const tips = await chromium.call(lookAtTips);
	expectNone(tips.wrong, where, 'tooltips');
	expect(tips.count > 0 || tips.figures === 0, where, 'no tooltip at all');
	expect(!await chromium.call(look.runsScript), where, 'a script ran');
	return tips;
}

const { values, positionals } = parseArgs(
	{ options: { compared: { type: 'string', default: '' } }, allowPositionals: true });
const compared = {};
const chromium = new Chromium();
try {
	await chromium.open();
	for (const page of positionals) {
		const tips = await checkPage(chromium, page);
		for (const [what, times] of Object.entries(tips.compared)) {
			compared[what] = (compared[what] ?? 0) + times;
		}
		for (const view of VIEWS) {
			await checkView(chromium, page, view);
		}
		console.log(`${page}: ${tips.figures} charts, ${tips.count} tooltips; compared: ${wordsOf(tips.compared)}`);
	}
} finally {
	await chromium.close();
}
for (const kind of values.compared.split(',').filter(Boolean)) {
	expect(compared[kind] > 0, 'all pages', `no tooltip of ${kind} was compared`);
}
console.log(`compared in all: ${wordsOf(compared)}`);
console.log(`${checks} checks, ${problems} failed`);
process.exitCode = problems > 0 || checks === 0 ? 1 : 0;
