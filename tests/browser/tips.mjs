// SPDX-License-Identifier: GPL-3.0-or-later
// What the marks of pictures say when they are pointed at: called in the page, like the functions of looks.mjs.

// Each tooltip is found where its mark is, and says what the table below says and what is drawn there. `compared`
// counts, by kind of chart, those that were held against a table ("heat"), against what is drawn in them ("drawn heat")
// and against each other's places ("placed speedup").
export function tips() {
	const wrong = [];
	const compared = {};
	let count = 0;
	const kindOf = (figure) => figure.id.split('-')[0];
	const textOf = (element) => element.textContent.trim();

	function check(what, fine, words) {
		compared[what] = (compared[what] ?? 0) + 1;
		if (!fine) {
			wrong.push(`${what}: ${words}`);
		}
	}

	// A mark that can't be pointed at: thin areas have no pixel of their own, and of equal points one covers the other;
	// short blocks of a timeline reach a little under their neighbours.
	function isHidden(shape) {
		shape.scrollIntoView({ block: 'center', inline: 'center' });
		const box = shape.getBoundingClientRect();
		const isOnTop = (share) => {
			const top = document.elementFromPoint(box.x + share * box.width, box.y + box.height / 2);
			const covered = top?.parentElement === shape.parentElement &&
				Math.abs(top.getBoundingClientRect().x - box.x) < 3;
			return top === shape || covered;
		};
		return box.width >= 2 && box.height >= 2 && ![0.5, 0.1, 0.9].some(isOnTop);
	}

	// The tables of workers by strategies below speedups.
	function checkMatrix(figure, words) {
		const match = words.match(/^([^,]+), (\d+) workers?, speedup ([\d.]+×)/);
		if (!match) {
			return;
		}
		const [, strategy, workers, speedup] = match;
		const heads = [...figure.querySelectorAll('thead th')].map(textOf);
		const row = [...figure.querySelectorAll('tbody tr')]
			.find((each) => textOf(each.cells[0]).split(' ')[0] === workers);
		const cell = row && heads.includes(strategy) && textOf(row.cells[heads.indexOf(strategy)]);
		check(kindOf(figure), cell && cell.startsWith(`${speedup} `),
			`${figure.id}: the table has ${cell}, the tooltip ${words}`);
	}

	// The rows of a table with a row per mark: of each the words that a tooltip of it must have.
	function rowsOf(figure) {
		const heads = [...figure.querySelectorAll('thead th')].map(textOf);
		const bare = ['seconds', 'disturbed', 'value'];
		function wordsOf(cell, i) {
			const value = textOf(cell), head = heads[i];
			return value === '' ? []
				: head === 'workers' ? [` ${value} worker${value === '1' ? '' : 's'},`]
				: head === 'worker seconds' ? [` ${value} of workers,`]
				: !cell.matches('.n') || bare.includes(head) ? [` ${value},`]
				: [` ${head} ${value},`];
		}
		return [...figure.querySelectorAll('tbody tr')].map((row) => [...row.cells].flatMap(wordsOf));
	}
	function checkRow(figure, rows, words) {
		check(kindOf(figure), rows.some((row) => row.every((part) => ` ${words},`.includes(part))),
			`${figure.id}: no row of the table has all of the tooltip ${words}`);
	}

	// Texts drawn in the middle of areas: the ratio of a cell of the heat map, the number of a chunk.
	const drawn = { heat: /ratio ([\d.]+)/, timeline: /chunk (\d+)/ };
	function textsOf(figure) {
		return [...figure.querySelectorAll('svg text')].map((text) => {
			const box = text.getBoundingClientRect();
			return { x: box.x + box.width / 2, y: box.y + box.height / 2, words: textOf(text) };
		}).filter(({ words }) => /^\d/.test(words));
	}
	function checkDrawn(figure, shape, texts, origin, words) {
		const value = words.match(drawn[kindOf(figure)])?.[1];
		const own = shape.getBoundingClientRect(), now = figure.getBoundingClientRect();
		const left = own.x - now.x + origin.x, top = own.y - now.y + origin.y;
		const text = texts.find(({ x, y }) => left < x && x < left + own.width &&
			top < y && y < top + own.height);
		if (value && text) {
			check(`drawn ${kindOf(figure)}`, Math.abs(value / parseFloat(text.words) - 1) < 0.006,
				`${figure.id}: drawn is ${text.words}, the tooltip ${words}`);
		}
	}

	// Marks with larger values stand higher, or further to the right.
	const placed = { speedup: /speedup ([\d.]+)/, efficiency: /efficiency ([\d.]+)/,
		granularity: /efficiency ([\d.]+)/, questions: /ratio ([\d.]+)/ };
	function checkPlaces(figure, shapes) {
		const kind = kindOf(figure), origin = figure.getBoundingClientRect();
		const marks = shapes.map((shape) => {
			const box = shape.getBoundingClientRect();
			const words = shape.querySelector('title').textContent;
			const place = kind === 'questions' ? box.x + box.width / 2 - origin.x
				: origin.y - box.y - box.height / 2;
			return { words, place, value: parseFloat(words.match(placed[kind])?.[1]) };
		}).filter(({ value }) => !isNaN(value)).sort((a, b) => a.value - b.value);
		const slack = 2; /* pixels */
		for (const mark of marks) {
			const lower = marks.findLast((other) => other.value < mark.value);
			if (lower) {
				check(`placed ${kind}`, mark.place >= lower.place - slack,
					`${figure.id}: ${mark.words} stands before ${lower.words}`);
			}
		}
	}

	function checkFigure(figure) {
		const shapes = [...figure.querySelectorAll('.tips > *')];
		const kind = kindOf(figure);
		const perMark = ['heat', 'questions', 'waterfall', 'timeline', 'efficiency', 'granularity'];
		const rows = perMark.includes(kind) ? rowsOf(figure) : [];
		const origin = figure.getBoundingClientRect();
		const texts = drawn[kind] ? textsOf(figure) : [];
		for (const shape of shapes) {
			const words = shape.querySelector('title').textContent;
			count++;
			if (isHidden(shape)) {
				wrong.push(`${figure.id}: not to be pointed at: ${words}`);
			}
			if (kind === 'speedup') {
				checkMatrix(figure, words);
			} else if (perMark.includes(kind)) {
				checkRow(figure, rows, words);
			}
			if (drawn[kind]) {
				checkDrawn(figure, shape, texts, origin, words);
			}
		}
		if (placed[kind]) {
			checkPlaces(figure, shapes);
		}
		if (shapes.length === 0) {
			wrong.push(`${figure.id}: no mark tells its value`);
		}
	}

	const figures = [...document.querySelectorAll('figure')];
	figures.forEach(checkFigure);
	return { wrong, count, compared, figures: figures.length };
}
