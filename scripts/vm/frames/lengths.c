// SPDX-License-Identifier: GPL-2.0-only
/*
 * Frames of every length over one path, checked byte for byte.
 *
 *   lengths COUNT FIRST-NS FIRST-DEV SECOND-NS SECOND-DEV   both ways at once
 *   lengths COUNT NS DEV MAC            to somebody who sends each frame back
 *
 * A namespace "-" is the one this runs in.  Each end sends numbered frames, at
 * most a burst ahead of what has come; each has to come once, in order, unchanged,
 * and short ones padded with zeros.  Prints what was wrong and exits with 1.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#define TYPE		0x88b5	/* for experiments */
#define LONGEST		9216
#define SHORTEST	15
#define BURST		24
#define NOISE		(1 << 16)
#define STEP		40009	/* numbers of frames that differ in content */
#define PATIENCE	5	/* seconds for a frame to come */

struct end {
	const char *name;
	int sock;
	uint8_t mac[ETH_ALEN];
	uint8_t head[ETH_HLEN];	/* of what it sends */
	uint8_t want[ETH_HLEN];	/* of what it receives */
};

static uint8_t noise[NOISE];

static uint32_t next_random(uint32_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 17;
	*state ^= *state << 5;
	return *state;
}

/* The edges of buffers and of the copy's limit first, then any */
static unsigned int length_of(unsigned int number)
{
	static const unsigned int edges[] = {
		15, 16, 17, 18, 59, 60, 61, 255, 256, 257, 1514, 2047, 2048, 2049,
		4095, 4096, 4097, 6144, 8192, 8193, LONGEST - 1, LONGEST,
	};
	uint32_t state = number * 2654435761u + 1;

	if (number < sizeof(edges) / sizeof(edges[0]))
		return edges[number];
	next_random(&state);
	return SHORTEST + next_random(&state) % (LONGEST - SHORTEST + 1);
}

/* A whole frame with that head; returns its length */
static unsigned int make(uint8_t *frame, const uint8_t *head, unsigned int number)
{
	unsigned int length = length_of(number);

	memcpy(frame, head, ETH_HLEN);
	memcpy(frame + ETH_HLEN, noise + number % STEP, length - ETH_HLEN);
	return length;
}

static void enter(const char *ns)
{
	char path[64];
	int fd;

	if (!strcmp(ns, "-"))
		return;
	snprintf(path, sizeof(path), "/var/run/netns/%s", ns);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || setns(fd, CLONE_NEWNET))
		err(2, "%s", path);
	close(fd);
}

static void attach(struct end *end, const char *ns, const char *dev)
{
	struct sockaddr_ll at = { .sll_family = AF_PACKET, .sll_protocol = htons(TYPE) };
	struct timeval wait = { .tv_sec = PATIENCE };
	struct ifreq ifr = {};
	int room = 16 << 20, one = 1, home;

	home = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
	enter(ns);
	end->name = dev;
	end->sock = socket(AF_PACKET, SOCK_RAW, htons(TYPE));
	snprintf(ifr.ifr_name, sizeof(ifr.ifr_name), "%s", dev);
	if (home < 0 || end->sock < 0 || ioctl(end->sock, SIOCGIFHWADDR, &ifr))
		err(2, "%s", dev);
	memcpy(end->mac, ifr.ifr_hwaddr.sa_data, ETH_ALEN);
	at.sll_ifindex = if_nametoindex(dev);
	if (bind(end->sock, (struct sockaddr *)&at, sizeof(at)) ||
	    setsockopt(end->sock, SOL_SOCKET, SO_RCVBUFFORCE, &room, sizeof(room)) ||
	    setsockopt(end->sock, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof(wait)) ||
	    setsockopt(end->sock, SOL_PACKET, PACKET_IGNORE_OUTGOING, &one, sizeof(one)))
		err(2, "%s", dev);
	if (setns(home, CLONE_NEWNET))
		err(2, "setns");
	close(home);
}

static void address(struct end *end, const uint8_t *peer)
{
	memcpy(end->head, peer, ETH_ALEN);
	memcpy(end->head + ETH_ALEN, end->mac, ETH_ALEN);
	memcpy(end->want, end->mac, ETH_ALEN);
	memcpy(end->want + ETH_ALEN, peer, ETH_ALEN);
	end->head[12] = end->want[12] = TYPE >> 8;
	end->head[13] = end->want[13] = TYPE & 0xff;
}

static void transmit(const struct end *end, unsigned int number)
{
	uint8_t frame[LONGEST];
	unsigned int length = make(frame, end->head, number);

	while (send(end->sock, frame, length, 0) != (ssize_t)length)
		if (errno != ENOBUFS)
			err(1, "%s: frame %u of %u bytes", end->name, number, length);
}

static void complain(const struct end *end, unsigned int number, unsigned int length,
		     ssize_t got, const char *what)
{
	errx(1, "%s: frame %u of %u bytes came with %zd: %s", end->name, number, length,
	     got, what);
}

static void expect(const struct end *end, unsigned int number)
{
	uint8_t want[LONGEST] = {}, frame[LONGEST + 64];
	unsigned int length = make(want, end->want, number);
	ssize_t got;

	do {
		got = recv(end->sock, frame, sizeof(frame), 0);
		if (got < 0)
			errx(1, "%s: frame %u of %u bytes did not come", end->name, number,
			     length);
	} while (memcmp(frame, end->mac, ETH_ALEN));	/* somebody's flood */
	if (length < ETH_ZLEN && got > (ssize_t)length && got <= ETH_ZLEN)
		length = got;
	if (got != (ssize_t)length)
		complain(end, number, length, got, "length");
	if (memcmp(frame, want, length))
		complain(end, number, length, got, "content");
}

static void fill_noise(void)
{
	uint32_t state = 1;
	unsigned int i;

	for (i = 0; i < NOISE; i++)
		noise[i] = next_random(&state);
}

int main(int argc, char **argv)
{
	unsigned int count, i, n, e, ends = argc == 6 ? 2 : 1;
	struct end end[2] = {};
	uint8_t peer[ETH_ALEN];

	if (argc != 5 && argc != 6)
		errx(2, "lengths COUNT NS DEV NS DEV, or COUNT NS DEV MAC");
	count = strtoul(argv[1], NULL, 0);
	fill_noise();
	attach(&end[0], argv[2], argv[3]);
	if (ends == 2) {
		attach(&end[1], argv[4], argv[5]);
		address(&end[0], end[1].mac);
		address(&end[1], end[0].mac);
	} else {
		if (sscanf(argv[4], "%hhx:%hhx:%hhx:%hhx:%hhx:%hhx", &peer[0], &peer[1],
			   &peer[2], &peer[3], &peer[4], &peer[5]) != ETH_ALEN)
			errx(2, "%s is no address", argv[4]);
		address(&end[0], peer);
	}
	for (i = 0; i < count; i += n) {
		n = count - i < BURST ? count - i : BURST;
		for (e = 0; e < ends; e++)
			for (unsigned int k = i; k < i + n; k++)
				transmit(&end[e], k);
		for (e = 0; e < ends; e++)
			for (unsigned int k = i; k < i + n; k++)
				expect(&end[e], k);
	}
	printf("%u frames from each of %u ends\n", count, ends);
	return 0;
}
