// SPDX-License-Identifier: GPL-3.0-or-later
// Functions that are called in the page: each stands for itself, since it is sent there as text.

export function openAll() {
	document.querySelectorAll('details').forEach((details) => { details.open = true; });
}

export function width() {
	const root = document.documentElement;
	return { shown: root.scrollWidth, there: root.clientWidth };
}

// Texts whose contrast with what is behind them is below LEAST (WCAG 2.1, 1.4.3).
export function faintTexts(least) {
	function channels(color) {
		const numbers = color.match(/[\d.]+/g)?.map(Number) ?? [0, 0, 0, 0];
		return { rgb: numbers.slice(0, 3), alpha: numbers[3] ?? 1 };
	}
	function mix(over, alpha, under) {
		return over.map((value, i) => value * alpha + under[i] * (1 - alpha));
	}
	function luminance(rgb) {
		const [r, g, b] = rgb.map((value) => value / 255)
			.map((value) => (value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
		return 0.2126 * r + 0.7152 * g + 0.0722 * b;
	}
	function contrast(a, b) {
		const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
		return (high + 0.05) / (low + 0.05);
	}
	// The areas of LAYERS, the topmost first, one over the other.
	function blend(layers) {
		return layers.reduceRight((under, { rgb, alpha }) => mix(rgb, alpha, under), [255, 255, 255]);
	}
	function backgrounds(element) {
		const layers = [];
		for (let at = element; at; at = at.parentElement) {
			layers.push(channels(getComputedStyle(at).backgroundColor));
		}
		return layers;
	}
	// What a text of a picture is drawn over: areas under its middle.
	function areas(text, svg) {
		const box = text.getBoundingClientRect();
		const layers = [];
		for (const shape of svg.querySelectorAll(':is(polygon, rect):not(.tips *)')) {
			const extent = shape.getBoundingClientRect();
			const x = box.x + box.width / 2, y = box.y + box.height / 2;
			if (shape.compareDocumentPosition(text) & Node.DOCUMENT_POSITION_FOLLOWING &&
				extent.left <= x && x <= extent.right && extent.top <= y && y <= extent.bottom &&
				shape.isPointInFill(new DOMPoint(x, y).matrixTransform(shape.getScreenCTM().inverse()))) {
				const style = getComputedStyle(shape);
				const { rgb, alpha } = channels(style.fill);
				layers.unshift({ rgb, alpha: style.fill === 'none' ? 0 : alpha * style.fillOpacity });
			}
		}
		return layers;
	}

	const faint = [];
	const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	for (let node = walker.nextNode(); node; node = walker.nextNode()) {
		const element = node.parentElement;
		const svg = element.closest('svg');
		if (!node.data.trim() || element.closest('title, thead')?.matches('title') ||
			!element.checkVisibility()) {
			continue;
		}
		const style = getComputedStyle(element);
		const { rgb, alpha } = channels(svg ? style.fill : style.color);
		const back = blend(svg ? [...areas(element, svg), ...backgrounds(svg)] : backgrounds(element));
		const found = contrast(mix(rgb, alpha, back), back);
		if (found < least) {
			const figure = element.closest('figure')?.id ?? '';
			faint.push(`${figure} "${node.data.trim().slice(0, 30)}" ${found.toFixed(2)} ` +
				`[${rgb}] on [${back.map(Math.round)}]`);
		}
	}
	return faint;
}

// What people who don't see the page would miss.
export function structure() {
	const wrong = [];
	const all = (selector) => [...document.querySelectorAll(selector)];
	function once(selector) {
		if (all(selector).length !== 1) {
			wrong.push(`${all(selector).length} of ${selector}`);
		}
	}
	function each(selector, what, test) {
		all(selector).filter((element) => !test(element))
			.forEach((element) => wrong.push(`${what}: ${element.outerHTML.slice(0, 80)}`));
	}

	['html[lang]', 'head > title', 'h1', 'body > header', 'main', 'nav[aria-label]', 'a.skip'].forEach(once);
	let level = 1;
	each('h1, h2, h3, h4, h5, h6', 'a heading skips a level', (heading) => {
		const before = level;
		level = Number(heading.tagName[1]);
		return level <= before + 1;
	});
	each('svg', 'a picture without words', (svg) => svg.getAttribute('role') === 'img' &&
		svg.getAttribute('aria-label')?.length > 3);
	each('figure', 'a figure without caption or table', (figure) =>
		figure.querySelector('figcaption')?.textContent.trim() && figure.querySelector('table tbody td'));
	each('table', 'a table without headers', (table) => table.querySelector('thead th[scope=col]'));
	each('tbody tr', 'a row without header', (row) => row.querySelector('th[scope=row]'));
	each('section, article', 'a section without heading', (section) =>
		document.getElementById(section.getAttribute('aria-labelledby'))?.matches('h2, h3'));
	each('a[href]', 'a link to nowhere', (link) => link.hash && document.querySelector(link.hash));
	each('use', 'a mark to nowhere', (use) => document.getElementById(use.href.baseVal.slice(1)));
	each('[role=region]', 'what scrolls takes no focus', (region) =>
		region.tabIndex === 0 && region.getAttribute('aria-label'));
	const ids = all('[id]').map((element) => element.id);
	ids.filter((id, i) => ids.indexOf(id) !== i).forEach((id) => wrong.push(`two of #${id}`));
	return wrong;
}

// Tables that are not shown, folded away or not.
export function missingTables() {
	return [...document.querySelectorAll('table')]
		.filter((table) => !table.checkVisibility({ visibilityProperty: true }) ||
			table.rows[table.rows.length > 1 ? 1 : 0].getBoundingClientRect().height < 5)
		.map((table) => table.closest('figure, section').id);
}

// True if the page lets a script run that someone got into it.
export function runsScript() {
	const script = document.createElement('script');
	script.textContent = 'window.ran = true';
	document.body.append(script);
	script.remove();
	return window.ran === true;
}
