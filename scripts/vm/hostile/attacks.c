// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a guest can do to the PF through its mailbox.  Each prints one line of
 * NAME=VALUE words.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "attacks.h"

static volatile sig_atomic_t stopped;

static void stop(int sig)
{
	(void)sig;
	stopped = 1;
}

/* Who is told to stop ends his attack as if its time were over */
static bool goes_on(uint64_t end)
{
	return !stopped && now_us() < end;
}

void attack_may_be_stopped(void)
{
	signal(SIGTERM, stop);
}

static uint64_t state;

/* xorshift64*: the same numbers everywhere */
static uint32_t rnd(void)
{
	state ^= state >> 12;
	state ^= state << 25;
	state ^= state >> 27;
	return (state * 2685821657736338717ull) >> 32;
}

static bool one_in(uint32_t n)
{
	return rnd() % n == 0;
}

static void seed_rnd(unsigned int seed)
{
	state = 88172645463325252ull ^ seed * 0x9e3779b97f4a7c15ull;
	for (int i = 0; i < 16; i++)
		rnd();
}

/* Values around which code is wrong */
static uint32_t edge(void)
{
	static const uint32_t edges[] = {
		0, 1, 2, 29, 30, 31, 32, 33, 63, 64, 255, 256, 1499, 1500, 1518, 1522,
		4094, 4095, 4096, 4097, 9216, 9728, 9729, 0x3f00, 0x3f01, 0x7fff, 0xffff,
		0x10000, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff,
	};

	return one_in(4) ? rnd() : edges[rnd() % (sizeof(edges) / sizeof(*edges))];
}

static uint32_t some_op(void)
{
	static const uint32_t ops[] = {
		OP_SET_MAC, OP_SET_MC, OP_SET_VLAN, OP_SET_LPE, OP_SET_PROMISC,
	};

	if (one_in(12))
		return rnd() & 0xffff;
	if (one_in(30))
		return OP_RESET;
	return ops[rnd() % (sizeof(ops) / sizeof(*ops))];
}

/* A message that has a chance: known opcode, odd fields, stale tail */
static void some_message(uint32_t *w)
{
	for (int i = 0; i < WORDS; i++)
		w[i] = edge();
	w[0] = some_op();
	if (w[0] == OP_RESET && !one_in(8))
		return;
	if (one_in(3))
		w[0] |= rnd() & 0x00030000;
	else if (one_in(2))
		w[0] |= rnd() & 0x00ff0000;
	if (one_in(16))
		w[0] |= rnd() & 0x3f000000;
	if (one_in(2))
		w[1] &= 0xfff;
	if (MSG_OP(w[0]) == OP_SET_MAC && !one_in(4)) {
		w[1] = (w[1] & ~0xffu) | 0x02;
		w[2] &= 0xffff;
	}
}

/* Random messages, as an honest VF would send them: is each answered, once */
void attack_fuzz(struct box *b, unsigned long count, double seconds, unsigned int seed)
{
	uint64_t end = now_us() + seconds * 1e6;
	unsigned long sent = 0, answered = 0, refused = 0;
	uint32_t w[WORDS], answer[WORDS];

	seed_rnd(seed);
	memset(w, 0, sizeof(w));
	w[0] = OP_RESET;
	box_ask(b, w, answer, 1000000);
	while (sent < count && goes_on(end)) {
		some_message(w);
		sent++;
		if (!box_ask(b, w, answer, 2000000))
			continue;
		answered++;
		refused += !!(answer[0] & MSG_NACK);
	}
	pause_us(300000);
	if (box_ctl(b) & V2P_PFSTS)
		b->news++;
	printf("sent=%lu answered=%lu lost=%lu twice=%lu refused=%lu news=%lu\n", sent,
	       answered, sent - answered, b->twice, refused, b->news);
}

/* Never let go, and ring all the while */
void attack_hold(struct box *b, double seconds)
{
	uint64_t end = now_us() + seconds * 1e6;
	unsigned long rung = 0;

	box_claim(b, 100000);
	while (goes_on(end)) {
		box_wr(b, V2P, V2P_VFU | V2P_REQ | V2P_ACK);
		rung++;
	}
	box_wr(b, V2P, 0);
	printf("rung=%lu\n", rung);
}

/* Ring as fast as the bus allows, without waiting for anything */
void attack_flood(struct box *b, double seconds, const char *kind)
{
	uint64_t end = now_us() + seconds * 1e6;
	unsigned long rung = 0;
	uint32_t w[WORDS] = { OP_RESET };

	if (!strcmp(kind, "vlan"))
		w[0] = OP_SET_VLAN | 1 << 16;
	for (; goes_on(end); rung++) {
		if (!strcmp(kind, "none")) {
			box_wr(b, MEM, rung);
			continue;
		}
		if (!strcmp(kind, "ack")) {
			box_wr(b, V2P, V2P_ACK);
			continue;
		}
		if (!strcmp(kind, "flr")) {
			box_wr(b, CTRL, CTRL_RST);
			continue;
		}
		w[1] = 1 + rung % 31;
		box_wr(b, V2P, V2P_VFU);
		box_wr(b, MEM, w[0]);
		box_wr(b, MEM + 4, w[1]);
		box_wr(b, V2P, V2P_REQ);
	}
	box_wr(b, V2P, 0);
	printf("rung=%lu\n", rung);
}

/* Reset in the middle of a message, at every place there is */
void attack_cut(struct box *b, unsigned long count, unsigned int seed)
{
	uint32_t w[WORDS], answer[WORDS];
	unsigned long answered = 0, i;

	seed_rnd(seed);
	for (i = 0; i < count; i++) {
		some_message(w);
		box_claim(b, 1000);
		for (unsigned int k = 0; k < rnd() % (WORDS + 1); k++)
			box_wr(b, MEM + 4 * k, w[k]);
		if (one_in(2))
			box_wr(b, V2P, V2P_REQ);
		if (one_in(4))
			pause_us(rnd() % 500);
		box_wr(b, CTRL, CTRL_RST);
		b->seen = 0;
		b->cts = false;
		memset(w, 0, sizeof(w));
		w[0] = OP_RESET;
		answered += box_ask(b, w, answer, 2000000);
	}
	printf("resets=%lu answered=%lu\n", count, answered);
}

/*
 * Anything into anything a guest can reach: the mailbox with its control
 * register, the VF's own control, interrupt and queue registers.  The MSI-X
 * table is in another BAR and not touched.
 */
void attack_wild(struct box *b, unsigned long count, unsigned int seed)
{
	seed_rnd(seed);
	for (unsigned long i = 0; i < count; i++) {
		uint32_t reg = one_in(2) ? V2P : MEM + rnd() % 0x40;

		if (one_in(3))
			reg = rnd() % 0x4000;
		/* Rings without memory behind them would read and write any */
		if (reg >= 0x2800 && reg < 0x4000)
			continue;
		box_wr(b, reg & ~3u, one_in(2) ? rnd() : edge());
		if (one_in(8))
			box_rd(b, rnd() % 0x4000 & ~3u);
	}
	box_wr(b, V2P, 0);
	printf("written=%lu\n", count);
}
