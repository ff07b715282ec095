/* SPDX-License-Identifier: MIT */
/* Work that needs a core and nothing else: multiply-and-add steps in registers, no memory, no calls. */
#ifndef MANYHANDS_WORKLOADS_SPIN_H
#define MANYHANDS_WORKLOADS_SPIN_H

#include "trial/clock.h"
#include "trial/workload.h"

/* One step of a linear congruential generator (Knuth's MMIX); each needs the one before it. */
static inline uint64_t spin_step(uint64_t x)
{
	return workload_opaque(x * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407));
}

/* ITERATIONS steps in one chain: a step waits for the last one, most of the core lies idle. */
static inline uint64_t spin_latency(uint64_t seed, uint64_t iterations)
{
	for (uint64_t i = 0; i < iterations; i++) {
		seed = spin_step(seed);
	}
	return seed;
}

/*
 * ITERATIONS steps (rounded up to a multiple of 8) in 8 chains that do not need each other: the
 * multiplier is never idle, so a second hardware thread of the core finds nothing left.
 */
static inline uint64_t spin_throughput(uint64_t seed, uint64_t iterations)
{
	uint64_t a = seed, b = ~a, c = a + 2, d = ~c, e = a + 4, f = ~e, g = a + 6, h = ~g;

	for (uint64_t i = 0; i < iterations; i += 8) {
		a = spin_step(a);
		b = spin_step(b);
		c = spin_step(c);
		d = spin_step(d);
		e = spin_step(e);
		f = spin_step(f);
		g = spin_step(g);
		h = spin_step(h);
	}
	return a + b + c + d + e + f + g + h;
}

/* The steps of spin_latency that last CPU_NS alone on a core, by the fastest of several short runs:
 * whatever disturbs a run only makes it slower. At least 1. */
static inline uint64_t spin_calibrate(uint64_t cpu_ns)
{
	enum { RUNS = 20, TIMED = 1000000 };
	uint64_t fastest_ns = UINT64_MAX, x = 0;

	for (int run = 0; run < RUNS; run++) {
		uint64_t start_ns = clock_thread_cpu_ns();

		x = spin_latency(x, TIMED);
		uint64_t took_ns = clock_thread_cpu_ns() - start_ns;
		fastest_ns = took_ns < fastest_ns ? took_ns : fastest_ns;
	}
	double per_ns = (double)TIMED / (double)(fastest_ns > 0 ? fastest_ns : 1);
	return 1 + (uint64_t)((double)cpu_ns * per_ns);
}

#endif
