// SPDX-License-Identifier: GPL-3.0-or-later
// Drives chromium by its DevTools protocol over two pipes: nothing to install but chromium and node.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PROGRAM = process.env.CHROMIUM ?? 'chromium';
const ARGUMENTS = [
	'--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
	'--disable-background-networking', '--disable-component-update', '--disable-sync',
	'--hide-scrollbars', '--remote-debugging-pipe',
];
const LIMIT_MS = 60000;

// Messages end with a zero byte; answers carry the id of their command, events have none.
export class Chromium {
	#child;
	#profile = mkdtempSync(join(tmpdir(), 'manyhands-chromium-'));
	#rest = '';
	#next = 1;
	#waiting = new Map();
	#session;
	events = []; // of the page, in the order in which they came

	constructor() {
		this.#child = spawn(PROGRAM, [...ARGUMENTS, `--user-data-dir=${this.#profile}`, 'about:blank'],
			{ stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
		this.#child.stdio[4].setEncoding('utf8').on('data', (piece) => this.#read(piece));
		this.#child.on('error', (error) => this.#fail(error));
		this.#child.on('exit', () => this.#fail(new Error(`${PROGRAM} has ended`)));
	}

	#read(piece) {
		const messages = (this.#rest + piece).split('\0');
		this.#rest = messages.pop();
		for (const message of messages.map((text) => JSON.parse(text))) {
			const waiting = this.#waiting.get(message.id);
			this.#waiting.delete(message.id);
			if (!waiting) {
				this.events.push(message);
			} else if (message.error) {
				waiting.reject(new Error(message.error.message));
			} else {
				waiting.resolve(message.result);
			}
		}
	}

	#fail(error) {
		for (const waiting of this.#waiting.values()) {
			waiting.reject(error);
		}
		this.#waiting.clear();
	}

	send(method, params = {}) {
		const id = this.#next++;
		const message = { id, method, params, sessionId: this.#session };
		return new Promise((resolve, reject) => {
			const timer = setTimeout(() => reject(new Error(`${method}: no answer`)), LIMIT_MS);
			const done = (action) => (value) => { clearTimeout(timer); action(value); };
			this.#waiting.set(id, { resolve: done(resolve), reject: done(reject) });
			this.#child.stdio[3].write(JSON.stringify(message) + '\0');
		});
	}

	// Attaches to the one page there is.
	async open() {
		const { targetInfos } = await this.send('Target.getTargets');
		const { targetId } = targetInfos.find((info) => info.type === 'page');
		const { sessionId } = await this.send('Target.attachToTarget', { targetId, flatten: true });
		this.#session = sessionId;
		for (const domain of ['Page', 'Network', 'Runtime', 'Log']) {
			await this.send(`${domain}.enable`);
		}
	}

	// Loads URL in a window WIDTH wide; SCHEME is "light" or "dark", MEDIA "screen" or "print".
	async load(url, { width = 1280, height = 900, scheme = 'light', media = 'screen' } = {}) {
		await this.send('Emulation.setDeviceMetricsOverride',
			{ width, height, deviceScaleFactor: 1, mobile: false });
		await this.send('Emulation.setEmulatedMedia',
			{ media, features: [{ name: 'prefers-color-scheme', value: scheme }] });
		this.events.length = 0;
		await this.send('Page.navigate', { url });
		while (!this.events.some((event) => event.method === 'Page.loadEventFired')) {
			await new Promise((resolve) => setTimeout(resolve, 10));
		}
	}

	// The value of FUNCTION, called in the page with ARGUMENTS.
	async call(callee, ...values) {
		const { result, exceptionDetails } = await this.send('Runtime.evaluate', {
			expression: `(${callee})(...${JSON.stringify(values)})`,
			returnByValue: true, awaitPromise: true,
		});
		if (exceptionDetails) {
			throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
		}
		return result.value;
	}

	// A PNG of the page from TOP on, HEIGHT high, as a Buffer.
	async picture(top, width, height) {
		const { data } = await this.send('Page.captureScreenshot',
			{ captureBeyondViewport: true, clip: { x: 0, y: top, width, height, scale: 1 } });
		return Buffer.from(data, 'base64');
	}

	async close() {
		const ended = new Promise((resolve) => this.#child.once('exit', resolve));
		await this.send('Browser.close').catch(() => this.#child.kill());
		await ended;
		rmSync(this.#profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
	}
}
