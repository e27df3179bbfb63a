// SPDX-License-Identifier: GPL-2.0-only
#include <err.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>
#include "box.h"

#define BAR_SIZE	16384

uint64_t now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000ull + t.tv_nsec / 1000;
}

void pause_us(unsigned int us)
{
	struct timespec t = { us / 1000000, us % 1000000 * 1000l };

	nanosleep(&t, NULL);
}

static void put(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY);

	if (fd < 0 || write(fd, text, 1) != 1)
		err(1, "%s", path);
	close(fd);
}

void box_open(struct box *b, const char *bdf)
{
	char path[128];
	void *bar;
	int fd;

	*b = (struct box) {};
	/* Without memory decoding every read is 0 */
	snprintf(path, sizeof(path), "/sys/bus/pci/devices/%s/enable", bdf);
	put(path, "1");
	snprintf(path, sizeof(path), "/sys/bus/pci/devices/%s/resource0", bdf);
	fd = open(path, O_RDWR | O_SYNC);
	if (fd < 0)
		err(1, "%s", path);
	bar = mmap(NULL, BAR_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (bar == MAP_FAILED)
		err(1, "mmap %s", path);
	close(fd);
	b->bar = bar;
}

uint32_t box_rd(struct box *b, unsigned int reg)
{
	return b->bar[reg / 4];
}

void box_wr(struct box *b, unsigned int reg, uint32_t val)
{
	b->bar[reg / 4] = val;
}

uint32_t box_ctl(struct box *b)
{
	uint32_t ctl = box_rd(b, V2P);

	b->seen |= ctl & V2P_CLEARS;
	return ctl | b->seen;
}

bool box_claim(struct box *b, uint64_t us)
{
	uint64_t end = now_us() + us;

	do {
		box_wr(b, V2P, V2P_VFU);
		if (box_ctl(b) & V2P_VFU)
			return true;
		pause_us(50);
	} while (now_us() < end);
	return false;
}

void box_fill(struct box *b, const uint32_t *w)
{
	for (int i = 0; i < WORDS; i++)
		box_wr(b, MEM + 4 * i, w[i]);
}

/* Take what the PF has put there; true if it answers the last request */
static bool box_take(struct box *b, uint32_t *w)
{
	if (!box_claim(b, 500000))
		return false;
	b->seen &= ~V2P_PFSTS;
	for (int i = 0; i < WORDS; i++)
		w[i] = box_rd(b, MEM + 4 * i);
	box_wr(b, V2P, V2P_ACK);
	if (w[0] == MSG_NACK)
		return !b->cts;
	return w[0] & (MSG_ACK | MSG_NACK) && MSG_OP(w[0]) == MSG_OP(b->last);
}

static void box_take_news(struct box *b)
{
	uint32_t w[WORDS] = { 0 };

	if (!(box_ctl(b) & V2P_PFSTS))
		return;
	if (box_take(b, w) && w[0] != MSG_NACK)
		b->twice++;
	else
		b->news++;
	if (w[0] == MSG_NACK)
		b->cts = false;
}

static bool box_post(struct box *b, const uint32_t *w, uint64_t us)
{
	uint64_t end = now_us() + us;

	do {
		box_take_news(b);
		if (!box_claim(b, 500000))
			return false;
		if (b->seen & V2P_PFSTS) {
			box_wr(b, V2P, 0);
			continue;
		}
		b->seen &= ~V2P_PFACK;
		b->last = w[0];
		box_fill(b, w);
		box_wr(b, V2P, V2P_REQ);
		return true;
	} while (now_us() < end);
	return false;
}

/* Ask as an honest VF does; false: no answer within that time */
bool box_ask(struct box *b, const uint32_t *w, uint32_t *answer, uint64_t us)
{
	uint64_t end = now_us() + us;

	if (!box_post(b, w, us))
		return false;
	while (now_us() < end) {
		if (!(box_ctl(b) & V2P_PFSTS)) {
			pause_us(50);
			continue;
		}
		if (box_take(b, answer)) {
			if (MSG_OP(w[0]) == OP_RESET && answer[0] & MSG_ACK)
				b->cts = true;
			return true;
		}
		b->news++;
		if (answer[0] == MSG_NACK)
			b->cts = false;
	}
	return false;
}
