// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is measured meanwhile.  Each prints lines of NAME=VALUE words.
 */
#define _GNU_SOURCE
#include <err.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "attacks.h"

#define SAMPLES		100000
#define WINDOW_US	250000
/* An iteration takes less than one; more was somebody else's time */
#define GAP_US		10

/* How many words of somebody lie in the mailbox */
void meter_leak(struct box *b)
{
	int left = 0;

	for (int i = 0; i < WORDS; i++)
		left += !!box_rd(b, MEM + 4 * i);
	printf("leak=%d\n", left);
}

static int by_value(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* A well-behaved VF: handshakes with a pause between, how long each takes */
void meter_ask(struct box *b, double seconds, unsigned int gap_us)
{
	uint64_t start = now_us(), end = start + seconds * 1e6;
	static uint64_t took[SAMPLES];
	unsigned long n = 0, lost = 0;
	double passed;

	while (now_us() < end && n < SAMPLES) {
		uint32_t w[WORDS] = { OP_RESET }, answer[WORDS];
		uint64_t before = now_us();

		if (box_ask(b, w, answer, 2000000) && answer[0] & MSG_ACK)
			took[n++] = now_us() - before;
		else
			lost++;
		pause_us(gap_us);
	}
	passed = (now_us() - start) / 1e6;
	qsort(took, n, sizeof(*took), by_value);
	printf("handshakes=%lu lost=%lu rate=%.2f p50_us=%llu p99_us=%llu max_us=%llu\n", n,
	       lost, n / passed, n ? (unsigned long long)took[n / 2] : 0,
	       n ? (unsigned long long)took[n * 99 / 100] : 0,
	       n ? (unsigned long long)took[n - 1] : 0);
}

static uint64_t ticks(void)
{
	return __builtin_ia32_rdtsc();
}

/* Ticks in a microsecond */
static double tick_rate(void)
{
	uint64_t t = ticks(), us = now_us();

	while (now_us() - us < 50000)
		;
	return (double)(ticks() - t) / (now_us() - us);
}

/* A spinner on one processor: what it loses, window by window */
void meter_gaps(int cpu, double seconds)
{
	double rate = tick_rate();
	unsigned long windows = seconds * 1e6 / WINDOW_US;
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	if (sched_setaffinity(0, sizeof(set), &set))
		err(1, "cpu %d", cpu);
	for (unsigned long i = 0; i < windows; i++) {
		uint64_t start = ticks(), last = start, now, lost = 0, max = 0;

		do {
			now = ticks();
			if (now - last > GAP_US * rate)
				lost += now - last;
			if (now - last > max)
				max = now - last;
			last = now;
		} while (now - start < WINDOW_US * rate);
		printf("lost=%.5f max_us=%.0f\n", (double)lost / (now - start), max / rate);
	}
}
