// SPDX-License-Identifier: GPL-3.0-or-later
// pictures.mjs PAGE OUT [WIDTH SCHEME [MEDIA]]: the page as PNG pieces OUT-0.png, OUT-1.png, ...
import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { Chromium } from './chromium.mjs';

const PIECE = 1900;
const [page, out, width = '1280', scheme = 'light', media = 'screen'] = process.argv.slice(2);
const chromium = new Chromium();
try {
	await chromium.open();
	await chromium.load(pathToFileURL(page).href, { width: Number(width), scheme, media });
	const height = await chromium.call('() => document.documentElement.scrollHeight');
	for (let top = 0; top < height; top += PIECE) {
		const name = `${out}-${top / PIECE}.png`;
		writeFileSync(name,
			await chromium.picture(top, Number(width), Math.min(PIECE, height - top)));
		console.log(name);
	}
} finally {
	await chromium.close();
}
